"""Two banks that take payments by QR code, on loopback HTTP: Raiffeisenbank and T-Bank, written
from the public descriptions of their APIs (sbp.yaml of 2021; developer.tbank.ru/eacq), strict about
every field, and their customers, who pay, change their minds or come too late.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pos_desktop.simulators.sbp_http import BankServer, Mood, Reply, Request
from pos_desktop.simulators.sbp_ledger import Ledger, Payment, Refund

Duplicates = Literal["new", "refuse"]
"""What T-Bank's Init does with an OrderId it knows: another payment, or no."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
_ORDER = re.compile(r"[A-Za-z0-9_.\-]{1,40}")
_LEAST_MINOR = 1000


class SbpBankSimulator:
    """What both have: a server that fails on demand and a ledger that counts money."""

    def __init__(self, name: str, answer: Callable[[Request], Reply], host: str, port: int) -> None:
        self.ledger = Ledger()
        self.server = BankServer(f"{name}-simulator", answer, host, port)
        self._numbers = itertools.count(1)

    @property
    def url(self) -> str:
        return self.server.url

    def start(self) -> None:
        self.server.start()

    def stop(self) -> None:
        self.server.stop()

    def set_mood(self, mood: Mood) -> None:
        self.server.set_mood(mood)

    def codes(self) -> list[str]:
        """What every code made so far holds, oldest first."""
        return [p.payload for p in self.ledger.payments.values() if p.payload]

    def last_live(self) -> Payment | None:
        """The newest payment whose code somebody can pay now."""
        with self.ledger.lock:
            live = [p for p in self.ledger.payments.values() if self.ledger.is_live(p)]
        return live[-1] if live and live[-1].payload else None

    def last_live_code(self) -> str:
        """The newest code somebody can pay now, "" = none."""
        payment = self.last_live()
        return payment.payload if payment is not None else ""

    def _payload(self, bank_id: str, amount_minor: int) -> str:
        crc = hashlib.sha256(bank_id.encode()).hexdigest()[:4].upper()
        return (
            f"https://qr.nspk.ru/{bank_id}?type=02&bank=100000000007&sum={amount_minor}"
            f"&cur=RUB&crc={crc}"
        )


