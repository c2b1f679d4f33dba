"""A card terminal or a QR code by hand: the cashier is the line to it. Intent, act, outcome.

The intent is stored before the cashier is told to go to the terminal, so that a power cut in
between leaves a question and not a guess; it is asked before anything else is done with the sale.
"""

from __future__ import annotations

from pos_desktop.domain.card_number import slip_reference
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import TenderRequested, TenderSettled
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import Tender, TenderKind, TenderOutcome, take
from pos_desktop.operations.pay import Payment, grown_payment, refuse_kind, refuse_pending
from pos_desktop.operations.workplace import Workplace


def ask_terminal(
    place: Workplace, payment: Payment, kind: TenderKind, amount_minor: int, *, staff: StaffMember
) -> Payment:
    """Store that the terminal is asked now; refusals as of pay.add_tender."""
    demand(staff, Action.SELL)
    refuse_pending(payment)
    refuse_kind(payment, kind)
    tender = take(place.ids.new_id(), kind, amount_minor, payment.left_by(kind))
    tender = Tender(
        tender.tender_id, kind, tender.amount_minor, tender.amount_minor,
        outcome=TenderOutcome.REQUESTED,
    )  # fmt: skip
    asked = grown_payment(payment, (*payment.tenders, tender))
    fact = TenderRequested(
        sale_id=asked.priced.sale.sale_id,
        tender_id=tender.tender_id,
        kind=kind.value,
        amount_minor=tender.amount_minor,
        currency=place.country.currency,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
    )
    place.journal.save_draft(asked.priced.sale, staff.staff_id, [], facts=(fact,))
    return asked


def settle_terminal(
    place: Workplace,
    payment: Payment,
    outcome: TenderOutcome,
    *,
    staff: StaffMember,
    reference: str = "",
) -> Payment:
    """Store what the terminal answered: approved, declined, or that nobody knows.

    Approved money counts, declined is gone from the sale, unknown stays the first question of this
    sale. RefusalError("tender.nothing_asked" | "tender.settled_already" | "tender.card_number" |
    "tender.reference_too_long").
    """
    demand(staff, Action.SELL)
    pending = payment.pending
    if pending is None:
        raise RefusalError("tender.nothing_asked")
    answered = pending.settled(outcome, slip_reference(reference))
    tenders = tuple(
        answered if tender.tender_id == pending.tender_id else tender
        for tender in payment.tenders
        if tender.tender_id != pending.tender_id or outcome is not TenderOutcome.DECLINED
    )
    settled = grown_payment(payment, tenders)
    fact = TenderSettled(
        sale_id=settled.priced.sale.sale_id,
        tender_id=pending.tender_id,
        outcome=outcome.value,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        reference=answered.reference,
    )
    place.journal.save_draft(settled.priced.sale, staff.staff_id, [], facts=(fact,))
    return settled
