"""QR codes by Raiffeisenbank (API of the faster payments system, sbp.yaml in the bank's public
repository ecom-API, version of September 2021, and its Java SDK).

Codes are registered without a key; everything about money carries it as a bearer token. Sums are
rubles with kopecks after the point. Not verified with the bank itself: whether a refund sent twice
under one refundId is carried out once (therefore it is asked about first), and what a payment says
whose code was paid after a declined attempt.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from urllib.parse import quote

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

URL = "https://pay.raif.ru"
"""The test stand is https://pay-test.raif.ru (SDK, config.properties)."""

_MOSCOW = timezone(timedelta(hours=3))
_ORDER_PAID = "ERROR.ORDER_NUMBER_ALREADY_REGISTERED"
_PAID_BEFORE = {"IN_PROGRESS": PayState.WAITING, "SUCCESS": PayState.PAID}
_CODE_OVER = {"CANCELLED": PayState.CANCELLED, "EXPIRED": PayState.EXPIRED}
_REFUNDS = {
    "IN_PROGRESS": RefundState.UNDER_WAY,
    "COMPLETED": RefundState.DONE,
    "DECLINED": RefundState.DECLINED,
}


class Raiffeisen:
    """merchant_id: sbpMerchantId; account: where the money goes, "" = the one of the contract.
    secret: asked for with each request."""

    name = "raiffeisen"
    currency = "RUB"
    least_minor = 1

    def __init__(
        self, merchant_id: str, account: str, secret: Callable[[], str], http: BankHttp
    ) -> None:
        self._merchant_id = merchant_id
        self._account = account
        self._secret = secret
        self._http = http

    def check(self) -> Refused | Silent | None:
        """Asks about a refund that nobody made: the key is looked at before that, the merchant's
        number only when a code is made."""
        told = self._ask("GET", f"api/sbp/v1/refund/{order_id('check')}")
        if isinstance(told, Refused) and told.reason in _KNOWS_THE_KEY:
            return None
        return None if isinstance(told, Answer) else told

    def register(self, order: Order) -> Made | Told | Refused | Silent:
        body: dict[str, object] = {
            "amount": _rubles(order.amount_minor),
            "createDate": _moment(order.made_at_us),
            "currency": order.currency,
            "order": order.order_id,
            "additionalInfo": order.text,
            "qrType": "QRDynamic",
            "qrExpirationDate": _moment(order.expires_at_us),
            "sbpMerchantId": self._merchant_id,
        }
        if self._account:
            body["account"] = self._account
        answer = self._http.send("POST", "api/sbp/v1/qr/register", msgspec.json.encode(body))
        if isinstance(answer, Silent):
            return answer
        if answer.text("code") == _ORDER_PAID:
            return Told(PayState.PAID)
        if refused := _refused(answer):
            return refused
        made = Made(answer.text("qrId"), answer.text("payload"))
        return made if made.bank_id and made.payload else Silent(reasons.BAD_ANSWER)

    def unseen(self, order: Order) -> Told | Refused | Silent:
        # There is no question by order number, but a code for one that was paid is not made.
        made = self.register(order)
        return Told(PayState.CANCELLED) if isinstance(made, Made) else made

    def state(self, code: QrRegistered, *, over: bool) -> Told | Refused | Silent:
        paid = self._payment(code)
        if not over or not isinstance(paid, Told) or paid.state is not PayState.DECLINED:
            return _waits_where_unpaid(paid)
        # Nobody has paid so far. Once the code itself is over nobody can: then the payment is
        # looked at once more, for it may have come between the two answers.
        whether = self._code(code)
        if not isinstance(whether, Told):
            return whether
        if whether.state is PayState.WAITING:
            return whether
        paid = self._payment(code)
        if isinstance(paid, Told) and paid.state is PayState.DECLINED:
            return whether
        return paid

    def cancel(self, code: QrRegistered) -> Told | Refused | Silent:
        path = f"api/sbp/v2/qrs/{quote(code.bank_id, safe='')}"
        answer = self._ask("DELETE", path)
        if isinstance(answer, Refused) and answer.needs_person:
            return answer
        if isinstance(answer, Silent):
            return answer
        return self.state(code, over=True)

    def basis(self, order_id: str) -> Basis | Refused | Silent:
        """A refund names the order, nothing else is needed."""
        return Basis("", "") if self._secret() else Refused(reasons.NO_SECRET, needs_person=True)

    def refund(self, ask: QrRefundAsked) -> RefundTold | Refused | Silent:
        body = {
            "amount": _rubles(ask.amount_minor),
            "order": ask.order_id,
            "refundId": order_id(ask.op_id),
        }
        return _refund_told(self._ask("POST", "api/sbp/v1/refund", msgspec.json.encode(body)))

    def refund_state(self, ask: QrRefundAsked) -> RefundTold | Refused | Silent:
        return _refund_told(self._ask("GET", f"api/sbp/v1/refund/{order_id(ask.op_id)}"))

    def close(self) -> None:
        self._http.close()

    # ------------------------------------------------------------------ questions

    def _payment(self, code: QrRegistered) -> Told | Refused | Silent:
        """PAID, WAITING while money is on its way, DECLINED where none has come."""
        path = f"api/sbp/v1/qr/{quote(code.bank_id, safe='')}/payment-info"
        answer = self._ask("GET", path)
        if not isinstance(answer, Answer):
            return answer
        status = answer.text("paymentStatus")
        if status in ("NO_INFO", "DECLINED"):
            return Told(PayState.DECLINED)
        if status not in _PAID_BEFORE or answer.text("order") != code.order_id:
            return Silent(reasons.BAD_ANSWER)
        return Told(_PAID_BEFORE[status], _minor(answer.fields.get("amount")))

    def _code(self, code: QrRegistered) -> Told | Refused | Silent:
        """Whether the code itself can still be paid."""
        answer = self._ask("GET", f"api/sbp/v2/qrs/{quote(code.bank_id, safe='')}")
        if not isinstance(answer, Answer):
            return answer
        status = answer.text("qrStatus")
        if not status:
            return Silent(reasons.BAD_ANSWER)
        return Told(_CODE_OVER.get(status, PayState.WAITING))

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Answer | Refused | Silent:
        secret = self._secret()
        if not secret:
            return Refused(reasons.NO_SECRET, needs_person=True)
        answer = self._http.send(method, path, body, secret)
        if isinstance(answer, Silent):
            return answer
        return _refused(answer) or answer


