"""Money that a terminal of the register moves: stored before and after, asked about, printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    ReconciliationRequested,
    RefundBegun,
    RefundGivenUp,
    SaleCompleted,
    TenderKept,
    TenderRequested,
    TenderReturned,
    TenderReturnRequested,
    TenderSettled,
    TerminalReconciled,
)
from pos_desktop.domain.refund import Wish
from pos_desktop.domain.tender import TenderKind, TenderOutcome
from pos_desktop.operations import pay, sell
from pos_desktop.operations.ask_terminal import (
    ask_again,
    ask_terminal,
    give_up_waiting,
    settle_terminal,
)
from pos_desktop.operations.give_back import GivenBack, carry_out
from pos_desktop.operations.hear_refund import ask_about_refund, give_up_refund, hear_refund
from pos_desktop.operations.hear_terminal import hear_terminal, settle_return
from pos_desktop.operations.pay import Payment
from pos_desktop.operations.reconcile import hear_reconciliation, reconcile
from pos_desktop.operations.refund import RefundRequest, look_up, plan_refund
from pos_desktop.operations.return_tender import return_tender
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import TerminalAct, TerminalFinished, TerminalOutcome
from tests.refund_fakes import FakeRefundBook, open_place
from tests.terminal_fakes import SLIP, FakeTerminal
from tests.till_fakes import CASHIER, SHIFT, workplace

COFFEE = "4607084120301"
CARD, CASH = TenderKind.CARD, TenderKind.CASH


class Shop:
    """A shop with a card terminal, its answers on the desk."""

    def __init__(self, place: Workplace) -> None:
        self.heard: list[TerminalFinished] = []
        self.terminal = FakeTerminal(self._post)
        self.place = replace(place, terminals={CARD: self.terminal})

    def _post(self, event: object) -> None:
        if isinstance(event, TerminalFinished):
            self.heard.append(event)

    def begun(self) -> Payment:
        sale = sell.add_scanned(self.place, None, COFFEE, staff=CASHIER).sale
        return pay.begin_payment(self.place, sale, staff=CASHIER)

    def asked(self, payment: Payment | None = None, amount_minor: int = 34900) -> Payment:
        return ask_terminal(self.place, payment or self.begun(), CARD, amount_minor, staff=CASHIER)

    def hear(self, payment: Payment) -> Payment:
        """Everything that was answered so far, in order."""
        for event in self.heard:
            payment = hear_terminal(self.place, payment, event.op_id, event.answer, staff=CASHIER)
        self.heard.clear()
        return payment

    def paid(self) -> Payment:
        return self.hear(self.asked())

    def facts(self, kind: type) -> list:  # type: ignore[type-arg]
        return [fact for fact in self.place.journal.facts() if isinstance(fact, kind)]


@pytest.fixture
def shop() -> Shop:
    return Shop(workplace())


def refusal(act):  # type: ignore[no-untyped-def]
    with pytest.raises(RefusalError) as caught:
        act()
    return caught.value.code


def stored_when_asked(shop: Shop, kind: type) -> list[int]:
    """Fills with how many facts of that kind there were each time the device was asked."""
    stored_before: list[int] = []
    submit = shop.terminal.submit

    def watching(request):  # type: ignore[no-untyped-def]
        stored_before.append(len(shop.facts(kind)))
        submit(request)

    shop.terminal.submit = watching  # type: ignore[method-assign]
    return stored_before


def test_the_terminal_is_asked_after_the_intent_is_stored_and_under_its_id(shop: Shop) -> None:
    stored_before = stored_when_asked(shop, TenderRequested)
    payment = shop.asked()
    assert stored_before == [1]
    [fact] = shop.facts(TenderRequested)
    [request] = shop.terminal.submitted
    assert (fact.by, fact.tender_id) == ("terminal", request.op_id)
    assert (request.act, request.amount_minor, request.currency) == (TerminalAct.PAY, 34900, "RUB")
    assert payment.pending is not None


def test_an_approved_card_completes_the_sale_and_its_slip_is_on_the_receipt(shop: Shop) -> None:
    payment = shop.paid()
    assert payment.paid
    pay.complete(shop.place, payment, SHIFT, staff=CASHIER)
    [sale] = shop.facts(SaleCompleted)
    [tender] = sale.tenders
    assert (tender.by, tender.card, tender.slip) == ("terminal", "**** 4771", SLIP)
    assert tender.reference == "612300000001"
    paper = shop.place.journal.commits[-1].print_jobs[0].payload.decode()
    assert "Карта: **** 4771" in paper
    [settled] = shop.facts(TenderSettled)
    assert (settled.outcome, settled.by) == ("approved", "terminal")


def test_a_declined_card_is_gone_from_the_sale_and_the_reason_is_kept(shop: Shop) -> None:
    shop.terminal.mode = "decline"
    payment = shop.paid()
    assert payment.tenders == ()
    [settled] = shop.facts(TenderSettled)
    assert (settled.outcome, settled.reason) == ("declined", "terminal.declined")
    cash = pay.add_tender(shop.place, payment, CASH, 34900, staff=CASHIER)
    assert cash.paid


def test_a_part_by_card_and_the_rest_in_cash(shop: Shop) -> None:
    payment = shop.hear(shop.asked(amount_minor=20000))
    assert payment.left_minor == 14900
    payment = pay.add_tender(shop.place, payment, CASH, 14900, staff=CASHIER)
    pay.complete(shop.place, payment, SHIFT, staff=CASHIER)
    [sale] = shop.facts(SaleCompleted)
    assert [(t.kind, t.amount_minor) for t in sale.tenders] == [("card", 20000), ("cash", 14900)]


def test_nobody_knows_and_then_the_terminal_tells_and_the_card_is_charged_once(shop: Shop) -> None:
    shop.terminal.mode = "dies_after"
    payment = shop.paid()
    assert payment.pending is not None
    assert payment.pending.outcome is TenderOutcome.UNKNOWN
    assert refusal(lambda: shop.asked(payment)) == "tender.unsettled"
    assert ask_again(shop.place, payment, staff=CASHIER) == payment.pending.op_id
    payment = shop.hear(payment)
    assert payment.paid
    assert [fact.outcome for fact in shop.facts(TenderSettled)] == ["unknown", "approved"]
    assert shop.terminal.charges == 1


def test_asking_again_without_an_answer_writes_nothing_twice(shop: Shop) -> None:
    shop.terminal.mode = "dies_before"
    payment = shop.paid()
    assert payment.pending is not None
    op_id = payment.pending.op_id
    unknown = shop.terminal.answers.pop(op_id)
    shop.terminal.answers[op_id] = replace(unknown, outcome=TerminalOutcome.UNKNOWN)
    ask_again(shop.place, payment, staff=CASHIER)
    payment = shop.hear(payment)
    assert [fact.outcome for fact in shop.facts(TenderSettled)] == ["unknown"]
    by_hand = settle_terminal(shop.place, payment, TenderOutcome.DECLINED, staff=CASHIER)
    assert by_hand.tenders == ()
    assert shop.facts(TenderSettled)[-1].by == ""


def test_after_a_power_cut_the_open_sale_asks_and_does_not_pay_again(shop: Shop) -> None:
    shop.terminal.silent = True  # takes the money, and the register ends before it says so
    shop.asked()
    draft = shop.place.journal.open_draft()
    payment = pay.resume_payment(shop.place, draft.sale)
    assert payment is not None
    assert payment.pending is not None
    shop.terminal.silent = False
    assert ask_again(shop.place, payment, staff=CASHIER)
    payment = shop.hear(payment)
    assert payment.paid
    assert shop.terminal.charges == 1
    assert len(shop.terminal.submitted) == 1


def test_an_answer_about_other_money_changes_nothing(shop: Shop) -> None:
    payment = shop.paid()
    stale = shop.asked(shop.begun())
    [event] = shop.heard
    assert hear_terminal(shop.place, payment, event.op_id, event.answer, staff=CASHIER) == payment
    assert shop.hear(stale).paid


def test_waiting_can_be_given_up_while_the_customer_looks_for_the_card(shop: Shop) -> None:
    shop.terminal.card_waits = True
    payment = shop.asked()
    give_up_waiting(shop.place, payment, staff=CASHIER)
    assert shop.hear(payment).tenders == ()
    assert shop.terminal.charges == 0


def test_what_waits_for_nothing_cannot_be_asked_or_given_up(shop: Shop) -> None:
    payment = shop.begun()
    for act in (
        lambda: ask_again(shop.place, payment, staff=CASHIER),
        lambda: give_up_waiting(shop.place, payment, staff=CASHIER),
        lambda: settle_return(shop.place, payment, went=True, staff=CASHIER),
    ):
        assert refusal(act) == "tender.nothing_asked"


def test_a_terminal_the_register_does_not_know_is_asked_by_hand(shop: Shop) -> None:
    payment = ask_terminal(shop.place, shop.begun(), CARD, 34900, staff=CASHIER, by_hand=True)
    assert shop.terminal.submitted == []
    assert ask_again(shop.place, payment, staff=CASHIER) == ""
    assert settle_terminal(
        shop.place, payment, TenderOutcome.APPROVED, staff=CASHIER, reference="RRN 1"
    ).paid


def test_money_of_a_sale_that_is_given_up_goes_back_over_the_terminal(shop: Shop) -> None:
    payment = shop.hear(shop.asked(amount_minor=20000))
    [tender] = payment.tenders
    payment = return_tender(shop.place, payment, tender.tender_id, staff=CASHIER)
    [asked] = shop.facts(TenderReturnRequested)
    assert asked.op_id == shop.terminal.submitted[-1].op_id
    request = shop.terminal.submitted[-1]
    assert (request.act, request.reference) == (TerminalAct.REVERSE, tender.reference)
    assert payment.pending is not None
    payment = shop.hear(payment)
    assert payment.tenders == ()
    [back] = shop.facts(TenderReturned)
    assert (back.op_id, back.by, back.slip) == (asked.op_id, "terminal", SLIP)
    assert [job.kind for job in shop.place.prints.added] == ["slip"]


def test_money_is_asked_back_after_that_is_stored_and_under_an_id_of_its_own(shop: Shop) -> None:
    payment = shop.hear(shop.asked(amount_minor=20000))
    stored_before = stored_when_asked(shop, TenderReturnRequested)
    [tender] = payment.tenders
    return_tender(shop.place, payment, tender.tender_id, staff=CASHIER)
    assert stored_before == [1]
    [fact] = shop.facts(TenderReturnRequested)
    assert shop.terminal.submitted[-1].op_id == fact.op_id != tender.tender_id


def test_money_that_the_terminal_keeps_still_pays_for_the_sale(shop: Shop) -> None:
    payment = shop.hear(shop.asked(amount_minor=20000))
    shop.terminal.mode = "decline"
    [tender] = payment.tenders
    payment = shop.hear(return_tender(shop.place, payment, tender.tender_id, staff=CASHIER))
    assert payment.tenders == (tender,)
    [kept] = shop.facts(TenderKept)
    assert (kept.outcome, kept.reason) == ("declined", "terminal.declined")
    by_hand = return_tender(shop.place, payment, tender.tender_id, staff=CASHIER, by_hand=True)
    assert by_hand.tenders == ()
    assert shop.facts(TenderReturned)[-1].by == ""


@pytest.mark.parametrize("went", [True, False])
def test_whether_money_went_back_is_asked_and_may_be_said_by_a_person(
    shop: Shop, went: bool
) -> None:
    payment = shop.hear(shop.asked(amount_minor=20000))
    shop.terminal.mode = "dies_after"
    [tender] = payment.tenders
    payment = shop.hear(return_tender(shop.place, payment, tender.tender_id, staff=CASHIER))
    assert payment.pending is not None
    assert payment.pending.return_unknown
    assert [fact.outcome for fact in shop.facts(TenderKept)] == ["unknown"]
    refused = refusal(
        lambda: settle_terminal(shop.place, payment, TenderOutcome.DECLINED, staff=CASHIER)
    )
    assert refused == "tender.settled_already"
    said = settle_return(shop.place, payment, went=went, staff=CASHIER)
    assert said.pending is None
    assert len(said.tenders) == (0 if went else 1)
    assert ask_again_after(shop, payment, went)


def ask_again_after(shop: Shop, payment: Payment, went: bool) -> bool:
    """The other way out of it: the device tells."""
    ask_again(shop.place, payment, staff=CASHIER)
    told = shop.hear(payment)
    return told.tenders == () and shop.terminal.moves[-1] == ("reverse", 20000)


# Refunds.


@pytest.fixture
def refunding() -> tuple[Shop, FakeRefundBook, str]:
    shop = Shop(open_place())
    payment = shop.paid()
    done = pay.complete(shop.place, payment, SHIFT, staff=CASHIER)
    return shop, FakeRefundBook(shop.place), done.sale_id


def give_back(shop: Shop, book: FakeRefundBook, sale_id: str) -> RefundBegun:
    original = look_up(shop.place, book, sale_id, 14)
    request = RefundRequest(sale_id, (Wish(1, 1000),), "не подошло")
    begun = carry_out(
        shop.place, book, plan_refund(shop.place, original, request, staff=CASHIER), staff=CASHIER
    )
    assert isinstance(begun, RefundBegun)
    return begun


def hear_all(shop: Shop, book: FakeRefundBook) -> GivenBack | None:
    done = None
    for event in shop.heard:
        done = hear_refund(shop.place, book, event.op_id, event.answer, staff=CASHIER)
    shop.heard.clear()
    return done


def test_a_refund_to_the_card_goes_over_the_terminal_with_the_payments_reference(
    refunding: tuple[Shop, FakeRefundBook, str],
) -> None:
    shop, book, sale_id = refunding
    stored_before = stored_when_asked(shop, RefundBegun)
    begun = give_back(shop, book, sale_id)
    assert stored_before == [1]
    request = shop.terminal.submitted[-1]
    assert (request.op_id, request.act) == (begun.refund_id, TerminalAct.REFUND)
    assert (request.amount_minor, request.reference) == (34900, "612300000001")
    assert begun.by == "terminal"
    done = hear_all(shop, book)
    assert done is not None
    [tender] = done.receipts[0].tenders
    assert (tender.reference, tender.slip, tender.by) == ("612300000002", SLIP, "terminal")
    assert shop.terminal.moves == [("pay", 34900), ("refund", 34900)]


def test_a_refund_that_the_terminal_declines_is_none(
    refunding: tuple[Shop, FakeRefundBook, str],
) -> None:
    shop, book, sale_id = refunding
    shop.terminal.mode = "decline"
    give_back(shop, book, sale_id)
    assert hear_all(shop, book) is None
    [given_up] = shop.facts(RefundGivenUp)
    assert (given_up.by, given_up.reason) == ("terminal", "terminal.declined")
    assert book.unfinished() is None


def test_a_refund_nobody_knows_about_is_asked_and_paid_once(
    refunding: tuple[Shop, FakeRefundBook, str],
) -> None:
    shop, book, sale_id = refunding
    shop.terminal.mode = "dies_after"
    begun = give_back(shop, book, sale_id)
    assert hear_all(shop, book) is None
    assert book.unfinished() == begun
    assert ask_about_refund(shop.place, book, staff=CASHIER) == begun.refund_id
    assert hear_all(shop, book) is not None
    assert [act for act, _ in shop.terminal.moves] == ["pay", "refund"]
    for act in (ask_about_refund, give_up_refund):
        assert refusal(lambda act=act: act(shop.place, book, staff=CASHIER)) == (
            "refund.none_waits"
        )


def test_a_refund_can_be_given_up_while_the_terminal_waits_for_the_card(
    refunding: tuple[Shop, FakeRefundBook, str],
) -> None:
    shop, book, sale_id = refunding
    shop.terminal.card_waits = True
    give_back(shop, book, sale_id)
    give_up_refund(shop.place, book, staff=CASHIER)
    assert hear_all(shop, book) is None
    assert book.unfinished() is None


# Reconciliation.


def test_totals_are_compared_written_down_and_printed(shop: Shop) -> None:
    stored_before = stored_when_asked(shop, ReconciliationRequested)
    asked = reconcile(shop.place, 148, staff=CASHIER)
    assert stored_before == [1]
    [event] = shop.heard
    assert event.op_id == asked.op_id
    fact = hear_reconciliation(shop.place, asked, event.answer)
    assert shop.facts(ReconciliationRequested) == [asked]
    assert shop.facts(TerminalReconciled) == [fact]
    assert (fact.outcome, fact.shift_number, fact.slip) == ("approved", 148, SLIP)
    [job] = shop.place.journal.commits[-1].print_jobs
    assert (job.kind, job.sale_id) == ("slip", "")


def test_without_a_terminal_there_is_nothing_to_compare() -> None:
    assert refusal(lambda: reconcile(workplace(), 148, staff=CASHIER)) == "terminal.not_set_up"
