"""What is chosen on the refund page and what it comes to; pure, counted anew at every tap."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import SoldLine, VatSum
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.refund import (
    NOTHING,
    Returned,
    Wish,
    is_other_way,
    left_qty,
    refunded_lines,
    vat_sums,
    way_back,
)
from pos_desktop.domain.tax import VatTable
from pos_desktop.operations.refund import Original, RefundRequest
from pos_desktop.operations.refund_terminal import Over

WAY = "way"
"""The money goes the way it came; any other way is the name of a kind of tender, or of Over: as it
came, but moved by something else."""
_OVERS = frozenset(over.value for over in Over if over)


@dataclass(frozen=True, slots=True)
class Choice:
    """wishes: by n of the original line, with at least something of it. way: WAY, a kind of tender,
    or a name of Over."""

    original: Original
    rates: VatTable
    wishes: dict[int, Wish] = field(default_factory=dict)
    to_stock: bool = True
    way: str = WAY
    reason: str = ""
    contact: str = ""

    # ------------------------------------------------------------------ lines

    def line(self, n: int) -> SoldLine:
        return next(line for line in self.original.fact.lines if line.n == n)

    def before(self, n: int) -> Returned:
        return self.original.returned.get(n, NOTHING)

    def left(self, n: int) -> int:
        """Thousandths that may still come back."""
        return left_qty(self.line(n), self.before(n))

    def qty(self, n: int) -> int:
        return self.wishes[n].qty if n in self.wishes else 0

    def with_qty(self, n: int, qty: int) -> Choice:
        """So much of the line, between nothing and what is left."""
        qty = max(0, min(qty, self.left(n))) if self.is_returnable(self.line(n)) else 0
        wishes = {place: wish for place, wish in self.wishes.items() if place != n}
        if qty:
            known = self.wishes.get(n, Wish(n, qty, self.to_stock))
            wishes[n] = replace(known, qty=qty)
        return replace(self, wishes=dict(sorted(wishes.items())))

    def stepped(self, n: int, by: int) -> Choice:
        """One piece more or less; what is less than a piece goes whole."""
        now, step = self.qty(n), by * 1000
        if self.line(n).unit != Unit.PIECE:
            return self.with_qty(n, self.left(n) if by > 0 else 0)
        return self.with_qty(n, now + step)

    def everything(self) -> Choice:
        """All that is left, but for marked goods that were not scanned yet."""
        chosen = self
        for line in self.original.fact.lines:
            if self.is_returnable(line) and not self.wants_scan(line.n):
                chosen = chosen.with_qty(line.n, self.left(line.n))
        return chosen

    def nothing(self) -> Choice:
        return replace(self, wishes={})

    def is_returnable(self, line: SoldLine) -> bool:
        unspent = line.certificate not in self.original.spent_certificates
        return unspent and self.left(line.n) > 0

    def is_unweighed(self, n: int) -> bool:
        """All that is left of a weight is chosen, which no scale has said: a part is weighed."""
        return self.line(n).unit != Unit.PIECE and 0 < self.qty(n) == self.left(n)

    def wants_scan(self, n: int) -> bool:
        """A marked pack whose code was not scanned yet."""
        return bool(self.line(n).marking) and n not in self.wishes

    def scanned(self, marking: str) -> Choice | None:
        """The line sold with this marking code is chosen; None where none was."""
        for line in self.original.fact.lines:
            if line.marking and line.marking == marking and self.left(line.n):
                wishes = {**self.wishes, line.n: Wish(line.n, line.qty, self.to_stock, marking)}
                return replace(self, wishes=dict(sorted(wishes.items())))
        return None

    def scanned_product(self, barcode: str) -> Choice | None:
        """One more of the product with this barcode; None where the receipt has no more of it."""
        for line in self.original.fact.lines:
            room = self.left(line.n) - self.qty(line.n)
            if barcode and line.barcode == barcode and room > 0 and not line.marking:
                return self.stepped(line.n, 1)
        return None

    def toggled_stock(self, n: int) -> Choice:
        wish = self.wishes[n]
        return replace(self, wishes={**self.wishes, n: replace(wish, to_stock=not wish.to_stock)})

    def all_to_stock(self, to_stock: bool) -> Choice:
        wishes = {n: replace(wish, to_stock=to_stock) for n, wish in self.wishes.items()}
        return replace(self, wishes=wishes, to_stock=to_stock)

    # ------------------------------------------------------------------ sums

    def back(self) -> tuple[SoldLine, ...]:
        """The lines of the refund receipt."""
        try:
            return refunded_lines(
                self.original.fact, self.original.returned, self.wishes.values(), self.rates
            )
        except RefusalError:
            return ()

    @property
    def total_minor(self) -> int:
        return sum(line.total_minor for line in self.back())

    def vats(self) -> tuple[VatSum, ...]:
        return vat_sums(self.back(), [vat.vat for vat in self.original.fact.vats])

    def money(self) -> dict[str, int]:
        if self.is_as_paid:
            return way_back(self.total_minor, self.original.left)
        return {self.way: self.total_minor}

    @property
    def is_as_paid(self) -> bool:
        return self.way == WAY or self.way in _OVERS

    def is_other_way(self, way: str) -> bool:
        """Whether giving all of it by that kind needs a senior's word."""
        return is_other_way(replace(self, way=way).money(), self.original.left)

    def request(self) -> RefundRequest:
        money = () if self.is_as_paid else tuple(self.money().items())
        return RefundRequest(
            self.original.fact.sale_id,
            tuple(self.wishes.values()),
            self.reason,
            money,
            self.contact,
            Over(self.way) if self.way in _OVERS else Over.AS_PAID,
        )
