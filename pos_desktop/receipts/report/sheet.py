"""What a file of a report holds, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.reports.table import Row, Table


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """One number above the tables, said in words already."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table with its rows in the order they are looked at."""

    table: Table
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, table: Table) -> SheetTable:
        """In the order of the report."""
        return cls(table, table.rows)


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """title: of the report. place: shop and register. period, made: said in words. notes: what
    one has to know about the numbers."""

    title: str
    place: str
    period: str
    made: str
    numbers: tuple[KeyNumber, ...]
    tables: tuple[SheetTable, ...]
    notes: tuple[str, ...] = ()
