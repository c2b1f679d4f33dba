"""The owner opens a receipt in the journal and reads why a price was another, which weight was
typed by hand, and who has looked at the age of its buyer."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui import theme
from pos_desktop.gui.screens.journal_reading import read_receipt
from pos_desktop.gui.screens.journal_words import moment
from pos_desktop.gui.texts import money
from pos_desktop.i18n import weight_kg
from pos_desktop.operations.reprint import receipt_document
from tests.gui.open_shop import open_shop
from tests.till_fakes import BANANAS, CASHIER, COFFEE, SENIOR, VODKA


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
        shop.window.open_page("journal")
        preview = shop.window.beside.page("journal").preview
        shop.wait(preview._reasons.isVisible)
        assert "Цена на полке" in preview._reasons.text()


def test_a_weight_typed_by_hand_is_told_beside_its_receipt_and_one_of_the_scale_is_not(
    qtbot, tmp_path
):
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        shop.till.add_weighed(BANANAS.product_id, 854)
        shop.till.add_typed_weight(BANANAS.product_id, 1250)
        shop.wait(lambda: shop.shown.priced is not None and len(shop.shown.priced.lines) == 2)
        shop.till.pay_exact(TenderKind.CASH)
        shop.wait(lambda: shop.shown.last is not None)
        paper = read_receipt(shop.opened.shop.place, shop.shown.last.sale_id)
        assert paper is not None
        assert paper.reasons == (
            f"Строка 2, {BANANAS.name}: {weight_kg(1250)} — вес введён вручную",
        )
        shop.window.open_page("journal")
        preview = shop.window.beside.page("journal").preview
        shop.wait(preview._reasons.isVisible)
        assert "вес введён вручную" in preview._reasons.text()


def test_who_looked_at_the_buyers_age_is_read_beside_the_receipt_and_on_no_paper(qtbot, tmp_path):
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        shop.scan(VODKA.barcodes[0])
        lines = shop.opened.shop.desks.lines
        shop.till.run(lines.confirm_age)
        shop.wait(lambda: shop.shown.priced.sale.age_confirmed == 18)
        shop.till.pay_exact(TenderKind.CASH)
        shop.wait(lambda: shop.shown.last is not None)
        place, sale_id = shop.opened.shop.place, shop.shown.last.sale_id
        seen = place.ledger.sale(sale_id).fact.age
        assert (seen.years, seen.staff_name) == (18, CASHIER.short_name)
        paper = read_receipt(place, sale_id)
        assert paper.age == f"Возраст 18+ проверен: {CASHIER.short_name}, " + moment(
            seen.at_us, place.zone
        )
        shop.window.open_page("journal")
        preview = shop.window.beside.page("journal").preview
        shop.wait(preview._age.isVisible)
        assert preview._age.text() == paper.age
        printed = receipt_document(place, place.ledger.sale(sale_id), as_copy=False)
        assert "Возраст" not in repr(printed)
