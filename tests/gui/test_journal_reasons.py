"""The owner opens a receipt in the journal and reads why a price was another."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from pos_desktop.gui import theme
from pos_desktop.gui.screens.journal_reading import read_receipt
from pos_desktop.gui.texts import money
from tests.gui.open_shop import open_shop
from tests.till_fakes import COFFEE, SENIOR


def test_a_price_by_hand_is_explained_beside_its_receipt(qtbot, tmp_path):
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in(SENIOR.staff_id)
        shop.scan(COFFEE.barcodes[0])
        lines = shop.opened.shop.desks.lines
        shop.till.run(lambda: lines.set_price(1, 30000, "Цена на полке"))
        shop.wait(lambda: shop.shown.priced.total_minor == 30000)
        shop.window.sale.pay_row.exact.click()
        shop.wait(lambda: shop.shown.last is not None)
        paper = read_receipt(shop.opened.shop.place, shop.shown.last.sale_id)
        assert paper is not None
        said = f"{COFFEE.name}: 349,00 → {money(30000)} · Цена на полке"
        assert paper.reasons == (said,)
        shop.window.show_journal()
        preview = shop.window.beside.page("journal").preview
        shop.wait(preview._reasons.isVisible)
        assert "Цена на полке" in preview._reasons.text()
