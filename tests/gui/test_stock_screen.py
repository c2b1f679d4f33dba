"""The stock's page in the real window: what a senior sees, scans and presses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from pos_desktop.domain.stock import DocumentKind
from pos_desktop.gui.dialogs.product_card import ProductCardDialog
from pos_desktop.gui.dialogs.stock import (
    BeginCountDialog,
    CountDialog,
    DeliveryDialog,
    FinishCountDialog,
)
from pos_desktop.gui.dialogs.stock_product import UnknownCodeDialog
from pos_desktop.operations.save_product import CardText
from tests.gui.open_shop import open_shop
from tests.stock_room import CURD, KEFIR, SHELF
from tests.till_fakes import COFFEE, SENIOR

SHORT = replace(
    CURD, product_id="k3", article="10-3", name="Сыр 300 г", barcodes=(),
    stock_thousandths=4000, min_stock_thousandths=6000,
)  # fmt: skip
LENT = replace(SHORT, product_id="k4", article="10-4", name="Йогурт", stock_thousandths=-3000)
KEFIR_CODE = KEFIR.barcodes[0]


@pytest.fixture
def shop(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path, goods=(*SHELF, SHORT, LENT)) as made:
        made.sign_in(SENIOR.staff_id)
        made.window.open_page("stock")
        made.page = made.window.beside.page("stock")
        made.wait(lambda: len(listed(made).table.rows()) == 7)
        yield made


def listed(shop):
    return shop.page.sections["list"]


def papers(shop, kind):
    shop.page.choose(kind.value)
    return shop.page.sections[kind.value]


def names(table):
    return [row.product.name for row in table.rows()]


def question(shop, editor, kind):
    shop.wait(lambda: editor.questions.dialog is not None)
    content = editor.questions.dialog
    assert isinstance(content, kind)
    return content


def test_the_list_shows_what_is_short_and_finds_by_part_of_a_name(shop):
    panel = listed(shop)
    panel._choose_filter("below_zero")
    shop.wait(lambda: names(panel.table) == ["Йогурт"])
    panel._choose_filter("below_minimum")
    shop.wait(lambda: names(panel.table) == ["Йогурт", "Сыр 300 г"])
    panel._choose_filter("all")
    panel.search.set_text("кефир")
    shop.wait(lambda: names(panel.table) == ["Кефир 1 %"])
    shop.window.scanned(CURD.barcodes[0])
    shop.wait(lambda: names(panel.table) == ["Творог 5 %"])
    assert shop.lines() == 0


def test_a_long_list_is_read_by_and_by(qtbot, tmp_path):
    goods = tuple(replace(KEFIR, product_id=f"g{n}", article=str(n), barcodes=(),
                          name=f"Товар {n:05d}") for n in range(1500))  # fmt: skip
    with open_shop(qtbot, tmp_path, goods=goods) as made:
        made.sign_in()
        made.window.open_page("stock")
        panel = made.window.beside.page("stock").sections["list"]
        made.wait(lambda: len(panel.table.rows()) == 1000)
        panel.table.scrollToBottom()
        made.wait(lambda: len(panel.table.rows()) == 1500)
        assert panel.table.rows()[-1].product.name == "Товар 01499"


def test_the_first_scan_begins_a_receipt_and_its_end_moves_the_stock(shop, qtbot):
    panel = papers(shop, DocumentKind.RECEIPT)
    shop.window.scanned(KEFIR_CODE)
    shop.wait(lambda: panel.editor.draft is not None and len(panel.editor.draft.lines) == 1)
    shop.window.scanned(KEFIR_CODE)
    shop.wait(lambda: panel.editor.draft.lines[0].qty == 2000)
    panel.editor.head.fields["who"].edit.setText("ООО «Молоко»")
    qtbot.keyClick(panel.editor.table, Qt.Key.Key_F12)
    shop.wait(lambda: panel.editor.draft is None and len(panel.table.rows()) == 1)
    assert "Приход 1 проведён" in shop.page.said.text()
    shop.page.choose("list")
    shop.window.scanned(KEFIR_CODE)
    panel = listed(shop)
    shop.wait(lambda: [m.kind for m in panel.card.moves.rows()] == ["receipt"])
    assert panel.table.current().thousandths == 12_000


def test_the_date_of_a_paper_is_typed_as_it_is_written_there(shop, qtbot):
    panel = papers(shop, DocumentKind.RECEIPT)
    shop.window.scanned(KEFIR_CODE)
    shop.wait(lambda: panel.editor.draft is not None and len(panel.editor.draft.lines) == 1)
    day = panel.editor.head.fields["paper_date"]
    day.edit.setText("05.11.2026")
    day.edit.editingFinished.emit()
    shop.wait(lambda: panel.editor.draft.paper_date == "2026-11-05")
    assert day.text() == "05.11.2026"
    day.edit.setText("31.11.2026")
    day.edit.editingFinished.emit()
    shop.wait(lambda: panel.editor.draft.paper_date == "31.11.2026")
    panel.editor.head.fields["who"].edit.setText("ООО «Молоко»")
    refusals = []
    shop.till.refused.connect(refusals.append)
    qtbot.keyClick(panel.editor.table, Qt.Key.Key_F12)
    shop.wait(lambda: [error.code for error in refusals] == ["stock.date_wrong"])
    assert panel.editor.draft is not None


def test_goods_that_never_moved_say_so(shop):
    panel = listed(shop)
    shop.wait(lambda: bool(panel.table.rows()))
    shop.window.scanned(COFFEE.barcodes[0])
    shop.wait(panel.card._still.isVisible)
    assert not panel.card.moves.isVisible()


def test_a_code_nobody_knows_asks_for_its_product_and_a_senior_needs_a_second_word(shop):
    panel = papers(shop, DocumentKind.RECEIPT)
    shop.window.scanned(KEFIR_CODE)
    shop.wait(lambda: panel.editor.draft is not None)
    shop.window.scanned("4607004650321")
    dialog = question(shop, panel.editor, UnknownCodeDialog)
    dialog.form.name.setText("Ряженка")
    dialog.form.price.setText("79,90")
    blocked = []
    shop.till.blocked.connect(blocked.append)
    dialog.form.add.click()
    shop.wait(lambda: bool(blocked))
    assert blocked[0].action.value == "edit_product"
    assert shop.opened.register.catalogue.count() == 7


def test_a_delivery_file_shows_its_wrong_row_and_gives_the_others(shop, tmp_path):
    panel = papers(shop, DocumentKind.RECEIPT)
    panel.begin()
    shop.wait(lambda: panel.editor.draft is not None)
    file = tmp_path / "note.csv"
    file.write_text(f"Штрихкод;Количество;Цена закупки\n{KEFIR_CODE};24;61,50\n{KEFIR_CODE};x;1\n")
    panel.editor.read_file(file)
    dialog = question(shop, panel.editor, DeliveryDialog)
    assert [problem.row for problem in dialog.problems.rows()] == [3]
    dialog.confirm()
    shop.wait(lambda: len(panel.editor.draft.lines) == 1)
    assert panel.editor.draft.lines[0].qty == 24_000


def test_a_stock_take_goes_from_the_question_to_the_difference(shop, qtbot):
    panel = papers(shop, DocumentKind.COUNT)
    panel.begin()
    dialog = question(shop, panel.editor, BeginCountDialog)
    dialog.chips.chosen.emit("dairy")
    dialog.chips.set_current("dairy")
    dialog.confirm()
    shop.wait(lambda: panel.editor.draft is not None)
    assert panel.editor.draft.scope == "dairy"
    shop.window.scanned(KEFIR_CODE)
    shop.wait(lambda: len(panel.editor.draft.lines) == 1)
    panel.editor.act("qty")
    number = question(shop, panel.editor, CountDialog)
    number.input.preset("8")
    number.confirm()
    shop.wait(lambda: panel.editor.draft.lines[0].qty == 8000)
    qtbot.keyClick(panel.editor.table, Qt.Key.Key_F12)
    end = question(shop, panel.editor, FinishCountDialog)
    assert not end.gone.isChecked()
    end.confirm()
    shop.wait(lambda: "недостача 120,00" in shop.page.said.text())


def test_esc_leaves_the_document_then_the_page_and_the_document_is_kept(shop, qtbot):
    panel = papers(shop, DocumentKind.RECEIPT)
    shop.window.scanned(KEFIR_CODE)
    shop.wait(lambda: panel.editor.draft is not None and bool(panel.editor.draft.lines))
    qtbot.keyClick(panel.editor.table, Qt.Key.Key_Escape)
    shop.wait(lambda: panel.editor.draft is None and len(panel.table.rows()) == 1)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    shop.wait(lambda: panel.editor.draft is not None)
    qtbot.keyClick(panel.editor.table, Qt.Key.Key_Escape)
    shop.wait(lambda: panel.editor.draft is None)
    qtbot.keyClick(panel.table, Qt.Key.Key_Escape)
    assert shop.window.pages.currentWidget() is shop.window.sale


def test_a_card_keeps_a_rate_and_a_category_that_are_offered_to_nobody_any_more(qtbot):
    old = replace(COFFEE, vat="vat20", category_id="gone", min_stock_thousandths=12_000)
    dialog = ProductCardDialog(old, (), ())
    qtbot.addWidget(dialog)
    told = []
    dialog.confirmed.connect(told.append)
    dialog.price.setText("350")
    dialog.confirm()
    codes = ", ".join(COFFEE.barcodes)
    assert told == [CardText(COFFEE.name, 35_000, "vat20", "gone", codes, "12")]
    dialog.price.setText("0")
    assert not dialog.save.isEnabled()


def test_a_section_is_built_when_somebody_comes_to_it_and_speaks_the_language_of_then(shop):
    assert list(shop.page.sections) == ["list"]
    shop.window.set_language("en")
    shop.page.choose("receipt")
    assert list(shop.page.sections) == ["list", "receipt"]
    english = shop.page.sections["receipt"].new.text()
    shop.window.set_language("ru")
    assert shop.page.sections["receipt"].new.text() != english
    assert list(shop.page.sections) == ["list", "receipt"]
