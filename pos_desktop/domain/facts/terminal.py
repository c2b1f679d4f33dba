"""Facts of a payment terminal's own day: its totals compared with the bank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ReconciliationRequested:
    """A terminal is asked to compare its totals; stored before the first byte. device: "terminal" |
    "sbp"; shift_number: of the shift that is or was just closed."""

    KIND: ClassVar[str] = "ReconciliationRequested"
    VERSION: ClassVar[int] = 1
    op_id: str
    device: str
    shift_number: int
    staff_id: str
    staff_name: str


@dataclass(frozen=True, slots=True)
class TerminalReconciled:
    """What came of it. outcome: "approved" (totals agree) | "declined" | "cancelled" | "unknown";
    reason: its code; slip: the lines of its paper."""

    KIND: ClassVar[str] = "TerminalReconciled"
    VERSION: ClassVar[int] = 1
    op_id: str
    device: str
    shift_number: int
    outcome: str
    reason: str = ""
    slip: tuple[str, ...] = ()
