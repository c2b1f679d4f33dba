"""The page of promotions as a manager uses it: on and off, an example, by hand, from a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from pos_desktop.domain.facts import PromotionChanged
from pos_desktop.domain.promotions.card import KINDS
from pos_desktop.domain.promotions.rules import Gift, NForM, PercentOff, Promotion, Selection, When
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.gui.dialogs.promotion_file import PromotionFileDialog
from pos_desktop.gui.dialogs.promotion_form import PromotionForm
from pos_desktop.gui.promotions_page import PromotionsScreen
from pos_desktop.i18n import has_text, t
from tests.gui.open_shop import OpenShop, open_shop
from tests.till_fakes import CASHIER, COFFEE

MANAGER = StaffMember("s3", "Гусев Роман", "Гусев Р.", Role.MANAGER)
HALF = Promotion("half", "2-й за полцены", NForM(2, 1, 5000), Selection(frozenset({"p1"})))
MUG = Promotion("mug", "Кружка", Gift(Selection(frozenset({"p9"}))), Selection(frozenset({"p9"})))
NIGHT = Promotion("night", "Ночная", PercentOff(1000), when=When(frozenset({5, 6})))


@pytest.fixture
def shop(qtbot, tmp_path: Path):
    with open_shop(qtbot, tmp_path) as opened:
        register = opened.opened.register
        register.staff.add_all([(MANAGER, "5555", "")])
        register.promotions.store([HALF, MUG, NIGHT], register.clock.now_us())
        yield opened


def page_of(shop: OpenShop, pin: str = "5555", staff_id: str = "s3") -> PromotionsScreen:
    shop.sign_in(staff_id, pin)
    shop.window.open_page("promotions")
    page = shop.window.beside.page("promotions")
    assert isinstance(page, PromotionsScreen)
    shop.wait(lambda: len(page.rows) == 3)
    return page


def texts(widget) -> str:
    words = " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_promotion_is_switched_off_with_one_tap_and_the_open_sale_is_dearer(shop: OpenShop):
    page = page_of(shop)
    shop.scan(COFFEE.barcodes[0], COFFEE.barcodes[0])
    assert shop.shown.priced.total_minor == 52350
    shop.window.open_page("promotions")
    row = next(row for row in page.rows if row.promotion_id == "half")
    row.switch.click()
    shop.wait(lambda: shop.shown.priced.total_minor == 69800)
    shop.wait(
        lambda: [r.switch.isChecked() for r in page.rows if r.promotion_id == "half"] == [False]
    )
    entries = shop.opened.register.journal.outbox.entries_after(0, 1000)
    assert sum(entry.kind == PromotionChanged.KIND for entry in entries) == 1


def test_a_cashier_sees_the_promotions_and_a_second_person_is_asked_for_to_change_one(
    shop: OpenShop,
):
    page = page_of(shop, "1111", CASHIER.staff_id)
    asked = []
    shop.till.blocked.connect(asked.append)
    page.rows[0].switch.click()
    shop.wait(lambda: bool(asked))
    assert asked[0].action.value == "edit_promotion"
    assert page.rows[0].switch.isChecked()


def test_the_side_shows_what_it_does_to_an_example(shop: OpenShop):
    page = page_of(shop)
    page.rows[0].chosen.emit("half")
    shop.wait(lambda: "523,50" in texts(page.side))
    assert "−174,50" in texts(page.side)
    page.rows[0].chosen.emit("mug")
    shop.wait(lambda: t("promotions.no_goods") in texts(page.side))


def test_a_new_promotion_is_written_by_hand_and_a_mistake_is_said_in_the_form(shop: OpenShop):
    page = page_of(shop)
    QTest.keyClick(page, Qt.Key.Key_F2)
    form = page.dialog
    assert isinstance(form, PromotionForm)
    form.fields["name"].edit.setText("Полка со скидкой")
    form.fields["percent"].edit.setText("200")
    form.fields["categories"].edit.setText("полка c1")
    form.confirm()
    shop.wait(lambda: "200" in texts(form))
    form.fields["percent"].edit.setText("15")
    form.confirm()
    shop.wait(lambda: len(page.rows) == 4)
    made = next(r for r in shop.opened.register.promotions.all() if r.name == "Полка со скидкой")
    assert made.effect == PercentOff(1500)
    assert made.goods.categories == {"c1"}


def test_goods_of_a_promotion_are_scanned_into_the_form(shop: OpenShop):
    page = page_of(shop)
    page.edit({})
    shop.window.scanned(COFFEE.barcodes[0])
    form = page.dialog
    assert isinstance(form, PromotionForm)
    assert form.fields["products"].edit.text() == COFFEE.barcodes[0]
    assert shop.lines() == 0


def test_a_promotion_that_is_changed_keeps_what_the_form_does_not_show(shop: OpenShop):
    page = page_of(shop)
    page.rows[0].chosen.emit("half")
    page.side.edit.click()
    shop.wait(lambda: isinstance(page.dialog, PromotionForm))
    form = page.dialog
    assert form.fields["products"].edit.text() == COFFEE.article
    form.fields["percent"].edit.setText("60")
    form.confirm()
    book = shop.opened.register.promotions
    shop.wait(lambda: any(r.effect == NForM(2, 1, 6000) for r in book.all()))
    changed = next(r for r in book.all() if r.promotion_id == "half")
    assert changed.goods == HALF.goods


def test_removing_asks_once_more_on_the_same_button(shop: OpenShop):
    page = page_of(shop)
    page.rows[0].chosen.emit("half")
    page.side.remove.click()
    assert len(shop.opened.register.promotions.all()) == 3
    page.side.remove.click()
    shop.wait(lambda: len(page.rows) == 2)


def test_a_file_is_shown_before_it_is_loaded_and_a_wrong_row_stops_all_of_it(
    shop: OpenShop, tmp_path: Path
):
    page = page_of(shop)
    file = tmp_path / "offers.csv"
    page._ask_file = lambda _parent: str(file)
    file.write_text("id;name;kind;percent;products\na;Чай;percent;10;00-1\nb;Плохо;percent;140;\n")
    page.load()
    shop.wait(lambda: isinstance(page.dialog, PromotionFileDialog))
    assert not page.dialog.ok.isEnabled()
    assert any("140" in text for text in page.dialog.texts)
    page.dialog.cancelled.emit()
    file.write_text("id;name;kind;percent;products\na;Чай;percent;10;00-1\nhalf;Иначе;percent;5;\n")
    QTest.keyClick(page, Qt.Key.Key_F3)
    shop.wait(lambda: isinstance(page.dialog, PromotionFileDialog) and page.dialog.ok.isEnabled())
    page.dialog.ok.click()
    shop.wait(lambda: len(page.rows) == 4)
    assert {r.name for r in shop.opened.register.promotions.all()} >= {"Чай", "Иначе"}


def test_every_field_and_kind_of_the_form_has_its_words(shop: OpenShop):
    form = PromotionForm({})
    for kind in KINDS:
        form.kinds.set_current(kind)
        form.kinds.chosen.emit(kind)
        for key, field in form.fields.items():
            assert has_text(f"promotions.key_{key}"), key
            assert field.edit.placeholderText(), key
    form.deleteLater()
