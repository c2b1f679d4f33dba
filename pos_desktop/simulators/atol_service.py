"""The routes of ATOL Online v5: getToken, {group}/{operation}, {group}/report/{uuid}.

Knows no socket. One lock guards all state; an answer is prepared as bytes and sent by `atol_http`.
"""

from __future__ import annotations

import secrets
import threading
import uuid
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec

from pos_desktop.simulators import atol_errors
from pos_desktop.simulators.atol_failures import (
    ERROR_OF_KIND,
    REGISTER,
    REPORT,
    TOKEN,
    FailurePlan,
    Stage,
)
from pos_desktop.simulators.atol_http import Reply, Request, Wire
from pos_desktop.simulators.atol_kkt_rules import kkt_error
from pos_desktop.simulators.atol_orders import Order, OrderBook, decode_json, encode_json
from pos_desktop.simulators.atol_report import report_of, stamp
from pos_desktop.simulators.atol_rules import name_warnings, rule_faults
from pos_desktop.simulators.atol_schema import OPERATIONS, document_faults, token_request_faults

BASE_PATH = "/possystem/v5"
TOKENS_KEPT = 1_000
WARNINGS_KEPT = 1_000
WRONG_PASSWORDS_BEFORE_BLOCK = 10
RESULTS_KEPT = timedelta(days=30)


@dataclass(slots=True)
class ServiceSettings:
    """What the operator knows about its customer, and how it behaves.

    tax_systems: values of `sno` the cash register is registered for; "envd" ended in 2020.
    processing_seconds: time one document takes in the cash register.
    wait_as_code_34: a report of a waiting document carries error 34 instead of none.
    retry_after_seconds: of answers 429 and 503.
    hold_seconds: how long "timeout_after_register" keeps silent.
    answer_delay_seconds: what every answer waits after the request was carried out.
    """

    login: str
    password: str
    group: str
    inn: str
    payment_address: str
    tax_systems: frozenset[str] = frozenset(
        {"osn", "usn_income", "usn_income_outcome", "esn", "patent"}
    )
    token_seconds: float = 86_400.0
    processing_seconds: float = 0.0
    wait_as_code_34: bool = False
    retry_after_seconds: int = 1
    hold_seconds: float = 30.0
    answer_delay_seconds: float = 0.0


