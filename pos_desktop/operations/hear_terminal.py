"""What a device answered about money of the open sale: stored, whoever is signed in by then.

Approved money counts, declined money is gone from the sale, and where nobody knows the tender stays
the first question of its sale.
"""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import Fact, TenderKept, TenderReturned, TenderSettled
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import Tender, TenderOutcome
from pos_desktop.operations.pay import Payment, grown_payment
from pos_desktop.operations.print_slip import print_slips
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import TerminalAnswer, TerminalOutcome

_NOT_DONE = (TerminalOutcome.DECLINED, TerminalOutcome.CANCELLED)


def hear_terminal(
    place: Workplace, payment: Payment, op_id: str, answer: TerminalAnswer, *, staff: StaffMember
) -> Payment:
    """Store an answer; the payment as it stands then. One that is not about the money which waits
    changes nothing. staff: who waits for it; no right is asked, for the money has moved."""
    pending = payment.pending
    if pending is None or pending.op_id != op_id:
        return payment
    if pending.returning:
        return _returned(place, payment, pending, answer, staff)
    if answer.outcome is TerminalOutcome.UNKNOWN and pending.outcome is TenderOutcome.UNKNOWN:
        return payment
    return _settled(place, payment, pending, answer, staff)


def _settled(
    place: Workplace,
    payment: Payment,
    pending: Tender,
    answer: TerminalAnswer,
    staff: StaffMember,
) -> Payment:
    outcome = TenderOutcome.UNKNOWN
    if answer.outcome is TerminalOutcome.APPROVED:
        outcome = TenderOutcome.APPROVED
    elif answer.outcome in _NOT_DONE:
        outcome = TenderOutcome.DECLINED
    settled = replace(
        pending.settled(outcome, answer.reference),
        card=answer.card,
        slip=answer.slip,
        shop_slip=answer.merchant_slip,
    )
    kept = None if outcome is TenderOutcome.DECLINED else settled
    fact = TenderSettled(
        sale_id=payment.priced.sale.sale_id,
        tender_id=pending.tender_id,
        outcome=outcome.value,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        reference=settled.reference,
        by=pending.by,
        reason=answer.reason,
        card=answer.card,
    )
    return _stored(place, payment, pending, kept, fact, staff)


def _returned(
    place: Workplace,
    payment: Payment,
    pending: Tender,
    answer: TerminalAnswer,
    staff: StaffMember,
) -> Payment:
    if answer.outcome is TerminalOutcome.APPROVED:
        left = _stored(
            place,
            payment,
            pending,
            None,
            _return_fact(place, payment, pending, answer, staff),
            staff,
        )
        print_slips(place, answer)
        return left
    unknown = answer.outcome is TerminalOutcome.UNKNOWN
    if unknown and pending.return_unknown:
        return payment
    still = replace(pending, returning=pending.returning if unknown else "", return_unknown=unknown)
    kept = _kept_fact(payment, pending, "unknown" if unknown else "declined", staff)
    told = replace(kept, by=pending.by, reason=answer.reason)
    return _stored(place, payment, pending, still, told, staff)


def settle_return(place: Workplace, payment: Payment, *, went: bool, staff: StaffMember) -> Payment:
    """Store what a person saw on the terminal: the money went back, or it did not and still pays.

    RefusalError("tender.nothing_asked").
    """
    demand(staff, Action.SELL)
    pending = payment.pending
    if pending is None or not pending.returning:
        raise RefusalError("tender.nothing_asked")
    if not went:
        fact = _kept_fact(payment, pending, "declined", staff)
        kept = replace(pending, returning="", return_unknown=False)
        return _stored(place, payment, pending, kept, fact, staff)
    by_hand = replace(_return_fact(place, payment, pending, None, staff), by="")
    return _stored(place, payment, pending, None, by_hand, staff)


def _return_fact(
    place: Workplace,
    payment: Payment,
    tender: Tender,
    answer: TerminalAnswer | None,
    staff: StaffMember,
) -> TenderReturned:
    return TenderReturned(
        sale_id=payment.priced.sale.sale_id,
        tender_id=tender.tender_id,
        kind=tender.kind.value,
        amount_minor=tender.amount_minor,
        currency=place.country.currency,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        reference=answer.reference if answer else tender.reference,
        op_id=tender.returning,
        by=tender.by,
        slip=answer.slip if answer else (),
    )


def _kept_fact(payment: Payment, tender: Tender, outcome: str, staff: StaffMember) -> TenderKept:
    return TenderKept(
        sale_id=payment.priced.sale.sale_id,
        tender_id=tender.tender_id,
        op_id=tender.returning,
        outcome=outcome,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
    )


def _stored(
    place: Workplace,
    payment: Payment,
    old: Tender,
    new: Tender | None,
    fact: Fact,
    staff: StaffMember,
) -> Payment:
    """The sale with `new` in the place of `old`, or without it, and the fact in one transaction."""
    tenders = tuple(
        one
        for tender in payment.tenders
        for one in ((new,) if tender.tender_id == old.tender_id else (tender,))
        if one is not None
    )
    changed = grown_payment(payment, tenders)
    place.journal.save_draft(changed.priced.sale, staff.staff_id, [], facts=(fact,))
    return changed
