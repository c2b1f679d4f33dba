"""A report as an Excel workbook: a sheet for each table, real numbers, not one formula.

openpyxl takes a text that begins with "=" for a formula; here every cell says its type itself.
"""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

from pos_desktop.domain.reports.period import local_time
from pos_desktop.domain.reports.table import NUMERIC, Kind, Table, Value
from pos_desktop.receipts.report.sheet import ReportSheet, SheetTable
from pos_desktop.receipts.report.words import ReportWords

_FORMATS = {
    Kind.MONEY: "#,##0.00",
    Kind.QUANTITY: "#,##0.###",
    Kind.SHARE: "0.0%",
    Kind.COUNT: "#,##0",
    Kind.NUMBER: "0",
    Kind.DAY: "DD.MM.YYYY",
    Kind.MOMENT: "DD.MM.YYYY HH:MM",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_TEXT = 32_767
_MOST_TITLE = 31
_WIDEST = 60


def xlsx_file(sheet: ReportSheet, words: ReportWords) -> bytes:
    """The workbook; its first sheet opens with the key numbers."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    for part in sheet.tables:
        page: Any = book.create_sheet(_title(words.table(part.table.name)))
        _head(page, sheet)
        _table(page, part, words)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _title(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", text)[:_MOST_TITLE]


def _head(page: Any, sheet: ReportSheet) -> None:
    from openpyxl.styles import Font

    lines = (sheet.title, sheet.place, sheet.period, sheet.made, *sheet.notes)
    for place, line in enumerate(lines, 1):
        _text(page, place, 1, line).font = Font(bold=place == 1, size=14 if place == 1 else 11)


def _table(page: Any, part: SheetTable, words: ReportWords) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    columns = part.table.columns
    top = page.max_row + 2
    for place, column in enumerate(columns, 1):
        cell = _text(page, top, place, words.column(column.name))
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="E8EDF3")
        right = column.kind in NUMERIC
        cell.alignment = Alignment("right" if right else "left", "center", wrap_text=True)
    at = top
    for row in part.rows:
        at += 1
        _row(page, at, part.table, row.cells, words)
    page.freeze_panes = f"A{top + 1}"
    if part.rows:
        page.auto_filter.ref = f"A{top}:{get_column_letter(len(columns))}{at}"
    totals = part.table.totals()
    if totals:
        _row(page, at + 1, part.table, totals, words)
        if totals[0] is None:
            _text(page, at + 1, 1, words.total())
        for place in range(1, len(columns) + 1):
            page.cell(at + 1, place).font = Font(bold=True)
    for place in range(1, len(columns) + 1):
        page.column_dimensions[get_column_letter(place)].width = _width(part, place - 1, words)
    page.sheet_view.zoomScale = 100
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{top}:{top}"


def _row(page: Any, at: int, table: Table, cells: tuple[Value, ...], words: ReportWords) -> None:
    for place, (column, value) in enumerate(zip(table.columns, cells, strict=True), 1):
        if value is None:
            continue
        made = _real(column.kind, value, words)
        if made is None:
            _text(page, at, place, words.cell(column.kind, value))
            continue
        cell = page.cell(at, place)
        cell.value = made
        cell.number_format = _FORMATS[column.kind]


def _real(kind: Kind, value: Value, words: ReportWords) -> Any:
    """The number or date of a value, None for what is text."""
    if kind is Kind.DAY and isinstance(value, str):
        return date.fromisoformat(value)
    if not isinstance(value, int) or kind not in _FORMATS:
        return None
    if kind is Kind.MONEY:
        return Decimal(value) / 100
    if kind is Kind.QUANTITY:
        return Decimal(value) / 1000
    if kind is Kind.SHARE:
        return Decimal(value) / 10_000
    if kind is Kind.MOMENT:
        return local_time(value, words.zone).replace(tzinfo=None)
    return value


def _text(page: Any, row: int, column: int, text: str) -> Any:
    """A cell of text, whatever it begins with."""
    cell: Any = page.cell(row, column)
    cell.value = _CONTROL.sub("", text)[:_MOST_TEXT]
    cell.data_type = "s"
    # Typed over by hand it stays text too.
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    return cell


def _width(part: SheetTable, place: int, words: ReportWords) -> float:
    column = part.table.columns[place]
    longest = max(
        (len(words.cell(column.kind, row.cells[place])) for row in part.rows[:500]), default=0
    )
    title = max(len(word) for word in words.column(column.name).split())
    return float(min(_WIDEST, max(longest, title, 8) + 3))
