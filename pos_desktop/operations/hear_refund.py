"""What became of the money of a refund, as a device answers or a person says: the receipts are
stored when all of it went."""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import RefundBegun
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.operations import refund_parts
from pos_desktop.operations.give_back import GivenBack
from pos_desktop.operations.refund_terminal import (
    Over,
    ask_for,
    device_behind,
    device_for,
    is_outside,
    part_now,
    request_of,
)
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import RefundBook, TerminalAnswer, TerminalOutcome

Heard = GivenBack | RefundBegun | None
"""The receipts, what of the refund still has to move, or that there is no refund."""


def hear_refund(
    place: Workplace, book: RefundBook, op_id: str, answer: TerminalAnswer, *, staff: StaffMember
) -> Heard:
    """Store what a device told. Where nobody knows the question stays. An answer that is not about
    the refund which waits changes nothing. No right is asked: who began had it, and the money has
    moved."""
    begun = book.unfinished()
    if begun is None or begun.request_id != op_id or not begun.by:
        return None
    if answer.outcome is TerminalOutcome.UNKNOWN:
        return None
    if answer.outcome is not TerminalOutcome.APPROVED:
        return refund_parts.kept(place, begun, by=begun.by, reason=answer.reason, staff=staff)
    return refund_parts.moved(place, begun, answer, staff=staff)


def answer(place: Workplace, book: RefundBook, *, went: bool, staff: StaffMember) -> Heard:
    """The person has looked, or has done it: the money went, or it did not.

    RefusalError("refund.none_waits" | "refund.part_gone" | "rights.missing").
    """
    demand(staff, Action.REFUND)
    begun = _waiting(book)
    if went:
        part = part_now(begun)
        if begun.gone_minor and not begun.by and is_outside(place, part, Over.PERSON):
            demand(staff, Action.REFUND_OUTSIDE)
        return refund_parts.moved(place, begun, None, staff=staff)
    if begun.gone_minor and not begun.by:
        # The rest is still owed to the customer; it has to go some way.
        raise RefusalError("refund.part_gone", gone_minor=begun.gone_minor)
    return refund_parts.kept(place, begun, by="", reason="", staff=staff)


def give_rest_in_cash(
    place: Workplace, book: RefundBook, *, staff: StaffMember
) -> GivenBack | RefundBegun:
    """What no device and no bank has moved goes from the drawer, once another part of the refund
    is gone; before that a refund in cash is begun anew.

    RefusalError("refund.none_waits" | "rights.missing").
    """
    demand(staff, Action.REFUND)
    demand(staff, Action.REFUND_OTHER_WAY)
    begun = _waiting(book)
    if begun.by or not begun.gone_minor:
        raise RefusalError("refund.none_waits")
    return refund_parts.moved_in_cash(place, begun, staff=staff)


def try_rest_again(place: Workplace, book: RefundBook, *, staff: StaffMember) -> RefundBegun:
    """Ask the device once more to give back what it declined; RefusalError("refund.none_waits")."""
    demand(staff, Action.REFUND)
    begun = _waiting(book)
    if begun.by or device_for(place, part_now(begun)) is None:
        raise RefusalError("refund.none_waits")
    return ask_for(place, begun)


def ask_about_refund(place: Workplace, book: RefundBook, *, staff: StaffMember) -> str:
    """Ask the device what became of it; the id of that question, "" where a person has to say.

    RefusalError("refund.none_waits").
    """
    demand(staff, Action.REFUND)
    return query_refund(place, _waiting(book))


def query_refund(place: Workplace, begun: RefundBegun) -> str:
    """The question alone, which moves no money and so needs no right."""
    terminal = device_behind(place, begun)
    if terminal is None:
        return ""
    terminal.query(request_of(begun))
    return begun.request_id


def who_began(begun: RefundBegun) -> StaffMember:
    """In whose name an answer is stored that comes while nobody is signed in."""
    return StaffMember(begun.staff_id, begun.staff_name, begun.staff_name, Role.CASHIER)


def give_up_refund(place: Workplace, book: RefundBook, *, staff: StaffMember) -> None:
    """Tell the device that nobody waits any more; RefusalError("refund.none_waits")."""
    demand(staff, Action.REFUND)
    begun = _waiting(book)
    terminal = device_behind(place, begun)
    if terminal is None:
        raise RefusalError("refund.none_waits")
    terminal.cancel(begun.request_id)


def _waiting(book: RefundBook) -> RefundBegun:
    begun = book.unfinished()
    if begun is None:
        raise RefusalError("refund.none_waits")
    return begun
