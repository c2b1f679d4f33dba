"""A device that says other than a person has said: told, stored, and never forgotten."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    ContradictionSettled,
    RefundGivenUp,
    SaleCompleted,
    TerminalContradicted,
)
from pos_desktop.domain.tender import TenderOutcome
from pos_desktop.operations import pay
from pos_desktop.operations.ask_terminal import settle_terminal
from pos_desktop.operations.contradictions import (
    ask_about_decisions,
    hear_late_answer,
    settle_contradiction,
)
from pos_desktop.operations.hear_refund import answer as answer_refund
from pos_desktop.operations.hear_terminal import settle_return
from pos_desktop.operations.return_tender import return_tender
from pos_desktop.ports import (
    FactBatch,
    SeqSpan,
    TerminalAct,
    TerminalAnswer,
    TerminalOutcome,
)
from tests.refund_fakes import FakeRefundBook, open_place
from tests.till_fakes import CASHIER, SENIOR, SHIFT
from tests.unit.test_terminal_operations import CASH, Shop, give_back

APPROVED = TerminalAnswer(TerminalOutcome.APPROVED, "612300000001")
DECLINED = TerminalAnswer(TerminalOutcome.DECLINED, reason="terminal.declined")
UNKNOWN = TerminalAnswer(TerminalOutcome.UNKNOWN, reason="terminal.cannot_tell")


class Facts:
    """The facts of a FakeJournal as reports read them."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def span(self, from_us: int, until_us: int) -> SeqSpan:
        return SeqSpan(1, len(self._shop.place.journal.facts()), from_us, until_us)

    def batches(self, span: SeqSpan, kinds):
        facts = [f for f in self._shop.place.journal.facts() if f.KIND in kinds]
        yield FactBatch(span.last_seq, [(0, fact) for fact in facts])


@pytest.fixture
def shop() -> Shop:
    return Shop(open_place())


@pytest.fixture
def book(shop: Shop) -> Facts:
    return Facts(shop)


def unclear(shop: Shop) -> pay.Payment:
    """The terminal took the money and never said so."""
    shop.terminal.mode = "dies_after"
    return shop.hear(shop.asked())


def test_a_card_that_was_charged_after_all_is_told(shop: Shop, book: Facts) -> None:
    payment = unclear(shop)
    op_id = payment.pending.op_id
    settle_terminal(shop.place, payment, TenderOutcome.DECLINED, staff=CASHIER)
    fact = hear_late_answer(shop.place, book, op_id, APPROVED)
    assert shop.facts(TerminalContradicted) == [fact]
    assert (fact.op_id, fact.act, fact.moved, fact.amount_minor, fact.reference) == (
        op_id, "pay", True, 34900, "612300000001",
    )  # fmt: skip
    assert fact.sale_id == payment.priced.sale.sale_id
    assert hear_late_answer(shop.place, book, op_id, APPROVED) is None, "it is told once"


def test_a_payment_that_did_not_go_through_after_all_is_told(shop: Shop, book: Facts) -> None:
    payment = unclear(shop)
    op_id = payment.pending.op_id
    paid = settle_terminal(shop.place, payment, TenderOutcome.APPROVED, staff=CASHIER)
    pay.complete(shop.place, paid, SHIFT, staff=CASHIER)
    fact = hear_late_answer(shop.place, book, op_id, DECLINED)
    assert fact is not None
    assert not fact.moved


@pytest.mark.parametrize("said", [TenderOutcome.APPROVED, TenderOutcome.DECLINED])
def test_an_answer_that_agrees_or_tells_nothing_is_none(
    shop: Shop, book: Facts, said: TenderOutcome
) -> None:
    payment = unclear(shop)
    op_id = payment.pending.op_id
    settle_terminal(shop.place, payment, said, staff=CASHIER)
    agrees = APPROVED if said is TenderOutcome.APPROVED else DECLINED
    busy = TerminalAnswer(TerminalOutcome.DECLINED, reason="terminal.occupied")
    for answer in (agrees, UNKNOWN, busy):
        assert hear_late_answer(shop.place, book, op_id, answer) is None
    assert shop.facts(TerminalContradicted) == []


