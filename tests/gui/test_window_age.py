"""Goods with an age limit at the register: one question a sale, and nothing is paid before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pos_desktop import i18n
from pos_desktop.domain.age import born_by
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.age import AgeDialog
from pos_desktop.gui.widgets.labels import Label
from tests.gui.open_shop import OpenShop, open_shop
from tests.till_fakes import GOODS, VODKA

VODKA_CODE, COFFEE_CODE, DRINK_CODE = "4600682000013", "4607084120301", "4600682000020"
DRINK = replace(
    VODKA, product_id="p6", article="00-6", name="Энергетик", age_limit=16, barcodes=(DRINK_CODE,)
)


@pytest.fixture
def shop(qtbot, tmp_path) -> Iterator[OpenShop]:
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path, goods=(*GOODS, DRINK)) as opened:
        opened.sign_in()
        yield opened


def asked(shop: OpenShop) -> AgeDialog | None:
    dialog = shop.window.decisions.dialog
    return dialog if isinstance(dialog, AgeDialog) else None


def answer(qtbot, shop: OpenShop, key: Qt.Key) -> None:
    qtbot.keyClick(asked(shop), key)
    shop.wait(lambda: asked(shop) is None)


def test_goods_for_adults_ask_with_the_birth_date_that_is_just_old_enough(shop):
    shop.scan(VODKA_CODE)
    dialog = asked(shop)
    born = born_by(shop.opened.register.place.clock.today(), 18)
    assert dialog.findChild(Label, "born").text() == i18n.date(born)
    assert shop.lines() == 1


def test_scanning_goes_on_while_the_question_is_open_and_it_comes_once_in_a_sale(shop, qtbot):
    shop.scan(VODKA_CODE)
    shop.scan(COFFEE_CODE)
    assert shop.lines() == 2
    assert asked(shop) is not None
    answer(qtbot, shop, Qt.Key.Key_Return)
    shop.wait(lambda: shop.shown.priced.sale.age_confirmed == 18)
    shop.scan(VODKA_CODE)
    assert asked(shop) is None


def test_put_off_it_is_asked_again_before_money_is_taken(shop, qtbot):
    shop.scan(VODKA_CODE)
    answer(qtbot, shop, Qt.Key.Key_Escape)
    shop.scan(COFFEE_CODE)
    assert asked(shop) is None
    shop.window.sale.pay_row.exact.click()
    shop.wait(lambda: asked(shop) is not None)
    assert shop.shown.last is None
    answer(qtbot, shop, Qt.Key.Key_Return)
    shop.wait(lambda: shop.shown.priced.sale.age_confirmed == 18)
    shop.window.sale.pay_row.exact.click()
    shop.wait(lambda: shop.shown.last is not None)


def test_too_young_takes_the_goods_off_and_keeps_the_rest(shop, qtbot):
    shop.scan(COFFEE_CODE)
    shop.scan(VODKA_CODE)
    answer(qtbot, shop, Qt.Key.Key_Delete)
    shop.wait(lambda: shop.lines() == 1)
    assert shop.shown.priced.lines[0].line.name != VODKA.name


def test_the_next_customer_is_looked_at_again(shop, qtbot):
    shop.scan(VODKA_CODE)
    answer(qtbot, shop, Qt.Key.Key_Return)
    shop.wait(lambda: shop.shown.priced.sale.age_confirmed == 18)
    shop.window.sale.pay_row.exact.click()
    shop.wait(lambda: shop.shown.last is not None)
    shop.scan(VODKA_CODE)
    assert asked(shop) is not None


def test_a_higher_age_is_asked_although_a_lower_one_was_confirmed(shop, qtbot):
    shop.scan(DRINK_CODE)
    assert asked(shop).years == 16
    answer(qtbot, shop, Qt.Key.Key_Return)
    shop.wait(lambda: shop.shown.priced.sale.age_confirmed == 16)
    shop.scan(VODKA_CODE)
    assert asked(shop).years == 18


def test_voiding_the_sale_takes_the_question_away(shop):
    shop.scan(VODKA_CODE)
    shop.till.void()
    shop.wait(lambda: shop.lines() == 0)
    assert asked(shop) is None
