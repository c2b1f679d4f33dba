"""One payment of a refund after the other: its money moved, or it did not and has to go another
way, since what went before cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pos_desktop.domain.facts import (
    OPERATION_SIGNS,
    Fact,
    PaidTender,
    RefundBegun,
    RefundGivenUp,
    RefundPart,
    RefundPartSettled,
    SaleCompleted,
)
from pos_desktop.domain.refund import part_of
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations.give_back import GivenBack, planned_of, store
from pos_desktop.operations.refund_terminal import ask_for, part_now
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, TerminalAnswer

Moved = Callable[[PaidTender, bool], tuple[PaidTender, ...]]
"""A tender of the money that moved, and whether it is the first of it -> what stands in the
receipt in its place."""


def moved(
    place: Workplace, begun: RefundBegun, answer: TerminalAnswer | None, *, staff: StaffMember
) -> GivenBack | RefundBegun:
    """The money that was asked about has moved: the next payment, or the receipts where it was the
    last. answer: of its device, None = a person says so."""
    by = begun.by if answer is not None else ""

    def as_moved(tender: PaidTender, first: bool) -> tuple[PaidTender, ...]:
        tender = replace(tender, by=by, peer=begun.peer if begun.by else tender.peer)
        if answer is not None and first:
            tender = replace(
                tender,
                reference=answer.reference or tender.reference,
                card=answer.card,
                slip=answer.slip,
                shop_slip=answer.merchant_slip,
            )
        return (tender,)

    receipts = _with(begun.receipts, part_now(begun), as_moved)
    return _next(place, begun, receipts, part_now(begun).amount_minor, by, staff)


def moved_in_cash(
    place: Workplace, begun: RefundBegun, *, staff: StaffMember
) -> GivenBack | RefundBegun:
    """It was given from the drawer instead; the receipt says so."""
    part = part_now(begun)
    left_minor = part.amount_minor

    def as_cash(tender: PaidTender, _first: bool) -> tuple[PaidTender, ...]:
        nonlocal left_minor
        cash_minor = min(left_minor, tender.amount_minor)
        left_minor -= cash_minor
        kept_minor = tender.amount_minor - cash_minor
        cash = PaidTender(place.ids.new_id(), TenderKind.CASH.value, cash_minor, cash_minor)
        rest = replace(tender, amount_minor=kept_minor, received_minor=kept_minor)
        return tuple(one for one in (rest, cash) if one.amount_minor)

    receipts = _with(begun.receipts, part, as_cash)
    return _next(place, begun, receipts, part.amount_minor, "", staff, in_cash=True)


def kept(
    place: Workplace, begun: RefundBegun, *, by: str, reason: str, staff: StaffMember
) -> RefundBegun | None:
    """The money did not move: there is no refund or, where another payment of it went back before,
    a person has to find the way. by: the device that said so, "" = a person."""
    who = (staff.staff_id, staff.short_name)
    if not begun.gone_minor:
        given_up = RefundGivenUp(begun.refund_id, *who, by, reason)
        place.journal.commit(Commit((given_up,)))
        return None
    told = RefundPartSettled(begun.refund_id, begun.request_id, False, *who, by, reason)
    waits = replace(begun, by="", peer="", op_id=place.ids.new_id())
    place.journal.commit(Commit((told, waits)))
    return waits


def _next(
    place: Workplace,
    begun: RefundBegun,
    receipts: tuple[SaleCompleted, ...],
    gone_minor: int,
    by: str,
    staff: StaffMember,
    *,
    in_cash: bool = False,
) -> GivenBack | RefundBegun:
    rest = begun.parts[1:]
    several = bool(rest or begun.gone_minor)
    told = RefundPartSettled(
        begun.refund_id, begun.request_id, not in_cash, staff.staff_id, staff.short_name, by
    )
    earlier: Sequence[Fact] = (told,) if several else ()
    if not rest:
        return store(place, planned_of(begun, receipts), staff=staff, earlier=earlier)
    following = replace(
        begun,
        receipts=receipts,
        parts=rest,
        op_id=place.ids.new_id(),
        gone_minor=begun.gone_minor + gone_minor,
    )
    return ask_for(place, following, earlier=earlier)


def _with(
    receipts: tuple[SaleCompleted, ...], part: RefundPart, change: Moved
) -> tuple[SaleCompleted, ...]:
    """The receipts with the tenders of that payment changed, in those whose money goes the way of
    the part; what an exchange leaves with the payment stays as it is."""
    payment = replace(part, amount_minor=0)
    first = True
    found: list[SaleCompleted] = []
    for receipt in receipts:
        tenders: list[PaidTender] = []
        gives = OPERATION_SIGNS[receipt.operation] < 0
        for tender in receipt.tenders:
            if gives is (part.amount_minor > 0) and part_of(tender) == payment:
                tenders += change(tender, first)
                first = False
            else:
                tenders.append(tender)
        found.append(replace(receipt, tenders=tuple(tenders)))
    return tuple(found)
