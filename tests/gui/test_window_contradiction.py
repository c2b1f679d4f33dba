"""A terminal that says other than the cashier did is told at the window until it is seen to."""

from __future__ import annotations

import pytest

from pos_desktop.domain.facts import ContradictionSettled, TerminalContradicted
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.dialogs.approval import ApprovalDialog
from tests.gui.open_shop import facts, open_shop
from tests.gui.terminal_screens import TERMINAL_SCREENS
from tests.terminal_fakes import FakeTerminal
from tests.till_fakes import SENIOR

TAKEN = "Деньги всё-таки списаны: 349,00 ₽"


def told(shop) -> str:
    return shop.window.attention.text().replace("\u00a0", " ")


@pytest.fixture
def shop(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as opened:
        opened.sign_in()
        TERMINAL_SCREENS["terminal_contradicts"](opened)
        yield opened


def test_a_charge_after_all_is_told_with_its_sum_and_changes_no_sale(shop):
    assert told(shop).startswith(TAKEN)
    [fact] = facts(shop, TerminalContradicted)
    assert (fact.amount_minor, fact.moved) == (34_900, True)
    assert shop.shown.payment.tenders == ()
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: shop.shown.payment is None and shop.shown.last is not None)
    assert told(shop).startswith(TAKEN), "it stands while selling goes on"


def test_a_cashier_asks_a_senior_who_says_that_it_is_seen_to(shop):
    shop.window.attention.seen.emit("contradiction")
    shop.wait(lambda: bool(shop.window.findChildren(ApprovalDialog)))
    assert facts(shop, ContradictionSettled) == []
    assert told(shop).startswith(TAKEN)


def test_it_is_told_again_after_a_restart_and_gone_once_seen_to(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as before:
        before.sign_in()
        TERMINAL_SCREENS["terminal_contradicts"](before)
    with open_shop(qtbot, tmp_path) as after:
        after.let_in(SENIOR.staff_id)
        after.wait(lambda: told(after).startswith(TAKEN))
        after.window.attention._banner.buttons()[0].click()
        after.wait(lambda: not told(after))
        [seen] = facts(after, ContradictionSettled)
        assert seen.staff_name.startswith("Соколова")


def test_what_only_a_person_said_is_asked_about_after_a_restart(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as before:
        before.sign_in()
        TERMINAL_SCREENS["terminal_unknown"](before)
        terminal = before.opened.register.place.terminals[TenderKind.CARD]
        op_id = terminal.submitted[0].op_id
        before.window.payment.ask.declined.click()
        before.wait(lambda: before.shown.payment.pending is None)
        assert facts(before, TerminalContradicted) == []
    remembers = FakeTerminal()
    remembers.answers = {op_id: remembers._answer(terminal.submitted[0])}
    with open_shop(qtbot, tmp_path) as after:
        after.opened.register.place.terminals = {TenderKind.CARD: remembers}
        remembers.post = after.opened.shop.bridge.post
        after.let_in()
        after.wait(lambda: "всё-таки списаны" in told(after))
        assert [request.op_id for request in remembers.asked] == [op_id]
        assert remembers.charges == 0
