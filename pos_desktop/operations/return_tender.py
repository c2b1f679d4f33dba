"""Money taken for a sale goes back before the sale is made: the customer pays in another way, or
leaves without the goods. It is written down, whatever kind of money it was."""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import TenderReturned
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.pay import Payment, grown_payment, refuse_pending
from pos_desktop.operations.workplace import Workplace


def return_tender(
    place: Workplace, payment: Payment, tender_id: str, *, staff: StaffMember, reason: str = ""
) -> Payment:
    """Store that this money was given back; the sale no longer counts it.

    RefusalError("tender.unsettled") while a terminal has not answered, "tender.no_such".
    """
    demand(staff, Action.SELL)
    refuse_pending(payment)
    tender = next((one for one in payment.tenders if one.tender_id == tender_id), None)
    if tender is None:
        raise RefusalError("tender.no_such")
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
