"""Storing a refund, an exchange or a correction: one commit, or asked first what the terminal did.

Cash is given back when its receipt is in the journal. Money outside the register is intent, act,
outcome: what is about to be done is stored first, and until it is told how it went no other refund
begins. A power cut in between leaves the question, never a second payment. What is told is in
hear_refund.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    BonusMoved,
    Fact,
    RefundBegun,
    SaleCompleted,
    TenderAccepted,
)
from pos_desktop.domain.refund import parts_outside
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import loyalty
from pos_desktop.operations.next_shift import next_shift
from pos_desktop.operations.refund_terminal import Over, ask_for, device_for, is_outside
from pos_desktop.operations.store_receipt import fiscal_key_of, receipt_jobs
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import (
    Commit,
    NewFiscalDocument,
    NewPrintJob,
    RefundBook,
    ReturnedBefore,
)


@dataclass(frozen=True, slots=True)
class Planned:
    """Receipts made up and not stored; they have no number yet.

    before: what the refund was counted from. terminal_minor: what has to go back outside the
    register, negative where money is taken there (the dearer goods of an exchange), 0 = nothing to
    do there. over: what moves it, where it is of one payment.
    """

    receipts: tuple[SaleCompleted, ...]
    before: tuple[ReturnedBefore, ...] = ()
    terminal_minor: int = 0
    over: Over = Over.AS_PAID


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What is on disk. cash_minor: what goes from the drawer to the customer, negative where the
    customer pays it in."""

    receipts: tuple[SaleCompleted, ...]
    cash_minor: int
    seq: int


def carry_out(
    place: Workplace, book: RefundBook, planned: Planned, *, staff: StaffMember
) -> GivenBack | RefundBegun:
    """Store the receipts, or first the question of what became of the money; where it is for a
    device of the register, that is asked now. Of several payments those go first which a device
    can still decline: as long as nothing has moved the refund can be given up.

    RefusalError("refund.unfinished" | "refund.changed" | "refund.no_shift" | "rights.missing") and
    StorageError: then nothing is stored and no money may move.
    """
    if book.unfinished() is not None:
        raise RefusalError("refund.unfinished")
    if not planned.terminal_minor:
        return store(place, planned, staff=staff)
    _open_shift(place)
    found = parts_outside(planned.receipts)
    over = planned.over if len(found) == 1 else Over.AS_PAID
    if any(is_outside(place, part, over) for part in found):
        demand(staff, Action.REFUND_OUTSIDE)
    first = planned.receipts[0]
    begun = RefundBegun(
        refund_id=first.sale_id,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        currency=first.currency,
        card_minor=planned.terminal_minor,
        receipts=planned.receipts,
        before=tuple((line.n, line.qty) for line in planned.before),
        parts=tuple(sorted(found, key=lambda part: device_for(place, part, over) is None)),
    )
    return ask_for(place, begun, over, before=planned.before)


def planned_of(begun: RefundBegun, receipts: tuple[SaleCompleted, ...]) -> Planned:
    """What was planned when the money was asked for, with its receipts as they are now."""
    of_sale = begun.receipts[0].original_sale_id
    before = tuple(ReturnedBefore(of_sale, n, qty) for n, qty in begun.before)
    return Planned(receipts, before, begun.card_minor)


def store(
    place: Workplace, planned: Planned, *, staff: StaffMember, earlier: Sequence[Fact] = ()
) -> GivenBack:
    """All receipts in one transaction: facts, the moves of their customer's accounts, paper, fiscal
    documents. earlier: what was heard before them."""
    shift = _open_shift(place)
    if place.clock.now_us() - shift.opened_at_us >= place.country.shift_limit_us:
        shift = next_shift(place, shift, staff=staff)
    now_us = place.clock.now_us()
    first = place.journal.next_sale_number()
    receipts = tuple(
        _numbered(place, receipt, number, shift)
        for number, receipt in enumerate(planned.receipts, start=first)
    )
    facts: list[Fact] = list(earlier)
    jobs: list[NewPrintJob] = []
    for made in receipts:
        receipt = _with_balance(place, made, facts)
        if receipt.operation == "sell":
            facts += [TenderAccepted(receipt.sale_id, t, receipt.currency) for t in receipt.tenders]
        facts += [receipt, *loyalty.facts_after(place, receipt, facts)]
        jobs += receipt_jobs(place, receipt, now_us)
    seq = place.journal.commit(
        Commit(
            facts=tuple(facts),
            print_jobs=tuple(jobs),
            fiscal_documents=tuple(
                NewFiscalDocument(receipt.fiscal_key, receipt.sale_id, receipt.number)
                for receipt in receipts
                if receipt.fiscal_key
            ),
            occurred_at_us=now_us,
            returned_before=planned.before,
        )
    )
    return GivenBack(receipts, sum(_cash_out(receipt) for receipt in receipts), seq)


def _numbered(place: Workplace, receipt: SaleCompleted, number: int, shift: Shift) -> SaleCompleted:
    return replace(
        receipt,
        number=number,
        shift_number=shift.number,
        fiscal_key=fiscal_key_of(place, number) if place.fiscal_due else "",
        on_paper=place.encoder is not None,
    )


def _with_balance(
    place: Workplace, receipt: SaleCompleted, earlier: Sequence[Fact]
) -> SaleCompleted:
    """A receipt that says what it does to points says what there was before it, too."""
    if not (receipt.bonus_earned_minor or receipt.bonus_spent_minor):
        return receipt
    moved_minor = sum(fact.amount_minor for fact in earlier if isinstance(fact, BonusMoved))
    before_minor = place.customers.holdings(receipt.customer_id).bonus_minor + moved_minor
    return replace(receipt, bonus_before_minor=before_minor)


def _cash_out(receipt: SaleCompleted) -> int:
    cash_minor = sum(t.amount_minor for t in receipt.tenders if t.kind == TenderKind.CASH)
    return cash_minor if receipt.operation.startswith("sell_refund") else -cash_minor


def _open_shift(place: Workplace) -> Shift:
    shift = place.journal.open_shift()
    if shift is None:
        raise RefusalError("refund.no_shift")
    return shift
