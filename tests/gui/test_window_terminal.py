"""A card terminal of the register at the window: paid with one tap, asked, never charged twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.facts import (
    RefundBegun,
    RefundGivenUp,
    TenderReturned,
    TerminalReconciled,
)
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.dialogs.give_back import GiveBackDialog
from pos_desktop.operations.move_cash import Why
from pos_desktop.ports import TerminalAnswer, TerminalOutcome
from pos_desktop.settings import Terminal
from pos_desktop.simulators.zvt_terminal import ZvtTerminalSimulator
from tests.gui.open_shop import SETTINGS, OpenShop, facts, open_shop
from tests.gui.taps import Hands
from tests.gui.terminal_screens import with_terminal
from tests.terminal_fakes import SLIP, FakeTerminal

COFFEE = "4607084120301"
CARD = TenderKind.CARD
Key = Qt.Key


@pytest.fixture
def terminal(shop: OpenShop) -> FakeTerminal:
    return with_terminal(shop)


def stored(shop: OpenShop):
    shop.wait(lambda: shop.shown.payment is None and shop.shown.last is not None)
    return shop.opened.register.journal.ledger.last_sale().fact


def unpaid(shop: OpenShop) -> bool:
    payment = shop.shown.payment
    return payment is not None and payment.pending is None and not payment.tenders


def test_one_tap_on_card_and_the_terminal_does_the_rest(shop, terminal):
    hands = Hands(shop)
    hands.scan(COFFEE)
    hands.tap("Карта")
    fact = stored(shop)
    assert hands.count == 1
    assert [(t.kind, t.by, t.card, t.slip) for t in fact.tenders] == [
        ("card", "terminal", "**** 4771", SLIP)
    ]
    assert terminal.charges == 1


def test_while_the_customer_looks_for_the_card_the_window_waits_and_can_cancel(shop, terminal):
    terminal.card_waits = True
    shop.scan(COFFEE)
    shop.till.pay_exact(CARD)
    wait = shop.window.payment.wait
    shop.wait(wait.isVisible)
    shop.wait(lambda: wait.stop.label() == "Отменить оплату")
    QTest.keyClick(shop.window.payment, Key.Key_F2)
    shop.wait(lambda: unpaid(shop))
    assert shop.window.payment.notice.isVisible()
    assert terminal.charges == 0
    terminal.card_waits = True
    shop.till.pay_exact(CARD)
    shop.wait(wait.isVisible)
    assert not shop.window.payment.notice.isVisible()
    terminal.show_card()
    assert stored(shop).tenders[0].reference == "612300000001"


def test_a_declined_card_says_why_and_cash_is_taken_instead(shop, terminal):
    terminal.mode = "decline"
    shop.scan(COFFEE)
    shop.till.pay_exact(CARD)
    shop.wait(lambda: unpaid(shop))
    assert "Недостаточно средств" in shop.window.payment.notice.accessibleName()
    QTest.keyClick(shop.window.payment, Key.Key_Escape)
    shop.wait(shop.window.sale.isVisible)
    QTest.keyClick(shop.window.sale, Key.Key_F12)
    shop.wait(shop.window.payment.isVisible)
    assert not shop.window.payment.notice.isVisible(), "what was tried before is over"
    shop.till.pay_exact(TenderKind.CASH)
    assert [t.kind for t in stored(shop).tenders] == ["cash"]


def test_a_broken_connection_is_asked_about_by_itself_and_charged_once(shop, terminal):
    terminal.mode = "dies_after"
    shop.scan(COFFEE)
    shop.till.pay_exact(CARD)
    assert [t.reference for t in stored(shop).tenders] == ["612300000001"]
    assert (terminal.charges, len(terminal.asked), len(terminal.submitted)) == (1, 1, 1)


def test_a_terminal_that_cannot_tell_leaves_the_answer_to_a_person(shop, terminal):
    terminal.mode, terminal.forgets = "dies_after", True
    shop.scan(COFFEE)
    shop.till.pay_exact(CARD)
    ask = shop.window.payment.ask
    shop.wait(ask.isVisible)
    assert ask.again.isVisible()
    QTest.keyClick(shop.window.payment, Key.Key_F7)
    shop.wait(lambda: len(terminal.asked) == 2 and ask.isVisible())
    QTest.keyClick(shop.window.payment, Key.Key_F12)
    assert [t.kind for t in stored(shop).tenders] == ["card"]
    assert terminal.charges == 1


def test_a_terminal_that_never_answers_is_answered_for(shop, terminal):
    terminal.silent = True
    shop.scan(COFFEE)
    shop.till.pay_exact(CARD)
    wait, ask = shop.window.payment.wait, shop.window.payment.ask
    shop.wait(wait.isVisible)
    QTest.keyClick(shop.window.payment, Key.Key_F2)
    QTest.keyClick(shop.window.payment, Key.Key_F2)
    shop.wait(ask.isVisible)
    terminal.silent = False
    QTest.keyClick(shop.window.payment, Key.Key_F7)
    assert stored(shop).tenders[0].slip == SLIP
    assert terminal.charges == 1


def test_after_a_restart_in_the_middle_the_terminal_is_asked_and_not_charged(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as before:
        before.sign_in()
        terminal = with_terminal(before)
        terminal.silent = True
        before.scan(COFFEE)
        before.till.pay_exact(CARD)
        before.wait(before.window.payment.wait.isVisible)
    terminal.silent = False
    with open_shop(qtbot, tmp_path) as after:
        come_back(after, terminal)
        assert [t.reference for t in stored(after).tenders] == ["612300000001"]
    assert (terminal.charges, len(terminal.submitted), len(terminal.asked)) == (1, 1, 1)


def test_an_answer_that_comes_while_the_register_is_locked_is_kept(shop, terminal):
    terminal.card_waits = True
    shop.scan(COFFEE)
    shop.till.pay_exact(CARD)
    shop.wait(shop.window.payment.wait.isVisible)
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    terminal.show_card()
    shop.wait(lambda: bool(shop.shown.payment and shop.shown.payment.paid))
    shop.let_in()
    shop.wait(shop.window.payment.isVisible)
    QTest.keyClick(shop.window.payment, Key.Key_Return)
    assert stored(shop).tenders[0].by == "terminal"


def test_money_goes_back_over_the_terminal_before_the_sale_is_made(shop, terminal):
    shop.scan(COFFEE)
    shop.till.tender(CARD, 10_000)
    shop.wait(lambda: shop.shown.payment is not None and shop.shown.payment.left_minor == 24_900)
    shop.window.payment.due.taken_rows[0].give_back.click()
    shop.wait(lambda: isinstance(shop.window.payment_choices.dialog, GiveBackDialog))
    QTest.keyClick(shop.window.payment_choices.dialog, Key.Key_Return)
    shop.wait(lambda: unpaid(shop))
    assert terminal.moves == [("pay", 10_000), ("reverse", 10_000)]
    [back] = facts(shop, TenderReturned)
    assert back.by == "terminal"


def test_another_terminal_is_asked_by_hand(shop, terminal):
    shop.scan(COFFEE)
    QTest.keyClick(shop.window.sale, Key.Key_F12)
    shop.wait(shop.window.payment.isVisible)
    shop.window.payment.choose(CARD)
    assert shop.window.payment.ask_button.label() == "Другой терминал"
    QTest.keyClick(shop.window.payment, Key.Key_F7)
    shop.wait(shop.window.payment.ask.isVisible)
    assert not shop.window.payment.ask.again.isVisible()
    QTest.keyClick(shop.window.payment, Key.Key_F12)
    assert stored(shop).tenders[0].by == ""
    assert terminal.submitted == []


def refund_of_a_card(shop: OpenShop):
    """Paid by card and all of it chosen to go back; the page of refunds is ready."""
    shop.scan(COFFEE)
    shop.till.pay_exact(CARD)
    sale_id = stored(shop).sale_id
    shop.window.open_page("refund")
    page = shop.window.beside.page("refund").refund
    page.open_sale(sale_id)
    shop.wait(lambda: page.choice is not None)
    page.choose_all()
    page.foot.words.setText("не подошло")
    shop.wait(page.money.go.isEnabled)
    return page


def come_back(shop: OpenShop, terminal: FakeTerminal) -> None:
    """Somebody signs in after a restart; the terminal is the one of before."""
    shop.opened.register.place.terminals = {CARD: terminal}
    terminal.post = shop.opened.shop.bridge.post
    shop.let_in()


def test_a_refund_to_the_card_goes_over_the_terminal(shop, terminal):
    page = refund_of_a_card(shop)
    page.money.go.click()
    shop.wait(lambda: ("refund", 34900) in terminal.moves and not page.waits)
    shop.wait(lambda: stored(shop).operation == "sell_refund")
    assert stored(shop).tenders[0].slip == SLIP


def test_a_refund_the_terminal_declines_is_told_and_none_is_made(shop, terminal):
    page = refund_of_a_card(shop)
    terminal.mode = "decline"
    page.money.go.click()
    shop.wait(lambda: bool(facts(shop, RefundGivenUp)))
    shop.wait(lambda: not page.waits)
    assert stored(shop).operation == "sell"


def test_a_refund_that_waits_can_be_given_up_and_asked_about(shop, terminal):
    page = refund_of_a_card(shop)
    terminal.card_waits = True
    page.money.go.click()
    shop.wait(lambda: page.answer.second.label() == "Не ждать")
    QTest.keyClick(page, Qt.Key.Key_F8)
    shop.wait(lambda: bool(facts(shop, RefundGivenUp)))
    assert terminal.moves == [("pay", 34900)]


def test_a_refund_that_broke_off_is_asked_about_by_itself_and_paid_once(shop, terminal):
    page = refund_of_a_card(shop)
    terminal.mode = "dies_after"
    terminal.card_waits = True
    page.money.go.click()
    shop.wait(lambda: page.answer.second.label() == "Не ждать")
    terminal.show_card()
    shop.wait(lambda: stored(shop).operation == "sell_refund")
    assert terminal.moves == [("pay", 34900), ("refund", 34900)]


def test_a_refund_that_was_not_waited_for_is_asked_about_again(shop, terminal):
    page = refund_of_a_card(shop)
    terminal.mode, terminal.forgets = "dies_after", True
    page.money.go.click()
    shop.wait(lambda: page.answer.first.label() == "Прошло")
    [begun] = facts(shop, RefundBegun)
    back = TerminalAnswer(TerminalOutcome.APPROVED, "612300000002")
    terminal.answers[begun.refund_id] = back
    QTest.keyClick(page, Key.Key_F7)
    shop.wait(lambda: stored(shop).operation == "sell_refund")
    assert terminal.moves == [("pay", 34900), ("refund", 34900)]


def test_a_refund_that_no_terminal_remembers_is_answered_by_a_person(shop, terminal):
    page = refund_of_a_card(shop)
    terminal.mode, terminal.forgets = "dies_after", True
    page.money.go.click()
    shop.wait(lambda: page.answer.first.label() == "Прошло")
    QTest.keyClick(page, Key.Key_F12)
    shop.wait(lambda: stored(shop).operation == "sell_refund")
    assert len([act for act, _ in terminal.moves if act == "refund"]) == 1


def test_a_closed_shift_compares_the_totals_and_waits_for_nothing(shop, terminal):
    terminal.card_waits = True
    shift = shop.opened.shop.desks.shift
    closed = []
    shop.till.run(lambda: shift.close(None, Why("", "")), closed.append)
    shop.wait(lambda: bool(closed))
    assert facts(shop, TerminalReconciled) == []
    terminal.show_card()
    shop.wait(lambda: bool(facts(shop, TerminalReconciled)))
    [fact] = facts(shop, TerminalReconciled)
    assert (fact.outcome, fact.shift_number) == ("approved", closed[0].number)
    assert "reconcile" in [act for act, _ in terminal.moves]


def test_totals_that_could_not_be_compared_are_an_eye_wanted_and_no_more(shop, terminal):
    terminal.mode = "decline"
    shop.window.terminal.reconcile()
    shop.wait(lambda: "Сверка итогов" in shop.window.attention.text())
    terminal.mode = "ok"
    shop.window.terminal.reconcile()
    shop.wait(lambda: "Сверка итогов" not in shop.window.attention.text())


def test_without_a_terminal_no_menu_speaks_of_its_totals(shop):
    assert shop.window.terminal.is_missing("reconcile")
    with_terminal(shop)
    assert not shop.window.terminal.is_missing("reconcile")
    assert not shop.window.terminal.is_missing("pay_in")


def test_totals_whose_answer_the_register_did_not_hear_are_asked_about(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as before:
        before.sign_in()
        terminal = with_terminal(before)
        terminal.silent = True
        shift = before.opened.shop.desks.shift
        closed = []
        before.till.run(lambda: shift.close(None, Why("", "")), closed.append)
        before.wait(lambda: bool(closed))
    terminal.silent = False
    with open_shop(qtbot, tmp_path) as after:
        come_back(after, terminal)
        after.wait(lambda: bool(facts(after, TerminalReconciled)))
        [fact] = facts(after, TerminalReconciled)
        assert (fact.outcome, fact.shift_number) == ("approved", closed[0].number)
    assert [act for act, _ in terminal.moves] == ["reconcile"]


def test_a_terminal_of_the_settings_takes_a_card_from_the_window_to_the_bank(qtbot, tmp_path):
    simulator = ZvtTerminalSimulator().start()
    endpoint = f"tcp://{simulator.host}:{simulator.port}"
    settings = replace(SETTINGS, terminal=Terminal(endpoint, "zvt"))
    try:
        with open_shop(qtbot, tmp_path, settings) as shop:
            shop.sign_in()
            pills = shop.window.status.parts
            shop.wait(lambda: [p.state for p in pills() if p.part == "terminal"] == ["ok"])
            hands = Hands(shop)
            hands.scan(COFFEE)
            hands.tap("Карта")
            [tender] = stored(shop).tenders
            assert (tender.reference, tender.card) == ("0001/000471/28004869", "**** 4771")
            assert "Beleg-Nr 0001" in tender.slip
        assert (simulator.bank.charges, simulator.bank.taken_minor) == (1, 34_900)
    finally:
        simulator.stop()


def test_a_terminal_that_is_set_up_wrongly_takes_nothing_by_itself(qtbot, tmp_path):
    settings = replace(SETTINGS, terminal=Terminal("tcp://127.0.0.1:9", "no-such-model"))
    with open_shop(qtbot, tmp_path, settings) as shop:
        shop.sign_in()
        shop.scan(COFFEE)
        shop.till.pay_exact(CARD)
        shop.wait(shop.window.payment.ask.isVisible)
        states = [p.state for p in shop.window.status.parts() if p.part == "terminal"]
        assert states == ["danger"]


def test_a_refund_is_stored_when_the_terminal_answers_though_its_page_is_closed(shop, terminal):
    page = refund_of_a_card(shop)
    terminal.card_waits = True
    page.money.go.click()
    shop.wait(lambda: page.answer.second.label() == "Не ждать")
    QTest.keyClick(page, Key.Key_Escape)
    shop.wait(lambda: "Возврат ждёт ответа" in shop.window.attention.text())
    terminal.show_card()
    shop.wait(lambda: stored(shop).operation == "sell_refund")
    shop.wait(lambda: "Возврат ждёт" not in shop.window.attention.text())
    assert stored(shop).tenders[0].slip == SLIP
    assert terminal.moves == [("pay", 34900), ("refund", 34900)]
    shop.wait(lambda: "349,00" in shop.window.toast.text().replace("\u00a0", " "))


def test_a_refund_is_stored_when_the_terminal_answers_a_locked_register(shop, terminal):
    page = refund_of_a_card(shop)
    terminal.card_waits = True
    page.money.go.click()
    shop.wait(lambda: page.answer.second.label() == "Не ждать")
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    terminal.show_card()
    shop.wait(lambda: stored(shop).operation == "sell_refund")
    assert terminal.moves == [("pay", 34900), ("refund", 34900)]


def _refund_cut_off(qtbot, tmp_path, mode="ok") -> FakeTerminal:
    """A register that ends while its terminal gives money back, and the terminal after that."""
    with open_shop(qtbot, tmp_path) as before:
        terminal = with_terminal(before)
        before.sign_in()
        page = refund_of_a_card(before)
        terminal.card_waits = True
        page.money.go.click()
        before.wait(lambda: page.answer.second.label() == "Не ждать")
    terminal.post = lambda _event: None
    terminal.mode = mode
    terminal.show_card()
    return terminal


@pytest.mark.parametrize(("mode", "operation"), [("ok", "sell_refund"), ("decline", "sell")])
def test_after_a_restart_the_terminal_is_asked_about_the_refund_when_somebody_comes(
    qtbot, tmp_path, mode, operation
):
    terminal = _refund_cut_off(qtbot, tmp_path, mode)
    with open_shop(qtbot, tmp_path) as after:
        come_back(after, terminal)
        after.wait(lambda: after.opened.register.journal.refunds.unfinished() is None)
        assert after.opened.register.journal.ledger.last_sale().fact.operation == operation
        assert len(facts(after, RefundGivenUp)) == (mode == "decline")
    assert sum(act == "refund" for act, _ in terminal.moves) == (mode == "ok")


def test_a_refund_nobody_knows_about_is_told_above_the_screens_until_a_person_says(qtbot, tmp_path):
    terminal = _refund_cut_off(qtbot, tmp_path)
    op_id = terminal.submitted[-1].op_id
    terminal.answers[op_id] = TerminalAnswer(TerminalOutcome.UNKNOWN, reason="terminal.cannot_tell")
    with open_shop(qtbot, tmp_path) as after:
        come_back(after, terminal)
        after.wait(lambda: "Возврат ждёт ответа" in after.window.attention.text())
        after.window.attention._banner.buttons()[0].click()
        page = after.window.beside.page("refund").refund
        after.wait(lambda: page.answer.first.label() == "Прошло")
        QTest.keyClick(page, Key.Key_F12)
        after.wait(lambda: after.opened.register.journal.refunds.unfinished() is None)
        after.wait(lambda: "Возврат ждёт" not in after.window.attention.text())
