"""The screens of payments by QR code: what the worker says is posted as it would be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pos_desktop.domain.tender import TenderKind
from pos_desktop.ports import (
    DeviceChanged,
    DeviceState,
    Health,
    Post,
    TerminalAnswer,
    TerminalFinished,
    TerminalOutcome,
    TerminalProgress,
    TerminalRequest,
)
from tests.gui.open_shop import OpenShop
from tests.gui.refund_screens import REFUND_SCREENS

COFFEE, BREAD = "4607084120301", "4601238051176"
CODE = (
    "https://qr.nspk.ru/AD100004BAL7227F9BNP6KNE007J9B3K?type=02&bank=100000000007&sum=41150"
    "&cur=RUB&crc=AB75"
)
STATIC = "https://qr.nspk.ru/AS10003P3RH0LJ2A9ROO038L6NT5RU1M?type=01&bank=100000000111&crc=F0C4"
LIFE_US = 272_000_000
Opener = Callable[[OpenShop], None]


class FakeBank:
    """The worker without a bank: what it says comes from the screen's opener."""

    name = "sbp"
    peer = "raiffeisen MA0000000552"
    state = DeviceState("sbp", Health.ONLINE)

    def __init__(self, post: Post, answer: TerminalAnswer | None = None) -> None:
        self._post = post
        self._answer = answer
        self.asked: list[TerminalRequest] = []

    def start(self) -> None: ...
    def stop(self, timeout_seconds: float = 2.0) -> None: ...
    def cancel(self, op_id: str) -> None: ...
    def reconcile(self, op_id: str) -> None: ...

    def submit(self, request: TerminalRequest) -> None:
        self.asked.append(request)
        if self._answer is not None:
            self._post(TerminalFinished(self.name, request.op_id, self._answer))

    query = submit

    def answers_for(self, peer: str) -> bool:
        return peer == self.peer


def _paying(shop: OpenShop, answer: TerminalAnswer | None = None) -> FakeBank:
    bank = FakeBank(shop.opened.shop.bridge.post, answer)
    shop.opened.register.place.terminals = {TenderKind.QR: bank}
    shop.scan(COFFEE, BREAD)
    shop.till.pay_exact(TenderKind.QR)
    shop.wait(lambda: bool(bank.asked))
    return bank


def _says(code: str, *, show: str = CODE, customer: bool = False) -> Opener:
    def open_it(shop: OpenShop) -> None:
        bank = _paying(shop)
        panel = shop.window.payment.qr
        shop.wait(panel.isVisible)
        if code:
            now_us = shop.opened.register.place.clock.now_us()
            values: dict[str, object] = {"expires_at_us": now_us + LIFE_US}
            op_id = bank.asked[0].op_id
            shop.opened.shop.bridge.post(
                TerminalProgress("sbp", op_id, code, values, show, can_cancel=True)
            )
            shop.wait(lambda: panel.said() == code)
        if customer:
            shop.window.customer_side.toggle()

    return open_it


def _stopping(shop: OpenShop) -> None:
    _says("sbp.no_contact")(shop)
    shop.window.payment.qr.press_stop()


def _ends(outcome: TerminalOutcome, reason: str) -> Opener:
    def open_it(shop: OpenShop) -> None:
        values: dict[str, object] = {"text": "3016: Сумма вне диапазона от 10 рублей"}
        _paying(shop, TerminalAnswer(outcome, reason=reason, values=values))
        payment = shop.window.payment
        unknown = outcome is TerminalOutcome.UNKNOWN
        shop.wait((payment.ask if unknown else payment.notice).isVisible)

    return open_it


def _elsewhere(shop: OpenShop) -> None:
    """The bank that was asked is silent, and another one is set up."""
    bank = _paying(shop, TerminalAnswer(TerminalOutcome.UNKNOWN, reason="sbp.no_last_word"))
    shop.wait(shop.window.payment.ask.isVisible)
    another = FakeBank(shop.opened.shop.bridge.post)
    another.peer = "tbank 1700000000001"
    shop.opened.register.place.terminals = {TenderKind.QR: another}
    shop.opened.shop.bridge.post(DeviceChanged(bank.state))
    shop.wait(lambda: not shop.window.payment.ask.again.isVisible())


def _with_static(shop: OpenShop) -> None:
    place = shop.opened.register.place
    place.payments = replace(place.payments, static_qr=STATIC)


def _way(shop: OpenShop) -> None:
    _with_static(shop)
    bank = FakeBank(shop.opened.shop.bridge.post)
    shop.opened.register.place.terminals = {TenderKind.QR: bank}
    shop.scan(COFFEE, BREAD)
    shop.till.begin_payment()
    shop.wait(shop.window.payment.isVisible)
    shop.window.payment.choose(TenderKind.QR)


def _static(shop: OpenShop) -> None:
    _with_static(shop)
    shop.scan(COFFEE, BREAD)
    shop.till.pay_exact(TenderKind.QR)
    shop.wait(shop.window.payment.ask.isVisible)


def _is_away(health: Health, reason: str, *, printed: bool = False) -> Opener:
    """Nobody pays, and the bank would not serve."""

    def open_it(shop: OpenShop) -> None:
        if printed:
            _with_static(shop)
        post = shop.opened.shop.bridge.post
        shop.opened.register.place.terminals = {TenderKind.QR: FakeBank(post)}
        shop.scan(COFFEE, BREAD)
        post(DeviceChanged(DeviceState("sbp", health, reason)))
        shop.wait(lambda: bool(shop.window.attention.text()))

    return open_it


SBP_SCREENS: dict[str, Opener] = {
    "sbp_way": _way,
    "sbp_making": _says(""),
    "sbp_code": _says("sbp.waiting"),
    "sbp_no_contact": _says("sbp.no_contact"),
    "sbp_over": _says("sbp.no_contact_over", show=""),
    "sbp_stopping": _stopping,
    "sbp_refused": _ends(TerminalOutcome.DECLINED, "sbp.refused"),
    "sbp_unknown": _ends(TerminalOutcome.UNKNOWN, "sbp.no_last_word"),
    "sbp_elsewhere": _elsewhere,
    "sbp_static": _static,
    "sbp_away": _is_away(Health.OFFLINE, "sbp.unreachable", printed=True),
    "sbp_needs_owner": _is_away(Health.MISCONFIGURED, "sbp.wrong_secret"),
    **REFUND_SCREENS,
}
