"""Shifts as their X or Z report has them, and the money of their drawers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pos_desktop.domain.facts import (
    OPERATION_SIGNS,
    CashMoved,
    CashVerified,
    DrawerOpened,
    Fact,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
)
from pos_desktop.domain.reports.sums import Flow, TenderSums

SHIFT_KINDS = tuple(
    fact.KIND
    for fact in (ShiftOpened, ShiftClosed, SaleCompleted, CashMoved, CashVerified, DrawerOpened)
)

_CASH = "cash"


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Money that went into the drawer or out of it, or its opening by hand. amount_minor:
    negative where it went out. reason: id of a usual one."""

    shift_number: int
    at_us: int
    kind: str
    amount_minor: int
    staff_name: str
    reason: str
    note: str


@dataclass(slots=True)
class ShiftSums:
    """One shift. opened_at_us and closed_at_us: 0 = not yet. declared_minor: as counted at its
    end, None = nobody counted; verified_minor: as somebody with the right counted again."""

    number: int
    opened_at_us: int = 0
    opened_by: str = ""
    closed_at_us: int = 0
    closed_by: str = ""
    opening_minor: int = 0
    paid_in_minor: int = 0
    paid_out_minor: int = 0
    dropped_minor: int = 0
    declared_minor: int | None = None
    verified_minor: int | None = None
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
        """What the drawer should hold: the sum of its facts."""
        moved = self.paid_in_minor - self.paid_out_minor - self.dropped_minor
        return self.opening_minor + self.cash_in_minor - self.cash_out_minor + moved

    @property
    def difference_minor(self) -> int | None:
        """Counted less expected, by the last count; None where nobody counted."""
        counted = self.declared_minor if self.verified_minor is None else self.verified_minor
        return None if counted is None else counted - self.expected_minor


class ShiftTally:
    """Feed it with whole shifts; `shifts` by number, `moves` in their order."""

    def __init__(self) -> None:
        self.shifts: dict[int, ShiftSums] = {}
        self.moves: list[MoveRow] = []

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
            shift.declared_minor = fact.declared_minor if fact.counted else None
        elif isinstance(fact, CashVerified):
            self._shift(fact.shift_number).verified_minor = fact.verified_minor
        elif isinstance(fact, CashMoved):
            self._moved(at_us, fact)
        elif isinstance(fact, DrawerOpened):
            kind = "drawer_sensed" if fact.sensed else "open_drawer"
            row = MoveRow(
                fact.shift_number, at_us, kind, 0, fact.staff_name, fact.reason, fact.note
            )
            self.moves.append(row)

    def _moved(self, at_us: int, fact: CashMoved) -> None:
        shift, amount = self._shift(fact.shift_number), fact.amount_minor
        if fact.kind == "pay_in":
            shift.paid_in_minor += amount
        elif fact.kind == "pay_out":
            shift.paid_out_minor += amount
        else:
            shift.dropped_minor += amount
        signed = amount if fact.kind == "pay_in" else -amount
        self.moves.append(
            MoveRow(
                fact.shift_number,
                at_us,
                fact.kind,
                signed,
                fact.staff_name,
                fact.reason,
                fact.note,
            )
        )

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
        self.moves = [move for move in self.moves if from_us <= move.at_us < until_us]
