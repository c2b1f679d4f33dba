"""Money that is taken elsewhere: by a device of the register, or by hand with the cashier as the
line to it. Intent, act, outcome.

The intent is stored before the device or the cashier is told, so that a power cut in between leaves
a question and not a guess; it is asked before anything else is done with the sale. What a device
answers is in hear_terminal.py.
"""

from __future__ import annotations

from pos_desktop.domain.card_number import slip_reference
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import TenderRequested, TenderSettled
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import Tender, TenderKind, TenderOutcome, take
from pos_desktop.operations.pay import Payment, grown_payment, refuse_kind, refuse_pending
from pos_desktop.operations.terminal_requests import device_behind, request_of
from pos_desktop.operations.workplace import Workplace


def ask_terminal(
    place: Workplace,
    payment: Payment,
    kind: TenderKind,
    amount_minor: int,
    *,
    staff: StaffMember,
    by_hand: bool = False,
) -> Payment:
    """Store that the terminal is asked now, then ask the device of this kind, if there is one;
    refusals as of pay.add_tender. by_hand: on a terminal that the register does not know."""
    demand(staff, Action.SELL)
    refuse_pending(payment)
    refuse_kind(payment, kind)
    tender = take(place.ids.new_id(), kind, amount_minor, payment.left_by(kind))
    terminal = None if by_hand else place.terminals.get(kind)
    tender = Tender(
        tender.tender_id, kind, tender.amount_minor, tender.amount_minor,
        outcome=TenderOutcome.REQUESTED,
        by=terminal.name if terminal else "", peer=terminal.peer if terminal else "",
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
        by=tender.by,
        peer=tender.peer,
    )
    place.journal.save_draft(asked.priced.sale, staff.staff_id, [], facts=(fact,))
    if terminal is not None:
        terminal.submit(request_of(place, tender))
    return asked


def ask_again(place: Workplace, payment: Payment, *, staff: StaffMember) -> str:
    """Ask the device what became of the money that waits; the id of that question, "" where no
    device is behind it: then a person has to say. Moves no money.

    RefusalError("tender.nothing_asked").
    """
    demand(staff, Action.SELL)
    pending = payment.pending
    if pending is None:
        raise RefusalError("tender.nothing_asked")
    terminal = device_behind(place, pending)
    if terminal is None:
        return ""
    terminal.query(request_of(place, pending))
    return pending.op_id


def give_up_waiting(place: Workplace, payment: Payment, *, staff: StaffMember) -> None:
    """Tell the device that nobody waits any more; what that comes to is its answer.

    RefusalError("tender.nothing_asked").
    """
    demand(staff, Action.SELL)
    pending = payment.pending
    terminal = device_behind(place, pending) if pending is not None else None
    if pending is None or terminal is None:
        raise RefusalError("tender.nothing_asked")
    terminal.cancel(pending.op_id)


def settle_terminal(
    place: Workplace,
    payment: Payment,
    outcome: TenderOutcome,
    *,
    staff: StaffMember,
    reference: str = "",
) -> Payment:
    """Store what a person saw on the terminal: approved, declined, or that nobody knows.

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
