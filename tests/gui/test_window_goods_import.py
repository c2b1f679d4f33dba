"""Goods from a file while the register sells: the real window, catalogue and threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos_desktop import i18n
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.gui import theme
from pos_desktop.gui.goods_import import GoodsImport
from pos_desktop.gui.goods_ports import GoodsPorts
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.journal.staff import SqliteStaff
from pos_desktop.keystore import Keystore
from pos_desktop.settings import DataDir
from tests.gui.open_shop import OpenShop, open_shop
from tests.till_fakes import COFFEE

MANAGER = StaffMember("s9", "Лебедева Ольга", "Лебедева О.", Role.MANAGER)
HEAD = "Артикул;Наименование;Категория;Цена\n"
GOOD = HEAD + "00-1;Кофе молотый 250 г;Полка c1;399,00\nN-1;Кефир 1 л;Молочное;89,90\n"
BAD = HEAD + "00-1;Кофе молотый 250 г;Полка c1;399,00\nN-1;Кефир 1 л;Молочное;дорого\n"
KEFIR_PRICE_MINOR = 8990


@pytest.fixture
def shop(qtbot, tmp_path: Path) -> Iterator[OpenShop]:
    """A manager is at the register."""
    theme.apply(QApplication.instance(), "light")
    data_dir = DataDir(tmp_path)
    keystore = Keystore(data_dir)
    keystore.set("staff.pepper", "0" * 64)
    staff = SqliteStaff(data_dir.file("staff.sqlite"), lambda: keystore.get("staff.pepper") or "")
    staff.add_all([(MANAGER, "9999", "")])
    staff.close()
    with open_shop(qtbot, tmp_path) as opened:
        opened.sign_in(MANAGER.staff_id, "9999")
        yield opened


def choose(shop: OpenShop, folder: Path, text: str):
    """Open the panel and choose a file with that text; the part that shows it."""
    path = folder / "goods.csv"
    path.write_text(text, encoding="utf-8")
    shop.window.show_goods_import()
    importing = shop.window.goods_import
    importing.ask_file = lambda _parent: str(path)
    file = importing.dialog.file
    file.choose.click()
    return importing, file


def buttons(widget) -> dict[str, QAbstractButton]:
    return {button.text(): button for button in widget.findChildren(QAbstractButton)}


def panels(shop: OpenShop) -> list[Modal]:
    return [panel for panel in shop.window.findChildren(Modal) if panel.is_open()]


class SlowPorts:
    """The real import, held until the test lets it go on."""

    def __init__(self, real: GoodsPorts) -> None:
        self.gate = threading.Event()
        self.begun = threading.Event()
        self._real = real

    def ports(self) -> GoodsPorts:
        def apply(preview, staff, progress):
            self.begun.set()
            assert self.gate.wait(10.0)
            return self._real.apply(preview, staff, progress)

        return GoodsPorts(self._real.work, self._real.preview, apply)


def slow_down(shop: OpenShop) -> SlowPorts:
    window, real = shop.window, shop.opened.shop
    slow = SlowPorts(real.open_imports())
    slowed = replace(real, open_imports=slow.ports)
    window.goods_import = GoodsImport(window, slowed, window._say, window.offer.refresh)
    return slow


def test_a_file_from_the_menu_becomes_goods_that_are_sold_at_once(shop, tmp_path):
    shop.window.show_more()
    (menu,) = panels(shop)
    buttons(menu)[i18n.t("sale.goods_file")].click()
    importing, file = choose(shop, tmp_path, GOOD)
    shop.wait(file.load.isVisible)
    assert file.load.text() == i18n.t("first_run.load", count=2)
    file.load.click()
    shop.wait(lambda: importing.dialog is None)
    assert not panels(shop)
    assert i18n.t("first_run.loaded", count=2) in shop.window.toast.text()
    catalogue = shop.opened.shop.catalogue
    (hit,) = catalogue.search("кефир")
    assert hit.product.price_minor == KEFIR_PRICE_MINOR
    assert hit.product.vat == "vat22"
    goods = shop.window.sale.goods
    shop.wait(lambda: "Молочное" in [c.name for c in goods._categories])
    coffee = next(p for p in goods._favourites if p.product_id == COFFEE.product_id)
    assert coffee.price_minor == 39900


def test_a_file_with_a_bad_row_names_it_and_changes_nothing(shop, tmp_path):
    importing, file = choose(shop, tmp_path, BAD)
    shop.wait(lambda: file.panel.table.model().rowCount() > 0)
    cells = [file.panel.table.model().index(0, column).data() for column in range(4)]
    assert cells[:3] == ["3", "Цена", "дорого"]
    assert not file.load.isVisible()
    assert shop.opened.shop.catalogue.by_id(COFFEE.product_id).price_minor == 34900
    QTest.keyClick(importing.dialog, Qt.Key.Key_Escape)
    assert not panels(shop) and importing.dialog is None


def test_a_file_that_changes_nothing_says_so_and_offers_nothing_to_load(shop, tmp_path):
    _, file = choose(shop, tmp_path, HEAD + "00-1;Кофе молотый 250 г;Полка c1;349,00\n")
    shop.wait(lambda: file.outcome.accessibleName() == i18n.t("first_run.nothing_new"))
    assert not file.load.isVisible()


def test_a_cashier_is_told_that_importing_takes_other_rights(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        with qtbot.waitSignal(shop.till.refused, timeout=5000) as said:
            shop.window.show_goods_import()
        assert said.args[0].code == "rights.missing"
        assert not panels(shop)
        assert i18n.t("messages.rights_missing.title") in shop.window.toast.text()


def test_a_scan_while_the_panel_is_open_goes_into_the_receipt_and_is_told_there(shop, tmp_path):
    importing, file = choose(shop, tmp_path, GOOD)
    shop.wait(file.load.isVisible)
    shop.scan("4607084120301")
    assert shop.lines() == 1
    assert len(panels(shop)) == 1 and file.load.isVisible()
    told = importing.dialog.notice
    shop.wait(told.isVisible)
    assert i18n.money(34900, "RUB") in told.accessibleName()
    shop.window.scanned("4600000000008")
    shop.wait(lambda: "4600000000008" in told.accessibleName())
    told.buttons()[0].click()
    assert not panels(shop) and shop.lines() == 1


def test_goods_are_sold_while_a_file_is_being_written(shop, tmp_path):
    slow = slow_down(shop)
    importing, file = choose(shop, tmp_path, GOOD)
    shop.wait(file.load.isVisible)
    file.load.click()
    assert slow.begun.wait(10.0)
    QTest.keyClick(importing.dialog, Qt.Key.Key_Escape)
    assert not panels(shop)
    shop.scan("4607084120301")
    shop.window.sale.pay_row.exact.click()
    shop.wait(lambda: shop.shown.last is not None)
    assert shop.shown.last.total_minor == 34900
    shop.window.show_goods_import()
    assert importing.dialog.file is file and file.progress.isVisible()
    importing.leave()
    slow.gate.set()
    shop.wait(lambda: importing.dialog is None)
    assert i18n.t("first_run.loaded", count=2) in shop.window.toast.text()


def test_stopping_leaves_the_catalogue_as_it_was(shop, tmp_path):
    slow = slow_down(shop)
    _, file = choose(shop, tmp_path, GOOD)
    shop.wait(file.load.isVisible)
    file.load.click()
    assert slow.begun.wait(10.0)
    file.progress.cancelled.emit()
    slow.gate.set()
    shop.wait(lambda: not file.busy())
    assert i18n.t("messages.import_cancelled.title") in file.outcome.accessibleName()
    assert shop.opened.shop.catalogue.by_article("N-1") is None
    assert file.load.isVisible()


def test_locking_the_register_closes_the_panel(shop, tmp_path):
    _, file = choose(shop, tmp_path, GOOD)
    shop.wait(file.load.isVisible)
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    assert not panels(shop)


def test_ending_the_program_gives_up_a_file_that_is_half_read(shop, tmp_path):
    slow = slow_down(shop)
    _, file = choose(shop, tmp_path, GOOD)
    shop.wait(file.load.isVisible)
    file.load.click()
    assert slow.begun.wait(10.0)
    real = shop.opened.importing._open
    real._closing.set()
    slow.gate.set()
    shop.wait(lambda: not file.busy())
    assert shop.opened.shop.catalogue.by_article("N-1") is None
    assert real.stop()


def test_the_refusal_of_a_person_who_may_not_import_comes_from_the_operation_too(shop):
    ports = shop.opened.shop.open_imports()
    cashier = StaffMember("s1", "Иванова Мария", "Иванова М.", Role.CASHIER)
    with pytest.raises(RefusalError) as refused:
        ports.apply(None, cashier, lambda _done, _of: True)
    assert refused.value.code == "rights.missing"
