"""What the register is doing at one moment, as the selling screens draw it. Qt-free."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.pricing import PricedSale
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.loyalty import Points
from pos_desktop.operations.pay import CompletedSale, Payment
from pos_desktop.ports import Draft, TerminalAnswer


@dataclass(frozen=True, slots=True)
class SaleBeside:
    """A sale open beside the one in front. number: among those, from 1; name: of its customer."""

    number: int
    sale_id: str
    opened_at_us: int
    total_minor: int
    name: str

    @classmethod
    def of(cls, draft: Draft, total_minor: int) -> SaleBeside:
        sale = draft.sale
        name = sale.customer.name if sale.customer else ""
        return cls(draft.beside, sale.sale_id, sale.opened_at_us, total_minor, name)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the selling screens draw.

    number: of the next receipt. selected: line_id of the line whose controls are shown, 0 = none.
    last: the sale before, its change stays on screen. wanted: a product that waits for its weight.
    beside: the other open sales. cash_off_minor: what rounding takes off where all is paid in cash.
    points: of the customer of the sale, None = nobody known or no points here. waits_for: id of
    what a device of the register is doing about this payment, "" = nothing; asks: it is only asked
    what became of it. told: what a device said of money it did not move.
    """

    staff: StaffMember | None
    shift: Shift | None
    number: int
    priced: PricedSale | None
    selected: int
    parked: int
    payment: Payment | None
    last: CompletedSale | None
    wanted: Product | None
    just_completed: bool = False
    beside: tuple[SaleBeside, ...] = ()
    cash_off_minor: int = 0
    points: Points | None = None
    waits_for: str = ""
    asks: bool = False
    told: TerminalAnswer | None = None
