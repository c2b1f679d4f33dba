"""The register's window as a cashier uses it: real journal behind it, no devices."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos_desktop import i18n
from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.printing import PrintState
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui import theme
from pos_desktop.ports import NewPrintJob, PrintJobChanged
from tests.gui.open_shop import open_shop, type_text
from tests.till_fakes import BANANAS

COFFEE, BREAD = "4607084120301", "4601238051176"


@pytest.fixture
def shop(qtbot, tmp_path):
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as opened:
        opened.sign_in()
        yield opened


def press(shop, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(shop.window.focusWidget() or shop.window, key, modifiers)


def test_a_wrong_pin_is_said_on_the_sign_in_screen_and_lets_nobody_in(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        with qtbot.waitSignal(shop.till.refused, timeout=5000) as said:
            shop.till.sign_in("s1", "0000")
        assert said.args[0].code == "signin.wrong_pin"
        assert shop.window.pages.currentWidget() is shop.window.signin
        assert shop.shown.staff is None


def test_two_scans_and_one_key_make_a_paid_sale_whose_change_stays_on_screen(shop):
    shop.scan(COFFEE, BREAD)
    assert shop.shown.priced.total_minor == 41150
    press(shop, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    shop.wait(lambda: shop.shown.last is not None)
    assert (shop.shown.last.total_minor, shop.shown.last.change_minor) == (41150, 8850)
    assert shop.lines() == 0
    shop.scan(COFFEE)
    assert shop.shown.last.change_minor == 8850


def test_a_scan_while_the_journal_is_open_goes_into_the_receipt(shop):
    shop.window.open_page("journal")
    shop.scan(BREAD)
    assert shop.window.pages.currentWidget() is shop.window.sale
    assert shop.lines() == 1


def test_an_unknown_code_is_shown_with_one_tap_to_search_and_changes_nothing(shop, qtbot):
    shop.scan(COFFEE)
    with qtbot.waitSignal(shop.till.refused, timeout=5000):
        shop.window.scanned("4600000000008")
    assert "4600000000008" in shop.window.attention.text()
    assert shop.lines() == 1


def test_the_open_sale_is_there_again_after_the_program_died(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as before:
        before.sign_in()
        before.scan(COFFEE, BREAD, COFFEE)
    with open_shop(qtbot, tmp_path) as after:
        after.wait(lambda: after.lines() == 2)
        assert after.shown.priced.total_minor == 76050
        assert after.shown.staff is None


def test_money_taken_before_a_power_cut_is_not_asked_for_again(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as before:
        before.sign_in()
        before.scan(COFFEE, BREAD)
        before.till.tender(TenderKind.CARD, 20000)
        before.wait(lambda: before.shown.payment is not None)
    with open_shop(qtbot, tmp_path) as after:
        after.sign_in()
        assert after.shown.payment.left_minor == 21150
        assert after.window.pages.currentWidget() is after.window.payment


def test_locking_keeps_the_open_sale(shop):
    shop.scan(COFFEE)
    press(shop, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    shop.wait(lambda: shop.shown.staff is None)
    assert shop.window.pages.currentWidget() is shop.window.signin
    shop.sign_in()
    assert shop.lines() == 1


def test_card_and_cash_are_taken_one_after_the_other_on_the_payment_screen(shop):
    shop.scan(COFFEE, BREAD)
    press(shop, Qt.Key.Key_F12)
    shop.wait(lambda: shop.window.pages.currentWidget() is shop.window.payment)
    shop.till.tender(TenderKind.CARD, 20000)
    shop.wait(lambda: shop.shown.payment is not None and shop.shown.payment.left_minor == 21150)
    for key in "300":
        QTest.keyClick(shop.window.payment, key)
    QTest.keyClick(shop.window.payment, Qt.Key.Key_Return)
    shop.wait(lambda: shop.shown.last is not None)
    assert shop.shown.last.change_minor == 8850
    assert shop.window.pages.currentWidget() is shop.window.sale


def test_money_already_taken_cannot_be_forgotten_by_a_scan(shop, qtbot):
    shop.scan(COFFEE)
    shop.till.begin_payment()
    shop.till.tender(TenderKind.CARD, 10000)
    shop.wait(lambda: shop.shown.payment is not None and bool(shop.shown.payment.tenders))
    with qtbot.waitSignal(shop.till.refused, timeout=5000) as said:
        shop.window.scanned(BREAD)
    assert said.args[0].code == "payment.in_progress"


def test_weighed_goods_open_the_scale_and_cannot_be_added_without_a_stable_weight(shop):
    shop.till.add_product(BANANAS.product_id)
    shop.wait(lambda: shop.shown.wanted is not None)
    dialog = shop.window.weighing._dialog
    assert dialog is not None
    dialog.confirm()
    assert shop.lines() == 0
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    shop.wait(lambda: shop.shown.wanted is None)


def test_a_parked_receipt_is_one_key_away_and_two_to_take_up(shop):
    shop.scan(COFFEE)
    press(shop, Qt.Key.Key_F6)
    shop.wait(lambda: shop.shown.parked == 1 and shop.lines() == 0)
    shop.till.recall(1)
    shop.wait(lambda: shop.lines() == 1 and shop.shown.parked == 0)


def test_the_language_changes_while_a_sale_is_open(shop):
    shop.scan(COFFEE)
    shop.window.set_language("en")
    try:
        texts = [button.text() for button in shop.window.findChildren(QAbstractButton)]
        assert any("Exact cash" in text for text in texts)
        assert shop.lines() == 1
    finally:
        i18n.set_language("ru")
        shop.window.set_language("ru")


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
def test_every_selling_control_is_large_enough_for_a_finger_and_has_a_name(shop, size, qtbot):
    shop.scan(COFFEE)
    shop.window.resize(*size)
    qtbot.wait(50)
    buttons = [b for b in shop.window.sale.findChildren(QAbstractButton) if b.isVisible()]
    assert len(buttons) > 15
    assert [b.text() for b in buttons if b.height() < 48] == []
    assert [b for b in buttons if not (b.accessibleName() or b.text())] == []
    assert shop.window.sale.pay_row.pay.height() >= 76
    assert shop.window.width() == size[0]


def test_typing_anywhere_on_the_sale_screen_searches(shop, qtbot):
    shop.window.sale.setFocus()
    type_text(qtbot, shop.window.sale, "кофе")
    shop.wait(lambda: len(shop.window.sale.goods.grid.tiles()) == 1)
    QTest.keyClick(shop.window.sale.goods.search.edit(), Qt.Key.Key_Return)
    shop.wait(lambda: shop.lines() == 1)
    assert shop.shown.priced.lines[0].line.name.startswith("Кофе")


def unclear_print(shop) -> int:
    prints = shop.opened.register.journal.prints
    job_id = prints.add(NewPrintJob("s-1", 1, "receipt", b"x"))
    prints.move(job_id, PrintState.SENDING)
    return job_id


def test_the_question_about_a_receipt_stays_while_others_print_and_goes_with_its_answer(shop):
    prints = shop.opened.register.journal.prints
    job_id = unclear_print(shop)
    prints.move(job_id, PrintState.UNKNOWN)
    shop.window.status.show_event(PrintJobChanged(job_id, "", PrintState.UNKNOWN))
    question = i18n.t("messages.print_unknown.title")
    assert question in shop.window.attention.text()
    shop.window.status.show_event(PrintJobChanged(job_id + 1, "", PrintState.DONE))
    shop.scan(COFFEE)
    assert question in shop.window.attention.text()
    prints.move(job_id, PrintState.DONE)
    shop.scan(BREAD)
    shop.wait(lambda: question not in shop.window.attention.text())


def test_a_receipt_that_was_on_its_way_when_the_power_went_is_asked_about(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as before:
        unclear_print(before)
    with open_shop(qtbot, tmp_path) as again:
        again.sign_in()
        title = i18n.t("messages.print_unknown.title")
        again.wait(lambda: title in again.window.attention.text())


def test_a_full_disk_is_spoken_of_until_a_sale_is_stored_again(shop):
    shop.scan(COFFEE)
    shop.till.refused.emit(StorageError("storage.full", reason="database or disk is full"))
    title = i18n.t("messages.storage_full.title")
    assert title in shop.window.attention.text()
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: title not in shop.window.attention.text())
