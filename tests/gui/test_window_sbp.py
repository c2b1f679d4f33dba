"""Paying by QR code at the window, as a cashier tells it: the real worker, a bank on loopback."""

from __future__ import annotations

import re

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.facts import (
    QrRegistered,
    RefundBegun,
    RefundGivenUp,
    TenderRequested,
    TenderSettled,
    TerminalContradicted,
)
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.customer.lines import lines_of
from pos_desktop.operations.give_back import GivenBack
from pos_desktop.operations.refund import RefundRequest, Wish
from pos_desktop.payments.bank import order_id
from pos_desktop.receipts.display_lines import DisplayWriter
from pos_desktop.settings import Device
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from pos_desktop.simulators.sbp_ledger import Payment
from tests.gui.open_shop import facts
from tests.gui.sbp_shop import STATIC, bank_side
from tests.till_fakes import SENIOR

COFFEE = "4607084120301"
QR = TenderKind.QR
Key = Qt.Key


@pytest.fixture(params=["raiffeisen", "tbank"])
def bank(request, tmp_path):
    with bank_side(tmp_path, request.param) as side:
        yield side


@pytest.fixture
def raiffeisen(tmp_path):
    with bank_side(tmp_path, static=STATIC) as side:
        yield side


def shows_code(shop, bank) -> str:
    """The coffee is on the receipt, its code is on the screen."""
    shop.scan(COFFEE)
    shop.till.pay_exact(QR)
    panel = shop.window.payment.qr
    shop.wait(lambda: panel.isVisible() and bool(panel.shown_code()))
    assert panel.shown_code() == bank.simulator.last_live_code()
    return panel.shown_code()


def last_sale(shop):
    shop.wait(lambda: shop.shown.payment is None and shop.shown.last is not None)
    return shop.opened.register.journal.ledger.last_sale().fact


def unpaid(shop) -> bool:
    payment = shop.shown.payment
    return payment is not None and payment.pending is None and not payment.tenders


def ask_now(shop) -> None:
    """The cashier does not want to wait for the next question."""
    QTest.keyClick(shop.window.payment, Key.Key_F7)


def test_a_customer_pays_by_phone_and_the_receipt_closes_by_itself(qtbot, bank):
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        shows_code(shop, bank)
        assert bank.pays()
        ask_now(shop)
        fact = last_sale(shop)
        [tender] = fact.tenders
        assert (tender.kind, tender.by, tender.amount_minor) == ("qr", "sbp", 34_900)
        assert tender.reference == order_id(tender.tender_id)
        assert bank.taken == [(tender.reference, 34_900)]
        requested, settled = facts(shop, TenderRequested)[-1], facts(shop, TenderSettled)[-1]
        assert requested.by == settled.by == "sbp"
        assert len(facts(shop, QrRegistered)) == 1
        assert not shop.window.payment.isVisible()


def test_the_customer_sees_the_code_with_its_sum_on_the_second_screen(qtbot, raiffeisen):
    with raiffeisen.opened(qtbot) as shop:
        shop.sign_in()
        shop.window.customer_side.toggle()
        code = shows_code(shop, raiffeisen)
        view = shop.window.customer_side.window.view
        shop.wait(lambda: view.shown().code is not None)
        assert view.shown().code.text == code
        assert "349" in view.shown().code.below
        assert re.fullmatch(r"Код действует ещё \d{1,2}:\d\d", view.shown().code_left)
        assert not view.shown().left  # nothing is taken yet: the sum itself says it
        raiffeisen.pays()
        ask_now(shop)
        last_sale(shop)
        shop.wait(lambda: view.shown().code is None)


def test_the_display_of_two_lines_says_what_the_code_is_for(qtbot, raiffeisen):
    with raiffeisen.opened(qtbot) as shop:
        shop.sign_in()
        shows_code(shop, raiffeisen)
        shown = lines_of(shop.shown, DisplayWriter(20, "ru", "RUB"), "Лавка")
        assert [line.strip() for line in shown] == ["Оплата по QR-коду", "349,00"]


def test_a_customer_who_changes_his_mind_pays_cash_and_the_code_is_dead(qtbot, bank):
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        code = shows_code(shop, bank)
        QTest.keyClick(shop.window.payment, Key.Key_F2)
        shop.wait(lambda: unpaid(shop))
        assert shop.window.payment.notice.isVisible()
        assert not bank.pays(code)
        shop.till.pay_exact(TenderKind.CASH)
        assert [t.kind for t in last_sale(shop).tenders] == ["cash"]
        assert bank.taken == []


