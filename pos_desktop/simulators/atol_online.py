"""A fiscal operator speaking ATOL Online v5 over HTTP on loopback, for demo, training and tests.

It validates bodies, numbers documents as a fiscal drive does, keeps them over a restart, and can be
told to fail in the ways a real operator fails. The parts: `atol_http` (wire), `atol_service`
(routes), `atol_schema`, `atol_rules` and `atol_kkt_rules` (what is a right document), `atol_orders`
and `atol_drive` (queue, numbers, file), `atol_failures` (planned failures).
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pos_desktop.simulators.atol_drive import FiscalDrive, FiscalNumbers
from pos_desktop.simulators.atol_errors import DocumentError
from pos_desktop.simulators.atol_failures import failure
from pos_desktop.simulators.atol_http import STOP_TIMEOUT_SECONDS, AtolHttpServer
from pos_desktop.simulators.atol_orders import Order, OrderBook
from pos_desktop.simulators.atol_service import BASE_PATH, AtolService, ServiceSettings

FN_NUMBER = "9999078900000961"
ECR_REGISTRATION_NUMBER = "0000000001054216"
MODES = ("up", "down", "slow")
_MOSCOW = timezone(timedelta(hours=3))
_TICK_SECONDS = 0.05
_BIND_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class RegisteredDocument:
    """A document the fiscal drive took; total in roubles, two decimal places; body as received."""

    uuid: str
    external_id: str
    operation: str
    total: Decimal
    fn_number: str
    fiscal_document_number: int
    fiscal_document_attribute: int
    shift_number: int
    fiscal_receipt_number: int
    ecr_registration_number: str
    registered_at: datetime
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A document that was accepted and whose report says fail."""

    uuid: str
    external_id: str
    operation: str
    error: DocumentError


def _moscow_now() -> datetime:
    return datetime.now(_MOSCOW)


