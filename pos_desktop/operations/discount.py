"""Discounts by hand on a line or the receipt, within the limits of the person who gives them."""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.rights import Action, demand, demand_discount
from pos_desktop.domain.sale import NO_DISCOUNT, Discount, Sale, SaleLine
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.sell import refuse_below_minimum, refuse_while_paying
from pos_desktop.operations.workplace import Workplace

_WHOLE = 10_000


def set_line_discount(
    place: Workplace, sale: Sale, line_id: int, discount: Discount, *, staff: StaffMember
) -> Sale:
    """RefusalError("rights.missing" | "discount.above_limit" | "discount.not_allowed" |
    "discount.above_sum" | "discount.below_minimum")."""
    demand(staff, Action.DISCOUNT)
    refuse_while_paying(sale)
    line = sale.line(line_id)
    if discount != NO_DISCOUNT and not line.discountable:
        raise RefusalError("discount.not_allowed", name=line.name)
    changed_sale, changed = sale.set_line_discount(line_id, discount)
    refuse_below_minimum(place, changed_sale)
    demand_shares(staff, sale, changed_sale)
    place.journal.save_draft(changed_sale, staff.staff_id, [changed])
    return changed_sale


def set_receipt_discount(
    place: Workplace, sale: Sale, discount: Discount, *, staff: StaffMember
) -> Sale:
    """Off everything a discount may touch; refusals as of a line. "discount.above_sum" where the
    goods it may touch cost less."""
    demand(staff, Action.DISCOUNT)
    refuse_while_paying(sale)
    base_minor = _base_minor(sale)
    if discount.amount_minor > base_minor:
        raise RefusalError(
            "discount.above_sum", amount_minor=discount.amount_minor, sum_minor=base_minor
        )
    changed_sale = sale.set_discount(discount)
    refuse_below_minimum(place, changed_sale)
    demand_shares(staff, sale, changed_sale)
    place.journal.save_draft(changed_sale, staff.staff_id, [])
    return changed_sale


def demand_shares(staff: StaffMember, before: Sale, after: Sale) -> None:
    """Whatever makes a line cheaper by hand, all of it together must be within the limit where it
    grew: a lower price, a discount of the line and one of the receipt are not counted apart, and a
    sum weighs more when goods were taken off."""
    known = {line.line_id: line for line in before.lines}
    off_before, off_after = _receipt_share(before), _receipt_share(after)
    for line in after.lines:
        old = known.get(line.line_id)
        share = _by_hand_share(line, off_after)
        if share > (_by_hand_share(old, off_before) if old is not None else 0):
            demand_discount(staff, share)


def _by_hand_share(line: SaleLine, receipt_share: int) -> int:
    """What people took off a line, in hundredths of a percent of the catalogue's price."""
    left = _WHOLE - _line_share(line)
    if line.discountable:
        left = left * (_WHOLE - receipt_share) // _WHOLE
    if 0 < line.price_minor < line.list_price_minor:
        left = left * line.price_minor // line.list_price_minor
    return _WHOLE - left


def _receipt_share(sale: Sale) -> int:
    return _share(sale.discount, _base_minor(sale)) if sale.discount != NO_DISCOUNT else 0


def _line_share(line: SaleLine) -> int:
    return _share(line.discount, line.quantity.cost_minor(line.price_minor))


def _share(discount: Discount, base_minor: int) -> int:
    """Hundredths of a percent, rounded against the one who gives it."""
    if discount.percent_hundredths or not discount.amount_minor:
        return discount.percent_hundredths
    if base_minor <= 0:
        return _WHOLE
    return min(-(-discount.amount_minor * _WHOLE // base_minor), _WHOLE)


def _base_minor(sale: Sale) -> int:
    """What a discount of the receipt is taken off: goods that no rule keeps discounts from."""
    total_minor = 0
    for line in sale.lines:
        if not line.discountable:
            continue
        gross_minor = line.quantity.cost_minor(line.price_minor)
        off = line.discount
        if off.percent_hundredths:
            gross_minor -= gross_minor * off.percent_hundredths // _WHOLE
        total_minor += max(gross_minor - off.amount_minor, 0)
    return total_minor