def test_an_open_question_and_a_strangers_answer_are_for_others(shop: Shop, book: Facts) -> None:
    payment = unclear(shop)
    assert hear_late_answer(shop.place, book, payment.pending.op_id, APPROVED) is None
    assert hear_late_answer(shop.place, book, "another", APPROVED) is None


def test_money_that_went_back_after_all_is_told(shop: Shop, book: Facts) -> None:
    payment = shop.hear(shop.asked(amount_minor=20000))
    shop.terminal.mode = "dies_after"
    [tender] = payment.tenders
    payment = shop.hear(return_tender(shop.place, payment, tender.tender_id, staff=CASHIER))
    op_id = payment.pending.op_id
    settle_return(shop.place, payment, went=False, staff=CASHIER)
    fact = hear_late_answer(shop.place, book, op_id, APPROVED)
    assert fact is not None
    assert (fact.act, fact.moved, fact.amount_minor) == ("reverse", True, 20000)


@pytest.mark.parametrize("went", [True, False])
def test_a_refund_that_a_person_has_ended_the_other_way_is_told(
    shop: Shop, book: Facts, went: bool
) -> None:
    done = pay.complete(shop.place, shop.paid(), SHIFT, staff=CASHIER)
    refunds = FakeRefundBook(shop.place)
    shop.terminal.mode = "dies_after"
    begun = give_back(shop, refunds, done.sale_id)
    answer_refund(shop.place, refunds, went=went, staff=CASHIER)
    assert len(shop.facts(RefundGivenUp)) == (0 if went else 1)
    *_sale, last = shop.facts(SaleCompleted)
    assert (last.sale_id == begun.refund_id) == went
    if went:
        shop.place.ledger.details[begun.refund_id] = SimpleNamespace(fact=last)
    agrees, against = (APPROVED, DECLINED) if went else (DECLINED, APPROVED)
    assert hear_late_answer(shop.place, book, begun.refund_id, agrees) is None
    fact = hear_late_answer(shop.place, book, begun.refund_id, against)
    assert fact is not None
    assert (fact.act, fact.moved, fact.amount_minor) == ("refund", not went, 34900)


def test_what_a_person_alone_decided_is_asked_about_and_nothing_else(
    shop: Shop, book: Facts
) -> None:
    shop.paid()
    shop.terminal.asked.clear()
    assert ask_about_decisions(shop.place, book) == 0, "the device has said so itself"
    payment = unclear(shop)
    assert ask_about_decisions(shop.place, book) == 0, "the question is open, others ask"
    op_id = payment.pending.op_id
    settle_terminal(shop.place, payment, TenderOutcome.DECLINED, staff=CASHIER)
    assert ask_about_decisions(shop.place, book) == 1
    [request] = shop.terminal.asked
    assert (request.op_id, request.act, request.amount_minor) == (op_id, TerminalAct.PAY, 34900)
    told = shop.heard[-1]
    assert hear_late_answer(shop.place, book, told.op_id, told.answer) is not None
    assert ask_about_decisions(shop.place, book) == 0, "it has contradicted, and that stands"
    assert shop.terminal.moves == [("pay", 34900), ("pay", 34900)], "asking moves no money"


def test_a_sale_by_hand_or_in_cash_asks_no_device(shop: Shop, book: Facts) -> None:
    payment = pay.add_tender(shop.place, shop.begun(), CASH, 34900, staff=CASHIER)
    pay.complete(shop.place, payment, SHIFT, staff=CASHIER)
    assert ask_about_decisions(shop.place, book) == 0


def test_a_senior_says_that_it_is_seen_to(shop: Shop) -> None:
    with pytest.raises(RefusalError) as caught:
        settle_contradiction(shop.place, "op", staff=CASHIER)
    assert caught.value.code == "rights.missing"
    settle_contradiction(shop.place, "op", staff=SENIOR)
    [fact] = shop.facts(ContradictionSettled)
    assert (fact.op_id, fact.staff_name) == ("op", SENIOR.short_name)
