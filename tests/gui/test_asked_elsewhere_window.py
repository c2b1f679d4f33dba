"""Another bank or terminal is set up while money of the one before is not told about: at the
window, with restarts, real workers and simulated banks and terminals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.facts import TenderRequested, TenderSettled, TerminalReconciled
from pos_desktop.domain.tender import TenderKind, TenderOutcome
from pos_desktop.keystore import Keystore
from pos_desktop.operations.move_cash import Why
from pos_desktop.ports import DeviceChanged, TerminalAnswer, TerminalOutcome
from pos_desktop.settings import DataDir, Terminal
from pos_desktop.simulators.zvt_terminal import TerminalBank, ZvtTerminalSimulator
from tests.gui.open_shop import SETTINGS, OpenShop, facts, open_shop
from tests.gui.sbp_shop import SECRETS, BankSide, bank_side
from tests.gui.terminal_screens import with_terminal
from tests.gui.test_window_sbp import last_sale, shows_code
from tests.gui.test_window_terminal import refund_of_a_card, stored
from tests.terminal_fakes import FakeTerminal

COFFEE = "4607084120301"
CARD = TenderKind.CARD
BANKS = {"raiffeisen": "Райффайзенбанк", "tbank": "Т-Банк"}
Key = Qt.Key


def asks_a_person_about(shop: OpenShop, who: str) -> None:
    """The question names who was asked and where to look, and offers nobody else to ask."""
    ask = shop.window.payment.ask
    shop.wait(lambda: ask.isVisible() and who in ask._detail.text())
    assert "Оборудование" in ask._detail.text()
    assert not ask.again.isVisible()
    QTest.keyClick(shop.window.payment, Key.Key_F7)
    payment = shop.shown.payment
    assert payment is not None
    assert payment.pending is not None
    assert ask.isVisible()


# Banks.


@pytest.fixture(params=["raiffeisen", "tbank"])
def banks(request, tmp_path) -> Iterator[tuple[BankSide, BankSide]]:
    """The bank that is asked, and the other one."""
    other = "tbank" if request.param == "raiffeisen" else "raiffeisen"
    with bank_side(tmp_path, request.param) as asked, bank_side(tmp_path, other) as instead:
        yield asked, instead


def paid_and_not_told(qtbot, asked: BankSide) -> None:
    """The customer has paid, the bank was silent, the register is closed."""
    with asked.opened(qtbot) as shop:
        shop.sign_in()
        shows_code(shop, asked)
        asked.pays()
        asked.relay.set_mode("refuse")
        QTest.keyClick(shop.window.payment, Key.Key_F2)
        shop.wait(lambda: [one.outcome for one in facts(shop, TenderSettled)] == ["unknown"])
    asked.relay.set_mode("pass")


def test_a_qr_payment_of_another_bank_stays_with_a_person_until_that_bank_is_back(qtbot, banks):
    asked, instead = banks
    paid_and_not_told(qtbot, asked)
    with instead.opened(qtbot) as shop:
        shop.let_in()
        asks_a_person_about(shop, BANKS[asked.bank])
        assert instead.simulator.codes() == []
        assert [one.outcome for one in facts(shop, TenderSettled)] == ["unknown"]
    with asked.opened(qtbot) as shop:
        shop.let_in()
        assert [(t.kind, t.by) for t in last_sale(shop).tenders] == [("qr", "sbp")]
        assert len(facts(shop, TenderRequested)) == len(asked.taken) == 1


def test_a_bank_that_is_set_up_again_is_asked_without_a_restart(qtbot, banks, tmp_path):
    asked, instead = banks
    paid_and_not_told(qtbot, asked)
    with instead.opened(qtbot) as shop:
        shop.let_in()
        asks_a_person_about(shop, BANKS[asked.bank])
        Keystore(DataDir(tmp_path)).set("sbp.secret", SECRETS[asked.bank])
        register = shop.opened.register
        shop.till.run(lambda: register.set_up_sbp(asked.settings().sbp))
        assert [(t.kind, t.by) for t in last_sale(shop).tenders] == [("qr", "sbp")]
        assert len(asked.taken) == 1


def test_without_any_bank_the_question_names_the_one_that_was_asked(qtbot, banks, tmp_path):
    asked, _instead = banks
    paid_and_not_told(qtbot, asked)
    with open_shop(qtbot, tmp_path) as shop:
        shop.let_in()
        asks_a_person_about(shop, BANKS[asked.bank])
        QTest.keyClick(shop.window.payment, Key.Key_F12)
        last_sale(shop)
        assert facts(shop, TenderSettled)[-1].by == ""


# Card terminals.


def endpoint_of(simulator: ZvtTerminalSimulator) -> str:
    return f"tcp://{simulator.host}:{simulator.port}"


@pytest.fixture
def terminals() -> Iterator[tuple[ZvtTerminalSimulator, ZvtTerminalSimulator]]:
    """The terminal that is asked, and the other one."""
    with ExitStack() as stack:
        banks = TerminalBank(), TerminalBank(terminal_id=11223344)
        made = [ZvtTerminalSimulator(bank).start() for bank in banks]
        for one in made:
            stack.callback(one.stop)
        yield made[0], made[1]


@contextmanager
def opened_with(qtbot, folder, simulator: ZvtTerminalSimulator) -> Iterator[OpenShop]:
    settings = replace(SETTINGS, terminal=Terminal(endpoint_of(simulator), "zvt", alone=True))
    with open_shop(qtbot, folder, settings) as shop:
        pills = shop.window.status.parts
        shop.wait(lambda: [p.state for p in pills() if p.part == "terminal"] == ["ok"])
        yield shop


def taken_and_not_told(qtbot, folder, asked: ZvtTerminalSimulator) -> None:
    """The terminal took the money and said no more, the register is closed."""
    with opened_with(qtbot, folder, asked) as shop:
        shop.sign_in()
        asked.set_mode("mute_after")
        shop.scan(COFFEE)
        shop.till.pay_exact(CARD)
        shop.wait(lambda: asked.bank.charges == 1)
        shop.wait(shop.window.payment.wait.isVisible)
    asked.set_mode("ok")


def test_money_of_another_terminal_stays_with_a_person_until_that_terminal_is_back(
    qtbot, tmp_path, terminals
):
    asked, instead = terminals
    taken_and_not_told(qtbot, tmp_path, asked)
    with opened_with(qtbot, tmp_path, instead) as shop:
        shop.let_in()
        asks_a_person_about(shop, "№\u00a028004869")
        assert facts(shop, TenderSettled) == []
    with opened_with(qtbot, tmp_path, asked) as shop:
        shop.let_in()
        [tender] = stored(shop).tenders
        assert (tender.by, tender.amount_minor) == ("terminal", 34_900)
    assert (asked.bank.charges, instead.bank.charges) == (1, 0)


@pytest.mark.parametrize("restarts", [True, False])
def test_a_terminal_that_got_another_address_is_asked_by_itself(
    qtbot, tmp_path, terminals, restarts
):
    asked, instead = terminals
    taken_and_not_told(qtbot, tmp_path, asked)
    asked.stop()
    moved = ZvtTerminalSimulator(asked.bank).start()
    with opened_with(qtbot, tmp_path, moved if restarts else instead) as shop:
        shop.let_in()
        if not restarts:
            asks_a_person_about(shop, "№\u00a028004869")
            there = Terminal(endpoint_of(moved), "zvt", alone=True)
            register = shop.opened.register
            shop.till.run(lambda: register.set_up_device("terminal", there))
        [tender] = stored(shop).tenders
        assert (tender.by, tender.amount_minor) == ("terminal", 34_900)
    assert (asked.bank.charges, instead.bank.charges) == (1, 0)
    moved.stop()


def test_another_terminal_at_the_address_of_the_one_that_was_asked_is_asked_nothing(
    qtbot, tmp_path, terminals
):
    asked, other = terminals
    taken_and_not_told(qtbot, tmp_path, asked)
    asked.stop()
    instead = ZvtTerminalSimulator(other.bank, port=asked.port).start()
    other.bank.book("pay", 34_900)
    with opened_with(qtbot, tmp_path, instead) as shop:
        shop.let_in()
        asks_a_person_about(shop, "№\u00a028004869")
        assert facts(shop, TenderSettled) == []
    instead.stop()


def test_a_terminal_that_is_exchanged_while_it_is_waited_for_is_waited_for_no_more(
    qtbot, tmp_path, terminals
):
    asked, instead = terminals
    with opened_with(qtbot, tmp_path, asked) as shop:
        shop.sign_in()
        asked.set_mode("mute_after")
        shop.scan(COFFEE)
        shop.till.pay_exact(CARD)
        shop.wait(lambda: asked.bank.charges == 1)
        shop.wait(shop.window.payment.wait.isVisible)
        asked.set_mode("ok")
        register = shop.opened.register
        before = register.settings.terminal
        for settings in (Terminal(), Terminal(endpoint_of(instead), "zvt")):
            shop.till.run(lambda s=settings: register.set_up_device("terminal", s))
            asks_a_person_about(shop, "№\u00a028004869")
        shop.till.run(lambda: register.set_up_device("terminal", before))
        assert stored(shop).tenders[0].by == "terminal"
    assert (asked.bank.charges, instead.bank.charges) == (1, 0)


# Refunds.


def another(shop: OpenShop, peer: str) -> FakeTerminal:
    """A terminal takes the place of the one before, and says that it is there."""
    terminal = with_terminal(shop)
    terminal.peer = peer
    announce(shop, terminal)
    return terminal


def announce(shop: OpenShop, terminal: FakeTerminal) -> None:
    shop.opened.register.place.terminals = {CARD: terminal}
    shop.opened.shop.bridge.post(DeviceChanged(terminal.state))


def refund_begun(shop: OpenShop) -> FakeTerminal:
    """Its terminal took the question for the refund, and told nothing anybody can read."""
    terminal = with_terminal(shop)
    terminal.peer = "tcp://10.0.0.5:20007,zvt"
    page = refund_of_a_card(shop)
    terminal.mode, terminal.forgets = "dies_after", True
    page.money.go.click()
    shop.wait(lambda: page.answer.first.label() == "Прошло")
    return terminal


def test_nobody_is_told_to_make_a_refund_again_that_another_terminal_may_have_made(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        asked = refund_begun(shop)
        page = shop.window.beside.page("refund").refund
        instead = another(shop, "tcp://10.0.0.6:20007,zvt")
        QTest.keyClick(page, Key.Key_F7)
        shop.wait(lambda: "10.0.0.5:20007 (zvt)" in page.answer._detail.text())
        assert page.answer._title.text() == "Прошёл ли возврат?"
        assert (instead.asked, instead.submitted) == ([], [])
        assert len([act for act, _ in asked.moves if act == "refund"]) == 1


def test_a_refund_is_asked_about_again_each_time_its_terminal_comes_back(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        asked = refund_begun(shop)
        QTest.keyClick(shop.window.beside.page("refund").refund, Key.Key_Escape)
        shop.wait(lambda: "Возврат ждёт ответа" in shop.window.attention.text())
        known = len(asked.asked)
        announce(shop, asked)
        shop.wait(lambda: len(asked.asked) > known)
        instead = another(shop, "tcp://10.0.0.6:20007,zvt")
        seen: list[object] = []
        shop.till.ask(shop.opened.shop.desks.refund_answers.look_after, seen.append)
        shop.wait(lambda: bool(seen))
        op_id = asked.asked[-1].op_id
        asked.answers[op_id] = TerminalAnswer(TerminalOutcome.APPROVED, "612300000002")
        announce(shop, asked)
        shop.wait(lambda: stored(shop).operation == "sell_refund")
        assert (instead.asked, instead.submitted) == ([], [])


def test_a_device_that_only_changes_its_state_is_not_asked_again_and_again(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        terminal = with_terminal(shop)
        terminal.mode, terminal.forgets = "dies_after", True
        shop.scan(COFFEE)
        shop.till.pay_exact(CARD)
        shop.wait(shop.window.payment.ask.isVisible)
        known = len(terminal.asked)
        for _ in range(3):
            announce(shop, terminal)
        payments = shop.opened.shop.desks.payment
        shop.till.act(lambda: payments.answer(TenderOutcome.APPROVED))
        stored(shop)
        assert len(terminal.asked) == known


def test_totals_are_asked_about_when_their_terminal_is_back_and_somebody_comes(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as before:
        before.sign_in()
        asked = with_terminal(before)
        asked.peer, asked.silent = "tcp://10.0.0.5:20007,zvt", True
        closed: list[object] = []
        shift = before.opened.shop.desks.shift
        before.till.run(lambda: shift.close(None, Why("", "")), closed.append)
        before.wait(lambda: bool(closed))
    asked.silent = False
    with open_shop(qtbot, tmp_path) as after:
        asked.post = after.opened.shop.bridge.post
        instead = another(after, "tcp://10.0.0.6:20007,zvt")
        for terminal in (instead, asked):
            after.opened.register.place.terminals = {CARD: terminal}
            after.let_in()
            looked: list[None] = []
            look = after.opened.shop.desks.shift.look_after_reconciliation
            after.till.ask(look, looked.append)
            after.wait(lambda done=looked: bool(done))
            after.till.lock()
            after.wait(lambda: after.shown.staff is None)
        after.wait(lambda: len(facts(after, TerminalReconciled)) == 1)
        assert (instead.asked, len(asked.asked)) == ([], 1)
