"""Money taken for a sale goes back before the sale is made: the customer pays in another way, or
leaves without the goods. It is written down, whatever kind of money it was; where a device took it,
that device is asked to give it back."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import TenderReturned, TenderReturnRequested
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import Tender
from pos_desktop.operations.pay import Payment, grown_payment, refuse_pending
from pos_desktop.operations.terminal_requests import device_behind, request_of
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import PaymentTerminal


def return_tender(
    place: Workplace,
    payment: Payment,
    tender_id: str,
    *,
    staff: StaffMember,
    reason: str = "",
    by_hand: bool = False,
) -> Payment:
    """Store that this money was given back; the sale no longer counts it. Where a device took it,
    store that it is asked, and ask it. by_hand: it went back without that device.

    RefusalError("tender.unsettled") while a terminal has not answered, "tender.no_such".
    """
    demand(staff, Action.SELL)
    refuse_pending(payment)
    tender = next((one for one in payment.tenders if one.tender_id == tender_id), None)
    if tender is None:
        raise RefusalError("tender.no_such")
    terminal = None if by_hand else device_behind(place, tender)
    if terminal is not None:
        return _asked_back(place, payment, tender, terminal, staff=staff)
    left = grown_payment(payment, tuple(one for one in payment.tenders if one is not tender))
    fact = TenderReturned(
        sale_id=left.priced.sale.sale_id,
        tender_id=tender.tender_id,
        kind=tender.kind.value,
        amount_minor=tender.amount_minor,
        currency=place.country.currency,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        reference=tender.reference,
        reason=reason,
    )
    place.journal.save_draft(left.priced.sale, staff.staff_id, [], facts=(fact,))
    return left


def _asked_back(
    place: Workplace,
    payment: Payment,
    tender: Tender,
    terminal: PaymentTerminal,
    *,
    staff: StaffMember,
) -> Payment:
    going = replace(tender, returning=place.ids.new_id(), return_unknown=False)
    asked = grown_payment(
        payment, tuple(going if one is tender else one for one in payment.tenders)
    )
    fact = TenderReturnRequested(
        sale_id=asked.priced.sale.sale_id,
        tender_id=tender.tender_id,
        op_id=going.returning,
        by=tender.by,
        amount_minor=tender.amount_minor,
        currency=place.country.currency,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        peer=tender.peer,
    )
    place.journal.save_draft(asked.priced.sale, staff.staff_id, [], facts=(fact,))
    terminal.submit(request_of(place, going))
    return asked
