"""What a device answered about the money of a refund: the receipts are stored when it went."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import PaidTender, RefundBegun, RefundGivenUp, SaleCompleted
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.domain.tender import BY_TERMINAL
from pos_desktop.operations.give_back import GivenBack, planned_of, store
from pos_desktop.operations.refund_terminal import device_behind, request_of
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, RefundBook, TerminalAnswer, TerminalOutcome


def hear_refund(
    place: Workplace, book: RefundBook, op_id: str, answer: TerminalAnswer, *, staff: StaffMember
) -> GivenBack | None:
    """Store what came of it: the receipts, or that there is no refund. Where nobody knows the
    question stays. An answer that is not about the refund which waits changes nothing. No right is
    asked: who began had it, and the money has moved."""
    begun = book.unfinished()
    if begun is None or begun.refund_id != op_id:
        return None
    if answer.outcome is TerminalOutcome.UNKNOWN:
        return None
    if answer.outcome is not TerminalOutcome.APPROVED:
        given_up = RefundGivenUp(
            begun.refund_id, staff.staff_id, staff.short_name, begun.by, answer.reason
        )
        place.journal.commit(Commit((given_up,)))
        return None
    receipts = _with_slip(begun.receipts, answer, begun.by)
    return store(place, planned_of(begun, receipts), staff=staff)


def ask_about_refund(place: Workplace, book: RefundBook, *, staff: StaffMember) -> str:
    """Ask the device what became of it; the id of that question, "" where a person has to say.

    RefusalError("refund.none_waits").
    """
    demand(staff, Action.REFUND)
    begun = book.unfinished()
    if begun is None:
        raise RefusalError("refund.none_waits")
    return query_refund(place, begun)


def query_refund(place: Workplace, begun: RefundBegun) -> str:
    """The question alone, which moves no money and so needs no right."""
    terminal = device_behind(place, begun)
    if terminal is None:
        return ""
    terminal.query(request_of(begun))
    return begun.refund_id


def who_began(begun: RefundBegun) -> StaffMember:
    """In whose name an answer is stored that comes while nobody is signed in."""
    return StaffMember(begun.staff_id, begun.staff_name, begun.staff_name, Role.CASHIER)


def give_up_refund(place: Workplace, book: RefundBook, *, staff: StaffMember) -> None:
    """Tell the device that nobody waits any more; RefusalError("refund.none_waits")."""
    demand(staff, Action.REFUND)
    begun = book.unfinished()
    terminal = device_behind(place, begun) if begun is not None else None
    if begun is None or terminal is None:
        raise RefusalError("refund.none_waits")
    terminal.cancel(begun.refund_id)


def _with_slip(
    receipts: tuple[SaleCompleted, ...], answer: TerminalAnswer, by: str
) -> tuple[SaleCompleted, ...]:
    """The paper goes with the first tender that went over the device."""
    first = next(
        tender.tender_id
        for receipt in receipts
        for tender in receipt.tenders
        if tender.kind in BY_TERMINAL
    )

    def with_slip(tender: PaidTender) -> PaidTender:
        if tender.tender_id != first:
            return tender
        return replace(
            tender,
            reference=answer.reference or tender.reference,
            by=by,
            card=answer.card,
            slip=answer.slip,
            shop_slip=answer.merchant_slip,
        )

    return tuple(
        replace(receipt, tenders=tuple(with_slip(tender) for tender in receipt.tenders))
        for receipt in receipts
    )
