from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos_desktop import i18n
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import PrintState
from pos_desktop.gui import theme
from pos_desktop.gui.models.journal import Section
from pos_desktop.gui.screens.journal import JournalScreen
from pos_desktop.gui.session import Queues
from pos_desktop.ports import FiscalChanged, PrintJobChanged, QueueStatus, SaleRow, SyncChanged
from tests.gui.journal_shop import NOTHING_WAITS, sale_row, shop_of

HOUR_US = 3_600_000_000
UNKNOWN = {"print_state": PrintState.UNKNOWN, "print_reason": "printer.no_confirmation"}
REFUSED = {"fiscal_state": FiscalState.REJECTED, "fiscal_reason": "fiscal.refused: Неверная ставка"}


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


def opened(qtbot, shop: Any, wide: int = 1366, high: int = 720, **more: Any) -> JournalScreen:
    screen = JournalScreen(shop, **more)
    qtbot.addWidget(screen)
    screen.resize(wide, high)
    with qtbot.waitActive(screen, timeout=5000):
        screen.show()
        screen.activateWindow()
    screen.refresh()
    screen.table.setFocus()
    return screen


def numbers(screen: JournalScreen) -> list[int]:
    return [row.number for row in screen.table.model_of_rows().sales()]


def test_what_needs_a_person_stands_above_the_documents_of_the_shift(qtbot):
    rows = [sale_row(12), sale_row(11, **UNKNOWN), sale_row(10, **REFUSED), sale_row(9)]
    screen = opened(qtbot, shop_of(rows))
    assert numbers(screen) == [11, 10, 12, 9]
    model = screen.table.model_of_rows()
    first, second = (model.entry(row) for row in model.sections())
    assert isinstance(first, Section) and first.attention and first.count == 2
    assert isinstance(second, Section) and second.shift_number == 148 and second.count == 4


def test_each_shift_has_its_own_line(qtbot):
    rows = [sale_row(5), sale_row(4), sale_row(3, shift_number=147)]
    screen = opened(qtbot, shop_of(rows))
    model = screen.table.model_of_rows()
    assert [model.entry(row).shift_number for row in model.sections()] == [148, 147]


def test_an_unclear_print_is_asked_about_and_answered_with_one_key_press(qtbot):
    shop = shop_of([sale_row(11, **UNKNOWN)])
    screen = opened(qtbot, shop)
    assert screen.preview.print_question.isVisible()
    assert "11" in screen.preview.print_question.accessibleName()
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert shop.till.pressed == [("settle", sale_row(11).sale_id, True)]
    screen.preview.print_question.second.click()
    assert shop.till.pressed[-1] == ("settle", sale_row(11).sale_id, False)


def test_a_refused_document_says_why_and_can_be_sent_again(qtbot):
    shop = shop_of([sale_row(10, **REFUSED)])
    screen = opened(qtbot, shop)
    assert "Неверная ставка" in screen.preview.fiscal_question.accessibleName()
    screen.preview.fiscal_question.first.click()
    assert shop.till.pressed == [("again", sale_row(10).sale_id, False)]


def test_a_document_that_may_be_registered_is_sent_again_only_by_who_looked_it_up(qtbot):
    unclear = {**REFUSED, "fiscal_reason": "fiscal.unclear: driver 177: closing interrupted"}
    shop = shop_of([sale_row(10, **unclear)])
    question = opened(qtbot, shop).preview.fiscal_question
    assert "driver 177" in question.accessibleName()
    assert question.first.text() == i18n.t("journal.send_not_there")
    question.first.click()
    assert shop.till.pressed == [("again", sale_row(10).sale_id, True)]


def test_a_document_registered_with_another_sum_cannot_be_sent_again(qtbot):
    other = {**REFUSED, "fiscal_reason": "fiscal.mismatch: 100 != 200, FD 7, FP 0000000001"}
    question = opened(qtbot, shop_of([sale_row(10, **other)])).preview.fiscal_question
    assert "FD 7" in question.accessibleName()
    assert not question.first.isVisible()


def test_a_held_receipt_says_in_words_what_the_printer_lacks(qtbot):
    held = sale_row(10, print_state=PrintState.HELD, print_reason="printer.paper_out")
    screen = opened(qtbot, shop_of([held]))
    assert "В принтере кончилась бумага" in screen.preview.print_question.accessibleName()
    assert not screen.preview.print_question.first.isVisible()


def test_a_receipt_the_printer_refused_says_why_and_is_printed_again_by_one_press(qtbot):
    failed = sale_row(10, print_state=PrintState.FAILED, print_reason="printer.cutter")
    shop = shop_of([failed])
    screen = opened(qtbot, shop)
    question = screen.preview.print_question
    assert i18n.t("journal.print_failed") in question.accessibleName()
    assert question.first.isVisible() and not question.second.isVisible()
    question.first.click()
    assert shop.till.pressed == [("print again", failed.sale_id)]
    assert screen.preview.copy.isEnabled()


