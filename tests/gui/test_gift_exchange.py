"""Somebody brings a present back with its gift receipt, and nobody is told what it cost before."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from pos_desktop.domain.exchange_code import exchange_code
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui import theme
from tests.gui.open_shop import open_shop
from tests.till_fakes import COFFEE


def test_the_code_of_a_gift_receipt_opens_its_sale_for_an_exchange(qtbot, tmp_path):
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        shop.scan(COFFEE.barcodes[0])
        shop.till.pay_exact(TenderKind.CASH)
        shop.wait(lambda: shop.shown.last is not None)
        shop.window.open_page("refund")
        page = shop.window.pages.currentWidget().refund
        shop.window.scanned(exchange_code(shop.shown.last.sale_id))
        shop.wait(lambda: page.choice is not None)
