"""XLSX through openpyxl's read-only mode: values only, formulas give the value they last had."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from pos_desktop.domain.errors import RefusalError
from pos_desktop.operations.tabular_table import (
    MOST_COLUMNS,
    MOST_ROWS,
    Table,
    TableRow,
    table_row,
)

_MOST_UNPACKED_BYTES = 512 << 20
_MOST_RATIO = 400


def cell_text(value: object) -> str:
    """A cell as a person would type it: 4607084120301.0 is a code, 0.1 + 0.2 is 0.3."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return format(value, ".15g")
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value)


def read_xlsx(data: bytes, sheet: str = "") -> Table:
    """The rows of the named sheet, or of the first one that has any."""
    _check_size(data)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            names = [sheet] if sheet else book.sheetnames
            for name in names:
                worksheet = book[name]
                if not hasattr(worksheet, "reset_dimensions"):
                    continue  # a sheet that is a chart
                worksheet.reset_dimensions()
                rows = _rows(worksheet.iter_rows(max_col=MOST_COLUMNS, values_only=True))
                if rows:
                    return Table(f"xlsx {name}", tuple(rows))
        finally:
            book.close()
    except RefusalError:
        raise
    except Exception as error:  # a broken file breaks the library in many ways
        reason = f"{type(error).__name__}: {error}"
        raise RefusalError("import.unreadable", reason=reason) from error
    return Table("xlsx", ())


def _rows(values: Iterable[tuple[Any, ...]]) -> list[TableRow]:
    rows: list[TableRow] = []
    for number, cells in enumerate(values, 1):
        row = table_row(number, [cell_text(value) for value in cells])
        if row is not None:
            rows.append(row)
        if len(rows) > MOST_ROWS or number > 5 * MOST_ROWS:
            raise RefusalError("import.too_many_rows", most=MOST_ROWS)
    return rows


def _check_size(data: bytes) -> None:
    """Refuse an archive that unpacks to much more than any price list has."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise RefusalError("import.unreadable", reason=str(error)) from error
    if unpacked > _MOST_UNPACKED_BYTES or unpacked > max(1 << 20, len(data) * _MOST_RATIO):
        raise RefusalError("import.too_large", bytes=unpacked, most=_MOST_UNPACKED_BYTES)
