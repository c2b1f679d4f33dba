"""What the open sale asks a cashier: packs scanned again, prices and their reasons, notes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.number import PriceDialog
from pos_desktop.gui.dialogs.removal import RemovalDialog, TwiceDialog
from pos_desktop.gui.dialogs.words import WordsDialog
from pos_desktop.settings import Selling
from tests.gui.open_shop import PINS, SETTINGS, OpenShop, open_shop
from tests.till_fakes import COFFEE, SENIOR

COFFEE_CODE, BREAD_CODE = "4607084120301", "4601238051176"
MILK = "0104600051000057215Xk)1aBcDeF\x1d93dGVz"
OTHER = "0104600051000057216Yk)1aBcDeF\x1d93dGVz"


@pytest.fixture
def shop(qtbot, tmp_path) -> Iterator[OpenShop]:
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as opened:
        opened.sign_in()
        yield opened


def dialog(shop: OpenShop):
    return shop.window.decisions.dialog


def asked(shop: OpenShop, kind: type):
    shop.wait(lambda: isinstance(dialog(shop), kind))
    return dialog(shop)


def test_the_pack_put_aside_is_scanned_and_exactly_that_one_leaves(shop):
    shop.scan(MILK, OTHER)
    shop.till.remove(2)
    asked(shop, RemovalDialog)
    shop.scan(MILK)
    shop.wait(lambda: shop.lines() == 1)
    assert shop.shown.priced.lines[0].line.marking_code == OTHER
    assert dialog(shop) is None


def test_other_goods_scanned_meanwhile_are_sold_and_the_question_stays(shop):
    shop.scan(MILK)
    shop.till.remove(1)
    panel = asked(shop, RemovalDialog)
    shop.window.scanned(COFFEE_CODE)
    shop.wait(lambda: shop.lines() == 2)
    assert dialog(shop) is panel


def test_a_pack_that_is_not_in_the_receipt_is_told_in_the_panel_and_not_sold(shop):
    shop.scan(MILK)
    shop.till.remove(1)
    panel = asked(shop, RemovalDialog)
    shop.window.scanned(OTHER)
    shop.wait(panel._told.isVisible)
    assert shop.lines() == 1


def test_without_the_pack_a_senior_takes_it_off(shop, qtbot):
    shop.scan(MILK, COFFEE_CODE)
    shop.till.remove(1)
    qtbot.keyClick(asked(shop, RemovalDialog), Qt.Key.Key_F8)
    second = shop.window.second_word
    shop.wait(lambda: second.dialog is not None)
    second.dialog.entered.emit(SENIOR.staff_id, PINS[SENIOR.staff_id])
    shop.wait(lambda: shop.lines() == 1)


def test_the_same_pack_scanned_twice_can_go_with_one_tap(shop, qtbot):
    shop.scan(MILK, COFFEE_CODE)
    shop.window.scanned(MILK)
    qtbot.keyClick(asked(shop, TwiceDialog), Qt.Key.Key_Delete)
    shop.wait(lambda: shop.lines() == 1)


def test_the_next_goods_answer_that_the_pack_stays(shop):
    shop.scan(MILK)
    shop.window.scanned(MILK)
    asked(shop, TwiceDialog)
    shop.window.scanned(COFFEE_CODE)
    shop.wait(lambda: shop.lines() == 2)
    assert dialog(shop) is None


def test_a_price_by_hand_takes_a_number_and_one_tap_for_its_reason(shop, qtbot):
    shop.till.lock()
    shop.till.sign_in(SENIOR.staff_id, PINS[SENIOR.staff_id])
    shop.wait(lambda: shop.shown.staff is not None and shop.shown.staff.staff_id == "s2")
    shop.scan(COFFEE_CODE)
    qtbot.keyClick(shop.window.sale, Qt.Key.Key_Insert)
    dialog(shop).chosen.emit("price")
    panel = asked(shop, PriceDialog)
    for key in "300":
        qtbot.keyClick(panel, key)
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    words = asked(shop, WordsDialog)
    first = next(iter(words.picker.chips._buttons))
    words.picker.chips.button(first).click()
    shop.wait(lambda: shop.shown.priced.total_minor == 30000)
    line = shop.shown.priced.lines[0].line
    assert (line.list_price_minor, line.price_reason) == (COFFEE.price_minor, first)


def test_a_note_is_chips_and_own_words(shop, qtbot):
    shop.scan(COFFEE_CODE)
    shop.window.decisions.note(1)
    words = asked(shop, WordsDialog)
    chip = next(iter(words.picker.chips._buttons))
    words.picker.chips.button(chip).click()
    words.picker.edit.setText("синяя лента")
    words.ok.click()
    shop.wait(lambda: shop.shown.priced.lines[0].line.note == f"{chip}: синяя лента")


def test_a_shop_that_wants_reasons_gets_one_with_one_more_tap(qtbot, tmp_path):
    settings = SETTINGS.__class__(
        organisation=SETTINGS.organisation,
        register=SETTINGS.register,
        selling=Selling(ask_void_reason=True, void_reasons=("Передумал",)),
    )
    with open_shop(qtbot, tmp_path, settings) as shop:
        shop.sign_in()
        shop.scan(COFFEE_CODE, BREAD_CODE)
        shop.till.remove(2)
        words = asked(shop, WordsDialog)
        words.picker.chips.button("Передумал").click()
        shop.wait(lambda: shop.lines() == 1)
        shop.till.void()
        asked(shop, WordsDialog).picker.chips.button("Передумал").click()
        shop.wait(lambda: shop.lines() == 0)


def test_a_scan_is_not_lost_in_a_note_that_is_being_written(shop):
    shop.scan(COFFEE_CODE)
    shop.window.decisions.note(1)
    asked(shop, WordsDialog)
    shop.window.scanned(BREAD_CODE)
    shop.wait(lambda: shop.lines() == 2)