class RefusedError(Exception):
    """A request is answered with a service error; `detail` is added to its text."""

    def __init__(self, code: int, detail: str = "", order_uuid: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.order_uuid = order_uuid


@dataclass(slots=True)
class _Tokens:
    expires_at: dict[str, datetime] = field(default_factory=dict)

    def issue(self, now: datetime, seconds: float) -> str:
        token = secrets.token_hex(32)
        while len(self.expires_at) >= TOKENS_KEPT:
            del self.expires_at[next(iter(self.expires_at))]
        self.expires_at[token] = now + timedelta(seconds=seconds)
        return token


class AtolService:
    """Answers requests; every public method may be called from any thread."""

    def __init__(
        self, settings: ServiceSettings, orders: OrderBook, clock: Callable[[], datetime]
    ) -> None:
        self.settings = settings
        self.orders = orders
        self.clock = clock
        self.lock = threading.RLock()
        self.failures = FailurePlan()
        self.requests: Counter[str] = Counter()
        self.duplicates = 0
        self.warnings: deque[str] = deque(maxlen=WARNINGS_KEPT)
        self.settled: Callable[[Order], None] = lambda order: None
        self._news: deque[Order] = deque()
        self._telling = threading.RLock()
        self._tokens = _Tokens()
        self._wrong_passwords = 0

    def answer(self, request: Request) -> Reply:
        """Carry out one request, or show the failure that was planned for it."""
        route, name = _route(request)
        with self.lock:
            self.requests[name] += 1
            struck = self.failures.take(Stage.ENTRY, route)
            reply = self._fail(struck, request, name) if struck else self._carry_out(request, route)
        self._tell_news()
        return reply

    def settle(self) -> None:
        """Finish the documents that are due by the clock and tell of each."""
        with self.lock:
            self._settle()
        self._tell_news()

    def expire_tokens(self) -> None:
        """Make every token issued so far answer 11."""
        with self.lock:
            self._tokens.expires_at.clear()

    def unblock(self) -> None:
        """Let a user in again who gave a wrong password too often."""
        with self.lock:
            self._wrong_passwords = 0

    def _settle(self) -> None:
        self._news.extend(self.orders.settle(self.clock()))

    def _tell_news(self) -> None:
        """Tell of settled documents in order, outside the lock: the listener may call back."""
        with self._telling:
            while self._news:
                self.settled(self._news.popleft())

    def _carry_out(self, request: Request, route: str) -> Reply:
        after = ""
        try:
            if route == TOKEN:
                content = self._issue_token(request)
            elif route == REGISTER:
                content = self._register(request)
            elif route == REPORT:
                content = self._report(request)
            else:
                raise RefusedError(atol_errors.BAD_REQUEST)
            reply = self._reply(200, content)
            after = self.failures.take(Stage.ANSWER, route)
        except RefusedError as refusal:
            reply = self._refuse(refusal)
            if refusal.code == atol_errors.EXTERNAL_ID_EXISTS:
                after = self.failures.take(Stage.ANSWER, route)
        if after == "drop_answer":
            return Reply(0, b"", wire=Wire.RESET)
        if after == "timeout_after_register":
            return Reply(0, b"", wire=Wire.HOLD, delay_seconds=self.settings.hold_seconds)
        if after == "invalid_json":
            return self._send(200, reply.body[: len(reply.body) // 2])
        return reply

    def _issue_token(self, request: Request) -> dict[str, Any]:
        wanted = _json_body(request)
        faults = token_request_faults(wanted)
        if faults:
            raise RefusedError(atol_errors.INVALID_TOKEN_REQUEST, _listed(faults))
        if self._wrong_passwords >= WRONG_PASSWORDS_BEFORE_BLOCK:
            raise RefusedError(atol_errors.USER_BLOCKED)
        settings = self.settings
        if (wanted["login"], wanted["pass"]) != (settings.login, settings.password):
            self._wrong_passwords += 1
            raise RefusedError(atol_errors.WRONG_LOGIN_OR_PASSWORD)
        self._wrong_passwords = 0
        now = self.clock()
        token = self._tokens.issue(now, settings.token_seconds)
        return {"error": None, "token": token, "timestamp": stamp(now)}

    def _register(self, request: Request) -> dict[str, Any]:
        group, operation = _segments(request)[:2]
        self._check_access(request, group)
        if operation not in OPERATIONS:
            raise RefusedError(atol_errors.OPERATION_NOT_SUPPORTED, repr(operation))
        body = _json_body(request)
        faults = document_faults(operation, body) or rule_faults(operation, body)
        if faults:
            raise RefusedError(atol_errors.INVALID_DOCUMENT, _listed(faults))
        known = self.orders.find_external(body["external_id"])
        if known is not None:
            self.duplicates += 1
            raise RefusedError(
                atol_errors.EXTERNAL_ID_EXISTS,
                f"external_id {known.external_id}, group_code {group}",
                known.uuid,
            )
        order = self._accept(operation, body)
        return {
            "uuid": order.uuid,
            "timestamp": stamp(order.accepted_at),
            "status": "wait",
            "error": None,
        }

    def _accept(self, operation: str, body: dict[str, Any]) -> Order:
        settings = self.settings
        now = self.clock()
        order = Order(
            uuid=str(uuid.uuid4()),
            external_id=body["external_id"],
            operation=operation,
            body=body,
            accepted_at=now,
            due_at=now,
            fate=self.failures.take(Stage.ORDER, REGISTER),
            error=kkt_error(operation, body, inn=settings.inn, tax_systems=settings.tax_systems),
        )
        for warning in name_warnings(operation, body):
            self.warnings.append(f"{order.external_id}: {warning}")
        if order.document["company"]["payment_address"] != settings.payment_address:
            self.warnings.append(f"{order.external_id}: company.payment_address: другой адрес")
        self.orders.accept(order, timedelta(seconds=settings.processing_seconds))
        self._settle()
        return order

    def _report(self, request: Request) -> dict[str, Any]:
        group, _, wanted = _segments(request)
        self._check_access(request, group)
        self._settle()
        order = self.orders.find(wanted)
        now = self.clock()
        if order is None or now - order.accepted_at > RESULTS_KEPT:
            raise RefusedError(atol_errors.MISSING_UUID, wanted)
        if not order.settled and self.settings.wait_as_code_34:
            raise RefusedError(atol_errors.STATE_NOT_FOUND, order_uuid=wanted)
        return report_of(order, group=group, now=now)

    def _check_access(self, request: Request, group: str) -> None:
        if not request.token:
            raise RefusedError(atol_errors.MISSING_TOKEN)
        expires_at = self._tokens.expires_at.get(request.token)
        if expires_at is None or expires_at <= self.clock():
            self._tokens.expires_at.pop(request.token, None)
            raise RefusedError(atol_errors.EXPIRED_TOKEN)
        if group != self.settings.group:
            raise RefusedError(atol_errors.GROUP_AND_TOKEN_DIFFER, group)

    def _fail(self, kind: str, request: Request, name: str) -> Reply:
        if kind == "refuse":
            return Reply(0, b"", wire=Wire.RESET)
        if kind == "not_http":
            # The first bytes of a TLS alert record.
            return Reply(0, b"\x15\x03\x01\x00\x02\x02\x28", wire=Wire.GARBAGE)
        if kind in ("http_503", "http_429"):
            wait = {"Retry-After": str(self.settings.retry_after_seconds)}
            return Reply(int(kind[-3:]), b"", wait)
        if kind == "expired_token" and request.token:
            self._tokens.expires_at.pop(request.token, None)
        asked = _segments(request)[-1] if name == "report" else None
        return self._refuse(RefusedError(ERROR_OF_KIND[kind], order_uuid=asked))

    def _refuse(self, refusal: RefusedError) -> Reply:
        error = atol_errors.SERVICE_ERRORS[refusal.code]
        content: dict[str, Any] = {} if refusal.order_uuid is None else {"uuid": refusal.order_uuid}
        content["timestamp"] = stamp(self.clock())
        if error.document_status is not None:
            content["status"] = error.document_status
        content["error"] = {
            "error_id": str(uuid.uuid4()),
            "code": error.code,
            "text": f"{error.text}: {refusal.detail}" if refusal.detail else error.text,
            "type": error.kind,
        }
        return self._reply(error.http_status, content)

    def _reply(self, http_status: int, content: dict[str, Any]) -> Reply:
        return self._send(http_status, encode_json(content))

    def _send(self, http_status: int, body: bytes) -> Reply:
        return Reply(http_status, body, delay_seconds=self.settings.answer_delay_seconds)


def _segments(request: Request) -> list[str]:
    return request.path.removeprefix(f"{BASE_PATH}/").split("/")


def _route(request: Request) -> tuple[str, str]:
    """The kind of route, and the name it is counted under."""
    if request.path.startswith(f"{BASE_PATH}/"):
        segments = _segments(request)
        if request.method == "POST" and segments == ["getToken"]:
            return TOKEN, "getToken"
        if request.method == "POST" and len(segments) == 2:
            return REGISTER, segments[1] if segments[1] in OPERATIONS else "other"
        if request.method == "GET" and len(segments) == 3 and segments[1] == "report":
            return REPORT, "report"
    return "", "other"


def _json_body(request: Request) -> Any:
    media_type, _, parameters = request.content_type.partition(";")
    charset = parameters.strip().lower().replace('"', "")
    if media_type.strip().lower() != "application/json" or charset not in ("", "charset=utf-8"):
        raise RefusedError(atol_errors.UNSUPPORTED_MEDIA_TYPE, request.content_type)
    try:
        return decode_json(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RefusedError(atol_errors.BAD_REQUEST, str(error)) from None


def _listed(faults: list[Any]) -> str:
    return "; ".join(str(fault) for fault in faults)