class RaiffeisenSimulator(SbpBankSimulator):
    """merchant_id, secret: of the one shop it knows."""

    _REGISTER_FIELDS = frozenset(
        {
            "account", "additionalInfo", "amount", "createDate", "currency", "order",
            "paymentDetails", "qrType", "qrExpirationDate", "sbpMerchantId",
        }
    )  # fmt: skip

    def __init__(
        self,
        merchant_id: str = "MA0000000552",
        secret: str = "raif:simulated",  # noqa: S107
        *,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        super().__init__("raiffeisen", self._answer, host, port)
        self.merchant_id = merchant_id
        self.secret = secret

    def _answer(self, request: Request) -> Reply:
        with self.ledger.lock:
            if request.method == "POST" and request.content_type != "application/json":
                return Reply(415, {"code": "ERROR.INVALID_REQUEST", "message": "Content-Type"})
            if (request.method, request.path) == ("POST", "/api/sbp/v1/qr/register"):
                return self._register(request.fields or {})
            if request.bearer != self.secret:
                return Reply(401, {"message": "Unauthorized"})
            if (request.method, request.path) == ("POST", "/api/sbp/v1/refund"):
                return self._refund(request.fields or {})
            return self._of_path(request)

    def _of_path(self, request: Request) -> Reply:
        parts = request.path.strip("/").split("/")
        if request.method == "GET" and parts[:4] == ["api", "sbp", "v1", "refund"]:
            return self._refund_info(parts[4] if len(parts) == 5 else "")
        if parts[:4] == ["api", "sbp", "v2", "qrs"] and len(parts) == 5:
            payment = self.ledger.payments.get(parts[4])
            if payment is None:
                return _raif_error("NOT_FOUND", "QR-код не найден у данного партнера")
            return self._cancel(payment) if request.method == "DELETE" else self._info(payment)
        if request.method == "GET" and parts[:4] == ["api", "sbp", "v1", "qr"]:
            payment = self.ledger.payments.get(parts[4]) if parts[-1] == "payment-info" else None
            if payment is None:
                return _raif_error("NOT_FOUND", "QR-код не найден у данного партнера")
            return self._payment_info(payment)
        return Reply(404, {"message": "Not Found"})

    def _register(self, fields: dict[str, Any]) -> Reply:
        if fault := self._register_fault(fields):
            return fault
        order = fields["order"]
        if any(p.stage in ("paid", "on-its-way") for p in self.ledger.of_order(order)):
            return _raif_error("ORDER_NUMBER_ALREADY_REGISTERED", f"заказ {order}")
        bank_id = f"AD{next(self._numbers):06d}" + order[:24].upper().replace("-", "0")
        amount_minor = _kopecks(fields["amount"])
        until = fields.get("qrExpirationDate")
        expires_at = _seconds(until) if until else self.ledger.now() + 3 * 86_400
        payload = self._payload(bank_id, amount_minor)
        self.ledger.add(Payment(bank_id, order, amount_minor, expires_at, payload, "shown"))
        url = f"{self.url}/api/sbp/v1/qr/{bank_id}/image"
        fields = {"code": "SUCCESS", "qrId": bank_id, "payload": payload, "qrUrl": url}
        return Reply(200, fields)

    def _register_fault(self, fields: dict[str, Any]) -> Reply | None:
        unknown = sorted(set(fields) - self._REGISTER_FIELDS)
        missing = {"amount", "currency", "order", "qrType", "sbpMerchantId"} - set(fields)
        until = fields.get("qrExpirationDate")
        checks: tuple[tuple[bool, str, str], ...] = (
            (bool(unknown), "INVALID_REQUEST", f"неизвестное поле {unknown}"),
            (bool(missing), "INVALID_REQUEST", f"не передано {sorted(missing)}"),
            (_kopecks(fields.get("amount")) <= 0, "INVALID_REQUEST", "некорректная сумма"),
            (fields.get("currency") != "RUB", "INVALID_REQUEST", "currency"),
            (not _ORDER.fullmatch(str(fields.get("order"))), "INVALID_ORDER", "A-z0-9_-."),
            (fields.get("qrType") != "QRDynamic", "INVALID_REQUEST", "qrType"),
            (
                fields.get("sbpMerchantId") != self.merchant_id,
                "MERCHANT_NOT_REGISTERED",
                f"Партнер с ID {fields.get('sbpMerchantId')} не зарегистрирован",
            ),
            (len(str(fields.get("additionalInfo", ""))) > 140, "INVALID_REQUEST", "additionalInfo"),
            (
                "account" in fields and not re.fullmatch(r"\d{20}", str(fields["account"])),
                "ACCOUNT_IS_NOT_REGISTERED",
                "Указан неверный счет",
            ),
            (
                until is not None and not self._is_later(until),
                "QR_EXPIRATION_DATE_NOT_VALID",
                str(until),
            ),
        )
        return next((_raif_error(code, said) for wrong, code, said in checks if wrong), None)

    def _is_later(self, moment: object) -> bool:
        text = str(moment)
        return bool(_MOMENT.fullmatch(text)) and _seconds(text) > self.ledger.now()

    def _payment_info(self, payment: Payment) -> Reply:
        status = {"paid": "SUCCESS", "on-its-way": "IN_PROGRESS"}.get(payment.stage, "NO_INFO")
        if status == "NO_INFO" and payment.refused_attempts:
            status = "DECLINED"
        return Reply(
            200,
            {
                "code": "SUCCESS",
                "amount": payment.amount_minor / 100,
                "currency": "RUB",
                "order": payment.order,
                "paymentStatus": status,
                "qrId": payment.bank_id,
                "sbpMerchantId": self.merchant_id,
                "merchantId": 123,
                "transactionId": 23,
            },
        )

    def _info(self, payment: Payment) -> Reply:
        status = {"paid": "PAID", "on-its-way": "IN_PROGRESS", "cancelled": "CANCELLED"}.get(
            payment.stage, "NEW" if self.ledger.is_live(payment) else "EXPIRED"
        )
        return Reply(200, {"qrId": payment.bank_id, "qrStatus": status, "payload": payment.payload})

    def _cancel(self, payment: Payment) -> Reply:
        if not self.ledger.is_live(payment):
            return _raif_error("INVALID_REQUEST", "QR-код уже оплачен или недействителен")
        payment.stage = "cancelled"
        return Reply(200)

    def _refund(self, fields: dict[str, Any]) -> Reply:
        amount_minor, refund_id = _kopecks(fields.get("amount")), str(fields.get("refundId") or "")
        if amount_minor < 1 or not refund_id or len(refund_id) > 40:
            return _raif_error("INVALID_REQUEST", "amount, refundId")
        if known := self._refunds(refund_id):
            # Asked for twice: the money moves once.
            return _raif_refund(known[0])
        paid = [p for p in self.ledger.of_order(str(fields.get("order"))) if p.stage == "paid"]
        if not paid:
            return _raif_error("NOT_FOUND", "платеж не найден")
        refund = self.ledger.give_back(paid[0], amount_minor, refund_id)
        if refund is None:
            return _raif_error(
                "REFUND_INSUFFICIENT_FUNDS", "Сумма возврата больше суммы остатка по платежу"
            )
        return _raif_refund(refund)

    def _refund_info(self, refund_id: str) -> Reply:
        known = self._refunds(refund_id)
        if not known:
            return _raif_error("REFUND_NOT_FOUND", f"Возврат с refundId {refund_id} не найден")
        return _raif_refund(known[0])

    def _refunds(self, refund_id: str) -> list[Refund]:
        every = (refund for p in self.ledger.payments.values() for refund in p.refunds)
        return [refund for refund in every if refund.refund_id == refund_id]


def _raif_error(code: str, message: str) -> Reply:
    return Reply(200, {"code": f"ERROR.{code}", "message": message})


def _raif_refund(refund: Refund) -> Reply:
    status = {"on-its-way": "IN_PROGRESS", "done": "COMPLETED", "declined": "DECLINED"}
    fields = {"code": "SUCCESS", "amount": refund.amount_minor / 100}
    return Reply(200, {**fields, "refundStatus": status[refund.stage]})


class TBankSimulator(SbpBankSimulator):
    """terminal_key, password: of the one terminal it knows. duplicates: see Duplicates.
    cancels_shown: whether a code that a customer may be looking at can be taken back."""

    def __init__(
        self,
        terminal_key: str = "1234567890DEMO",
        password: str = "tbank:simulated",  # noqa: S107
        *,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        super().__init__("tbank", self._answer, host, port)
        self.terminal_key = terminal_key
        self.password = password
        self.duplicates: Duplicates = "new"
        self.cancels_shown = True

    def _answer(self, request: Request) -> Reply:
        methods: dict[str, Callable[[dict[str, Any]], Reply]] = {
            "/v2/Init": self._init,
            "/v2/GetQr": self._get_qr,
            "/v2/GetState": self._get_state,
            "/v2/CheckOrder": self._check_order,
            "/v2/Cancel": self._cancel,
        }
        method = methods.get(request.path)
        if request.method != "POST" or method is None:
            return Reply(404, {"Success": False, "ErrorCode": "404", "Message": "Not Found"})
        fields = request.fields
        if request.content_type != "application/json" or fields is None:
            return _tbank_error("9999", "Тело запроса не JSON")
        if fields.get("TerminalKey") != self.terminal_key:
            return _tbank_error("501", "Терминал не найден")
        if fields.get("Token") != self._token(fields):
            return _tbank_error("204", "Неверный токен. Проверьте пару TerminalKey/SecretKey")
        with self.ledger.lock:
            return method(fields)

    def _token(self, fields: dict[str, Any]) -> str:
        """By the bank's description: values of root scalars and the password, sorted by name."""
        pairs = {k: v for k, v in fields.items() if k != "Token" and not isinstance(v, dict | list)}
        pairs["Password"] = self.password
        values = (
            str(v).lower() if isinstance(v, bool) else str(v) for _, v in sorted(pairs.items())
        )
        return hashlib.sha256("".join(values).encode()).hexdigest()

    def _init(self, fields: dict[str, Any]) -> Reply:
        amount, order = fields.get("Amount"), str(fields.get("OrderId") or "")
        until = str(fields.get("RedirectDueDate") or "")
        if type(amount) is not int or amount <= 0:
            return _tbank_error("9999", "Amount")
        if not 0 < len(order) <= 36 or len(str(fields.get("Description", ""))) > 140:
            return _tbank_error("9999", "OrderId, Description")
        if until and (not _MOMENT.fullmatch(until) or _seconds(until) < self.ledger.now() + 60):
            return _tbank_error("9999", "RedirectDueDate")
        if self.duplicates == "refuse" and self.ledger.of_order(order):
            return _tbank_error("8", f"Заказ {order} уже существует")
        payment = Payment(
            str(2_000_000 + next(self._numbers)), order, amount,
            _seconds(until) if until else self.ledger.now() + 86_400,
        )  # fmt: skip
        self.ledger.add(payment)
        return self._said(payment, PaymentURL=f"{self.url}/new/{payment.bank_id}")

    def _get_qr(self, fields: dict[str, Any]) -> Reply:
        payment = self._payment(fields)
        if payment is None or fields.get("DataType", "PAYLOAD") != "PAYLOAD":
            return _tbank_error("6", "Не найден платеж")
        if payment.amount_minor < _LEAST_MINOR:
            return _tbank_error("3016", "Сумма вне диапазона от 10 рублей до 1 миллиона рублей")
        if payment.stage not in ("new", "shown"):
            return _tbank_error("8", "Неверный статус транзакции")
        payment.stage = "shown"
        payment.payload = self._payload(f"AS{payment.bank_id}", payment.amount_minor)
        return self._said(payment, Data=payment.payload)

    def _get_state(self, fields: dict[str, Any]) -> Reply:
        payment = self._payment(fields)
        return self._said(payment) if payment else _tbank_error("6", "Не найден платеж")

    def _check_order(self, fields: dict[str, Any]) -> Reply:
        order = str(fields.get("OrderId"))
        known = self.ledger.of_order(order)
        if not known:
            return _tbank_error("6", "Не найден заказ")
        payments = [
            {"PaymentId": p.bank_id, "Amount": p.amount_minor, "Status": self._status(p),
             "Success": True, "ErrorCode": 0}
            for p in known
        ]  # fmt: skip
        return _tbank_said(OrderId=order, TerminalKey=self.terminal_key, Payments=payments)

    def _cancel(self, fields: dict[str, Any]) -> Reply:
        payment = self._payment(fields)
        if payment is None:
            return _tbank_error("6", "Не найден платеж")
        before_minor = payment.amount_minor - payment.returned_minor
        if payment.stage == "paid":
            # ExternalRequestId is not looked at here: the bank does not for SBP.
            amount = fields.get("Amount", before_minor)
            if type(amount) is not int or amount <= 0 or not self._give_back(payment, amount):
                return _tbank_error("8", "Неверная сумма возврата")
        elif self.ledger.is_live(payment) and (payment.stage == "new" or self.cancels_shown):
            payment.stage = "cancelled"
        else:
            return _tbank_error("8", "Неверный статус транзакции")
        left_minor = payment.amount_minor - payment.returned_minor
        return self._said(payment, OriginalAmount=before_minor, NewAmount=left_minor)

    def _give_back(self, payment: Payment, amount_minor: int) -> bool:
        refund = self.ledger.give_back(payment, amount_minor)
        return refund is not None and refund.stage != "declined"

    def _payment(self, fields: dict[str, Any]) -> Payment | None:
        return self.ledger.payments.get(str(fields.get("PaymentId")))

    def _status(self, payment: Payment) -> str:
        if payment.stage == "paid":
            if any(r.stage == "on-its-way" for r in payment.refunds):
                return "ASYNC_REFUNDING"
            back_minor = payment.returned_minor
            whole = back_minor == payment.amount_minor
            return "REFUNDED" if whole else "PARTIAL_REFUNDED" if back_minor else "CONFIRMED"
        if payment.stage in ("new", "shown") and not self.ledger.is_live(payment):
            return "DEADLINE_EXPIRED"
        if payment.stage == "shown" and payment.refused_attempts >= 3:
            payment.stage = "declined"
        stages = {
            "new": "NEW", "shown": "FORM_SHOWED", "on-its-way": "AUTHORIZING",
            "declined": "REJECTED", "cancelled": "CANCELED",
        }  # fmt: skip
        return stages[payment.stage]

    def _said(self, payment: Payment, **more: object) -> Reply:
        return _tbank_said(
            TerminalKey=self.terminal_key,
            Status=self._status(payment),
            PaymentId=payment.bank_id,
            OrderId=payment.order,
            Amount=payment.amount_minor,
            **more,
        )


def _tbank_said(**fields: object) -> Reply:
    return Reply(200, {"Success": True, "ErrorCode": "0", "Message": "OK", **fields})


def _tbank_error(code: str, message: str) -> Reply:
    return Reply(200, {"Success": False, "ErrorCode": code, "Message": message, "Details": ""})


def _kopecks(rubles: object) -> int:
    """Of a JSON number with at most two places; 0 for anything else."""
    if isinstance(rubles, bool) or not isinstance(rubles, int | Decimal):
        return 0
    whole, _, part = str(rubles).partition(".")
    if not whole.isdigit() or not (part.isdigit() or not part) or len(part) > 2:
        return 0
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


BANKS: dict[str, Callable[[], RaiffeisenSimulator | TBankSimulator]] = {
    "raiffeisen": RaiffeisenSimulator,
    "tbank": TBankSimulator,
}
