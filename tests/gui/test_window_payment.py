"""The payment screen at work: terminals, money back, shared bills, receipts by e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from pos_desktop.app.customer_rules import LOYALTY_FILE, put_sample_rules
from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.domain.tender import TenderKind, TenderOutcome
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.advances import AdvancesDialog
from pos_desktop.gui.dialogs.give_back import GiveBackDialog
from pos_desktop.gui.dialogs.receipt_address import ReceiptAddressDialog
from pos_desktop.gui.dialogs.split import SplitDialog
from pos_desktop.gui.dialogs.words import WordsDialog
from pos_desktop.gui.screens.payment_points import PointsButton
from pos_desktop.gui.screens.sale_panel import LastChange
from pos_desktop.operations.loyalty import Points
from pos_desktop.operations.take_advance import AdvanceWish
from pos_desktop.settings import Payments
from tests.gui.customer_screens import CUSTOMER_SCREENS
from tests.gui.open_shop import SETTINGS, OpenShop, open_shop
from tests.gui.taps import Hands
from tests.till_fakes import SENIOR

COFFEE, BREAD = "4607084120301", "4601238051176"
Key = Qt.Key


@pytest.fixture
def shop(qtbot, tmp_path) -> Iterator[OpenShop]:
    theme.apply(QApplication.instance(), "light")
    settings = replace(SETTINGS, payments=Payments(paper="optional", cash_rounding="100"))
    with open_shop(qtbot, tmp_path, settings) as opened:
        opened.sign_in(SENIOR.staff_id)
        yield opened


def paying(shop: OpenShop, *codes: str) -> None:
    shop.scan(*codes)
    QTest.keyClick(shop.window.sale, Key.Key_F12)
    shop.wait(shop.window.payment.isVisible)


def press(shop: OpenShop, key: Qt.Key, alt: bool = False) -> None:
    how = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(shop.window.payment, key, how)


def asked(shop: OpenShop, kind: type):
    shop.wait(lambda: isinstance(shop.window.payment_choices.dialog, kind))
    return shop.window.payment_choices.dialog


def last(shop: OpenShop) -> SaleCompleted:
    shop.wait(lambda: shop.shown.payment is None and shop.shown.last is not None)
    return shop.opened.register.journal.ledger.last_sale().fact


def pending(shop: OpenShop):
    return shop.shown.payment.pending if shop.shown.payment else None


@pytest.mark.parametrize(("button", "told"), [("Карта", False), ("500 ₽", True)])
def test_the_last_sale_speaks_of_change_only_where_there_was_some(qtbot, tmp_path, button, told):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        hands = Hands(shop)
        hands.scan(COFFEE)
        hands.tap(button)
        hands.until(hands.paid)
        line = shop.window.sale.panel.findChild(LastChange)
        shop.wait(line.isVisible)
        words = [label.text() for label in line.findChildren(QLabel) if label.isVisible()]
        assert ("сдача" in words) is told
        assert any("151,00" in word for word in words) is told


def test_the_till_waits_for_the_terminal_and_the_slip_is_kept(shop):
    paying(shop, COFFEE)
    press(shop, Key.Key_2, alt=True)
    press(shop, Key.Key_F7)
    shop.wait(lambda: pending(shop) is not None)
    panel = shop.window.payment.ask
    assert panel.isVisible()
    panel.slip.setText("RRN 629912345678")
    press(shop, Key.Key_F12)
    fact = last(shop)
    assert [(t.kind, t.reference) for t in fact.tenders] == [("card", "RRN 629912345678")]


def test_a_question_nobody_could_answer_is_asked_again_after_a_restart(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as before:
        before.sign_in()
        paying(before, COFFEE)
        before.window.payment.choose(TenderKind.CARD)
        press(before, Key.Key_F7)
        before.wait(lambda: pending(before) is not None)
        press(before, Key.Key_F3)
        before.wait(lambda: pending(before).outcome is TenderOutcome.UNKNOWN)
        assert not before.window.payment.ask.unknown.isVisible()
    with open_shop(qtbot, tmp_path) as after:
        after.sign_in()
        after.wait(after.window.payment.isVisible)
        assert after.window.payment.ask.isVisible()
        with qtbot.waitSignal(after.till.refused) as said:
            after.window.scanned(BREAD)
        assert said.args[0].code == "tender.unsettled"
        with qtbot.waitSignal(after.till.refused):
            press(after, Key.Key_Escape)
        press(after, Key.Key_F2)
        after.wait(lambda: after.shown.payment is not None and pending(after) is None)
        assert after.shown.payment.left_minor == 34900


def test_a_whole_card_number_is_not_taken_and_the_question_stays(qtbot, shop):
    paying(shop, COFFEE)
    shop.window.payment.choose(TenderKind.CARD)
    press(shop, Key.Key_F7)
    shop.wait(lambda: pending(shop) is not None)
    shop.window.payment.ask.slip.setText("4242 4242 4242 4242")
    with qtbot.waitSignal(shop.till.refused) as said:
        press(shop, Key.Key_F12)
    assert said.args[0].code == "tender.card_number"
    assert pending(shop) is not None


def test_money_taken_by_mistake_is_given_back_and_then_paid_otherwise(shop):
    paying(shop, COFFEE)
    shop.till.tender(TenderKind.CARD, 10000)
    shop.wait(lambda: bool(shop.shown.payment.tenders))
    row = shop.window.payment.due.taken_rows[0]
    row.give_back.click()
    QTest.keyClick(asked(shop, GiveBackDialog), Key.Key_Return)
    shop.wait(lambda: not shop.shown.payment.tenders)
    press(shop, Key.Key_F8)
    assert [(t.kind, t.amount_minor) for t in last(shop).tenders] == [("cash", 34900)]


def test_kopecks_are_rounded_off_only_while_everything_is_cash(shop):
    paying(shop, COFFEE, BREAD)
    assert shop.shown.payment.priced.total_minor == 41150
    press(shop, Key.Key_2, alt=True)
    press(shop, Key.Key_1, alt=True)
    press(shop, Key.Key_Return)
    fact = last(shop)
    assert (fact.total_minor, fact.rounding_minor) == (41100, 50)


def test_coins_of_kopecks_are_counted_as_kopecks(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        shop.scan(BREAD)
        QTest.keyClick(shop.window.sale, Key.Key_F12)
        shop.wait(shop.window.payment.isVisible)
        due = shop.window.payment.due
        due.show_change(20_575, ((20_000, 1), (500, 1), (50, 1), (10, 2)))
        assert due._hand_over.text() == "Выдать: 1 × 200, 1 × 5 и 75 коп."


def test_the_amount_follows_points_that_are_spent(qtbot, tmp_path):
    put_sample_rules(tmp_path / LOYALTY_FILE)
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        CUSTOMER_SCREENS["payment_points"](shop)
        shop.wait(lambda: shop.shown.payment.left_minor == shop.window.payment.typed_minor())
        assert shop.shown.payment.left_minor < 41_150


def test_no_change_is_promised_while_a_card_is_waited_for(shop):
    paying(shop, BREAD)
    assert shop.window.payment.due._change.isVisible()
    press(shop, Key.Key_2, alt=True)
    press(shop, Key.Key_F7)
    shop.wait(lambda: pending(shop) is not None and not shop.window.payment.due._change.isVisible())


def test_a_bill_in_three_equal_parts_is_three_tenders_to_the_kopeck(shop):
    paying(shop, COFFEE)
    press(shop, Key.Key_F4)
    QTest.keyClick(asked(shop, SplitDialog), Key.Key_3)
    for way in (Key.Key_2, Key.Key_3, Key.Key_2):
        press(shop, way, alt=True)
        before = shop.till.current
        press(shop, Key.Key_Return)
        shop.wait(lambda b=before: shop.till.current is not b)
    assert [t.amount_minor for t in last(shop).tenders] == [11634, 11633, 11633]


def test_each_friend_pays_for_his_own_goods(shop):
    paying(shop, COFFEE, BREAD)
    press(shop, Key.Key_F4)
    dialog = asked(shop, SplitDialog)
    dialog.lines[2].click()
    QTest.keyClick(dialog, Key.Key_Return)
    shop.wait(lambda: shop.shown.payment is not None and shop.shown.payment.left_minor == 6250)
    press(shop, Key.Key_3, alt=True)
    press(shop, Key.Key_Return)
    shop.wait(lambda: shop.shown.priced is not None and shop.shown.priced.total_minor == 34900)
    assert shop.shown.parked == 0
    shop.till.pay_exact(TenderKind.CARD)
    shop.wait(lambda: shop.shown.priced is None)
    rest = last(shop)
    assert (rest.number, rest.total_minor) == (2, 34900)
    assert rest.group_id


def test_the_receipt_goes_by_e_mail_and_the_paper_stays_in_the_printer(shop):
    paying(shop, COFFEE)
    shop.window.payment.due.receipt.buttons["email"].click()
    dialog = asked(shop, ReceiptAddressDialog)
    dialog.edit.setText("anna@")
    dialog.ok.click()
    assert shop.window.payment_choices.dialog is dialog
    dialog.edit.setText("anna@example.ru")
    dialog.paper.switch().click()
    dialog.ok.click()
    shop.wait(lambda: bool(shop.shown.payment.priced.sale.customer_contact))
    press(shop, Key.Key_F8)
    fact = last(shop)
    assert (fact.contact, fact.on_paper) == ("anna@example.ru", False)


def test_an_advance_is_found_by_name_and_pays_its_part(shop):
    advances = shop.opened.shop.desks.advances
    shop.till.act(lambda: advances.take_advance(AdvanceWish("Петров", 10000, "vat22")))
    shop.wait(shop.window.payment.isVisible)
    press(shop, Key.Key_F8)
    first = last(shop)
    paying(shop, COFFEE)
    press(shop, Key.Key_4, alt=True)
    dialog = asked(shop, AdvancesDialog)
    dialog.edit.setText("петр")
    QTest.keyClick(dialog.edit, Key.Key_Return)
    shop.wait(lambda: bool(shop.shown.payment.tenders))
    assert shop.shown.payment.left_minor == 24900
    press(shop, Key.Key_F11)
    press(shop, Key.Key_Return)
    fact = last(shop)
    assert fact.tenders[0].reference == first.sale_id


def test_a_debt_is_somebodys(shop):
    paying(shop, COFFEE)
    place = [way.kind for way in shop.window.payment.ways.ways].index(TenderKind.CREDIT) + 1
    press(shop, getattr(Key, f"Key_{place}"), alt=True)
    dialog = asked(shop, WordsDialog)
    dialog.picker.edit.setText("Сидоров, 3-й подъезд")
    dialog.ok.click()
    shop.wait(lambda: bool(shop.shown.payment.priced.sale.order))
    press(shop, Key.Key_Return)
    fact = last(shop)
    assert (fact.order, fact.tenders[0].kind) == ("Сидоров, 3-й подъезд", "credit")


def all_done(shop: OpenShop) -> None:
    """Whatever was asked of the till before is done."""
    answers: list[bool] = []
    shop.till.ask(lambda: True, answers.append)
    shop.wait(lambda: bool(answers))


def receipts(shop: OpenShop) -> int:
    return len(shop.opened.register.journal.ledger.sales())


def test_two_quick_taps_on_a_part_take_it_once(shop):
    paying(shop, COFFEE)
    for name in "100":
        press(shop, getattr(Key, f"Key_{name}"))
    press(shop, Key.Key_Return)
    press(shop, Key.Key_Return)
    shop.wait(lambda: bool(shop.shown.payment and shop.shown.payment.tenders))
    all_done(shop)
    assert [t.amount_minor for t in shop.shown.payment.tenders] == [10_000]


def test_two_quick_taps_do_not_pay_the_next_part_of_a_shared_bill(shop):
    paying(shop, COFFEE, BREAD)
    press(shop, Key.Key_F4)
    dialog = asked(shop, SplitDialog)
    first = shop.shown.payment.priced.lines[0].line.line_id
    dialog.lines_chosen.emit([first])
    shop.wait(lambda: len(shop.shown.payment.priced.lines) == 1)
    press(shop, Key.Key_F8)
    press(shop, Key.Key_F8)
    shop.wait(lambda: shop.shown.payment is None and receipts(shop) == 1)
    all_done(shop)
    assert receipts(shop) == 1
    assert [line.line.name for line in shop.shown.priced.lines] == ["Хлеб бородинский"]


def test_points_come_off_a_receipt_of_which_a_part_was_paid(qtbot):
    button = PointsButton()
    qtbot.addWidget(button)
    wanted = []
    button.wanted.connect(wanted.append)
    button.show_points(Points(8_000, 0, 8_000, offline=False), taken=True)
    assert button.isHidden()
    button.show_points(Points(0, 8_000, 0, offline=False), taken=True)
    assert not button.isHidden()
    button.click()
    assert wanted == [0]