def _waits_where_unpaid(paid: Told | Refused | Silent) -> Told | Refused | Silent:
    """A code may be tried again after a declined attempt, as long as it lives."""
    if isinstance(paid, Told) and paid.state is PayState.DECLINED:
        return Told(PayState.WAITING)
    return paid


def _refused(answer: Answer) -> Refused | None:
    """Errors come with status 200 and a code, those of the key without one."""
    if answer.status in (401, 403):
        return Refused(reasons.WRONG_SECRET, answer.text("message"), needs_person=True)
    code = answer.text("code")
    if answer.status >= 400 or (code and code != "SUCCESS"):
        said = ": ".join(part for part in (code, answer.text("message")) if part)
        return Refused(_REASONS.get(code, reasons.REFUSED), said)
    return None


_REASONS = {
    "ERROR.REFUND_INSUFFICIENT_FUNDS": reasons.REFUND_TOO_MUCH,
    "ERROR.NOT_FOUND": reasons.NO_SUCH_PAYMENT,
    "ERROR.REFUND_NOT_FOUND": reasons.NEVER_ASKED,
}
_KNOWS_THE_KEY = (reasons.NEVER_ASKED, reasons.NO_SUCH_PAYMENT)


def _refund_told(answer: Answer | Refused | Silent) -> RefundTold | Refused | Silent:
    if isinstance(answer, Refused) and answer.reason == reasons.NEVER_ASKED:
        return RefundTold(RefundState.NOT_ASKED, answer.said)
    if not isinstance(answer, Answer):
        return answer
    state = _REFUNDS.get(answer.text("refundStatus"))
    return RefundTold(state) if state is not None else Silent(reasons.BAD_ANSWER)


def _rubles(amount_minor: int) -> msgspec.Raw:
    """A JSON number with kopecks, without a float in between."""
    return msgspec.Raw(f"{amount_minor // 100}.{amount_minor % 100:02d}".encode("ascii"))


def _minor(rubles: Any) -> int:
    """0 where the bank does not tell a sum."""
    if isinstance(rubles, bool) or not isinstance(rubles, int | Decimal):
        return 0
    return int(Decimal(rubles) * 100)


def _moment(at_us: int) -> str:
    """ISO 8601 with an offset, to the second; banks of Moscow write Moscow's time."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)
    return moment.astimezone(_MOSCOW).isoformat(timespec="seconds")
