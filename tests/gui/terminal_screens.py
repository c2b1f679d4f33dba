"""The screens of money that a terminal of the register moves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.tender import TenderKind, TenderOutcome
from pos_desktop.ports import (
    DeviceChanged,
    TerminalAnswer,
    TerminalFinished,
    TerminalOutcome,
    TerminalProgress,
)
from tests.gui.open_shop import OpenShop
from tests.terminal_fakes import FakeTerminal

COFFEE, BREAD = "4607084120301", "4601238051176"
FIRST, SECOND = "tcp://192.168.10.105:20007,zvt", "tcp://192.168.10.106:20007,zvt"
"""Terminals as ports.PaymentTerminal.peer names them."""
Opener = Callable[[OpenShop], None]


def with_terminal(shop: OpenShop) -> FakeTerminal:
    """Give the open shop a card terminal."""
    terminal = FakeTerminal(shop.opened.shop.bridge.post)
    shop.opened.register.place.terminals = {TenderKind.CARD: terminal}
    return terminal


def _paying_by_card(shop: OpenShop, terminal: FakeTerminal) -> None:
    shop.scan(COFFEE, BREAD)
    shop.till.tender(TenderKind.QR, 10_000)
    shop.wait(lambda: bool(shop.shown.payment and shop.shown.payment.tenders))
    shop.till.pay_exact(TenderKind.CARD)
    shop.wait(lambda: bool(terminal.submitted))


def _waits(shop: OpenShop) -> None:
    terminal = with_terminal(shop)
    terminal.card_waits = True
    _paying_by_card(shop, terminal)
    shop.wait(shop.window.payment.wait.isVisible)


def _waits_without_cancel(shop: OpenShop) -> None:
    terminal = with_terminal(shop)
    terminal.silent = True
    _paying_by_card(shop, terminal)
    shop.wait(shop.window.payment.wait.isVisible)
    op_id = terminal.submitted[0].op_id
    shop.opened.shop.bridge.post(TerminalProgress("terminal", op_id, "terminal.at_terminal"))
    shop.window.payment.wait.press_stop()


def _shows_code(shop: OpenShop) -> None:
    _waits(shop)
    op_id = shop.shown.waits_for
    link = "https://qr.nspk.ru/AS10003P3RH0LJ2A9ROO038L6NT5RU1M?type=01&bank=100000000111&sum=41150"
    shop.opened.shop.bridge.post(
        TerminalProgress("terminal", op_id, "terminal.wait", show=link, can_cancel=True)
    )


def _unknown(shop: OpenShop) -> None:
    terminal = with_terminal(shop)
    terminal.mode = "dies_before"
    terminal.forgets = True
    _paying_by_card(shop, terminal)
    shop.wait(shop.window.payment.ask.isVisible)


def _declined(shop: OpenShop) -> None:
    terminal = with_terminal(shop)
    terminal.mode = "decline"
    _paying_by_card(shop, terminal)
    shop.wait(shop.window.payment.notice.isVisible)


def _card(shop: OpenShop) -> None:
    with_terminal(shop)
    shop.scan(COFFEE, BREAD)
    QTest.keyClick(shop.window.pages.currentWidget(), Qt.Key.Key_F12)
    shop.wait(shop.window.payment.isVisible)
    shop.window.payment.choose(TenderKind.CARD)


def _give_back(shop: OpenShop) -> None:
    with_terminal(shop)
    shop.scan(COFFEE, BREAD)
    shop.till.tender(TenderKind.CARD, 10_000)
    shop.wait(
        lambda: (
            bool(shop.shown.payment and shop.shown.payment.tenders)
            and shop.shown.payment.pending is None
        )
    )
    shop.window.payment.asked.emit("give_back", shop.shown.payment.tenders[0])
    shop.wait(lambda: shop.window.payment_choices.dialog is not None)


def _return_unknown(shop: OpenShop) -> None:
    terminal = with_terminal(shop)
    shop.scan(COFFEE, BREAD)
    shop.till.tender(TenderKind.CARD, 10_000)
    shop.wait(
        lambda: (
            bool(shop.shown.payment and shop.shown.payment.tenders)
            and shop.shown.payment.pending is None
        )
    )
    terminal.mode = "dies_before"
    terminal.forgets = True
    tender = shop.shown.payment.tenders[0]
    payments = shop.opened.shop.desks.payment
    shop.till.act(lambda: payments.give_back(tender.tender_id))
    shop.wait(shop.window.payment.ask.isVisible)


def _refund_page(shop: OpenShop, terminal: FakeTerminal):
    """A coffee paid by card is about to come back."""
    shop.scan(COFFEE)
    shop.till.pay_exact(TenderKind.CARD)
    shop.wait(lambda: shop.shown.last is not None and shop.shown.payment is None)
    sale_id = shop.shown.last.sale_id
    shop.window.open_page("refund")
    page = shop.window.beside.page("refund").refund
    page.open_sale(sale_id)
    shop.wait(lambda: page.choice is not None)
    page.choose_all()
    page.foot.words.setText("не подошло")
    shop.wait(page.money.go.isEnabled)
    return page


def _refund_waits(shop: OpenShop) -> None:
    terminal = with_terminal(shop)
    page = _refund_page(shop, terminal)
    terminal.card_waits = True
    page.money.go.click()
    shop.wait(lambda: page.waits and page.waiting.asks_device)


def _refund_unknown(shop: OpenShop) -> None:
    terminal = with_terminal(shop)
    page = _refund_page(shop, terminal)
    terminal.mode, terminal.forgets = "dies_before", True
    page.money.go.click()
    shop.wait(lambda: page.waits and bool(terminal.asked) and not page.waiting.asks_device)


def exchanged(shop: OpenShop, peer: str) -> FakeTerminal:
    """Another terminal takes the place of the one before, and says that it is there."""
    terminal = with_terminal(shop)
    terminal.peer = peer
    shop.opened.shop.bridge.post(DeviceChanged(terminal.state))
    return terminal


def _asked_of(shop: OpenShop, peer: str) -> FakeTerminal:
    """A terminal that takes money and cannot tell what it did."""
    terminal = exchanged(shop, peer)
    terminal.mode, terminal.forgets = "dies_after", True
    return terminal


def _elsewhere(shop: OpenShop) -> None:
    _paying_by_card(shop, _asked_of(shop, FIRST))
    shop.wait(shop.window.payment.ask.isVisible)
    exchanged(shop, SECOND)
    shop.wait(lambda: not shop.window.payment.ask.again.isVisible())


def _elsewhere_by_number(shop: OpenShop) -> None:
    _paying_by_card(shop, _asked_of(shop, "id:28004869,zvt"))
    shop.wait(shop.window.payment.ask.isVisible)
    exchanged(shop, SECOND)
    shop.wait(lambda: not shop.window.payment.ask.again.isVisible())


def _another_now(shop: OpenShop) -> None:
    """Another terminal answers at the address; nothing was carried out."""
    terminal = with_terminal(shop)
    terminal.card_waits = True
    _paying_by_card(shop, terminal)
    refused = TerminalAnswer(
        TerminalOutcome.DECLINED, reason="terminal.another_now", values={"number": "11223344"}
    )
    event = TerminalFinished(terminal.name, terminal.submitted[0].op_id, refused)
    shop.opened.shop.bridge.post(event)
    shop.wait(shop.window.payment.notice.isVisible)


def _not_the_one(shop: OpenShop) -> None:
    """Another terminal answers where the one that was asked stood."""
    terminal = with_terminal(shop)
    terminal.mode, terminal.forgets = "dies_after", True
    _paying_by_card(shop, terminal)
    shop.wait(shop.window.payment.ask.isVisible)
    unsure = TerminalAnswer(
        TerminalOutcome.UNKNOWN, reason="terminal.not_the_one", values={"number": "11223344"}
    )
    terminal.answers[terminal.submitted[0].op_id] = unsure
    QTest.keyClick(shop.window.payment, Qt.Key.Key_F7)
    shop.wait(lambda: "11223344" in shop.window.payment.ask._detail.text())


def _return_elsewhere(shop: OpenShop) -> None:
    terminal = exchanged(shop, FIRST)
    shop.scan(COFFEE, BREAD)
    shop.till.tender(TenderKind.CARD, 10_000)
    shop.wait(
        lambda: bool(
            shop.shown.payment and shop.shown.payment.tenders and not shop.shown.payment.pending
        )
    )
    terminal.mode, terminal.forgets = "dies_after", True
    tender_id = shop.shown.payment.tenders[0].tender_id
    payments = shop.opened.shop.desks.payment
    shop.till.act(lambda: payments.give_back(tender_id))
    shop.wait(shop.window.payment.ask.isVisible)
    exchanged(shop, SECOND)
    shop.wait(lambda: not shop.window.payment.ask.again.isVisible())


def _refund_elsewhere(shop: OpenShop) -> None:
    terminal = exchanged(shop, FIRST)
    page = _refund_page(shop, terminal)
    terminal.mode, terminal.forgets = "dies_after", True
    page.money.go.click()
    shop.wait(lambda: page.waits and bool(terminal.asked) and not page.waiting.asks_device)
    exchanged(shop, SECOND)
    page.waiting.ask_again()
    shop.wait(lambda: not page.waiting.asks_device)


def _contradicts(shop: OpenShop) -> None:
    """The cashier said that no money was taken, then the terminal says that it was."""
    terminal = with_terminal(shop)
    terminal.mode, terminal.forgets = "dies_after", True
    shop.scan(COFFEE)
    shop.till.pay_exact(TenderKind.CARD)
    shop.wait(shop.window.payment.ask.isVisible)
    op_id = terminal.submitted[0].op_id
    shop.till.act(lambda: shop.opened.shop.desks.payment.answer(TenderOutcome.DECLINED))
    shop.wait(lambda: shop.shown.payment is not None and not shop.shown.payment.tenders)
    taken = TerminalAnswer(TerminalOutcome.APPROVED, "612300000001")
    shop.opened.shop.bridge.post(TerminalFinished(terminal.name, op_id, taken))
    shop.wait(lambda: bool(shop.window.attention.text()))


TERMINAL_SCREENS: dict[str, Opener] = {
    "terminal_card": _card,
    "terminal_waits": _waits,
    "terminal_stopping": _waits_without_cancel,
    "terminal_code": _shows_code,
    "terminal_unknown": _unknown,
    "terminal_declined": _declined,
    "terminal_give_back": _give_back,
    "terminal_return_unknown": _return_unknown,
    "terminal_refund": _refund_waits,
    "terminal_refund_unknown": _refund_unknown,
    "terminal_elsewhere": _elsewhere,
    "terminal_elsewhere_by_number": _elsewhere_by_number,
    "terminal_another_now": _another_now,
    "terminal_not_the_one": _not_the_one,
    "terminal_return_elsewhere": _return_elsewhere,
    "terminal_refund_elsewhere": _refund_elsewhere,
    "terminal_contradicts": _contradicts,
}
