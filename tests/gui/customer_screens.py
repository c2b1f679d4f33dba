"""The screens about customers, as a person opens them; see tests/gui/screens.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.customers import Customer
from pos_desktop.domain.facts import BonusMoved, CreditMoved, Fact
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import customers
from pos_desktop.operations.import_prices import PriceFile
from pos_desktop.ports import Commit
from pos_desktop.ports.prices import ListPrice
from tests.gui.open_shop import OpenShop
from tests.till_fakes import SENIOR

COFFEE, BREAD = "4607084120301", "4601238051176"

ANNA = Customer("", "Королёва Анна Викторовна", "+79261234567", card="2900000000017")


def _customer(shop: OpenShop, points_minor: int = 0, debt_minor: int = 0) -> str:
    """A regular with points and a debt, known at this register."""
    place = shop.opened.register.place
    made = customers.add(place, replace(ANNA, note="Любит бородинский"), staff=SENIOR)
    moves: list[Fact] = []
    if points_minor:
        moves.append(BonusMoved(made.customer_id, "", points_minor, "adjusted", "Подарок"))
    if debt_minor:
        moves.append(CreditMoved(made.customer_id, "debt", debt_minor, "s-1"))
    if moves:
        place.journal.commit(Commit(tuple(moves)))
    return made.customer_id


def _buying(shop: OpenShop) -> None:
    customer_id = _customer(shop, 125_000, 40_000)
    shop.till.run(lambda: shop.window.shop.desks.customers.attach(customer_id))
    shop.scan(COFFEE, BREAD)
    shop.wait(lambda: shop.shown.points is not None and shop.lines() == 2)


def _customer_panel(shop: OpenShop) -> None:
    _buying(shop)
    _key(shop, Qt.Key.Key_F3)
    shop.wait(lambda: shop.window.customers.dialog is not None)
    _answered(shop)


def _customer_nobody(shop: OpenShop) -> None:
    _key(shop, Qt.Key.Key_F3)
    shop.wait(lambda: shop.window.customers.dialog is not None)
    dialog = shop.window.customers.dialog
    dialog.search.set_text("8 926 000-00-00")
    shop.wait(lambda: bool(dialog.phone.text()))


def _points_payment(shop: OpenShop) -> None:
    _buying(shop)
    _key(shop, Qt.Key.Key_F12)
    shop.wait(shop.window.payment.isVisible)
    _key(shop, Qt.Key.Key_F3)
    shop.wait(lambda: shop.shown.points.spent_minor > 0)


def _customers_page(shop: OpenShop) -> None:
    _buying(shop)
    shop.till.tender(TenderKind.CASH, 50_000)
    shop.wait(lambda: shop.shown.last is not None)
    shop.window.open_page("customers")
    page = shop.window.beside.page("customers")
    shop.wait(page.card.attach.isVisible)
    _answered(shop)


def _customer_form(shop: OpenShop) -> None:
    _customers_page(shop)
    shop.window.beside.page("customers").card.edit.click()


def _points_by_hand(shop: OpenShop) -> None:
    _customers_page(shop)
    shop.window.beside.page("customers").card.adjust.click()


def _repay(shop: OpenShop) -> None:
    _customers_page(shop)
    shop.window.beside.page("customers").card.repay.click()


def _price_lists(shop: OpenShop) -> None:
    """Two lists of the shop."""
    register = shop.opened.register
    register.price_lists.put_list("кафе", "Кафе", [ListPrice("p1", 30_000)])
    register.price_lists.put_list("опт", "Оптовики", [ListPrice("p1", 29_000)])
    _customers_page(shop)
    lists = shop.window.beside.page("customers").price_lists
    lists.show()
    shop.wait(lambda: lists.dialog is not None)


def _price_lists_empty(shop: OpenShop) -> None:
    _customers_page(shop)
    lists = shop.window.beside.page("customers").price_lists
    lists.show()
    shop.wait(lambda: lists.dialog is not None)


def _price_file(shop: OpenShop) -> None:
    """A file of two prices with an article the register does not have."""
    _customers_page(shop)
    found = PriceFile((ListPrice("p1", 30_000), ListPrice("p2", 6_000)), ("99-9", "99-10"))
    shop.window.beside.page("customers").price_lists._show_file(found, "Кафе")


def _certificate(shop: OpenShop) -> None:
    shop.window.customers.certificates()
    shop.wait(lambda: shop.window.customers.dialog is not None)
    shop.window.scanned("2800000000018")
    _answered(shop)


def _answered(shop: OpenShop) -> None:
    """What was asked of the lane so far has been shown."""
    answered: list[bool] = []
    shop.till.ask(lambda: None, lambda _answer: answered.append(True))
    shop.wait(lambda: bool(answered))


def _empty_page(shop: OpenShop) -> None:
    shop.window.open_page("customers")
    _answered(shop)


def _key(shop: OpenShop, key: Qt.Key) -> None:
    QTest.keyClick(shop.window.pages.currentWidget(), key)


CUSTOMER_SCREENS: dict[str, Callable[[OpenShop], None]] = {
    "sale_customer": _buying,
    "customer_panel": _customer_panel,
    "customer_nobody": _customer_nobody,
    "payment_points": _points_payment,
    "customers_empty": _empty_page,
    "customers": _customers_page,
    "customer_form": _customer_form,
    "customer_points": _points_by_hand,
    "customer_repay": _repay,
    "price_lists": _price_lists,
    "price_lists_empty": _price_lists_empty,
    "price_file": _price_file,
    "certificate": _certificate,
}
