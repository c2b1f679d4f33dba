"""A payment code on paper."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.i18n import time
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import NewPrintJob
from pos_desktop.receipts.qr_slip import QrSlip, qr_slip


def print_qr(
    place: Workplace,
    payload: str,
    amount_minor: int,
    expires_at_us: int = 0,
    *,
    staff: StaffMember,
) -> int:
    """Queue the slip; the job's id. expires_at_us 0: the code has no end.

    RefusalError("printer.not_set_up").
    """
    demand(staff, Action.SELL)
    if place.encoder is None:
        raise RefusalError("printer.not_set_up")
    until = ""
    if expires_at_us:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=expires_at_us)
        until = time(moment.astimezone(place.zone), place.style.lang)
    slip = QrSlip(
        place.style.lang,
        place.seller.place or place.seller.name,
        payload,
        amount_minor,
        place.country.currency,
        until,
    )
    return place.prints.add(NewPrintJob("", 0, "qr", place.encoder.encode(qr_slip(slip))))
