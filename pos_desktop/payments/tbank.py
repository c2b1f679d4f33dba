"""QR codes by T-Bank (internet acquiring API v2, developer.tbank.ru/eacq, as of 2026).

A payment is made by Init and gets its code by GetQr; every request carries a token: SHA-256 of the
values of its own fields and the terminal's password, in the order of their names. Sums are kopecks.
As the bank describes it, ExternalRequestId does not make a repeated Cancel harmless for SBP: a
refund that may have arrived is therefore never sent again, only looked at. Not verified with the
bank itself: what Init does with an OrderId that it knows (therefore CheckOrder comes first), and
whether Cancel takes a code back that was shown (FORM_SHOWED). The description does not say whether
Amount of GetState is, after a partial refund, what was paid or what is left (only the answer to
Cancel has OriginalAmount and NewAmount); so where the answer to a second partial refund is lost,
nothing but a person can tell whether it was carried out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec

from pos_desktop.domain.facts import QrRefundAsked, QrRegistered
from pos_desktop.payments import reasons
from pos_desktop.payments.bank import (
    Basis,
    Made,
    Order,
    PayState,
    RefundState,
    RefundTold,
    Refused,
    Silent,
    Told,
    order_id,
)
from pos_desktop.payments.bank_http import Answer, BankHttp

URL = "https://securepay.tinkoff.ru"

_MOSCOW = timezone(timedelta(hours=3))
_WRONG_TERMINAL = frozenset({"202", "204", "331", "501"})
_REASONS = {"8": reasons.REFUSED, "6": reasons.NO_SUCH_PAYMENT}
_STATES = {
    "CONFIRMED": PayState.PAID,
    "AUTHORIZED": PayState.PAID,
    "PARTIAL_REFUNDED": PayState.PAID,
    "REJECTED": PayState.DECLINED,
    "AUTH_FAIL": PayState.DECLINED,
    "ATTEMPTS_EXPIRED": PayState.EXPIRED,
    "DEADLINE_EXPIRED": PayState.EXPIRED,
    "CANCELED": PayState.CANCELLED,
    "REVERSED": PayState.RETURNED,
    "REFUNDED": PayState.RETURNED,
    "REFUNDING": PayState.RETURNED,
    "ASYNC_REFUNDING": PayState.RETURNED,
    "REVERSING": PayState.RETURNED,
}
"""What is not here is on its way: NEW, FORM_SHOWED, AUTHORIZING, CONFIRMING and the checks."""

_PAID = frozenset({"CONFIRMED", "PARTIAL_REFUNDED"})
_WITHOUT_PAYER = frozenset({"NEW", "FORM_SHOWED"})
"""Nobody has begun to pay; these end by themselves at RedirectDueDate."""

_ON_ITS_WAY_BACK = frozenset({"REFUNDING", "ASYNC_REFUNDING", "REVERSING"})
_BACK = frozenset({"REFUNDED", "REVERSED"})


class TBank:
    """terminal_key: TerminalKey. secret: the terminal's password, asked for with each request."""

    name = "tbank"
    currency = "RUB"
    least_minor = 1000

    def __init__(self, terminal_key: str, secret: Callable[[], str], http: BankHttp) -> None:
        self._terminal_key = terminal_key
        self._secret = secret
        self._http = http

    def check(self) -> Refused | Silent | None:
        """Asks about an order that nobody made: terminal and signature are looked at before it."""
        known = self._known(order_id("check"))
        return known if isinstance(known, Refused | Silent) else None

    def register(self, order: Order) -> Made | Told | Refused | Silent:
        known = self._known(order.order_id)
        if isinstance(known, Refused | Silent):
            return known
        if known is not None:
            state = _STATES.get(known.status, PayState.WAITING)
            if state is not PayState.WAITING:
                return Told(state)
            return self._qr(known.payment_id)
        answer = self._call(
            "Init",
            Amount=order.amount_minor,
            OrderId=order.order_id,
            Description=order.text,
            PayType="O",
            RedirectDueDate=_moment(order.expires_at_us),
        )
        if not isinstance(answer, Answer):
            return answer
        payment_id = answer.text("PaymentId")
        return self._qr(payment_id) if payment_id else Silent(reasons.BAD_ANSWER)

    def unseen(self, order: Order) -> Told | Refused | Silent:
        answer = self._call("CheckOrder", OrderId=order.order_id)
        if isinstance(answer, Refused) and answer.reason == reasons.NO_SUCH_PAYMENT:
            return Told(PayState.CANCELLED)
        if not isinstance(answer, Answer):
            return answer
        known = _furthest(answer.fields.get("Payments"))
        if known is None:
            return Silent(reasons.BAD_ANSWER)
        if known.status in _WITHOUT_PAYER:
            # It is not taken back here: were it paid this moment, Cancel would return the money.
            return Told(PayState.CANCELLED)
        return Told(_STATES.get(known.status, PayState.WAITING), known.amount_minor)

    def state(self, code: QrRegistered, *, over: bool) -> Told | Refused | Silent:
        answer = self._call("GetState", PaymentId=code.bank_id)
        if not isinstance(answer, Answer):
            return answer
        return _told(answer, code)

    def cancel(self, code: QrRegistered) -> Told | Refused | Silent:
        # Of a paid one this would be a refund: first see whether somebody was quicker.
        told = self.state(code, over=True)
        if not isinstance(told, Told) or told.state is not PayState.WAITING:
            return told
        answer = self._call("Cancel", PaymentId=code.bank_id)
        if isinstance(answer, Refused) and not answer.needs_person:
            return self.state(code, over=True)
        return answer if not isinstance(answer, Answer) else _told(answer, code)

    def basis(self, order_id: str) -> Basis | Refused | Silent:
        known = self._known(order_id)
        if isinstance(known, Refused | Silent):
            return known
        if known is None:
            return Refused(reasons.NO_SUCH_PAYMENT)
        if known.status not in _PAID:
            return Refused(reasons.NOT_PAID, known.status)
        return Basis(known.payment_id, known.status)

    def refund(self, ask: QrRefundAsked) -> RefundTold | Refused | Silent:
        answer = self._call(
            "Cancel",
            PaymentId=ask.bank_id,
            Amount=ask.amount_minor,
            ExternalRequestId=order_id(ask.op_id),
        )
        if not isinstance(answer, Answer):
            return answer
        return _refund_told(answer.text("Status"), "")

    def refund_state(self, ask: QrRefundAsked) -> RefundTold | Refused | Silent:
        answer = self._call("GetState", PaymentId=ask.bank_id)
        if not isinstance(answer, Answer):
            return answer
        return _refund_told(answer.text("Status"), ask.before)

    def close(self) -> None:
        self._http.close()

    # ------------------------------------------------------------------ requests

    def _qr(self, payment_id: str) -> Made | Refused | Silent:
        answer = self._call("GetQr", PaymentId=payment_id, DataType="PAYLOAD")
        if not isinstance(answer, Answer):
            return answer
        payload = answer.text("Data")
        return Made(payment_id, payload) if payload else Silent(reasons.BAD_ANSWER)

    def _known(self, order: str) -> _Known | Refused | Silent | None:
        """The payment of an order that was begun before; of several the one that has gone
        furthest. None = the bank knows none."""
        answer = self._call("CheckOrder", OrderId=order)
        if isinstance(answer, Refused) and not answer.needs_person:
            return None
        if not isinstance(answer, Answer):
            return answer
        return _furthest(answer.fields.get("Payments"))

    def _call(self, method: str, **fields: str | int) -> Answer | Refused | Silent:
        secret = self._secret()
        if not secret:
            return Refused(reasons.NO_SECRET, needs_person=True)
        body: dict[str, str | int] = {"TerminalKey": self._terminal_key, **fields}
        body["Token"] = token(body, secret)
        answer = self._http.send("POST", f"v2/{method}", msgspec.json.encode(body))
        if isinstance(answer, Silent):
            return answer
        return _refused(answer) or answer


