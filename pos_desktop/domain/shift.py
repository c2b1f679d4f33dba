"""The cashier's shift and the money of its drawer, as sums of facts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shift:
    """shift_id: UUIDv7; number: register-local, gapless; opened_at_us: UTC microseconds;
    opened_by: short name."""

    shift_id: str
    number: int
    opened_at_us: int
    opened_by: str


@dataclass(frozen=True, slots=True)
class ShiftTotals:
    """Sums of one shift in minor units; cash_minor is what the drawer should hold."""

    sales_count: int = 0
    sales_minor: int = 0
    cash_minor: int = 0
    cashless_minor: int = 0
    other_minor: int = 0
