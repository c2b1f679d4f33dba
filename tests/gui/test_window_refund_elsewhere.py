"""Money goes back to who took it, at the window: a bank or terminal that is not set up any more,
the shop's own code, and refunds of several payments."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from pos_desktop.domain.facts import RefundBegun, RefundGivenUp, TenderReturned
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.screens.journal_reading import read_receipt
from pos_desktop.keystore import Keystore
from pos_desktop.operations.approve import Proof
from pos_desktop.ports import Health
from pos_desktop.settings import DataDir, Terminal
from pos_desktop.simulators.zvt_terminal import ZvtTerminalSimulator
from tests.gui.open_shop import PINS, OpenShop, facts, open_shop
from tests.gui.refund_screens import (
    CARD,
    COFFEE,
    QR,
    RAIFFEISEN,
    SECOND,
    as_senior,
    devices,
    going,
    other,
    page_of,
    set_up,
    sold,
)
from tests.gui.sbp_shop import SECRETS, bank_side
from tests.gui.test_window_sbp import paid_by_qr
from tests.terminal_fakes import FakeTerminal
from tests.till_fakes import SENIOR

Key = Qt.Key
BANKS = {"raiffeisen": "Райффайзенбанк", "tbank": "Т-Банк"}


@pytest.fixture
def shop(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as opened:
        opened.sign_in()
        yield opened


@pytest.fixture
def there(shop) -> dict[TenderKind, FakeTerminal]:
    return devices(shop)


def last(shop: OpenShop):
    return shop.opened.register.journal.ledger.last_sale().fact


def refunded(shop: OpenShop):
    shop.wait(lambda: last(shop).operation == "sell_refund")
    return last(shop)


def backs(device: FakeTerminal) -> list[tuple[str, int]]:
    return [move for move in device.moves if move[0] == "refund"]


def allowed(shop: OpenShop, act) -> None:
    """The act is blocked, and a senior lets it happen."""
    blocked: list = []
    shop.till.blocked.connect(blocked.append)
    act()
    shop.wait(lambda: bool(blocked))
    shop.till.blocked.disconnect(blocked.append)
    shop.till.allow(blocked[0], Proof(SENIOR.staff_id, PINS[SENIOR.staff_id]), "в кабинете")


@pytest.fixture(params=["raiffeisen", "tbank"])
def banks(request, tmp_path):
    """The bank that is paid, and the other one."""
    instead = "tbank" if request.param == "raiffeisen" else "raiffeisen"
    with bank_side(tmp_path, request.param) as paid, bank_side(tmp_path, instead) as later:
        yield paid, later


def test_after_a_change_of_banks_the_old_one_is_named_and_a_senior_gives_back_there(qtbot, banks):
    paid, later = banks
    with paid.opened(qtbot) as shop:
        shop.sign_in()
        sale = paid_by_qr(shop, paid)
    with later.opened(qtbot) as shop:
        shop.let_in()
        page = page_of(shop, sale.sale_id)
        assert BANKS[paid.bank] in page.finder._outside.text()
        allowed(shop, page.money.go.click)
        shop.wait(lambda: page.waits and not page.waiting.asks_device)
        assert page.answer._title.text() == "Верните деньги в кабинете банка"
        assert BANKS[paid.bank] in page.answer._detail.text()
        assert sale.tenders[0].reference in page.answer._detail.text().replace("\u200b", "")
        QTest.keyClick(page, Key.Key_F12)
        [tender] = refunded(shop).tenders
        assert (tender.kind, tender.by, tender.peer) == ("qr", "", sale.tenders[0].peer)
        assert (paid.returned, later.returned) == ([], [])
        paper = read_receipt(shop.opened.shop.place, last(shop).sale_id)
        assert paper is not None
        [reason] = paper.reasons
        assert BANKS[paid.bank] in reason


def test_back_at_the_bank_that_was_paid_it_is_asked_as_ever(qtbot, banks):
    paid, later = banks
    with paid.opened(qtbot) as shop:
        shop.sign_in()
        sale = paid_by_qr(shop, paid)
    with later.opened(qtbot) as shop:
        shop.let_in()
        page = page_of(shop, sale.sale_id)
        allowed(shop, page.money.go.click)
        shop.wait(lambda: page.waits)
        QTest.keyClick(page, Key.Key_F8)  # the cabinet did not do it
        shop.wait(lambda: len(facts(shop, RefundGivenUp)) == 1)
    with paid.opened(qtbot) as shop:
        shop.let_in()
        page = page_of(shop, sale.sale_id)
        assert not page.finder._outside.isVisible()
        page.money.go.click()
        assert [t.by for t in refunded(shop).tenders] == ["sbp"]
        assert paid.returned == [(sale.tenders[0].reference, 34_900)]


def test_while_the_bank_gives_money_back_nobody_speaks_of_a_card(shop, there):
    there[QR].card_waits = False
    page = page_of(shop, sold(shop, QR))
    there[QR].card_waits = True
    going(shop, page, device=True)
    card = page.answer
    assert card._title.text() == "Банк возвращает деньги"
    words = f"{card._word.text()} {card._detail.text()} {card.first.label()} {card.second.label()}"
    assert "карт" not in words.lower()
    assert "терминал" not in words.lower()
    there[QR].show_card()
    assert [t.by for t in refunded(shop).tenders] == ["sbp"]


def test_what_came_by_the_shops_own_code_says_where_it_can_go_back(shop):
    as_senior(shop)
    page = page_of(shop, sold(shop, QR))
    assert "коду магазина" in page.finder._outside.text()
    going(shop, page, device=False)
    assert page.answer._title.text() == "Верните деньги там, где платили"
    QTest.keyClick(page, Key.Key_F12)
    assert [(t.kind, t.by) for t in refunded(shop).tenders] == [("qr", "")]


def test_a_card_of_another_terminal_goes_back_there_or_on_the_one_of_today(shop, there):
    sale_id = sold(shop, CARD)
    today = other(shop, CARD)
    set_up(shop, {**there, CARD: today})
    page = page_of(shop, sale_id)
    assert "192.168.10.105" in page.finder._outside.text()
    assert page.money._names == ["way", "here", "cash"]
    page.money.way_chosen.emit("here")
    page.money.go.click()
    [tender] = refunded(shop).tenders
    assert (tender.by, tender.peer) == ("terminal", SECOND)
    assert (backs(there[CARD]), backs(today)) == ([], [("refund", 34_900)])


def test_a_bank_out_of_reach_leaves_its_cabinet_as_a_way(shop, there):
    as_senior(shop)
    sale_id = sold(shop, QR)
    there[QR].health = Health.OFFLINE
    page = page_of(shop, sale_id)
    assert page.money._names == ["way", "person", "cash"]
    page.money.way_chosen.emit("person")
    going(shop, page, device=False)
    QTest.keyClick(page, Key.Key_F12)
    assert [(t.kind, t.by, t.peer) for t in refunded(shop).tenders] == [("qr", "", RAIFFEISEN)]
    assert backs(there[QR]) == []


def test_a_way_chosen_for_one_receipt_is_not_kept_for_the_next(shop, there):
    first, second = sold(shop, CARD), sold(shop, CARD)
    page = page_of(shop, first)
    page.money.way_chosen.emit("cash")
    page.open_sale(second)
    shop.wait(lambda: page.choice.original.fact.sale_id == second)
    assert page.way == "way"


def test_a_mixed_payment_goes_back_over_the_bank_and_then_the_terminal(shop, there):
    page = page_of(shop, sold(shop, QR, CARD))
    page.money.go.click()
    receipt = refunded(shop)
    assert [(t.kind, t.amount_minor, t.by) for t in receipt.tenders] == [
        ("qr", 10_000, "sbp"),
        ("card", 24_900, "terminal"),
    ]
    shop.wait(lambda: not page.waits)
    assert (backs(there[QR]), backs(there[CARD])) == (
        [("refund", 10_000)],
        [("refund", 24_900)],
    )


@contextmanager
def zvt_terminal():
    simulator = ZvtTerminalSimulator().start()
    try:
        yield simulator
    finally:
        simulator.stop()


def test_a_mixed_payment_goes_back_over_a_real_bank_and_a_real_terminal(qtbot, tmp_path):
    """Both drivers, both over the wire."""
    with bank_side(tmp_path) as bank, zvt_terminal() as zvt:
        terminal = Terminal(f"tcp://{zvt.host}:{zvt.port}", "zvt", alone=True)
        Keystore(DataDir(tmp_path)).set("sbp.secret", SECRETS[bank.bank])
        settings = replace(bank.settings(), terminal=terminal)
        with open_shop(qtbot, tmp_path, settings) as shop:
            shop.sign_in()
            pills = shop.window.status.parts
            shop.wait(lambda: [p.state for p in pills() if p.part == "terminal"] == ["ok"])
            shop.scan(COFFEE)
            shop.till.tender(QR, 10_000)
            shop.wait(lambda: bool(shop.window.payment.qr.shown_code()))
            bank.pays()
            QTest.keyClick(shop.window.payment, Key.Key_F7)
            shop.wait(lambda: bool(shop.shown.payment.tenders) and not shop.shown.payment.pending)
            shop.till.pay_exact(CARD)
            shop.wait(lambda: shop.shown.payment is None and shop.shown.last is not None)
            sale = last(shop)
            page = page_of(shop, sale.sale_id)
            page.money.go.click()
            receipt = refunded(shop)
        assert [(t.kind, t.by, t.peer) for t in receipt.tenders] == [
            (t.kind, t.by, t.peer) for t in sale.tenders
        ]
        assert bank.returned == [(sale.tenders[0].reference, 10_000)]
        assert zvt.bank.taken_minor == 0, "what the card paid is back on it"


@pytest.fixture
def half_gone(shop, there):
    """The bank gave its part back, the terminal declined."""
    page = page_of(shop, sold(shop, QR, CARD))
    there[CARD].mode = "decline"
    page.money.go.click()
    shop.wait(lambda: page.answer._title.text() == "Осталось вернуть")
    there[CARD].mode = "ok"
    return page


def test_the_rest_is_tried_again_with_one_key(shop, there, half_gone):
    assert "100,00" in half_gone.answer._detail.text()
    QTest.keyClick(half_gone, Key.Key_F12)
    assert [t.by for t in refunded(shop).tenders] == ["sbp", "terminal"]
    assert backs(there[CARD]) == [("refund", 24_900)]


def test_the_rest_goes_from_the_drawer_with_a_seniors_word(shop, half_gone):
    allowed(shop, lambda: QTest.keyClick(half_gone, Key.Key_F8))
    assert [(t.kind, t.amount_minor) for t in refunded(shop).tenders] == [
        ("qr", 10_000),
        ("cash", 24_900),
    ]
    shop.wait(lambda: half_gone.answer._word.text() == "Отдайте из ящика")


def test_the_rest_waits_over_a_restart_and_is_told_above_the_screens(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as before:
        before.sign_in()
        there = devices(before)
        page = page_of(before, sold(before, QR, CARD))
        there[CARD].mode = "decline"
        page.money.go.click()
        before.wait(lambda: page.answer._title.text() == "Осталось вернуть")
    with open_shop(qtbot, tmp_path) as after:
        set_up(after, devices(after))
        after.let_in()
        after.wait(lambda: "Возврат ждёт ответа" in after.window.attention.text())
        after.window.attention._banner.buttons()[0].click()
        page = after.window.beside.page("refund").refund
        after.wait(lambda: page.answer._title.text() == "Осталось вернуть")
        QTest.keyClick(page, Key.Key_F12)
        assert [t.by for t in refunded(after).tenders] == ["sbp", "terminal"]
        begun = facts(after, RefundBegun)
        assert len({fact.refund_id for fact in begun}) == 1
        assert begun[0].peer == RAIFFEISEN


# Before the sale is made.


def test_money_of_a_phone_is_asked_for_without_a_word_of_cards(shop):
    shop.scan(COFFEE)
    shop.till.begin_payment()
    shop.wait(shop.window.payment.isVisible)
    shop.window.payment.choose(QR)
    assert shop.window.payment.ask_button.label() == "Без банка"
    QTest.keyClick(shop.window.payment, Key.Key_F7)
    ask = shop.window.payment.ask
    shop.wait(ask.isVisible)
    assert ask._title.text() == "СБП · QR: покупатель платит телефоном"
    assert not ask.slip.isVisible()
    ask.unknown.click()
    shop.wait(lambda: "прошла ли оплата" in ask._title.text())
    assert "личном кабинете банка" in ask._detail.text()
    assert "терминал" not in ask._detail.text()
    ask.approved.click()
    shop.wait(lambda: shop.shown.payment is None)
    assert [(t.kind, t.by) for t in last(shop).tenders] == [("qr", "")]


@pytest.mark.parametrize("elsewhere", [False, True])
def test_money_of_a_phone_goes_back_through_its_bank_or_is_said_to_be_elsewhere(
    shop, there, elsewhere
):
    shop.scan(COFFEE)
    shop.till.tender(QR, 10_000)
    shop.wait(lambda: bool(shop.shown.payment and shop.shown.payment.tenders))
    shop.wait(lambda: shop.shown.payment.pending is None)
    today = other(shop, QR)
    if elsewhere:
        set_up(shop, {**there, QR: today})
    shop.window.payment.due.taken_rows[0].give_back.click()
    shop.wait(lambda: shop.window.payment_choices.dialog is not None)
    dialog = shop.window.payment_choices.dialog
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert ("Райффайзенбанк" in words) is elsewhere
    assert "карт" not in words.lower()
    QTest.keyClick(dialog, Key.Key_Return)
    shop.wait(lambda: not shop.shown.payment.tenders)
    [back] = facts(shop, TenderReturned)
    assert back.by == ("" if elsewhere else "sbp")
    assert (today.asked, today.submitted) == ([], [])