def test_a_copy_is_printed_of_the_chosen_sale(qtbot):
    shop = shop_of([sale_row(12), sale_row(11)])
    screen = opened(qtbot, shop)
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    screen.preview.copy.click()
    assert shop.till.pressed == [("copy", sale_row(11).sale_id)]


def test_arrows_step_over_section_lines(qtbot):
    rows = [sale_row(12), sale_row(11, **UNKNOWN), sale_row(10)]
    screen = opened(qtbot, shop_of(rows))
    seen = []
    for _ in range(3):
        seen.append(screen.table.current_sale().number)
        QTest.keyClick(screen.table, Qt.Key.Key_Down)
    assert seen == [11, 12, 10]


def test_the_receipt_is_shown_as_paper(qtbot):
    screen = opened(qtbot, shop_of([sale_row(12)]))
    qtbot.waitUntil(lambda: screen.preview.paper.count() == 1, timeout=5000)


def test_rows_that_fly_by_are_not_drawn(qtbot):
    shop = shop_of([sale_row(n) for n in range(40, 0, -1)])
    screen = opened(qtbot, shop)
    qtbot.waitUntil(lambda: screen.preview.paper.count() == 1, timeout=5000)
    asked: list[str] = []
    ledger, find = shop.place.ledger, shop.place.ledger.sale
    ledger.sale = lambda sale_id: asked.append(sale_id) or find(sale_id)
    model = screen.table.model()
    for row in range(2, 32):
        screen.table.setCurrentIndex(model.index(row, 0))
    qtbot.waitUntil(lambda: bool(asked), timeout=5000)
    assert asked == [screen.table.current_sale().sale_id]


def test_esc_goes_back_to_the_rows_first_and_then_to_the_sale(qtbot):
    screen = opened(qtbot, shop_of([sale_row(12)]))
    left = []
    screen.back_wanted.connect(lambda: left.append(True))
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    assert screen.preview.copy.hasFocus()
    QTest.keyClick(screen.preview.copy, Qt.Key.Key_Escape)
    assert screen.table.hasFocus() and not left
    QTest.keyClick(screen.table, Qt.Key.Key_Escape)
    assert left == [True]


def test_filters_show_what_waits_and_what_needs_attention(qtbot):
    rows = [sale_row(12, synced=False), sale_row(11, **UNKNOWN), sale_row(10)]
    screen = opened(qtbot, shop_of(rows))
    buttons = {b.accessibleName(): b for b in screen.findChildren(QAbstractButton)}
    buttons["Ждут"].click()
    assert numbers(screen) == [12]
    buttons["Внимание"].click()
    assert numbers(screen) == [11]
    buttons["Все"].click()
    assert numbers(screen) == [11, 12, 10]


def test_a_sum_typed_with_a_grouping_space_is_found(qtbot):
    rows = [sale_row(12), sale_row(11, total_minor=120_400)]
    screen = opened(qtbot, shop_of(rows))
    screen.head.search.set_text("1 204.00")
    qtbot.waitUntil(lambda: numbers(screen) == [11], timeout=5000)


def test_digits_typed_anywhere_search(qtbot):
    screen = opened(qtbot, shop_of([sale_row(12), sale_row(11)]))
    QTest.keyClick(screen.table, Qt.Key.Key_1)
    QTest.keyClick(screen.head.search.edit(), Qt.Key.Key_2)
    assert screen.head.search.text() == "12"
    qtbot.waitUntil(lambda: numbers(screen) == [12], timeout=5000)


def test_an_empty_journal_says_so(qtbot):
    screen = opened(qtbot, shop_of([]))
    assert not screen.table.isVisible()
    assert not screen.preview.copy.isEnabled()


def test_a_printed_receipt_changes_its_row_and_keeps_the_chosen_one(qtbot):
    shop = shop_of([sale_row(12, print_state=PrintState.SENDING), sale_row(11)])
    screen = opened(qtbot, shop)
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    shop.place.ledger.change(12, print_state=PrintState.DONE)
    screen.note(PrintJobChanged(1, sale_row(12).sale_id, PrintState.DONE))
    model = screen.table.model_of_rows()
    qtbot.waitUntil(lambda: model.sales()[0].print_state is PrintState.DONE, timeout=5000)
    assert screen.table.current_sale().number == 11


def test_many_events_ask_the_books_a_few_times_only(qtbot):
    shop = shop_of([sale_row(n) for n in range(200, 0, -1)])
    screen = opened(qtbot, shop)
    asked = shop.place.ledger.asked
    for n in range(1, 201):
        screen.note(PrintJobChanged(n, sale_row(n).sale_id, PrintState.DONE))
    qtbot.waitUntil(lambda: shop.place.ledger.asked > asked, timeout=5000)
    assert shop.place.ledger.asked - asked <= 3


