"""Goods with an age limit at the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from pos_desktop import i18n
from pos_desktop.gui import theme
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


def told(shop: OpenShop) -> str:
    return shop.window.attention.text()


def test_goods_for_adults_remind_to_check_the_age_and_stop_nothing(shop):
    shop.scan(VODKA_CODE)
    assert i18n.t("sale.check_age", years="18") in told(shop)
    assert VODKA.name in told(shop)
    assert shop.lines() == 1


def test_the_reminder_goes_away_with_the_next_goods_and_comes_once_in_a_sale(shop):
    shop.scan(VODKA_CODE)
    shop.scan(COFFEE_CODE)
    assert told(shop) == ""
    shop.scan(VODKA_CODE)
    assert told(shop) == ""


def test_goods_from_a_tile_send_the_reminder_away_too(shop):
    shop.scan(VODKA_CODE)
    shop.till.add_product("p1")
    shop.wait(lambda: shop.lines() == 2)
    assert told(shop) == ""


def test_the_payment_sends_the_reminder_away(shop):
    shop.scan(VODKA_CODE)
    shop.till.begin_payment()
    shop.wait(lambda: shop.shown.payment is not None)
    assert told(shop) == ""


def test_the_next_customer_is_looked_at_again(shop):
    shop.scan(VODKA_CODE)
    shop.window.sale.pay_row.exact.click()
    shop.wait(lambda: shop.shown.last is not None)
    assert told(shop) == ""
    shop.scan(VODKA_CODE)
    assert i18n.t("sale.check_age", years="18") in told(shop)


def test_a_higher_age_is_told_although_a_lower_one_was(shop):
    shop.scan(DRINK_CODE)
    assert "16+" in told(shop)
    shop.scan(VODKA_CODE)
    assert "18+" in told(shop)


def test_taking_the_goods_away_takes_the_reminder_away(shop):
    shop.scan(VODKA_CODE)
    shop.till.void()
    shop.wait(lambda: shop.lines() == 0)
    assert told(shop) == ""


def test_the_reminder_changes_its_language_with_the_window(shop):
    shop.scan(VODKA_CODE)
    try:
        shop.window.set_language("en")
        assert i18n.t("sale.check_age", years="18") in told(shop)
    finally:
        shop.window.set_language("ru")
