"""The shift at the window: opened before selling, counted blind, closed with its difference."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_desktop import i18n
from pos_desktop.domain.facts import (
    CashMoved,
    CashVerified,
    DrawerCounted,
    ShiftClosed,
    ShiftOpened,
)
from pos_desktop.domain.printing import PrintState
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui import theme
from pos_desktop.gui.screens.shift_verify import VerifyCashDialog
from pos_desktop.gui.widgets.cards import ValueRow
from pos_desktop.operations.move_cash import Why
from pos_desktop.operations.open_shift import Declared
from pos_desktop.ports import Commit, NewPrintJob
from tests.gui.open_shop import PINS, facts, open_shop
from tests.till_fakes import SENIOR

COFFEE = "4607084120301"
MANAGER = StaffMember("s3", "Гусев Роман", "Гусев Р.", Role.MANAGER)
DAY_US = 24 * 3_600_000_000


@pytest.fixture
def shop(qtbot, tmp_path):
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as opened:
        yield opened


def page(shop, name):
    shop.wait(lambda: shop.window.beside.current() == name)
    return shop.window.beside.page(name)


def opening(shop):
    shop.let_in()
    shown = page(shop, "shift_open")
    shop.wait(lambda: shown._opening.number > 0)
    return shown


def press(widget, key):
    QTest.keyClick(widget, key)


def test_after_sign_in_the_shift_is_opened_by_one_key_where_the_sum_is_right(shop):
    shown = opening(shop)
    press(shown, Qt.Key.Key_F12)
    shop.wait(lambda: shop.shown.shift is not None)
    assert shop.window.pages.currentWidget() is shop.window.sale
    [fact] = facts(shop, ShiftOpened)
    assert (fact.number, fact.cash_minor, fact.counted) == (1, 0, True)


def test_a_counted_opening_keeps_the_notes_that_lay_there(shop):
    shown = opening(shop)
    QTest.keyClicks(shown.counter, "2")
    press(shown.counter, Qt.Key.Key_Return)
    QTest.keyClicks(shown.counter, "13")
    assert shown.counter.counts() == {500_000: 2, 200_000: 13}
    press(shown.counter, Qt.Key.Key_F12)
    shop.wait(lambda: shop.shown.shift is not None)
    [fact] = facts(shop, ShiftOpened)
    assert fact.cash_minor == 3_600_000
    assert [(c.value_minor, c.count) for c in fact.counts] == [(500_000, 2), (200_000, 13)]


def test_a_sum_may_be_typed_instead_of_counting(shop):
    shown = opening(shop)
    shown._modes[True].click()
    for letter in "1500":
        QTest.keyClick(shown, letter)
    press(shown, Qt.Key.Key_Return)
    shop.wait(lambda: shop.shown.shift is not None)
    assert facts(shop, ShiftOpened)[0].cash_minor == 150_000


def test_nothing_is_sold_before_the_shift_is_open_and_the_scan_is_answered(shop, qtbot):
    opening(shop)
    with qtbot.waitSignal(shop.till.refused, timeout=5000) as said:
        shop.window.scanned(COFFEE)
    assert said.args[0].code == "shift.not_open"
    assert i18n.t("messages.shift_not_open.title") in shop.window.toast.text()
    assert shop.lines() == 0


def test_esc_on_the_opening_page_lets_somebody_else_sign_in(shop):
    shown = opening(shop)
    press(shown, Qt.Key.Key_Escape)
    shop.wait(lambda: shop.shown.staff is None)
    assert shop.window.pages.currentWidget() is shop.window.signin


def sold_once(shop):
    shop.sign_in()
    shop.scan(COFFEE)
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: shop.shown.last is not None)


def closing(shop):
    shop.window.open_page("shift_close")
    shown = page(shop, "shift_close")
    shop.wait(lambda: shown._report.number > 0)
    return shown


def totals(shown):
    return [row.accessibleName() for row in shown.totals.findChildren(ValueRow)]


def test_who_closes_the_shift_is_told_how_many_receipts_are_not_on_paper(shop):
    sold_once(shop)
    shown = closing(shop)
    assert shown._papers.isHidden()
    prints = shop.opened.register.journal.prints
    held, lost = (prints.add(NewPrintJob(f"s-{n}", n, "receipt", b"x")) for n in (1, 2))
    prints.move(held, PrintState.HELD, "printer.paper_out")
    prints.move(lost, PrintState.SENDING)
    prints.move(lost, PrintState.UNKNOWN, "printer.unreachable")
    shown.opened()
    shop.wait(lambda: "2" in shown._papers.text())
    assert not shown._papers.isHidden()
    assert shown._papers.state() == "wait"
    for job in (held, lost):
        prints.move(job, PrintState.CANCELLED if job == held else PrintState.DONE)
    shown.opened()
    shop.wait(shown._papers.isHidden)


def test_the_drawer_is_counted_blind_and_the_shift_closes_with_its_shortage(shop):
    sold_once(shop)
    shown = closing(shop)
    rows = totals(shown)
    assert any(row.startswith(i18n.t("cash.tender.cash")) for row in rows)
    assert any(row.startswith(i18n.t("cash.revenue")) for row in rows)
    # Neither revenue nor its VAT: both lead to the cash where one knows what came by card.
    assert not any("349" in row or "22" in row for row in rows)
    assert not any(row.startswith(i18n.t("cash.expected")) for row in rows)
    shown.counter.set_count(10_000, 3)
    press(shown, Qt.Key.Key_F12)
    shop.wait(lambda: not shown.difference.isHidden())
    assert "-49,00" in shown.difference._words.text().replace("−", "-")
    shop.wait(lambda: sum("349" in row for row in totals(shown)) >= 3)
    shown.difference.chips.button("change").click()
    shown.difference.edit.setText("чек 1")
    press(shown, Qt.Key.Key_F12)
    shop.wait(lambda: shop.shown.shift is None)
    [fact] = facts(shop, ShiftClosed)
    assert (fact.cash_minor, fact.declared_minor, fact.difference_minor) == (34_900, 30_000, -4_900)
    assert (fact.reason, fact.explanation) == ("change", "чек 1")
    # The next morning starts from what was declared.
    shown = page(shop, "shift_open")
    shop.wait(lambda: shown._opening.number == 2)
    assert shown._opening.expected_minor == 30_000


def test_a_difference_without_a_word_does_not_keep_the_shift_open(shop):
    sold_once(shop)
    shown = closing(shop)
    press(shown, Qt.Key.Key_F12)
    shop.wait(lambda: not shown.difference.isHidden())
    press(shown, Qt.Key.Key_F12)
    shop.wait(lambda: shop.shown.shift is None)


def test_the_money_is_counted_again_from_where_one_was(shop):
    sold_once(shop)
    shown = closing(shop)
    shown.counter.set_count(10_000, 3)
    press(shown, Qt.Key.Key_F12)
    shop.wait(lambda: not shown.difference.isHidden())
    assert shown._badge.accessibleName() == i18n.t("shift_close.kept")
    shown.difference.recount.emit()
    assert shown.difference.isHidden()
    assert shown.counter.counts() == {10_000: 3}
    assert shown._badge.accessibleName() == i18n.t("shift_close.again")


def test_the_first_blind_count_is_kept_before_the_sum_is_shown_and_stays_after_a_second(shop):
    sold_once(shop)
    shown = closing(shop)
    shown.counter.set_count(10_000, 4)
    press(shown, Qt.Key.Key_F12)
    shop.wait(lambda: not shown.difference.isHidden())
    [first] = facts(shop, DrawerCounted)
    assert (first.counted_minor, first.expected_minor, first.blind) == (40_000, 34_900, True)
    shown.difference.recount.emit()
    shown.counter.set_count(10_000, 3)
    shown.counter.set_count(5_000, 1)
    press(shown, Qt.Key.Key_F12)
    shop.wait(lambda: not shown.difference.isHidden())
    words = shown.difference._words.text()
    assert "-1,00" not in words
    assert "400,00" in words, "who counted again is told that the first count stays"
    press(shown, Qt.Key.Key_F12)
    shop.wait(lambda: shop.shown.shift is None)
    assert [(f.counted_minor, f.blind) for f in facts(shop, DrawerCounted)] == [
        (40_000, True),
        (35_000, False),
    ]
    assert facts(shop, ShiftClosed)[0].declared_minor == 35_000
    page(shop, "shift_open")
    shop.window.open_page("shift_history")
    history = page(shop, "shift_history")
    shop.wait(lambda: sum("400,00" in row or "350,00" in row for row in totals(history)) >= 2)


def test_a_count_that_cannot_be_kept_is_not_told_its_sum(shop):
    sold_once(shop)
    shown = closing(shop)
    shown.counter.set_count(10_000, 4)
    desk = shop.opened.shop.desks.shift
    shop.till.run(lambda: desk.close(None, Why()))
    shop.wait(lambda: shop.shown.shift is None)
    press(shown, Qt.Key.Key_F12)
    shop.wait(lambda: not shown._busy)
    assert shown.difference.isHidden()
    assert facts(shop, DrawerCounted) == []


def test_a_manager_sees_what_the_drawer_should_hold_before_the_count(shop):
    shop.opened.register.staff.add_all([(MANAGER, "5555", "")])
    shop.sign_in(MANAGER.staff_id, "5555")
    shop.scan(COFFEE)
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: shop.shown.last is not None)
    shown = closing(shop)
    shop.wait(lambda: any(row.startswith(i18n.t("cash.expected")) for row in totals(shown)))
    assert shown._badge.isHidden()
    shown.counter.set_count(10_000, 3)
    press(shown, Qt.Key.Key_F12)
    shop.wait(lambda: not shown.difference.isHidden())
    assert [fact.blind for fact in facts(shop, DrawerCounted)] == [False]


def test_a_customer_in_the_middle_of_the_count_does_not_lose_it(shop):
    sold_once(shop)
    shown = closing(shop)
    shown.counter.set_count(10_000, 3)
    shop.scan(COFFEE)
    assert shop.window.pages.currentWidget() is shop.window.sale
    assert shop.lines() == 1
    assert closing(shop).counter.counts() == {10_000: 3}


def test_pay_in_is_two_taps_beyond_the_sum_and_is_in_the_drawer(shop):
    shop.sign_in()
    dialog = shop.window.cash_moves.ask("pay_in")
    for letter in "500,5":
        QTest.keyClick(dialog, letter)
    dialog.reason.chips.button("change_fund").click()
    press(dialog, Qt.Key.Key_Return)
    shop.wait(lambda: bool(facts(shop, CashMoved)))
    [fact] = facts(shop, CashMoved)
    assert (fact.kind, fact.amount_minor, fact.reason) == ("pay_in", 50_050, "change_fund")


def test_a_pay_out_by_a_cashier_asks_a_senior_in_place(shop):
    shop.sign_in()
    shop.till.run(lambda: None)
    pay_in = shop.window.cash_moves.ask("pay_in")
    QTest.keyClicks(pay_in, "100")
    press(pay_in, Qt.Key.Key_Return)
    shop.wait(lambda: len(facts(shop, CashMoved)) == 1)
    dialog = shop.window.cash_moves.ask("pay_out")
    QTest.keyClicks(dialog, "50")
    press(dialog, Qt.Key.Key_Return)
    shop.wait(lambda: shop.window.second_word.dialog is not None)
    for digit in PINS[SENIOR.staff_id]:
        QTest.keyClick(shop.window.second_word.dialog, digit)
    shop.wait(lambda: len(facts(shop, CashMoved)) == 2)
    assert facts(shop, CashMoved)[1].amount_minor == 5_000


def begin_yesterday(shop, hours):
    """A shift that somebody opened so many hours ago."""
    journal = shop.opened.register.journal
    now_us = shop.opened.register.clock.now_us()
    opened = ShiftOpened("shift-old", 1, "s1", "Иванова М.", cash_minor=100)
    journal.commit(Commit((opened,), occurred_at_us=now_us - hours * 3_600_000_000))


def test_yesterdays_shift_asks_to_be_closed_before_anything_is_sold(shop):
    begin_yesterday(shop, 25)
    shop.let_in()
    shown = page(shop, "shift_close")
    shop.wait(lambda: not shown.notice.isHidden())
    shown.notice.first_pressed.emit()
    shop.wait(lambda: shop.shown.shift is None)
    [fact] = facts(shop, ShiftClosed)
    assert (fact.counted, fact.cash_minor) == (False, 100)
    page(shop, "shift_open")


def test_a_shift_over_its_day_may_be_sold_in_but_says_so_and_asks_again_at_the_next_sign_in(shop):
    begin_yesterday(shop, 25)
    shop.let_in()
    press(page(shop, "shift_close"), Qt.Key.Key_Escape)
    shop.wait(lambda: shop.window.pages.currentWidget() is shop.window.sale)
    over = i18n.t("window.button_shift_close")
    assert "№ 1" in shop.window.attention.text()
    assert shop.window.attention._banner.buttons()[0].text() == over
    shop.scan(COFFEE)
    assert shop.lines() == 1
    assert "№ 1" in shop.window.attention.text()
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    shop.let_in()
    page(shop, "shift_close")
    press(shop.window.beside.page("shift_close"), Qt.Key.Key_Escape)
    shop.window.attention._banner.buttons()[0].click()
    page(shop, "shift_close")
    assert facts(shop, ShiftClosed) == []


def test_an_hour_before_its_end_the_shift_speaks_up_and_selling_goes_on(shop):
    begin_yesterday(shop, 23)
    shop.let_in()
    shop.wait(lambda: shop.window.pages.currentWidget() is shop.window.sale)
    shop.wait(lambda: "№ 1" in shop.window.attention.text())
    shop.scan(COFFEE)
    assert shop.lines() == 1


def test_the_next_cashier_goes_on_with_the_shift_of_another(shop):
    shop.sign_in()
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    shop.sign_in(SENIOR.staff_id)
    assert shop.window.pages.currentWidget() is shop.window.sale
    assert (shop.shown.shift.number, shop.shown.staff.staff_id) == (1, SENIOR.staff_id)
    assert "Иванова М." in shop.window.bar.accessibleName(), "whose shift it is stays in sight"


def test_the_verified_value_is_entered_in_the_history_by_a_senior(shop):
    shop.sign_in(SENIOR.staff_id)
    desk = shop.opened.shop.desks.shift
    shop.till.run(lambda: desk.close(Declared(500), Why("change", "чек 5")))
    page(shop, "shift_open")
    shop.window.open_page("shift_history")
    shown = page(shop, "shift_history")
    shop.wait(lambda: shown._chosen == 1)
    press(shown, Qt.Key.Key_F8)
    dialog = shop.window.findChild(VerifyCashDialog)
    QTest.keyClicks(dialog, "450")
    press(dialog, Qt.Key.Key_Return)
    shop.wait(lambda: bool(facts(shop, CashVerified)))
    assert facts(shop, CashVerified)[0].verified_minor == 45_000
    shop.wait(lambda: "450,00" in shown._values[2].value())
    press(shown, Qt.Key.Key_Escape)
    # Without an open shift the way back leads to its opening.
    assert shop.window.beside.current() == "shift_open"
