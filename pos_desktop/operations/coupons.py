"""Coupons of the open sale: scanned or typed, once a receipt."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.workplace import Workplace


def is_coupon(place: Workplace, text: str) -> bool:
    """Whether a promotion that is switched on knows this code."""
    return place.promotions.as_of(0).is_coupon(text)


def add_coupon(place: Workplace, sale: Sale | None, text: str, *, staff: StaffMember) -> Sale:
    """The sale with the coupon, stored.

    RefusalError: "coupon.unknown" (code), "coupon.twice" (code), "coupon.no_sale": a coupon alone
    opens no sale, "payment.in_progress".
    """
    demand(staff, Action.SELL)
    code = text.strip()
    if not is_coupon(place, code):
        raise RefusalError("coupon.unknown", code=code)
    if sale is None or not sale.lines:
        raise RefusalError("coupon.no_sale", code=code)
    if sale.tenders:
        raise RefusalError("payment.in_progress", taken=len(sale.tenders))
    if code.casefold() in {known.casefold() for known in sale.coupons}:
        raise RefusalError("coupon.twice", code=code)
    changed = replace(sale, coupons=(*sale.coupons, code))
    place.journal.save_draft(changed, staff.staff_id, [])
    return changed


def remove_coupon(place: Workplace, sale: Sale, code: str, *, staff: StaffMember) -> Sale:
    """The sale without the coupon, stored.

    RefusalError: "coupon.unknown" (code), "payment.in_progress".
    """
    demand(staff, Action.SELL)
    if sale.tenders:
        raise RefusalError("payment.in_progress", taken=len(sale.tenders))
    if code not in sale.coupons:
        raise RefusalError("coupon.unknown", code=code)
    changed = replace(sale, coupons=tuple(known for known in sale.coupons if known != code))
    place.journal.save_draft(changed, staff.staff_id, [])
    return changed