def test_a_hidden_journal_reads_nothing(qtbot):
    shop = shop_of([sale_row(12)])
    screen = JournalScreen(shop)
    qtbot.addWidget(screen)
    screen.note(PrintJobChanged(1, sale_row(12).sale_id, PrintState.DONE))
    screen.note(SyncChanged(True, "", NOTHING_WAITS))
    QTest.qWait(300)
    assert shop.place.ledger.asked == 0


def test_parts_that_are_not_set_up_have_no_column_and_nothing_waits_for_them(qtbot):
    rows = [sale_row(12, synced=False, fiscal_state=None, print_state=None)]
    shop = shop_of(rows, has_cloud=False, has_operator=False, has_printer=False)
    screen = opened(qtbot, shop)
    assert [screen.table.isColumnHidden(column) for column in (4, 5, 6)] == [True] * 3
    buttons = {b.accessibleName(): b for b in screen.findChildren(QAbstractButton)}
    assert buttons["Ждут"].text() == "Ждут · 0"


def waiting(hours: int) -> Queues:
    now_us = int(time.time() * 1_000_000)
    queue = QueueStatus(37, now_us - hours * HOUR_US, 5200, 0)
    return Queues(queue, queue, NOTHING_WAITS)


def test_without_a_network_it_says_since_when_how_many_and_that_all_is_kept(qtbot):
    shop = shop_of([sale_row(12, synced=False)], waiting(2))
    screen = opened(qtbot, shop)
    screen.note(SyncChanged(False, "cloud.unreachable", shop.waits.cloud))
    screen.refresh()
    said = screen.notice.banner.accessibleName()
    assert "Нет сети 2 ч · 37 документов ждут" in said.replace("\u00a0", " ")
    assert "Всё сохранено" in said and "30 дней" in said
    assert screen.notice.banner.level() == "warning"
    screen.notice.banner.buttons()[0].click()
    assert shop.checks == ["checked"]


def test_documents_that_wait_too_long_raise_an_alarm(qtbot):
    shop = shop_of([sale_row(12, synced=False)], waiting(30))
    screen = opened(qtbot, shop)
    assert screen.notice.banner.isVisible()
    assert screen.notice.banner.level() == "danger"


def test_where_nothing_waits_there_is_no_banner(qtbot):
    screen = opened(qtbot, shop_of([sale_row(12)]))
    screen.note(FiscalChanged("k", "s", FiscalState.REGISTERED, "", NOTHING_WAITS))
    screen.refresh()
    assert not screen.notice.isVisible()


def test_a_pdf_of_the_receipt_is_saved_where_one_says(qtbot, tmp_path: Path):
    target = tmp_path / "чек.pdf"
    offered = []

    def ask(_parent: object, name: str) -> str:
        offered.append(name)
        return str(target)

    screen = opened(qtbot, shop_of([sale_row(12)]), ask_file=ask)
    screen.preview.pdf.click()
    assert target.read_bytes().startswith(b"%PDF")
    assert offered == ["Чек 12.pdf"]


def test_ten_thousand_rows_are_read_in_pieces_as_one_scrolls(qtbot):
    shop = shop_of([sale_row(n) for n in range(10_000, 0, -1)])
    screen = opened(qtbot, shop)
    assert len(numbers(screen)) == 500
    bar = screen.table.verticalScrollBar()
    for _ in range(5):
        bar.setValue(bar.maximum())
    assert len(numbers(screen)) == 10_000
    assert screen.table.current_sale().number == 10_000


@pytest.mark.parametrize("wide", [1024, 1366, 1920])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_nothing_is_cut_off_at_the_reference_sizes(qtbot, wide: int, lang: str):
    i18n.set_language(lang)
    rows: list[SaleRow] = [sale_row(5212, **UNKNOWN), sale_row(5211, **REFUSED)]
    screen = opened(qtbot, shop_of(rows, waiting(2)), wide)
    QTest.qWait(20)
    for button in screen.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.height() >= 48
            assert button.accessibleName() or button.text()
            assert button.width() >= button.sizeHint().width() - 16, button.text()
    header = screen.table.horizontalHeader()
    assert header.length() <= screen.table.viewport().width()


def test_the_other_language_is_shown_at_once(qtbot):
    screen = opened(qtbot, shop_of([sale_row(12)]))
    i18n.set_language("en")
    screen.retranslate()
    model = screen.table.model_of_rows()
    words = [model.index(1, column).data() for column in range(7)]
    assert words[2] == "Cash" and words[4:] == ["Printed", "Registered", "In cloud"]
