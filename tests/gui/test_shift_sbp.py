"""What a closing shift says of payments by QR code, and how what no bank confirmed is settled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.tender import TenderKind, TenderOutcome
from pos_desktop.gui.widgets.cards import ValueRow
from pos_desktop.operations.reckon_sbp import Doubt
from pos_desktop.ports import TerminalAnswer, TerminalOutcome
from tests.gui.sbp_screens import STATIC, FakeBank
from tests.gui.screens_people import asks, given_back_by_hand, pay_by_code

COFFEE_MINOR = 34_900
APPROVED = TerminalAnswer(TerminalOutcome.APPROVED, reference="A1")
DECLINED = TerminalAnswer(TerminalOutcome.DECLINED, reason="sbp.expired")
UNKNOWN = TerminalAnswer(TerminalOutcome.UNKNOWN, reason="sbp.no_last_word")


def bank_of(shop, answer: TerminalAnswer) -> FakeBank:
    bank = FakeBank(shop.opened.shop.bridge.post, answer)
    shop.opened.register.place.terminals = {TenderKind.QR: bank}
    return bank


def answered_by_cashier(shop, outcome: TenderOutcome) -> None:
    """The bank never said what became of it, so the cashier did."""
    payments = shop.opened.shop.desks.payment
    pay_by_code(shop)
    shop.wait(lambda: asks(shop))
    shop.till.act(lambda: payments.answer(outcome))
    shop.wait(lambda: not asks(shop))


def closing(shop):
    shop.window.open_page("shift_close")
    page = shop.window.beside.page("shift_close")
    shop.wait(lambda: page._report.number > 0)
    read: list[bool] = []
    shop.till.ask(lambda: True, read.append)
    shop.wait(lambda: bool(read))
    return page


def test_without_payments_by_code_nothing_is_said_of_them(shop):
    assert closing(shop).doubts.sums.isHidden()


def test_count_and_sum_are_told_with_those_that_only_a_person_saw(shop):
    bank_of(shop, APPROVED)
    for _ in range(2):
        before = shop.shown.last
        pay_by_code(shop)
        shop.wait(lambda b=before: shop.shown.last is not b)
    place = shop.opened.register.place
    place.terminals = {}
    place.payments = replace(place.payments, static_qr=STATIC)
    answered_by_cashier(shop, TenderOutcome.APPROVED)
    page = closing(shop)
    told = page.doubts.told
    assert (told.payments, told.payments_minor) == (3, 3 * COFFEE_MINOR)
    assert (told.by_word, told.by_word_minor) == (1, COFFEE_MINOR)
    assert told.doubtful == ()
    assert page.doubts.sums.isVisible()
    assert page.doubts.sums.button.isHidden()


def test_what_a_cashier_said_for_the_bank_is_asked_about_and_gone_when_it_agrees(shop):
    bank = bank_of(shop, UNKNOWN)
    answered_by_cashier(shop, TenderOutcome.APPROVED)
    page = closing(shop)
    [one] = page.doubts.told.doubtful
    assert (one.doubt, one.moved, one.can_ask) == (Doubt.SAID, True, True)
    QTest.keyClick(page, Qt.Key.Key_F6)
    [row] = page.doubts.dialog.doubts
    row.ask.click()
    shop.wait(lambda: bank.asked[-1].op_id == one.op_id)
    shop.wait(lambda: all(row.ask.isEnabled() for row in page.doubts.dialog.doubts))
    assert page.doubts.told.doubtful == (one,), "a bank that does not know settles nothing"
    bank._answer = APPROVED
    page.doubts.dialog.doubts[0].ask.click()
    shop.wait(lambda: page.doubts.told.doubtful == ())
    assert page.doubts.dialog.doubts == []
    assert page.doubts.sums.button.isHidden()


def test_a_bank_that_says_otherwise_is_told_until_a_senior_has_seen_to_it(shop):
    bank = bank_of(shop, UNKNOWN)
    answered_by_cashier(shop, TenderOutcome.DECLINED)
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: shop.shown.last is not None)
    page = closing(shop)
    page.doubts.open()
    bank._answer = APPROVED
    page.doubts.dialog.doubts[0].ask.click()
    shop.wait(lambda: [d.doubt for d in page.doubts.told.doubtful] == [Doubt.CONTRADICTED])
    assert page.doubts.dialog.doubts[0].ask.isHidden()
    assert "Деньги всё-таки списаны" in shop.window.attention.text()


def test_without_that_bank_there_is_nobody_to_ask_and_it_says_where_to_look(shop):
    bank_of(shop, UNKNOWN)
    answered_by_cashier(shop, TenderOutcome.APPROVED)
    shop.opened.register.place.terminals = {}
    page = closing(shop)
    [one] = page.doubts.told.doubtful
    assert not one.can_ask
    with pytest.raises(RefusalError):
        shop.opened.shop.desks.qr.ask(one.op_id)


def test_a_payment_that_nobody_has_settled_leads_back_to_the_sale(shop):
    bank_of(shop, UNKNOWN)
    pay_by_code(shop)
    shop.wait(lambda: asks(shop))
    told = shop.opened.shop.desks.qr.reckon()
    [one] = told.doubtful
    assert (one.doubt, one.moved, one.can_ask) == (Doubt.WAITING, None, False)
    page = closing(shop)
    page.doubts._show(told)
    page.doubts.open()
    QTest.keyClick(page.doubts.dialog, Qt.Key.Key_F12)
    shop.wait(lambda: shop.window.beside.current() != "shift_close")


def test_refunds_that_a_person_made_past_the_register_are_told_apart(shop):
    bank_of(shop, APPROVED)
    before = shop.shown.last
    pay_by_code(shop)
    shop.wait(lambda: shop.shown.last is not before)
    given_back_by_hand(shop)
    page = closing(shop)
    told = page.doubts.told
    assert (told.refunds, told.refunds_minor) == (1, COFFEE_MINOR)
    assert (told.refunds_by_word, told.refunds_by_word_minor) == (1, COFFEE_MINOR)
    shop.wait(lambda: "мимо кассы" in " ".join(rows_of(page)))


def rows_of(page) -> list[str]:
    return [row.accessibleName() for row in page.doubts.sums.findChildren(ValueRow)]
