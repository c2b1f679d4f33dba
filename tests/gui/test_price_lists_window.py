"""Price lists on the customers' page: seen, loaded from a file, paid by who has one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.customers import Customer
from pos_desktop.domain.facts import PriceListChanged
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.gui.dialogs.price_lists import PriceFileDialog, PriceListsDialog
from pos_desktop.operations import customers
from tests.gui.open_shop import OpenShop, open_shop
from tests.till_fakes import CASHIER, COFFEE, SENIOR

MANAGER = StaffMember("s3", "Гусев Роман", "Гусев Р.", Role.MANAGER)
FILE = "Артикул;Цена\n00-1;300,00\n00-2;60\n99-9;1\n"


@pytest.fixture
def shop(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path / "shop") as opened:
        opened.opened.register.staff.add_all([(MANAGER, "5555", "")])
        yield opened


def lists_of(shop: OpenShop, path: str):
    """The dialog of price lists, which will be told this file; opened by its key."""
    shop.window.open_page("customers")
    page = shop.window.beside.page("customers")
    page.price_lists._ask_file = lambda _parent: path
    QTest.keyClick(page, Qt.Key.Key_F4)
    shop.wait(lambda: isinstance(page.price_lists.dialog, PriceListsDialog))
    return page.price_lists


def test_a_manager_loads_a_list_and_its_customer_pays_its_prices(shop, tmp_path):
    (tmp_path / "Кафе.csv").write_text(FILE, encoding="utf-8")
    shop.sign_in("s3", "5555")
    lists = lists_of(shop, str(tmp_path / "Кафе.csv"))
    lists.dialog.file.click()
    shop.wait(lambda: isinstance(lists.dialog, PriceFileDialog))
    assert lists.dialog.name.text() == "Кафе"
    assert "99-9" in lists.dialog.unknown.text()
    QTest.keyClick(lists.dialog.name.edit, Qt.Key.Key_Return)
    shop.wait(lambda: isinstance(lists.dialog, PriceListsDialog))
    register = shop.opened.register
    assert register.price_lists.lists() == [("кафе", "Кафе", 2)]
    told = [
        e for e in register.journal.outbox.entries_after(0, 1000) if e.kind == PriceListChanged.KIND
    ]
    assert len(told) == 1
    made = customers.add(
        register.place, Customer("", "Кафе «Ель»", price_list="кафе"), staff=SENIOR
    )
    lists.dialog.cancelled.emit()
    shop.window.scanned(COFFEE.barcodes[0])
    shop.wait(lambda: shop.lines() == 1)
    shop.till.run(lambda: shop.window.shop.desks.customers.attach(made.customer_id))
    shop.wait(lambda: shop.shown.priced.total_minor == 30_000)


def test_a_wrong_price_is_named_and_no_list_is_made(shop, tmp_path):
    (tmp_path / "a.csv").write_text("Артикул;Цена\n00-1;дорого\n", encoding="utf-8")
    shop.sign_in("s3", "5555")
    refused = []
    shop.till.refused.connect(refused.append)
    lists = lists_of(shop, str(tmp_path / "a.csv"))
    lists.dialog.file.click()
    shop.wait(lambda: bool(refused))
    assert (refused[0].code, refused[0].values["value"]) == ("prices.bad_price", "дорого")
    assert shop.opened.register.price_lists.lists() == []


def test_a_cashier_asks_for_a_second_person_before_a_file_is_read(shop, tmp_path):
    (tmp_path / "Кафе.csv").write_text(FILE, encoding="utf-8")
    shop.sign_in(CASHIER.staff_id)
    asked = []
    shop.till.blocked.connect(asked.append)
    lists = lists_of(shop, str(tmp_path / "Кафе.csv"))
    lists.dialog.file.click()
    shop.wait(lambda: bool(asked))
    assert asked[0].action.value == "import_catalogue"
    assert shop.opened.register.price_lists.lists() == []
