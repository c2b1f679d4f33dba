"""What a shift took by QR codes, as the register knows it: the banks keep no totals of one till
that could be asked for (neither Raiffeisenbank's sbp.yaml nor T-Bank's API v2 has such a call). So
each payment whose outcome a bank has not confirmed is named, with who said it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import OPERATION_SIGNS, SaleCompleted
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations.contradictions import AskedMoney, asked_of_device
from pos_desktop.operations.terminal_requests import device_of
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import ContradictionBook, PaymentTerminal, ReportBook, TerminalAct

DEVICE = "sbp"


class Doubt(StrEnum):
    """WAITING: nobody has said what became of the money. SAID: a person did, the bank was not heard
    since. CONTRADICTED: the bank says otherwise, and nobody has seen to it."""

    WAITING = "waiting"
    SAID = "said"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class DoubtfulQr:
    """One payment or giving back. moved: whether its money did, as the books have it; None while
    WAITING. can_ask: the bank can be asked about it from here. peer: which bank was asked."""

    op_id: str
    act: TerminalAct
    amount_minor: int
    at_us: int
    doubt: Doubt
    moved: bool | None
    can_ask: bool
    peer: str = ""


@dataclass(frozen=True, slots=True)
class QrReckoning:
    """Of the receipts of one shift. by_word_*: of the payments, those that a person alone saw, such
    as by the shop's own printed code; refunds_by_word_*: of the refunds, those that a person made
    past the register. doubtful: oldest first."""

    payments: int = 0
    payments_minor: int = 0
    refunds: int = 0
    refunds_minor: int = 0
    by_word: int = 0
    by_word_minor: int = 0
    refunds_by_word: int = 0
    refunds_by_word_minor: int = 0
    doubtful: tuple[DoubtfulQr, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.payments or self.refunds or self.doubtful)


def reckon_sbp(
    place: Workplace,
    book: ReportBook,
    contradicted: ContradictionBook,
    confirmed: Collection[str] = (),
) -> QrReckoning:
    """The open shift as it is now; empty where none is open. confirmed: ids of requests that the
    bank was heard about since a person decided, and agreed."""
    shift = place.journal.open_shift()
    if shift is None:
        return QrReckoning()
    sums = _sums(place, book, shift.opened_at_us)
    against = {fact.op_id for fact in contradicted.open()}
    doubtful: list[DoubtfulQr] = []
    for asked in asked_of_device(place, book, DEVICE):
        doubt = _doubt(asked, against)
        old = doubt is Doubt.SAID and asked.at_us < shift.opened_at_us
        if doubt is None or old or (doubt is Doubt.SAID and asked.request.op_id in confirmed):
            continue
        request = asked.request
        can_ask = doubt is Doubt.SAID and _asked_bank(place, asked) is not None
        doubtful.append(
            DoubtfulQr(
                request.op_id, request.act, request.amount_minor, asked.at_us, doubt,
                asked.moved, can_ask, asked.peer,
            )
        )  # fmt: skip
    return replace(sums, doubtful=tuple(doubtful))


def ask_bank(place: Workplace, book: ReportBook, op_id: str) -> None:
    """Ask the bank what became of a request that a person has decided; moves no money.

    RefusalError("tender.nothing_asked").
    """
    for asked in asked_of_device(place, book, DEVICE):
        bank = _asked_bank(place, asked)
        if asked.request.op_id == op_id and bank is not None:
            bank.query(asked.request)
            return
    raise RefusalError("tender.nothing_asked")


def _asked_bank(place: Workplace, asked: AskedMoney) -> PaymentTerminal | None:
    return device_of(place, TenderKind.QR, DEVICE, asked.peer)


def _doubt(asked: AskedMoney, against: Collection[str]) -> Doubt | None:
    if asked.moved is None:
        return Doubt.WAITING
    if asked.request.op_id in against:
        return Doubt.CONTRADICTED
    return Doubt.SAID if asked.by_person and asked.told is None else None


def _sums(place: Workplace, book: ReportBook, since_us: int) -> QrReckoning:
    sums = QrReckoning()
    span = book.span(since_us, place.clock.now_us() + 1)
    for batch in book.batches(span, (SaleCompleted.KIND,)):
        for _at_us, fact in batch.facts:
            if isinstance(fact, SaleCompleted):
                sums = _with_receipt(sums, fact)
    return sums


def _with_receipt(sums: QrReckoning, fact: SaleCompleted) -> QrReckoning:
    comes = OPERATION_SIGNS[fact.operation] > 0
    for tender in fact.tenders:
        if tender.kind != TenderKind.QR:
            continue
        amount_minor, by_word = tender.amount_minor, not tender.by
        if not comes:
            sums = replace(
                sums,
                refunds=sums.refunds + 1,
                refunds_minor=sums.refunds_minor + amount_minor,
                refunds_by_word=sums.refunds_by_word + by_word,
                refunds_by_word_minor=sums.refunds_by_word_minor + amount_minor * by_word,
            )
            continue
        sums = replace(
            sums,
            payments=sums.payments + 1,
            payments_minor=sums.payments_minor + amount_minor,
            by_word=sums.by_word + by_word,
            by_word_minor=sums.by_word_minor + amount_minor * by_word,
        )
    return sums
