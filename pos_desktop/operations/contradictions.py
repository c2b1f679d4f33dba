"""What a device says of money after a person has said it: nobody waits for that answer any more,
and where it says other than the books do, somebody was charged or not charged without knowing.

The books are not turned over: a sale may be paid in another way by then. What was said is stored,
shown until somebody has seen to it, and asked for once more where only a person's word is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pos_desktop.domain.facts import (
    ContradictionSettled,
    Fact,
    RefundBegun,
    RefundGivenUp,
    RefundPartSettled,
    TenderKept,
    TenderRequested,
    TenderReturned,
    TenderReturnRequested,
    TenderSettled,
    TerminalContradicted,
)
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.refund_terminal import request_of
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import (
    Commit,
    PaymentTerminal,
    ReportBook,
    TerminalAct,
    TerminalAnswer,
    TerminalOutcome,
    TerminalRequest,
)

LOOK_BACK_US = 3 * 24 * 3600 * 1_000_000
"""Longer than a code of a bank lives, and than a terminal knows what it did."""
_KINDS = (
    TenderRequested.KIND,
    TenderSettled.KIND,
    TenderReturnRequested.KIND,
    TenderKept.KIND,
    TenderReturned.KIND,
    RefundBegun.KIND,
    RefundGivenUp.KIND,
    RefundPartSettled.KIND,
    TerminalContradicted.KIND,
)
_NOT_ASKED = frozenset({"terminal.occupied", "terminal.busy"})
"""A device that had something else to do says nothing of the money."""


@dataclass(frozen=True, slots=True)
class AskedMoney:
    """A request to a device as the books have it. moved: whether its money did, None = not decided.
    by_person: who decided it; told: what the device said against it before, None = nothing. at_us:
    when it was asked."""

    request: TerminalRequest
    device: str
    sale_id: str
    moved: bool | None = None
    by_person: bool = False
    told: bool | None = None
    at_us: int = 0

    @property
    def peer(self) -> str:
        """Which bank or terminal was asked, "" = not noted."""
        return self.request.peer


def hear_late_answer(
    place: Workplace, book: ReportBook, op_id: str, answer: TerminalAnswer
) -> TerminalContradicted | None:
    """Store an answer that says other than the books; None where it agrees with them, tells
    nothing, or the question is still open and others hear it."""
    if answer.outcome is TerminalOutcome.UNKNOWN or answer.reason in _NOT_ASKED:
        return None
    moved = answer.outcome is TerminalOutcome.APPROVED
    asked = _asked_of_devices(place, book).get(op_id)
    if asked is None or asked.moved in (None, moved) or asked.told == moved:
        return None
    fact = TerminalContradicted(
        op_id=op_id,
        device=asked.device,
        act=asked.request.act.value,
        moved=moved,
        sale_id=asked.sale_id,
        amount_minor=asked.request.amount_minor,
        currency=asked.request.currency,
        reference=answer.reference,
    )
    place.journal.commit(Commit((fact,)))
    return fact


def ask_about_decisions(place: Workplace, book: ReportBook) -> int:
    """Ask the devices about what a person alone has decided lately, each about what itself was
    asked; how many questions. None of them moves money."""
    open_ones = [
        (asked.request, device)
        for asked in _asked_of_devices(place, book).values()
        for device in place.terminals.values()
        if asked.by_person and asked.told is None and _was_asked(device, asked)
    ]
    for request, device in open_ones:
        device.query(request)
    return len(open_ones)


def waits_for_device(place: Workplace, book: ReportBook, device: PaymentTerminal) -> bool:
    """Whether money was asked of this very bank or terminal and nobody has said what became of
    it."""
    asked_here = asked_of_device(place, book, device.name)
    return any(asked.moved is None and _was_asked(device, asked) for asked in asked_here)


def _was_asked(device: PaymentTerminal, asked: AskedMoney) -> bool:
    return device.name == asked.device and device.answers_for(asked.peer)


def asked_of_device(place: Workplace, book: ReportBook, device: str) -> list[AskedMoney]:
    """What this device was asked in the last days, oldest first, with what became of it."""
    found = _asked_of_devices(place, book).values()
    return [asked for asked in found if asked.device == device]


def settle_contradiction(place: Workplace, op_id: str, *, staff: StaffMember) -> None:
    """A person has seen to it, who is not the one that decided at the till: a senior.

    RefusalError("rights.missing").
    """
    demand(staff, Action.SETTLE_CONTRADICTION)
    place.journal.commit(Commit((ContradictionSettled(op_id, staff.staff_id, staff.short_name),)))


def _asked_of_devices(place: Workplace, book: ReportBook) -> dict[str, AskedMoney]:
    """Requests of the last days to devices, by their id, with what became of each."""
    now_us = place.clock.now_us()
    found: dict[str, AskedMoney] = {}
    for batch in book.batches(book.span(now_us - LOOK_BACK_US, now_us + 1), _KINDS):
        for at_us, fact in batch.facts:
            for asked in _begun(place, fact):
                found[asked.request.op_id] = replace(asked, at_us=at_us)
            op_id = _op_of(fact)
            if op_id in found:
                found[op_id] = _after(found[op_id], fact)
    return found


def _begun(place: Workplace, fact: Fact) -> Iterator[AskedMoney]:
    if isinstance(fact, TenderRequested) and fact.by:
        request = TerminalRequest(
            fact.tender_id, TerminalAct.PAY, fact.amount_minor, fact.currency, peer=fact.peer
        )
        yield AskedMoney(request, fact.by, fact.sale_id)
    elif isinstance(fact, TenderReturnRequested):
        request = TerminalRequest(
            fact.op_id, TerminalAct.REVERSE, fact.amount_minor, fact.currency, peer=fact.peer
        )
        yield AskedMoney(request, fact.by, fact.sale_id)
    elif isinstance(fact, RefundBegun) and fact.by:
        asked = AskedMoney(request_of(fact), fact.by, fact.refund_id)
        # The receipts of a refund are stored when its money went; who said so stands in them, of
        # one in several payments in facts of their own.
        detail = place.ledger.sale(fact.refund_id)
        if detail is not None:
            by_device = any(tender.by == fact.by for tender in detail.fact.tenders)
            asked = replace(asked, moved=True, by_person=not by_device)
        yield asked


_Answered = (
    TenderSettled
    | TenderKept
    | TenderReturned
    | RefundGivenUp
    | RefundPartSettled
    | TerminalContradicted
)


def _op_of(fact: Fact) -> str:
    """The request that a fact tells the end of, "" for none."""
    if isinstance(fact, TenderSettled):
        return fact.tender_id
    if isinstance(fact, RefundGivenUp):
        return fact.refund_id
    return fact.op_id if isinstance(fact, _Answered) else ""


def _after(asked: AskedMoney, fact: Fact) -> AskedMoney:
    if isinstance(fact, TerminalContradicted):
        return replace(asked, told=fact.moved)
    if isinstance(fact, TenderSettled):
        moved = {"approved": True, "declined": False}.get(fact.outcome)
        return replace(asked, moved=moved, by_person=not fact.by)
    if isinstance(fact, TenderKept):
        moved = False if fact.outcome == "declined" else None
        return replace(asked, moved=moved, by_person=not fact.by)
    if isinstance(fact, TenderReturned):
        return replace(asked, moved=True, by_person=not fact.by)
    if isinstance(fact, RefundGivenUp):
        return replace(asked, moved=False, by_person=not fact.by)
    if isinstance(fact, RefundPartSettled):
        return replace(asked, moved=fact.moved, by_person=not fact.by)
    return asked
