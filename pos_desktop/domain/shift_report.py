"""X and Z: every sum of a shift, folded from its facts. The drawer is a sum too, nothing is counted
twice and nothing is remembered beside the facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pos_desktop.domain.facts import (
    OPERATION_SIGNS,
    CashMoved,
    CountedCash,
    DrawerCounted,
    DrawerOpened,
    Fact,
    LineVoided,
    SaleCompleted,
    SaleVoided,
    ShiftClosed,
    ShiftOpened,
    TenderSum,
    VatSum,
)

CASH = "cash"
MOVE_SIGNS = {"pay_in": 1, "pay_out": -1, "safe_drop": -1}
"""1 where money goes into the drawer."""


@dataclass(frozen=True, slots=True)
class CashMove:
    """One line about the drawer. kind: of MOVE_SIGNS, or with no amount "open_drawer" = by a person
    at the register, "drawer_sensed" = by nobody there, as its sensor told."""

    at_us: int
    kind: str
    amount_minor: int
    reason: str
    note: str
    staff_name: str


@dataclass(frozen=True, slots=True)
class DrawerCount:
    """One count of the drawer before the shift was closed; the sums as in DrawerCounted."""

    at_us: int
    counted_minor: int
    expected_minor: int
    staff_name: str
    blind: bool

    @property
    def difference_minor(self) -> int:
        return self.counted_minor - self.expected_minor


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """The sums of one shift in minor units, net of refunds where nothing else is said.

    sales_*: money that came in by receipts; refunds_*: that went out, positive. vats: of the
    revenue. opening_minor: in the drawer at the start. drawer_counts: every count before the shift
    was closed. Where it is closed: closed_at_us and the three values of the drawer as far as they
    are known.
    """

    number: int = 0
    opened_at_us: int = 0
    opened_by: str = ""
    opening_minor: int = 0
    sales_count: int = 0
    sales_minor: int = 0
    refunds_count: int = 0
    refunds_minor: int = 0
    discounts_minor: int = 0
    voids_count: int = 0
    voids_minor: int = 0
    tenders: tuple[TenderSum, ...] = ()
    vats: tuple[VatSum, ...] = ()
    moves: tuple[CashMove, ...] = ()
    drawer_counts: tuple[DrawerCount, ...] = ()
    closed_at_us: int = 0
    closed_by: str = ""
    counted: bool = False
    declared_minor: int = 0
    counts: tuple[CountedCash, ...] = ()
    reason: str = ""
    explanation: str = ""

    @property
    def revenue_minor(self) -> int:
        return self.sales_minor - self.refunds_minor

    @property
    def receipts_count(self) -> int:
        return self.sales_count + self.refunds_count

    @property
    def cash_minor(self) -> int:
        """Cash that receipts brought, less what refunds took."""
        return sum(t.sales_minor - t.refunds_minor for t in self.tenders if t.kind == CASH)

    @property
    def expected_minor(self) -> int:
        """What the drawer should hold: its start, the cash of receipts and every move."""
        moved = sum(MOVE_SIGNS.get(m.kind, 0) * m.amount_minor for m in self.moves)
        return self.opening_minor + self.cash_minor + moved

    @property
    def difference_minor(self) -> int:
        """Declared less expected; 0 while nobody has counted."""
        return self.declared_minor - self.expected_minor if self.counted else 0

    @property
    def was_recounted(self) -> bool:
        """Whether some count before the end says something else than the one it was closed with."""
        last = self.declared_minor if self.counted else None
        return any(count.counted_minor != last for count in self.drawer_counts)

    def moved_minor(self, kind: str) -> int:
        """The sum of one kind of move, positive."""
        return sum(move.amount_minor for move in self.moves if move.kind == kind)

    def count_of(self, kind: str) -> int:
        return sum(move.kind == kind for move in self.moves)


@dataclass(slots=True)
class _Sums:
    """What grows fact by fact."""

    head: ShiftOpened | None = None
    opened_at_us: int = 0
    end: ShiftClosed | None = None
    closed_at_us: int = 0
    sales: list[int] = field(default_factory=lambda: [0, 0])
    refunds: list[int] = field(default_factory=lambda: [0, 0])
    voids: list[int] = field(default_factory=lambda: [0, 0])
    discounts_minor: int = 0
    tenders: dict[str, list[int]] = field(default_factory=dict)
    vats: dict[str, list[int]] = field(default_factory=dict)
    moves: list[CashMove] = field(default_factory=list)
    drawer_counts: list[DrawerCount] = field(default_factory=list)

    def add(self, at_us: int, fact: Fact) -> None:
        if isinstance(fact, SaleCompleted):
            self._receipt(fact)
        elif isinstance(fact, CashMoved):
            self._move(at_us, fact.kind, fact.amount_minor, fact)
        elif isinstance(fact, DrawerOpened):
            self._move(at_us, "drawer_sensed" if fact.sensed else "open_drawer", 0, fact)
        elif isinstance(fact, DrawerCounted):
            of = (fact.counted_minor, fact.expected_minor, fact.staff_name, fact.blind)
            self.drawer_counts.append(DrawerCount(at_us, *of))
        elif isinstance(fact, LineVoided | SaleVoided):
            self.voids[0] += 1
            self.voids[1] += fact.total_minor
        elif isinstance(fact, ShiftOpened):
            self.head, self.opened_at_us = fact, at_us
        elif isinstance(fact, ShiftClosed):
            self.end, self.closed_at_us = fact, at_us

    def _receipt(self, fact: SaleCompleted) -> None:
        sign = OPERATION_SIGNS[fact.operation]
        pot = self.sales if sign > 0 else self.refunds
        pot[0] += 1
        pot[1] += fact.total_minor
        if sign > 0:
            self.discounts_minor += fact.discount_minor
        for tender in fact.tenders:
            sums = self.tenders.setdefault(tender.kind, [0, 0])
            sums[0 if sign > 0 else 1] += tender.amount_minor
        for vat in fact.vats:
            of_rate = self.vats.setdefault(vat.vat, [0, 0])
            of_rate[0] += sign * vat.base_minor
            of_rate[1] += sign * vat.vat_minor

    def _move(self, at_us: int, kind: str, amount_minor: int, of: CashMoved | DrawerOpened) -> None:
        self.moves.append(CashMove(at_us, kind, amount_minor, of.reason, of.note, of.staff_name))


def report_of(facts: Iterable[tuple[int, Fact]]) -> ShiftReport:
    """The report of one shift from (occurred_at_us, fact), the opening first."""
    sums = _Sums()
    for at_us, fact in facts:
        sums.add(at_us, fact)
    head, end = sums.head, sums.end
    return ShiftReport(
        number=head.number if head else 0,
        opened_at_us=sums.opened_at_us,
        opened_by=head.staff_name if head else "",
        opening_minor=head.cash_minor if head else 0,
        sales_count=sums.sales[0],
        sales_minor=sums.sales[1],
        refunds_count=sums.refunds[0],
        refunds_minor=sums.refunds[1],
        discounts_minor=sums.discounts_minor,
        voids_count=sums.voids[0],
        voids_minor=sums.voids[1],
        tenders=tuple(TenderSum(kind, *both) for kind, both in sums.tenders.items()),
        vats=tuple(VatSum(vat, *both) for vat, both in sums.vats.items()),
        moves=tuple(sums.moves),
        drawer_counts=tuple(sums.drawer_counts),
        closed_at_us=sums.closed_at_us,
        closed_by=end.staff_name if end else "",
        counted=end.counted if end else False,
        declared_minor=end.declared_minor if end else 0,
        counts=end.counts if end else (),
        reason=end.reason if end else "",
        explanation=end.explanation if end else "",
    )
