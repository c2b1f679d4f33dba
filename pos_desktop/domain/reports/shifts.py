"""Shifts as their X or Z report has them, and the money of their drawers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pos_desktop.domain.facts import (
    OPERATION_SIGNS,
    Fact,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
)
from pos_desktop.domain.reports.sums import Flow, TenderSums

SHIFT_KINDS = tuple(fact.KIND for fact in (ShiftOpened, ShiftClosed, SaleCompleted))

_CASH = "cash"


@dataclass(slots=True)
class ShiftSums:
    """One shift. opened_at_us and closed_at_us: 0 = not yet. expected_minor: what the drawer
    should hold by the facts; closed_minor: what the closing said it should."""

    number: int
    opened_at_us: int = 0
    opened_by: str = ""
    closed_at_us: int = 0
    closed_by: str = ""
    opening_minor: int = 0
    closed_minor: int = 0
    counted: bool = False
    flow: Flow = field(default_factory=Flow)
    tenders: defaultdict[str, TenderSums] = field(default_factory=lambda: defaultdict(TenderSums))
    first_number: int = 0
    last_number: int = 0

    @property
    def is_open(self) -> bool:
        return self.closed_at_us == 0

    @property
    def cash_in_minor(self) -> int:
        return self.tenders[_CASH].in_minor

    @property
    def cash_out_minor(self) -> int:
        return self.tenders[_CASH].out_minor

    @property
    def expected_minor(self) -> int:
        return self.opening_minor + self.cash_in_minor - self.cash_out_minor


class ShiftTally:
    """Feed it with whole shifts; `shifts` by number."""

    def __init__(self) -> None:
        self.shifts: dict[int, ShiftSums] = {}

    def note(self, at_us: int, fact: Fact) -> None:
        """Count one fact; a kind of no interest changes nothing."""
        if isinstance(fact, SaleCompleted):
            self._sale(fact)
        elif isinstance(fact, ShiftOpened):
            shift = self._shift(fact.number)
            shift.opened_at_us, shift.opened_by = at_us, fact.staff_name
            shift.opening_minor = fact.cash_minor
        elif isinstance(fact, ShiftClosed):
            shift = self._shift(fact.number)
            shift.closed_at_us, shift.closed_by = at_us, fact.staff_name
            shift.closed_minor, shift.counted = fact.cash_minor, fact.counted

    def _shift(self, number: int) -> ShiftSums:
        return self.shifts.setdefault(number, ShiftSums(number))

    def _sale(self, fact: SaleCompleted) -> None:
        shift = self._shift(fact.shift_number)
        sign = OPERATION_SIGNS[fact.operation]
        shift.flow.add(sign, fact.total_minor, fact.discount_minor)
        shift.first_number = shift.first_number or fact.number
        shift.last_number = fact.number
        for tender in fact.tenders:
            sums = shift.tenders[tender.kind]
            if sign > 0:
                sums.payments += 1
                sums.in_minor += tender.amount_minor
            else:
                sums.paybacks += 1
                sums.out_minor += tender.amount_minor

    def keep_open_between(self, from_us: int, until_us: int) -> None:
        """Forget shifts that were not open in that time, and pieces of shifts whose opening was
        not among the facts."""
        self.shifts = {
            number: shift
            for number, shift in sorted(self.shifts.items())
            if shift.opened_at_us
            and shift.opened_at_us < until_us
            and (shift.is_open or shift.closed_at_us >= from_us)
        }
