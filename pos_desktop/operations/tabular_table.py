"""A table as it came from a file: cells are texts, rows keep the number a person sees."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.errors import RefusalError

MOST_BYTES = 64 << 20
MOST_ROWS = 200_000
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class TableRow:
    """number: as a spreadsheet counts, from 1. cells: trimmed at the right end only."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """The text of a column from 0, "" where the row is shorter."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """rows: those with any text in them, headings included. described_as: "csv utf-8 ;" or
    "xlsx Лист1", to be shown.
    """

    described_as: str
    rows: tuple[TableRow, ...]

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


def read_table(data: bytes, *, sheet: str = "") -> Table:
    """Read a CSV or XLSX file by its content, whatever it is called.

    RefusalError: "import.too_large" (bytes, most), "import.too_many_rows" (most), "import.empty",
    "import.unreadable" (reason), "import.old_excel" for the .xls of Excel 2003 and before.
    """
    if len(data) > MOST_BYTES:
        raise RefusalError("import.too_large", bytes=len(data), most=MOST_BYTES)
    if data.startswith(b"PK\x03\x04"):
        from pos_desktop.operations.tabular_xlsx import read_xlsx

        table = read_xlsx(data, sheet)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusalError("import.old_excel")
    else:
        from pos_desktop.operations.tabular_csv import read_csv

        table = read_csv(data)
    if not table.rows:
        raise RefusalError("import.empty")
    return table


def table_row(number: int, cells: list[str]) -> TableRow | None:
    """A row without its empty right end; None where nothing is left."""
    cells = cells[:MOST_COLUMNS]
    while cells and not cells[-1].strip():
        cells.pop()
    return TableRow(number, tuple(cells)) if cells else None
