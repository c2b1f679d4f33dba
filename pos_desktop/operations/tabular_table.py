"""A table as it came from a file: cells are texts, rows keep the number a person sees."""

from __future__ import annotations

from dataclasses import dataclass

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


def table_row(number: int, cells: list[str]) -> TableRow | None:
    """A row without its empty right end; None where nothing is left."""
    cells = cells[:MOST_COLUMNS]
    while cells and not cells[-1].strip():
        cells.pop()
    return TableRow(number, tuple(cells)) if cells else None