class AtolOnlineSimulator:
    """The operator as one object; all methods may be called from any thread.

    clock: gives the operator's time, aware of its zone; Moscow's if None, wherever the machine
    thinks it is: a receipt shows this time beside the register's.
    store: JSON-lines file of accepted documents, read again by the next simulator on the same file.
    port: 0 takes a free one at the first start and keeps it.
    """

    def __init__(  # noqa: PLR0913 (one named setting each, most of them by default)
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        login: str = "demo",
        password: str = "demo",  # noqa: S107 (the demo's operator has no secret)
        group: str = "demo-group",
        inn: str = "7802145638",
        payment_address: str = "https://v5.online.atol.ru",
        clock: Callable[[], datetime] | None = None,
        store: Path | None = None,
        processing_seconds: float = 0.0,
    ) -> None:
        self.settings = ServiceSettings(
            login, password, group, inn, payment_address, processing_seconds=processing_seconds
        )
        self.on_registered: Callable[[RegisteredDocument], None] | None = None
        self._host, self._port = host, port
        drive = FiscalDrive(FN_NUMBER, ECR_REGISTRATION_NUMBER)
        self._orders = OrderBook(drive, store)
        self._service = AtolService(self.settings, self._orders, clock or _moscow_now)
        self._service.settled = self._tell
        self._mode = "up"
        self._http: AtolHttpServer | None = None
        self._switching = threading.Lock()
        self._stop_kkt = threading.Event()
        self._kkt: threading.Thread | None = None

    def start(self) -> Self:
        """Read the store, bind the port, start the cash register; OSError if the port is taken."""
        with self._switching:
            if self._kkt is not None:
                return self
            self._orders.open()
            self._listen()
            if self._mode == "down":
                self._hang_up()
            self._stop_kkt.clear()
            self._kkt = threading.Thread(target=self._run_kkt, name="atol-kkt", daemon=True)
            self._kkt.start()
        return self

    def stop(self) -> None:
        """Cut all connections and end all threads; the documents stay readable."""
        with self._switching:
            self._hang_up()
            self._stop_kkt.set()
            if self._kkt is not None:
                self._kkt.join(STOP_TIMEOUT_SECONDS)
                self._kkt = None
            with self._service.lock:
                self._orders.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Base address of the protocol, known once started."""
        return f"http://{self._host}:{self._port}{BASE_PATH}"

    @property
    def mode(self) -> str:
        """One of MODES."""
        return self._mode

    def set_mode(self, mode: str, *, delay_seconds: float = 0.0) -> None:
        """Switch to one of MODES.

        "down" closes the port and cuts the connections; in "slow" each answer waits delay_seconds
        after the request was carried out.
        """
        if mode not in MODES:
            raise ValueError(f"unknown mode {mode!r}; known: {', '.join(MODES)}")
        with self._switching:
            self._mode = mode
            self.settings.answer_delay_seconds = delay_seconds if mode == "slow" else 0.0
            if mode == "down":
                self._hang_up()
            elif self._kkt is not None:
                self._listen()

    def fail_next(self, kind: str, *, times: int = 1, route: str | None = None) -> None:
        """Plan a failure for the next `times` requests it applies to; see `atol_failures.KINDS`.

        "driver_fault_N" makes the next accepted document fail with code N; with "_closed" at its
        end the drive takes the document all the same.
        route: "token", "register", "report" or "any" instead of the usual one.
        """
        planned = failure(kind, route)
        with self._service.lock:
            self._service.failures.add(planned, times)

    def forget_failures(self) -> None:
        """Drop the failures that have not struck yet."""
        with self._service.lock:
            self._service.failures.clear()

    @property
    def failures_left(self) -> int:
        """How many planned failures have not struck yet."""
        with self._service.lock:
            return len(self._service.failures)

    def expire_tokens(self) -> None:
        """Make every token issued so far answer 11."""
        self._service.expire_tokens()

    def unblock(self) -> None:
        """Let the user in again after too many wrong passwords."""
        self._service.unblock()

    def settle(self) -> None:
        """Finish what is due by the clock now, without waiting for the cash register's thread."""
        self._service.settle()

    @property
    def documents(self) -> list[RegisteredDocument]:
        """What the fiscal drive holds, in order."""
        with self._service.lock:
            return list(_registered(self._orders.registered))

    @property
    def failed(self) -> list[FailedDocument]:
        """What was accepted and failed, in order."""
        with self._service.lock:
            return [
                FailedDocument(order.uuid, order.external_id, order.operation, order.error)
                for order in self._orders.failed
                if order.error is not None
            ]

    @property
    def requests(self) -> Counter[str]:
        """Requests so far by "getToken", operation, "report" and "other"."""
        with self._service.lock:
            return Counter(self._service.requests)

    @property
    def duplicates(self) -> int:
        """How many times an external id came again (code 33)."""
        return self._service.duplicates

    @property
    def warnings(self) -> list[str]:
        """Doubts about accepted documents, "external id: path: text"; the last thousand."""
        with self._service.lock:
            return list(self._service.warnings)

    def _tell(self, order: Order) -> None:
        if self.on_registered is not None:
            for document in _registered([order]):
                self.on_registered(document)

    def _listen(self) -> None:
        """Bind the port; after "down" someone else may hold it for a moment."""
        if self._http is not None:
            return
        deadline = time.monotonic() + _BIND_SECONDS
        while self._http is None:
            try:
                self._http = AtolHttpServer((self._host, self._port), self._service.answer)
            except OSError:
                if time.monotonic() >= deadline:
                    raise
                self._stop_kkt.wait(_TICK_SECONDS)
        self._port = self._http.port

    def _hang_up(self) -> None:
        if self._http is not None:
            self._http.close()
            self._http = None

    def _run_kkt(self) -> None:
        while not self._stop_kkt.wait(_TICK_SECONDS):
            self._service.settle()


def _registered(orders: Iterable[Order]) -> Iterable[RegisteredDocument]:
    for order in orders:
        numbers: FiscalNumbers | None = order.numbers
        if numbers is None:
            continue
        yield RegisteredDocument(
            uuid=order.uuid,
            external_id=order.external_id,
            operation=order.operation,
            total=order.total,
            fn_number=numbers.fn_number,
            fiscal_document_number=numbers.fiscal_document_number,
            fiscal_document_attribute=numbers.fiscal_document_attribute,
            shift_number=numbers.shift_number,
            fiscal_receipt_number=numbers.fiscal_receipt_number,
            ecr_registration_number=numbers.ecr_registration_number,
            registered_at=numbers.registered_at,
            body=order.body,
        )
