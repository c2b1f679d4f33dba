"""A table of a report without words: what each column is, numbers as numbers, names of things as
their codes. Screen, paper and files say it in their own way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from pos_desktop.domain.reports.behind import Behind

Value = int | str | None


class Beyond(StrEnum):
    """The name of a line for what belongs to none of the things of a table."""

    MONEY_ONLY = "money_only"
    ROUNDING = "rounding"


class Kind(Enum):
    """What a value is: the first are names of things, from COUNT on numbers."""

    TEXT = auto()
    UNIT = auto()
    TENDER = auto()
    VAT = auto()
    EFFECT = auto()
    OPERATION = auto()
    MOVE = auto()
    REASON = auto()
    CATEGORY = auto()
    HOUR = auto()
    DAY = auto()
    WEEKDAY = auto()
    MOMENT = auto()
    NUMBER = auto()
    COUNT = auto()
    MONEY = auto()
    QUANTITY = auto()
    SHARE = auto()


NUMERIC = frozenset({Kind.NUMBER, Kind.COUNT, Kind.MONEY, Kind.QUANTITY, Kind.SHARE})
"""Kinds that stand at the right and are numbers in a file: MONEY minor units, QUANTITY
thousandths, SHARE hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class Column:
    """name: what reports.column says. summed: whether the last line holds its sum. wide: takes the
    room that is left."""

    name: str
    kind: Kind
    summed: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """cells: a value for each column. behind: the receipts that made it, None = no receipts."""

    cells: tuple[Value, ...]
    behind: Behind | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """name: what reports.table says. bar: column whose share is drawn behind its number, "" for
    none. rows in the order of the report, before anybody sorts them."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    bar: str = ""

    def totals(self) -> tuple[Value, ...]:
        """Sums below the columns that have one, None below the others; empty without any."""
        if not self.rows or not any(column.summed for column in self.columns):
            return ()
        return tuple(
            sum(_number(row.cells[place]) for row in self.rows) if column.summed else None
            for place, column in enumerate(self.columns)
        )

    def place(self, name: str) -> int:
        """Where the column of that name is; ValueError for another name."""
        return [column.name for column in self.columns].index(name)

    def sorted_by(self, place: int, *, descending: bool) -> list[Row]:
        """The rows by one column; equal ones keep the order of the report."""
        return sorted(self.rows, key=lambda row: _order(row.cells[place]), reverse=descending)


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _order(value: Value) -> tuple[int, int, str]:
    if value is None:
        return (0, 0, "")
    if isinstance(value, int):
        return (1, value, "")
    return (2, 0, value.casefold())
