"""Giving back, exchanging and correcting, opened as a person opens them."""

from __future__ import annotations

from collections.abc import Callable

from pos_desktop.domain.customers import Customer
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import customers
from pos_desktop.operations.find_receipt import How
from tests.gui.open_shop import OpenShop
from tests.till_fakes import SENIOR

COFFEE, BREAD = "4607084120301", "4601238051176"


def refund_empty(shop: OpenShop) -> None:
    shop.window.open_page("refund")


def refund(shop: OpenShop, *, mode: str = "receipt") -> None:
    shop.scan(COFFEE, BREAD, COFFEE)
    shop.till.pay_exact(TenderKind.CARD)
    shop.wait(lambda: shop.shown.last is not None)
    shop.window.open_page("refund")
    page = shop.window.pages.currentWidget().refund
    page.open_sale(shop.shown.last.sale_id)
    shop.wait(lambda: page.choice is not None)
    page.choose(page.choice.stepped(1, 1))
    if mode != "receipt":
        page.set_mode(mode)
        page.take_scan(BREAD)
        shop.wait(lambda: page.basket.sale is not None)


def refund_customers(shop: OpenShop) -> None:
    """People of one name, of whom the cashier chooses."""
    place = shop.opened.register.place
    for n, name in enumerate(("Королёва Анна Викторовна", "Королёв Борис", "Королькова Ия")):
        customers.add(place, Customer("", name, f"+7926123456{n}"), staff=SENIOR)
    shop.window.open_page("refund")
    page = shop.window.pages.currentWidget().refund
    page.finder.use(How.CUSTOMER)
    page.finder.field.set_text("Корол")
    page.finder.field.submitted.emit("Корол")
    shop.wait(lambda: len(page.finder.offers.buttons) == 3)


def correction(shop: OpenShop, wrong: str) -> None:
    refund(shop)
    page = shop.window.pages.currentWidget()
    page.refund.head.correct.click()
    shop.wait(lambda: page.correction.original is not None)
    page.correction.set_wrong(wrong)
    page.correction.use_kind("cash")
    if wrong == "lines":
        page.correction.lines.rows[0].count.setText("1")
    if wrong == "missed":
        page.correction.day.set_text("20.11.2026")
        page.take_scan(BREAD)
    shop.wait(page.correction.side.go.isEnabled)


GOODS_BACK_SCREENS: dict[str, Callable[[OpenShop], None]] = {
    "refund_empty": refund_empty,
    "refund": refund,
    "refund_customers": refund_customers,
    "refund_loose": lambda shop: refund(shop, mode="loose"),
    "correction_tender": lambda shop: correction(shop, "tender"),
    "correction_lines": lambda shop: correction(shop, "lines"),
    "correction_missed": lambda shop: correction(shop, "missed"),
    "refund_exchange": lambda shop: refund(shop, mode="exchange"),
}
