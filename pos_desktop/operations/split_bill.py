"""One bill, several payers. By lines: each pays a sale of its own, and the receipts share a group.
In equal parts or by sums it stays one sale with several tenders (domain.receipt_shares).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.pricing import PricedSale
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import NO_DISCOUNT, Discount, Sale, SaleLine
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.sell import refuse_while_paying
from pos_desktop.operations.workplace import Workplace


@dataclass(frozen=True, slots=True)
class SplitBill:
    """kept: what the first payer pays now; parked: the number under which the rest waits."""

    kept: Sale
    parked: int


def split_by_lines(
    place: Workplace, sale: Sale, line_ids: Collection[int], label: str, *, staff: StaffMember
) -> SplitBill:
    """Keep the chosen lines in the open sale and put the rest aside, both or neither.

    What a receipt's discount took off a line stays with that line, so that the parts cost what
    the whole cost. label: what the rest is called among the parked sales. RefusalError(
    "split.choose_lines") where nothing or everything was chosen, "payment.in_progress".
    """
    demand(staff, Action.SELL)
    refuse_while_paying(sale)
    chosen = {line_id for line_id in line_ids if any(ln.line_id == line_id for ln in sale.lines)}
    if not chosen or len(chosen) == len(sale.lines):
        raise RefusalError("split.choose_lines")
    lines = _settled_lines(priced(place, sale))
    whole = replace(sale, discount=NO_DISCOUNT, group_id=sale.group_id or sale.sale_id)
    kept = replace(whole, lines=tuple(ln for ln in lines if ln.line_id in chosen))
    rest = replace(
        whole,
        sale_id=place.ids.new_id(),
        lines=tuple(ln for ln in lines if ln.line_id not in chosen),
        # Coupons and points were for the whole; what they took off stays with the first payer.
        coupons=(),
        bonus_minor=0,
    )
    return SplitBill(kept, place.journal.split_draft(kept, rest, staff.staff_id, label))


def _settled_lines(sums: PricedSale) -> tuple[SaleLine, ...]:
    """The lines with their part of the receipt's discount as a sum of their own."""
    if sums.sale.discount == NO_DISCOUNT:
        return sums.sale.lines
    found = []
    for line in sums.lines:
        by_hand = ("line_discount", "receipt_discount")
        off_minor = (
            sum(step.amount_minor for step in line.shares if step.kind in by_hand)
            if line.shares
            else line.discount_minor
        )
        found.append(replace(line.line, discount=Discount(amount_minor=off_minor)))
    return tuple(found)
