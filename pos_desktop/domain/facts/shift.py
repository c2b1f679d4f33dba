"""Facts of the shift and its drawer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    KIND: ClassVar[str] = "ShiftOpened"
    VERSION: ClassVar[int] = 1
    shift_id: str
    number: int
    staff_id: str
    staff_name: str
    cash_minor: int


@dataclass(frozen=True, slots=True)
class ShiftClosed:
    """The sums of a shift as the journal has them. cash_minor: what the drawer should hold;
    counted: whether a person has counted it."""

    KIND: ClassVar[str] = "ShiftClosed"
    VERSION: ClassVar[int] = 1
    shift_id: str
    number: int
    staff_id: str
    staff_name: str
    sales_count: int
    sales_minor: int
    cash_minor: int
    counted: bool
