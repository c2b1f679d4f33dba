"""A cashier may not do something alone: a second person allows it in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_desktop import i18n
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import ActionApproved
from pos_desktop.domain.rights import Action, demand
from pos_desktop.gui import theme
from pos_desktop.journal.staff import SqliteStaff
from tests.gui.open_shop import open_shop
from tests.till_fakes import CASHIER, SENIOR

COFFEE = "4607084120301"
BADGE = "BADGE-SENIOR-7"


@pytest.fixture
def shop(qtbot, tmp_path):
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as opened:
        staff: SqliteStaff = opened.opened.register.staff
        staff.add_all([(CASHIER, "1111", ""), (SENIOR, "2222", BADGE)])
        opened.sign_in()
        yield opened


class Wish:
    """Something a cashier may not do alone; counts how often it was done."""

    def __init__(self, shop, *actions):
        self.done = 0
        self._desk = shop.opened.shop.desks.sale
        self._actions = actions

    def __call__(self):
        for action in self._actions:
            demand(self._desk.staff(), action)
        self.done += 1


def ask(shop, *actions):
    wish = Wish(shop, *(actions or (Action.CHANGE_PRICE,)))
    shop.till.run(wish)
    shop.wait(lambda: shop.window.second_word.dialog is not None)
    return wish, shop.window.second_word.dialog


def type_pin(dialog, pin):
    for digit in pin:
        QTest.keyClick(dialog, digit)


def approvals(shop):
    rows = shop.opened.register.journal.outbox.entries_after(0, 100)
    return [row for row in rows if row.kind == ActionApproved.KIND]


def test_the_senior_types_the_pin_in_place_and_the_thing_is_done_once(shop):
    wish, dialog = ask(shop)
    assert dialog.selected() == SENIOR.staff_id, "the only one who may is chosen at once"
    type_pin(dialog, "2222")
    shop.wait(lambda: shop.window.second_word.dialog is None)
    shop.wait(lambda: wish.done == 1)
    assert len(approvals(shop)) == 1
    payload = approvals(shop)[0].payload.decode()
    assert all(part in payload for part in (CASHIER.staff_id, SENIOR.staff_id, "change_price"))
    # The word held for one action only.
    ask(shop)


def test_a_wrong_pin_stays_in_the_dialog_says_how_many_tries_are_left_and_does_nothing(shop):
    wish, dialog = ask(shop)
    type_pin(dialog, "0000")
    shop.wait(lambda: "4" in dialog.pin._hint.text() and dialog.pin.digits() == 0)
    assert shop.window.second_word.dialog is dialog
    assert i18n.t("messages.signin_wrong_pin.title") in dialog.pin._hint.text()
    assert (wish.done, approvals(shop)) == (0, [])
    type_pin(dialog, "2222")
    shop.wait(lambda: wish.done == 1)


def test_a_badge_allows_it_too_and_an_unknown_badge_is_said_in_place(shop):
    wish, dialog = ask(shop)
    shop.window.scanned("NOBODYS-BADGE")
    title = i18n.t("messages.signin_unknown_badge.title")
    shop.wait(lambda: title in dialog.pin._hint.text())
    shop.window.scanned(BADGE)
    shop.wait(lambda: wish.done == 1)


def test_esc_leaves_it_undone_and_nothing_is_in_the_journal(shop):
    wish, dialog = ask(shop)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert shop.window.second_word.dialog is None
    assert (wish.done, approvals(shop)) == (0, [])


def test_goods_scanned_while_the_question_is_open_go_into_the_receipt_afterwards(shop):
    _, dialog = ask(shop)
    shop.window.scanned(COFFEE)
    shop.wait(lambda: not dialog.notice.isHidden())
    assert shop.lines() == 0
    shop.window.scanned(COFFEE)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    shop.wait(lambda: shop.lines() == 1)
    shop.wait(lambda: shop.shown.priced.lines[0].line.quantity.thousandths == 2000)


def test_an_action_that_needs_two_rights_is_asked_for_twice_and_done_once(shop):
    wish, first = ask(shop, Action.CHANGE_PRICE, Action.OPEN_DRAWER)
    type_pin(first, "2222")
    shop.wait(lambda: shop.window.second_word.dialog not in (None, first))
    second = shop.window.second_word.dialog
    assert wish.done == 0
    type_pin(second, "2222")
    shop.wait(lambda: wish.done == 1)
    assert len(approvals(shop)) == 2


def test_why_it_was_allowed_is_written_down(shop):
    wish, dialog = ask(shop)
    dialog.reason.chips.button("shelf_price").click()
    dialog.reason.edit.setText("ряд 4")
    type_pin(dialog, "2222")
    shop.wait(lambda: wish.done == 1)
    assert "Цена на полке: ряд 4" in approvals(shop)[0].payload.decode()


def test_what_the_action_itself_refuses_is_said_as_usual(shop, qtbot):
    def work():
        demand(shop.opened.shop.desks.sale.staff(), Action.CHANGE_PRICE)
        raise RefusalError("sale.empty")

    shop.till.run(work)
    shop.wait(lambda: shop.window.second_word.dialog is not None)
    with qtbot.waitSignal(shop.till.refused, timeout=5000) as said:
        type_pin(shop.window.second_word.dialog, "2222")
    assert said.args[0].code == "sale.empty"
    assert shop.window.second_word.dialog is None


def test_where_nobody_may_allow_it_the_dialog_says_so(shop):
    _, dialog = ask(shop, Action.MANAGE_STAFF)
    assert not dialog.notice.isHidden()
    type_pin(dialog, "2222")
    assert dialog.pin.digits() == 0


def test_locking_the_register_gives_the_question_up(shop):
    _, _ = ask(shop)
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    assert shop.window.second_word.dialog is None
