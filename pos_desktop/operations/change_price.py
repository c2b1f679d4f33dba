"""Another price for a line by hand: by right, with a reason, within the bounds of law and till."""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import MAX_AMOUNT_MINOR
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.discount import demand_shares
from pos_desktop.operations.sell import refuse_below_minimum, refuse_while_paying
from pos_desktop.operations.void import MAX_REASON
from pos_desktop.operations.workplace import Workplace


def set_price(
    place: Workplace,
    sale: Sale,
    line_id: int,
    price_minor: int,
    reason: str,
    *,
    staff: StaffMember,
) -> Sale:
    """price_minor: of one unit, VAT included; the catalogue's price takes the change back.

    RefusalError("rights.missing" | "price.out_of_range" | "price.reason_needed" | "note.too_long" |
    "price.below_minimum" | "price.fixed" | "sale.prepaid_fixed" | "sale.money_is_single" |
    "discount.below_minimum" | "discount.above_limit" |
    "sale.sum_too_large"). A lower price is money off as a discount is, within the same limit.
    """
    demand(staff, Action.CHANGE_PRICE)
    refuse_while_paying(sale)
    line = sale.line(line_id)
    if line.certificate:
        raise RefusalError("price.fixed", name=line.name)
    line.refuse_if_agreed()
    if not 0 < price_minor <= MAX_AMOUNT_MINOR:
        raise RefusalError(
            "price.out_of_range", price_minor=price_minor, limit_minor=MAX_AMOUNT_MINOR
        )
    if price_minor < line.min_price_minor:
        raise RefusalError(
            "price.below_minimum", name=line.name, minimum_minor=line.min_price_minor
        )
    back = price_minor == (line.list_price_minor or line.price_minor)
    if not back and not reason.strip():
        raise RefusalError("price.reason_needed", name=line.name)
    if len(reason) > MAX_REASON:
        raise RefusalError("note.too_long", limit=MAX_REASON)
    changed_sale, changed = sale.set_price(line_id, price_minor, reason.strip())
    refuse_below_minimum(place, changed_sale)
    demand_shares(staff, sale, changed_sale)
    place.journal.save_draft(changed_sale, staff.staff_id, [changed])
    return changed_sale
