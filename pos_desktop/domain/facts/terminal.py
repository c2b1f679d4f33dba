"""Facts of a payment terminal's own day: its totals compared with the bank, and answers that say
other than what a person had seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ReconciliationRequested:
    """A terminal is asked to compare its totals; stored before the first byte. device: "terminal" |
    "sbp"; shift_number: of the shift that is or was just closed. peer: as in TenderRequested."""

    KIND: ClassVar[str] = "ReconciliationRequested"
    VERSION: ClassVar[int] = 1
    op_id: str
    device: str
    shift_number: int
    staff_id: str
    staff_name: str
    peer: str = ""


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


@dataclass(frozen=True, slots=True)
class TerminalContradicted:
    """A device says other than the books do: money moved that a person had seen not moving, or the
    other way round. The books stay as they are; a person acts and says so (ContradictionSettled).

    op_id: of the request. act: "pay" | "refund" | "reverse"; moved: what the device says of its
    money. sale_id: of the sale that was paid, or of the refund.
    """

    KIND: ClassVar[str] = "TerminalContradicted"
    VERSION: ClassVar[int] = 1
    op_id: str
    device: str
    act: str
    moved: bool
    sale_id: str
    amount_minor: int
    currency: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ContradictionSettled:
    """A person has seen to it."""

    KIND: ClassVar[str] = "ContradictionSettled"
    VERSION: ClassVar[int] = 1
    op_id: str
    staff_id: str
    staff_name: str
