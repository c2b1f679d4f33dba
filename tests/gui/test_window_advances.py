"""The page of advances: a customer pays before the goods, comes back for them, or pays a debt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_desktop.domain.facts import FiscalDocumentRegistered
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui import theme
from pos_desktop.i18n import t
from pos_desktop.ports import Commit
from tests.gui.open_shop import OpenShop, open_shop
from tests.till_fakes import SENIOR

COFFEE = "4607084120301"


@pytest.fixture
def shop(qtbot, tmp_path) -> Iterator[OpenShop]:
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as opened:
        opened.sign_in(SENIOR.staff_id)
        yield opened


def page(shop: OpenShop):
    shop.window.open_page("advances")
    return shop.window.beside.page("advances")


def sold(shop: OpenShop, number: int):
    shop.wait(lambda: shop.shown.last is not None and shop.shown.last.number == number)
    return shop.opened.register.journal.ledger.last_sale().fact


def test_an_advance_is_taken_from_the_menu_and_stands_in_the_list(shop):
    screen = page(shop)
    QTest.keyClick(screen, Qt.Key.Key_F2)
    form = screen.dialog
    assert not form.ok.isEnabled()
    form.name.setText("Петров, диван")
    form.amount.setText("5000")
    form.confirm()
    shop.wait(shop.window.payment.isVisible)
    shop.till.pay_exact(TenderKind.CASH)
    fact = sold(shop, 1)
    assert (fact.lines[0].vat, fact.total_minor) == ("vat122", 500_000)
    screen = page(shop)
    shop.wait(lambda: len(screen.rows) == 1)
    assert screen.rows[0].one.name == "Петров, диван"


def test_an_order_is_prepaid_and_handed_over(shop):
    shop.scan(COFFEE)
    screen = page(shop)
    QTest.keyClick(screen, Qt.Key.Key_F3)
    form = screen.dialog
    form.name.setText("Заказ 7")
    form.amount.setText("100")
    form.confirm()
    shop.wait(shop.window.payment.isVisible)
    shop.till.pay_exact(TenderKind.CARD)
    sold(shop, 1)
    screen = page(shop)
    shop.wait(lambda: len(screen.rows) == 1)
    screen.rows[0].act.click()
    shop.wait(lambda: shop.window.sale.isVisible() and shop.lines() == 1)
    shop.till.pay_exact(TenderKind.CASH)
    assert [(t.kind, t.amount_minor) for t in sold(shop, 2).tenders] == [
        ("advance", 10_000),
        ("cash", 24_900),
    ]


def test_a_debt_is_paid_from_the_list(shop):
    shop.scan(COFFEE)
    shop.till.pay_exact(TenderKind.CREDIT)
    sold(shop, 1)
    screen = page(shop)
    shop.wait(lambda: len(screen.rows) == 1)
    screen.rows[0].act.click()
    screen.dialog.confirm()
    shop.wait(shop.window.payment.isVisible)
    shop.till.pay_exact(TenderKind.CASH)
    assert sold(shop, 2).lines[0].method == "credit_payment"
    screen = page(shop)
    shop.wait(lambda: screen.rows == [])


def test_nothing_found_says_so(shop):
    screen = page(shop)
    screen.search.set_text("никто")
    shop.wait(lambda: "Ничего" in screen.nothing.accessibleName())


def _code(shop: OpenShop, total_minor: int, fd: int) -> str:
    """The QR code of the last receipt, once the operator has registered it."""
    journal = shop.opened.register.journal
    fact = journal.ledger.last_sale().fact
    numbers = ("9999078900000000", fd, "12345", "2026-11-24T12:00", 1, 1, "0001", total_minor, 1)
    journal.commit(Commit((FiscalDocumentRegistered(fact.fiscal_key, fact.sale_id, *numbers),)))
    rubles = f"{total_minor // 100}.{total_minor % 100:02d}"
    return f"t=20261124T1200&s={rubles}&fn=9999078900000000&i={fd}&fp=12345&n=1"


def test_the_first_receipt_scanned_chooses_its_debt_and_enter_pays_it(shop):
    codes = []
    for number in (1, 2):
        shop.scan(COFFEE)
        shop.till.pay_exact(TenderKind.CREDIT)
        sold(shop, number)
        codes.append(_code(shop, 34_900, number))
    screen = page(shop)
    shop.wait(lambda: len(screen.rows) == 2)
    shop.window.scanned(codes[0])
    shop.wait(lambda: [row.one.number for row in screen.rows] == [1])
    assert screen.isVisible()
    screen.rows[0].act.click()
    screen.dialog.confirm()
    shop.wait(shop.window.payment.isVisible)
    shop.till.pay_exact(TenderKind.CASH)
    sold(shop, 3)
    screen = page(shop)
    shop.wait(lambda: len(screen.rows) == 1)
    shop.window.scanned(codes[0])
    shop.wait(lambda: screen.rows == [] and screen.nothing.isVisible())
    assert t("advances.none_of_scan.detail") in screen.nothing.accessibleName()