def test_a_register_that_dies_while_the_customer_pays_finds_his_money(qtbot, bank):
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        shows_code(shop, bank)
    assert bank.pays()
    with bank.opened(qtbot) as shop:
        shop.let_in()
        [tender] = last_sale(shop).tenders
        assert (tender.kind, tender.amount_minor) == ("qr", 34_900)
        assert len(bank.taken) == 1
        assert len(bank.simulator.codes()) == 1


def test_a_register_that_dies_before_he_pays_shows_the_same_code_again(qtbot, bank):
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        code = shows_code(shop, bank)
    with bank.opened(qtbot) as shop:
        shop.let_in()
        panel = shop.window.payment.qr
        shop.wait(lambda: panel.isVisible() and panel.shown_code() == code)
        bank.pays()
        ask_now(shop)
        assert [t.kind for t in last_sale(shop).tenders] == ["qr"]
        assert bank.simulator.codes() == [code]


def test_money_of_a_code_that_was_never_shown_is_told_though_a_person_had_said_no(qtbot, bank):
    bank.simulator.set_mood("silence")
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        shop.scan(COFFEE)
        shop.till.pay_exact(QR)
        payment = shop.window.payment
        shop.wait(payment.qr.isVisible)
        QTest.keyClick(payment, Key.Key_F2)
        QTest.keyClick(payment, Key.Key_F2)
        shop.wait(payment.ask.isVisible)
        payment.ask.declined.click()
        shop.wait(lambda: unpaid(shop))
        op_id = facts(shop, TenderRequested)[-1].tender_id
        assert facts(shop, TenderSettled)[-1].by == ""
    # The bank had made a code of it, and its books say that it is paid.
    order = order_id(op_id)
    bank.simulator.ledger.add(Payment("1", order, 34_900, 0.0, "https://x", "paid"))
    bank.simulator.set_mood("ok")
    with bank.opened(qtbot) as shop:
        shop.let_in()
        shop.wait(lambda: "Деньги всё-таки списаны" in shop.window.attention.text())
        [fact] = facts(shop, TerminalContradicted)
        assert (fact.op_id, fact.moved, fact.reference) == (op_id, True, order)


def test_the_network_goes_while_the_code_is_shown_and_the_money_is_found_when_it_is_back(
    qtbot, raiffeisen
):
    with raiffeisen.opened(qtbot) as shop:
        shop.sign_in()
        code = shows_code(shop, raiffeisen)
        raiffeisen.relay.set_mode("refuse")
        ask_now(shop)
        panel = shop.window.payment.qr
        shop.wait(lambda: "Нет связи" in panel.accessibleName())
        assert panel.shown_code() == code
        assert raiffeisen.pays(code)
        raiffeisen.relay.set_mode("pass")
        ask_now(shop)
        assert [t.kind for t in last_sale(shop).tenders] == ["qr"]


def test_without_network_the_shops_own_code_is_offered_and_the_cashier_answers(qtbot, raiffeisen):
    raiffeisen.relay.set_mode("refuse")
    with raiffeisen.opened(qtbot) as shop:
        shop.sign_in()
        shop.scan(COFFEE)
        shop.till.pay_exact(QR)
        payment = shop.window.payment
        shop.wait(lambda: unpaid(shop))
        assert "Нет связи с банком" in payment.notice.accessibleName()
        payment.choose(QR)
        assert payment.ask_button.label() == "Код магазина"
        QTest.keyClick(payment, Key.Key_F7)
        shop.wait(payment.ask.isVisible)
        assert payment.ask.code.text() == STATIC
        assert facts(shop, TenderRequested)[-1].by == ""
        QTest.keyClick(payment, Key.Key_F12)
        [tender] = last_sale(shop).tenders
        assert (tender.kind, tender.by) == ("qr", "")
        assert raiffeisen.simulator.codes() == []


def test_a_bank_that_stays_silent_leaves_a_question_and_never_a_second_charge(qtbot, raiffeisen):
    with raiffeisen.opened(qtbot) as shop:
        shop.sign_in()
        shows_code(shop, raiffeisen)
        raiffeisen.pays()
        raiffeisen.relay.set_mode("refuse")
        payment = shop.window.payment
        QTest.keyClick(payment, Key.Key_F2)
        shop.wait(lambda: facts(shop, TenderSettled) != [])
        assert facts(shop, TenderSettled)[-1].outcome == "unknown"
        QTest.keyClick(payment, Key.Key_F2)
        shop.wait(payment.ask.isVisible)
        assert payment.ask.again.label() == "Спросить банк"
        raiffeisen.relay.set_mode("pass")
        QTest.keyClick(payment, Key.Key_F7)
        assert [t.kind for t in last_sale(shop).tenders] == ["qr"]
        assert len(raiffeisen.taken) == 1


