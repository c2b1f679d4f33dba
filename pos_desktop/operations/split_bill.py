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
from pos_desktop.operations.loyalty import points_of
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.sell import refuse_while_paying
from pos_desktop.operations.take_advance import lines_of_sum
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

    The parts cost together what the whole cost: what a receipt's discount took off a line stays
    with that line, and where a promotion or a coupon would not be the same for the parts, every
    line keeps the sum it had in the whole. Points that are spent stay with the lines they pay for.
    label: what the rest is called among the parked sales.
    RefusalError("split.choose_lines") where nothing or everything was chosen, "split.points" where
    the parts may not be paid by these points (a part that would be paid by points alone, promotions
    that leave no room for them), "payment.in_progress".
    """
    demand(staff, Action.SELL)
    refuse_while_paying(sale)
    chosen = {line_id for line_id in line_ids if any(ln.line_id == line_id for ln in sale.lines)}
    if not chosen or len(chosen) == len(sale.lines):
        raise RefusalError("split.choose_lines")
    pointed = priced(place, sale)
    sums = priced(place, replace(sale, bonus_minor=0)) if pointed.bonus_minor else pointed
    rest_id = place.ids.new_id()
    settled = replace(sums.sale, lines=_settled_lines(sums))
    kept, rest = _parts(settled, chosen, rest_id)
    if _cost(place, kept, rest) != sums.total_minor:
        kept, rest = _parts(*_at_their_sums(sums, chosen), rest_id)
    if pointed.bonus_minor:
        kept, rest = _with_points(place, kept, rest, pointed)
    return SplitBill(kept, place.journal.split_draft(kept, rest, staff.staff_id, label))


def _with_points(place: Workplace, kept: Sale, rest: Sale, whole: PricedSale) -> tuple[Sale, Sale]:
    """The parts with the points that pay for their lines in the whole; where one may not take so
    many, the other takes them."""
    ids = {line.line_id for line in kept.lines}
    kept_minor = sum(
        step.amount_minor
        for line in whole.lines
        for step in line.shares
        if step.kind == "bonus" and line.line.line_id in ids
    )
    most_kept, most_rest = (_most_points_minor(place, part) for part in (kept, rest))
    kept_minor = max(min(kept_minor, most_kept), whole.bonus_minor - most_rest)
    parts = (
        replace(kept, bonus_minor=kept_minor),
        replace(rest, bonus_minor=whole.bonus_minor - kept_minor),
    )
    if kept_minor > most_kept or _cost(place, *parts) != whole.total_minor:
        raise RefusalError("split.points", amount_minor=whole.bonus_minor)
    return parts


def _most_points_minor(place: Workplace, part: Sale) -> int:
    points = points_of(place, part)
    return points.most_minor if points is not None else 0


def _parts(sale: Sale, chosen: Collection[int], rest_id: str) -> tuple[Sale, Sale]:
    """The sale of the first payer, who has the coupons, and that of the others."""
    whole = replace(sale, discount=NO_DISCOUNT, group_id=sale.group_id or sale.sale_id)
    kept = replace(whole, lines=tuple(ln for ln in sale.lines if ln.line_id in chosen))
    others = tuple(ln for ln in sale.lines if ln.line_id not in chosen)
    return kept, replace(whole, sale_id=rest_id, lines=others, coupons=())


def _cost(place: Workplace, *sales: Sale) -> int:
    return sum(priced(place, one).total_minor for one in sales)


def _at_their_sums(sums: PricedSale, chosen: Collection[int]) -> tuple[Sale, set[int]]:
    """The sale with each line at the sum it costs in it, which no promotion changes any more, and
    the chosen lines of it; a sum that no single price gives makes two lines."""
    found: list[SaleLine] = []
    ids: set[int] = set()
    next_id = sums.sale.next_line_id
    for line in sums.lines:
        for n, piece in enumerate(lines_of_sum(line.line, line.total_minor) or _free(line.line)):
            line_id = next_id if n else line.line.line_id
            next_id += bool(n)
            found.append(replace(piece, line_id=line_id, min_price_minor=0))
            if line.line.line_id in chosen:
                ids.add(line_id)
    return replace(sums.sale, lines=tuple(found), next_line_id=next_id).within_limits(), ids


def _free(line: SaleLine) -> tuple[SaleLine, ...]:
    """A gift leaves the shop, too."""
    return (replace(line, price_minor=0, discount=NO_DISCOUNT, discountable=False),)


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
