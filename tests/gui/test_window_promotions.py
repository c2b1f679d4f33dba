"""Promotions at the window: a line says what an offer took off, a tap says why, a coupon counts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.promotions.rules import (
    Bundle,
    BundlePart,
    NForM,
    PercentOff,
    Promotion,
    ReceiptSumOff,
    Selection,
)
from pos_desktop.gui.dialogs.menu import MenuDialog
from pos_desktop.gui.dialogs.why import WhyDialog
from pos_desktop.gui.dialogs.words import WordsDialog
from pos_desktop.gui.promotion_words import off_word
from pos_desktop.gui.widgets.buttons import IconButton
from tests.gui.open_shop import OpenShop, open_shop
from tests.till_fakes import BREAD, COFFEE

PAIR = Promotion(
    "pair", "Два кофе за 598", Bundle((BundlePart(Selection(frozenset({"p1"})), 2),), 59800),
    name_en="Two coffees for 598",
)  # fmt: skip
THIRD = Promotion("third", "Третий хлеб в подарок", NForM(3, 2), Selection(frozenset({"p2"})))
COUPON = Promotion("autumn", "Купон «Осень»", ReceiptSumOff(5000), coupon="ОСЕНЬ", stacking=True)
DEAR = Promotion("dear", "От тысячи", PercentOff(500), min_receipt_minor=100_000)


def with_promotions(shop: OpenShop, *rules: Promotion) -> None:
    shop.opened.register.promotions.store(rules, shop.opened.register.clock.now_us())
    shop.sign_in()


def why(shop: OpenShop, row: int) -> WhyDialog:
    """Tap the sum of a line."""
    view = shop.window.sale.panel.lines
    rect = view._row_rect(row)
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=rect.topRight() + QPoint(-30, 30)
    )
    shop.wait(lambda: isinstance(shop.window.decisions.dialog, WhyDialog))
    return shop.window.decisions.dialog


def plain(text: str) -> str:
    """Without the spaces that may not break."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_two_coffees_show_what_the_offer_took_off_and_a_tap_says_why(qtbot, tmp_path: Path):
    with open_shop(qtbot, tmp_path) as shop:
        with_promotions(shop, PAIR)
        shop.scan(COFFEE.barcodes[0], COFFEE.barcodes[0])
        line = shop.shown.priced.lines[0]
        assert (line.total_minor, off_word(line)) == (59800, "акция")
        assert [
            text.replace("\u00a0", " ").replace("\u202f", " ") for text in why(shop, 0).texts
        ] == [
            "По каталогу 2 шт × 349,00 698,00",
            "Акция «Два кофе за 598» −100,00",
        ]


def test_the_panel_says_what_one_more_piece_would_bring(qtbot, tmp_path: Path):
    with open_shop(qtbot, tmp_path) as shop:
        with_promotions(shop, PAIR, THIRD, DEAR)
        shop.scan(COFFEE.barcodes[0], COFFEE.barcodes[0], BREAD.barcodes[0], BREAD.barcodes[0])
        shop.window.decisions.why(shop.shown.priced.lines[1].line.line_id)
        shop.wait(lambda: isinstance(shop.window.decisions.dialog, WhyDialog))
        texts = " ".join(shop.window.decisions.dialog.texts)
        assert "Ещё 1\u00a0шт — и «Третий хлеб в подарок»" in texts
        assert "— и «От тысячи»" in texts


def test_in_english_the_offer_has_its_english_name(qtbot, tmp_path: Path):
    with open_shop(qtbot, tmp_path) as shop:
        with_promotions(shop, PAIR)
        shop.window.set_language("en")
        try:
            shop.scan(COFFEE.barcodes[0], COFFEE.barcodes[0])
            assert "Offer “Two coffees for 598” −100.00" in why(shop, 0).texts
        finally:
            shop.window.set_language("ru")


def test_a_coupon_is_typed_from_the_menu_and_taken_off_in_the_panel(qtbot, tmp_path: Path):
    with open_shop(qtbot, tmp_path) as shop:
        with_promotions(shop, COUPON)
        shop.scan(COFFEE.barcodes[0])
        shop.window.decisions.coupon()
        dialog = shop.window.decisions.dialog
        assert isinstance(dialog, WordsDialog)
        dialog.picker.edit.setText("осень")
        dialog.confirm()
        shop.wait(lambda: shop.shown.priced.total_minor == 29900)
        panel = why(shop, 0)
        remove = next(b for b in panel.findChildren(IconButton) if "осень" in b.accessibleName())
        remove.click()
        shop.wait(lambda: shop.shown.priced.total_minor == 34900)


def test_a_coupon_is_scanned_like_goods(qtbot, tmp_path: Path):
    with open_shop(qtbot, tmp_path) as shop:
        with_promotions(shop, COUPON)
        shop.scan(COFFEE.barcodes[0], "ОСЕНЬ")
        assert shop.shown.priced.total_minor == 29900
        assert shop.lines() == 1


def test_the_menu_of_a_line_leads_to_the_reasons_by_keyboard(qtbot, tmp_path: Path):
    with open_shop(qtbot, tmp_path) as shop:
        with_promotions(shop, PAIR)
        shop.scan(COFFEE.barcodes[0])
        QTest.keyClick(shop.window.sale, Qt.Key.Key_Insert)
        menu = shop.window.decisions.dialog
        assert isinstance(menu, MenuDialog)
        menu.chosen.emit("why")
        shop.wait(lambda: isinstance(shop.window.decisions.dialog, WhyDialog))
        assert "Добавьте" not in " ".join(shop.window.decisions.dialog.texts[:1])
