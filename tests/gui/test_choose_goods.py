"""Choosing a variant, extras or a pack at the till."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.catalogue import Modifier, ModifierGroup, Pack, Product
from pos_desktop.gui.dialogs.choose_goods import ChooseGoodsDialog
from tests.gui import sight
from tests.gui.open_shop import open_shop
from tests.till_fakes import BREAD, COFFEE

LATTE = Product(
    "p9", "00-9", "Латте", "c1", 180_00, "vat22",
    modifiers=(
        ModifierGroup("Молоко", (Modifier("обычное"), Modifier("овсяное", 40_00)), 1, 1),
        ModifierGroup("Сироп", (Modifier("ваниль", 30_00), Modifier("мята", 30_00)), 0, 1),
    ),
)  # fmt: skip
SHIRT = Product("p12", "00-12", "Футболка", "c1", 990_00, "vat22", variants=("p13", "p14"))
SHIRTS = (
    Product("p13", "00-13", "Футболка M", "c1", 990_00, "vat22", variant_name="M"),
    Product("p14", "00-14", "Футболка L", "c1", 1050_00, "vat22", variant_name="L"),
)
PACKED = replace(COFFEE, packs=(Pack("блок 6 шт", 6000, ("4607084120318",), 1990_00),))


@pytest.fixture
def shop(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path, goods=(PACKED, BREAD, LATTE, SHIRT, *SHIRTS)) as opened:
        opened.sign_in()
        yield opened


def dialog(shop) -> ChooseGoodsDialog:
    shop.wait(lambda: isinstance(shop.window.decisions.dialog, ChooseGoodsDialog))
    return shop.window.decisions.dialog


def press(found: ChooseGoodsDialog, name: str) -> None:
    from pos_desktop.gui.widgets.buttons import KeyedButton

    next(b for b in found.findChildren(KeyedButton) if b.label() == name).click()


def lines(shop) -> list[tuple[str, int]]:
    priced = shop.shown.priced
    return [(one.line.name, one.total_minor) for one in priced.lines] if priced else []


def test_a_latte_asks_for_its_milk_and_tells_the_price_as_one_chooses(shop):
    shop.till.add_product("p9")
    found = dialog(shop)
    assert not found.ok.isEnabled()
    press(found, "обычное")
    press(found, "овсяное")
    press(found, "мята")
    assert found.ok.isEnabled()
    assert "250,00" in found.ok.label()
    found.ok.click()
    shop.wait(lambda: bool(lines(shop)))
    assert lines(shop) == [("Латте, овсяное, мята", 250_00)]


def test_a_tile_that_stands_for_variants_adds_the_one_that_is_tapped(shop):
    shop.till.add_product("p12")
    press(dialog(shop), "L")
    shop.wait(lambda: bool(lines(shop)))
    assert lines(shop) == [("Футболка L", 1050_00)]


def test_a_scanned_pack_needs_no_question_and_the_menu_of_a_line_offers_it_too(shop):
    shop.scan("4607084120318", "4607084120301")
    assert lines(shop) == [
        ("Кофе молотый 250 г, блок 6 шт", 1990_00),
        ("Кофе молотый 250 г", 349_00),
    ]
    shop.window.decisions.choose("p1")
    press(dialog(shop), "блок 6 шт")
    shop.wait(lambda: lines(shop)[0][1] == 2 * 1990_00)


@pytest.mark.parametrize("product_id", ["p9", "p12", "p1"])
def test_the_panel_has_room_for_longer_words(shop, product_id):
    shop.window.resize(1024, 768)
    with sight.pseudo_language():
        shop.window.retranslate()
        shop.window.decisions.choose(product_id)
        found = dialog(shop)
        assert sight.cut_texts(shop.window, marked_only=True) == []
        assert [b for b in sight.too_small(shop.window) if b in found.accessibleName()] == []
    shop.window.retranslate()