class _Known(msgspec.Struct, frozen=True):
    payment_id: str
    status: str
    amount_minor: int = 0


def token(fields: Mapping[str, object], password: str) -> str:
    """The signature of a request: SHA-256 over the values of its scalar fields and the password,
    sorted by name; nested objects, lists and Token itself are left out
    (eacq/intro/developer/token)."""
    signed: dict[str, object] = {
        name: value
        for name, value in fields.items()
        if name != "Token" and value is not None and not isinstance(value, dict | list | tuple)
    }
    signed["Password"] = password
    text = "".join(_as_text(signed[name]) for name in sorted(signed))
    return hashlib.sha256(text.encode()).hexdigest()


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refused(answer: Answer) -> Refused | None:
    if answer.fields.get("Success") is True:
        return None
    code = answer.text("ErrorCode")
    said = ". ".join(part for part in (answer.text("Message"), answer.text("Details")) if part)
    said = f"{code}: {said}" if said else code
    if code in _WRONG_TERMINAL or answer.status in (401, 403):
        return Refused(reasons.WRONG_SECRET, said, needs_person=True)
    return Refused(_REASONS.get(code, reasons.REFUSED), said)


def _told(answer: Answer, code: QrRegistered) -> Told | Silent:
    status = answer.text("Status")
    if not status or answer.text("OrderId") not in ("", code.order_id):
        return Silent(reasons.BAD_ANSWER)
    amount = answer.text("Amount")
    state = _STATES.get(status, PayState.WAITING)
    return Told(state, int(amount) if amount.isascii() and amount.isdigit() else 0)


def _refund_told(status: str, before: str) -> RefundTold | Silent:
    """before: the state the payment was in when the refund was asked for, "" = this is the answer
    to the refund itself."""
    if status in _BACK:
        return RefundTold(RefundState.DONE)
    if status in _ON_ITS_WAY_BACK:
        return RefundTold(RefundState.UNDER_WAY)
    if status == "PARTIAL_REFUNDED" and before in ("", "CONFIRMED"):
        return RefundTold(RefundState.DONE)
    return RefundTold(RefundState.UNCLEAR, status) if status else Silent(reasons.BAD_ANSWER)


def _furthest(payments: Any) -> _Known | None:
    """A paid one before one that waits, and that before one that came to nothing."""
    best: _Known | None = None
    for one in payments if isinstance(payments, list) else []:
        if not isinstance(one, dict):
            continue
        amount = one.get("Amount")
        known = _Known(
            str(one.get("PaymentId") or ""),
            str(one.get("Status") or ""),
            amount if type(amount) is int else 0,
        )
        if known.payment_id and (best is None or _rank(known.status) > _rank(best.status)):
            best = known
    return best


def _rank(status: str) -> int:
    if status in _PAID:
        return 2
    return 1 if status not in _STATES else 0


def _moment(at_us: int) -> str:
    """YYYY-MM-DDTHH:MM:SS+03:00."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)
    return moment.astimezone(_MOSCOW).isoformat(timespec="seconds")
