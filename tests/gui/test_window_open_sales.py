"""Several customers at once: sales beside each other, parked ones found again, tiles arranged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pos_desktop.domain.barcode import ean_check_digit
from pos_desktop.domain.facts import SaleVoided
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.parked import ParkedDialog
from pos_desktop.gui.dialogs.scale_labels import ScaleLabelsDialog
from pos_desktop.gui.widgets.buttons import KeyedButton
from tests.gui.open_shop import PINS, OpenShop, open_shop, type_text
from tests.till_fakes import BANANAS, BREAD, COFFEE, MILK, SENIOR

COFFEE_CODE, BREAD_CODE = COFFEE.barcodes[0], BREAD.barcodes[0]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shop(qtbot, tmp_path) -> Iterator[OpenShop]:
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as opened:
        opened.sign_in()
        yield opened


def as_senior(shop: OpenShop) -> None:
    shop.till.lock()
    shop.till.sign_in(SENIOR.staff_id, PINS[SENIOR.staff_id])
    shop.wait(lambda: shop.shown.staff is not None and shop.shown.staff.staff_id == "s2")


def names(shop: OpenShop) -> list[str]:
    return [line.line.name for line in shop.shown.priced.lines] if shop.shown.priced else []


def parked(shop: OpenShop) -> ParkedDialog:
    shop.window.sale.parked_wanted.emit()
    shop.wait(lambda: bool(shop.window.findChildren(ParkedDialog)))
    return shop.window.findChildren(ParkedDialog)[-1]


def test_another_customer_comes_while_one_looks_for_the_purse(shop, qtbot):
    shop.scan(COFFEE_CODE)
    qtbot.keyClick(shop.window.sale, Qt.Key.Key_N, CTRL)
    shop.wait(lambda: len(shop.shown.beside) == 1 and shop.lines() == 0)
    assert shop.window.sale.panel.tabs.isVisible()
    shop.scan(BREAD_CODE)
    shop.window.sale.pay_row.exact.click()
    shop.wait(lambda: shop.shown.last is not None)
    assert len(shop.shown.beside) == 1
    qtbot.keyClick(shop.window.sale, Qt.Key.Key_Tab, CTRL)
    shop.wait(lambda: names(shop) == [COFFEE.name])
    assert shop.shown.beside == ()
    assert not shop.window.sale.panel.tabs.isVisible()


def test_ctrl_tab_goes_round_and_the_chips_keep_their_places(shop, qtbot):
    for code in (COFFEE_CODE, BREAD_CODE):
        shop.scan(code)
        qtbot.keyClick(shop.window.sale, Qt.Key.Key_N, CTRL)
        shop.wait(lambda: shop.lines() == 0)
    shop.scan(COFFEE_CODE, BREAD_CODE)
    seen = []
    for _ in range(3):
        before = names(shop)
        qtbot.keyClick(shop.window.sale, Qt.Key.Key_Tab, CTRL)
        shop.wait(lambda old=before: names(shop) != old)
        seen.append(names(shop))
    assert seen == [[COFFEE.name], [BREAD.name], [COFFEE.name, BREAD.name]]


def test_no_sale_beside_is_lost_when_the_power_fails(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        shop.scan(COFFEE_CODE)
        shop.till.run(shop.opened.shop.desks.open_sales.add)
        shop.wait(lambda: len(shop.shown.beside) == 1)
        shop.scan(BREAD_CODE)
    with open_shop(qtbot, tmp_path) as again:
        again.sign_in()
        assert names(again) == [BREAD.name]
        assert [tab.total_minor for tab in again.shown.beside] == [COFFEE.price_minor]
        assert again.shown.parked == 0


def test_a_parked_receipt_is_found_by_name_number_sum_and_goods(shop):
    shop.scan(COFFEE_CODE)
    shop.till.park("Иван в кепке")
    shop.scan(BREAD_CODE, BREAD_CODE)
    shop.till.park()
    shop.wait(lambda: shop.shown.parked == 2)
    dialog = parked(shop)
    for text, found in (
        ("кепк", [1]),
        ("349", [1]),
        ("125.00", [2]),
        ("БОРОДИНСК", [2]),
        ("", [1, 2]),
        ("вертолёт", []),
    ):
        dialog.search.set_text(text)
        assert dialog.visible_numbers() == found, text


def test_a_parked_receipt_gets_a_name_later(shop):
    shop.scan(COFFEE_CODE)
    shop.till.park()
    shop.wait(lambda: shop.shown.parked == 1)
    parked(shop).name_wanted.emit(1)
    shop.window.choices.dialog.confirmed.emit("Пенсионерка с зонтом")
    shop.wait(
        lambda: (
            [d.label for d in shop.opened.register.journal.parked_drafts()]
            == ["Пенсионерка с зонтом"]
        )
    )


def test_giving_a_parked_receipt_up_takes_two_taps_and_is_journalled(shop):
    shop.scan(COFFEE_CODE)
    shop.till.park()
    shop.wait(lambda: shop.shown.parked == 1)
    dialog = parked(shop)
    trash = next(
        button
        for button in dialog.findChildren(KeyedButton)
        if button.accessibleName().startswith("Аннулировать")
    )
    trash.click()
    assert shop.shown.parked == 1
    trash.click()
    shop.wait(lambda: shop.shown.parked == 0)
    entries = shop.opened.register.journal.outbox.entries_after(0, 100)
    assert [e.kind for e in entries][-1] == SaleVoided.KIND


def test_three_and_a_star_before_a_scan_are_three_pieces(shop, qtbot):
    shop.window.sale.goods.focus_search()
    type_text(qtbot, shop.window.sale.goods.search.edit(), "3*")
    shop.scan(COFFEE_CODE)
    assert shop.shown.priced.lines[0].line.quantity.thousandths == 3000
    shop.scan(COFFEE_CODE)
    assert shop.shown.priced.lines[0].line.quantity.thousandths == 4000


def test_a_favourite_is_added_moved_and_removed_at_the_register(shop):
    as_senior(shop)
    goods = shop.window.sale.goods

    def tiles() -> list[str]:
        return [tile.product_id for tile in goods.grid.tiles()]

    def choose_of_tile(act: str) -> None:
        goods.held.emit(COFFEE.product_id)
        shop.wait(lambda: shop.window.decisions.dialog is not None)
        shop.window.decisions.dialog.chosen.emit(act)

    first = tiles()
    choose_of_tile("remove")
    shop.wait(lambda: COFFEE.product_id not in tiles())
    choose_of_tile("add")
    shop.wait(lambda: tiles() == [*first[1:], COFFEE.product_id])
    choose_of_tile("move")
    goods.grid.chosen.emit(MILK.product_id)
    shop.wait(lambda: tiles().index(COFFEE.product_id) == tiles().index(MILK.product_id) - 1)
    assert shop.lines() == 0


def test_a_finger_that_stays_on_a_tile_sells_nothing_and_asks(shop, qtbot):
    as_senior(shop)
    tile = shop.window.sale.goods.grid.tile_widgets()[0]
    qtbot.mousePress(tile, Qt.MouseButton.LeftButton)
    shop.wait(lambda: shop.window.decisions.dialog is not None)
    qtbot.mouseRelease(tile, Qt.MouseButton.LeftButton)
    assert shop.lines() == 0


def test_one_scanned_label_teaches_the_till_and_is_not_sold(shop):
    digits = "230210109802"
    code = digits + str(ean_check_digit(digits))
    as_senior(shop)
    shop.window.decisions.scale_labels()
    dialog = shop.window.decisions.dialog
    assert isinstance(dialog, ScaleLabelsDialog)
    shop.window.scanned(COFFEE_CODE)
    shop.wait(dialog._told.isVisible)
    shop.window.scanned(code)
    shop.wait(lambda: any(BANANAS.name in b.label() for b in dialog.findChildren(KeyedButton)))
    assert shop.lines() == 0


def test_the_last_receipt_is_printed_again_with_one_key(shop, qtbot):
    qtbot.keyClick(shop.window.sale, Qt.Key.Key_P, CTRL)
    shop.wait(lambda: "Чеков ещё не было" in shop.window.toast.text())