def test_without_a_printer_the_code_cannot_be_printed_and_the_button_says_so(qtbot, raiffeisen):
    with raiffeisen.opened(qtbot) as shop:
        shop.sign_in()
        shows_code(shop, raiffeisen)
        assert not shop.window.payment.qr.print_code.isEnabled()


def test_the_code_is_printed_for_a_customer_who_sees_no_screen_and_can_be_scanned(
    qtbot, raiffeisen
):
    printer = EscposPrinterSimulator()
    printer.start()
    try:
        raiffeisen.printer = Device(f"tcp://127.0.0.1:{printer.port},escpos-80")
        with raiffeisen.opened(qtbot) as shop:
            shop.sign_in()
            code = shows_code(shop, raiffeisen)
            QTest.keyClick(shop.window.payment, Key.Key_F6)
            shop.wait(lambda: len(printer.receipts) == 1)
            picture = printer.render_receipt(printer.receipts[0])
            assert [read.text for read in zxingcpp.read_barcodes(picture)] == [code]
    finally:
        printer.stop()


def paid_by_qr(shop, bank):
    shows_code(shop, bank)
    bank.pays()
    ask_now(shop)
    return last_sale(shop)


def give_back(shop, sale):
    """Everything on the receipt comes back; what the refund came to."""
    done = []
    desk = shop.opened.shop.desks.refund
    request = RefundRequest(sale.sale_id, (Wish(1, 1000),), "Не подошло")
    shop.till.run(lambda: desk.give_back(request), done.append)
    shop.wait(lambda: bool(done))
    return done[0]


def refund_page(shop, sale):
    shop.window.open_page("refund")
    page = shop.window.beside.page("refund").refund
    page.open_sale(sale.sale_id)
    shop.wait(lambda: page.choice is not None)
    page.choose_all()
    page.foot.words.setText("не подошло")
    shop.wait(page.money.go.isEnabled)
    return page


def test_goods_come_back_and_the_money_goes_back_through_the_bank(qtbot, bank):
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        sale = paid_by_qr(shop, bank)
        page = refund_page(shop, sale)
        page.money.go.click()
        ledger = shop.opened.register.journal.ledger
        shop.wait(lambda: ledger.last_sale().fact.operation == "sell_refund" and not page.waits)
        refund = ledger.last_sale().fact
        assert refund.total_minor == 34_900
        assert [(t.kind, t.by) for t in refund.tenders] == [("qr", "sbp")]
        assert bank.returned == [(sale.tenders[0].reference, 34_900)]


def test_a_refund_the_bank_does_not_want_is_told_and_no_receipt_is_made(qtbot, bank):
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        sale = paid_by_qr(shop, bank)
        bank.simulator.ledger.refunds_are_declined = True
        page = refund_page(shop, sale)
        page.money.go.click()
        shop.wait(lambda: bool(facts(shop, RefundGivenUp)) and not page.waits)
        assert shop.opened.register.journal.ledger.last_sale().fact.operation == "sell"
        assert bank.returned == []


def test_money_for_a_sale_that_is_not_made_goes_back_through_the_bank(qtbot, bank):
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        shop.scan(COFFEE)
        shop.till.tender(QR, 20_000)
        panel = shop.window.payment.qr
        shop.wait(lambda: bool(panel.shown_code()))
        bank.pays()
        ask_now(shop)
        shop.wait(lambda: bool(shop.shown.payment.tenders) and not shop.shown.payment.pending)
        tender = shop.shown.payment.tenders[0]
        payments = shop.opened.shop.desks.payment
        shop.till.act(lambda: payments.give_back(tender.tender_id))
        shop.wait(lambda: unpaid(shop))
        assert bank.returned == [(tender.reference, 20_000)]


def test_money_that_came_by_the_shops_own_code_goes_back_by_hand(qtbot, raiffeisen):
    with raiffeisen.opened(qtbot) as shop:
        shop.sign_in(SENIOR.staff_id)
        shop.scan(COFFEE)
        shop.till.begin_payment()
        shop.wait(shop.window.payment.isVisible)
        desks = shop.opened.shop.desks
        shop.till.act(lambda: desks.payment.ask_terminal(QR, 34_900))
        shop.wait(shop.window.payment.ask.isVisible)
        QTest.keyClick(shop.window.payment, Key.Key_F12)
        begun = give_back(shop, last_sale(shop))
        assert isinstance(begun, RefundBegun)
        assert begun.by == ""
        done = []
        shop.till.run(lambda: desks.refund.answer(True), done.append)
        shop.wait(lambda: bool(done))
        assert isinstance(done[0], GivenBack)
        assert raiffeisen.returned == []
