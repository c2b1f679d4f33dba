"""A report as CSV for spreadsheets: UTF-8 with a mark at its start, semicolons, numbers as the
language writes them.

A cell of text that begins like a formula gets an apostrophe before it, so that no spreadsheet
runs what somebody put into a product's name (OWASP, CSV Injection). Numbers stay numbers, negative
ones too, since what they are is known from the table and not guessed from the text.
"""

from __future__ import annotations

import csv
import io

from pos_desktop.domain.reports.table import Kind, Value
from pos_desktop.receipts.report.sheet import ReportSheet
from pos_desktop.receipts.report.words import ReportWords

_DANGEROUS = "=+-@\t\r\n＝＋－＠"
_DECIMALS = {Kind.MONEY: 2, Kind.QUANTITY: 3, Kind.SHARE: 2}


def csv_file(sheet: ReportSheet, words: ReportWords) -> bytes:
    """The whole report; tables follow each other with an empty line between."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for line in (sheet.title, sheet.place, sheet.period, sheet.made, *sheet.notes):
        writer.writerow([harmless(line)])
    for part in sheet.tables:
        columns = part.table.columns
        writer.writerow([])
        writer.writerow([harmless(words.table(part.table.name))])
        writer.writerow([harmless(words.column(column.name)) for column in columns])
        for row in part.rows:
            writer.writerow(
                [
                    _cell(column.kind, value, words)
                    for column, value in zip(columns, row.cells, strict=True)
                ]
            )
        totals = part.table.totals()
        if totals:
            cells = [
                _cell(column.kind, value, words)
                for column, value in zip(columns, totals, strict=True)
            ]
            writer.writerow([cells[0] or words.total(), *cells[1:]])
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it and does not run it."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(tuple(_DANGEROUS)) else text


def _cell(kind: Kind, value: Value, words: ReportWords) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and kind in _DECIMALS:
        return _decimal(value, _DECIMALS[kind], "," if words.lang == "ru" else ".")
    if isinstance(value, int) and kind in (Kind.COUNT, Kind.NUMBER):
        return str(value)
    return harmless(words.cell(kind, value))


def _decimal(value: int, places: int, point: str) -> str:
    """Exact, without groups: -1245.50 of minor units."""
    whole, rest = divmod(abs(value), 10**places)
    return f"{'-' if value < 0 else ''}{whole}{point}{rest:0{places}d}"
