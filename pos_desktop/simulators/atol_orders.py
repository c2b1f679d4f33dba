"""Documents the simulated operator has accepted, first in, first out, and their JSON-lines file.

An accepted document waits for the cash register, then is registered or has failed. The file gets a
line when a document is accepted and one when it is settled, so an operator started again on the
same file knows both. The last line may be torn by a crash; it is cut off then, as it was never
answered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from pos_desktop.simulators.atol_drive import FiscalDrive, FiscalNumbers
from pos_desktop.simulators.atol_errors import (
    MARK_NOT_CHECKED,
    QUEUE_TIMEOUT,
    DocumentError,
    document_error,
)
from pos_desktop.simulators.atol_schema import document_name

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_DECODER = msgspec.json.Decoder(float_hook=Decimal)

encode_json = _ENCODER.encode


def decode_json(raw: bytes) -> Any:
    """Any JSON value, numbers with a point as Decimal; raises msgspec.DecodeError."""
    return _DECODER.decode(raw)


@dataclass(slots=True)
class Order:
    """One accepted document.

    fate: "" or the planned outcome of `atol_failures`, such as "driver_fault_177".
    error: why it fails, known from the start where the document itself is wrong.
    numbers: what the drive gave it. A document whose closing broke off after the drive took it has
    both.
    """

    uuid: str
    external_id: str
    operation: str
    body: dict[str, Any]
    accepted_at: datetime
    due_at: datetime
    fate: str = ""
    error: DocumentError | None = None
    numbers: FiscalNumbers | None = None
    settled: bool = False

    @property
    def document(self) -> dict[str, Any]:
        """The receipt or the correction."""
        found: dict[str, Any] = self.body[document_name(self.operation)]
        return found

    @property
    def total(self) -> Decimal:
        """Total of the document in roubles, two decimal places."""
        return Decimal(self.document["total"]).quantize(Decimal("0.01"))


class OrderBook:
    """All orders by uuid and external id; not safe for several threads at once."""

    def __init__(self, drive: FiscalDrive, store: Path | None) -> None:
        self._drive = drive
        self._by_uuid: dict[str, Order] = {}
        self._by_external_id: dict[str, Order] = {}
        self._waiting: deque[Order] = deque()
        self._store = store
        self._file: BinaryIO | None = None
        self.registered: list[Order] = []
        self.failed: list[Order] = []

    def open(self) -> None:
        """Read the file, if there is one, and go on writing at its end."""
        if self._store is None or self._file is not None:
            return
        if not self._by_uuid and self._store.exists():
            self._load(self._store)
        self._file = self._store.open("ab")

    def close(self) -> None:
        """Close the file; what is in memory stays."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def find(self, uuid: str) -> Order | None:
        """The order with this uuid."""
        return self._by_uuid.get(uuid)

    def find_external(self, external_id: str) -> Order | None:
        """The order that took this external id."""
        return self._by_external_id.get(external_id)

    def accept(self, order: Order, processing: timedelta) -> None:
        """Take an order as the last of the queue, due `processing` after the one before it."""
        free_at = self._waiting[-1].due_at if self._waiting else order.accepted_at
        order.due_at = max(free_at, order.accepted_at) + processing
        self._index(order)
        self._write(
            {
                "uuid": order.uuid,
                "external_id": order.external_id,
                "operation": order.operation,
                "accepted_at": order.accepted_at,
                "fate": order.fate,
                "error": order.error,
                "body": order.body,
            }
        )

    def settle(self, now: datetime) -> Iterator[Order]:
        """Finish every order that is due, in order; yield each."""
        while self._waiting and self._waiting[0].due_at <= now:
            order = self._waiting.popleft()
            taken_by_drive = order.error is None and order.fate.endswith("_closed")
            order.error = order.error or _fated_error(order)
            if order.error is None or taken_by_drive:
                order.numbers = self._drive.register(encode_json(order.body), now)
            self._write({"settled": order.uuid, "error": order.error, "numbers": order.numbers})
            self._finish(order)
            yield order

    def _index(self, order: Order) -> None:
        self._by_uuid[order.uuid] = order
        self._by_external_id[order.external_id] = order
        self._waiting.append(order)

    def _finish(self, order: Order) -> None:
        order.settled = True
        if order.numbers is not None:
            self.registered.append(order)
        if order.error is not None:
            self.failed.append(order)

    def _write(self, line: dict[str, Any]) -> None:
        if self._file is not None:
            self._file.write(encode_json(line) + b"\n")
            self._file.flush()

    def _load(self, store: Path) -> None:
        raw = store.read_bytes()
        whole = raw[: raw.rfind(b"\n") + 1]
        if len(whole) < len(raw):
            store.write_bytes(whole)
        for line in whole.splitlines():
            self._replay(decode_json(line))

    def _replay(self, line: dict[str, Any]) -> None:
        error = None if line["error"] is None else msgspec.convert(line["error"], DocumentError)
        if "settled" not in line:
            accepted_at = datetime.fromisoformat(line.pop("accepted_at"))
            line["error"] = error
            self._index(Order(accepted_at=accepted_at, due_at=accepted_at, **line))
            return
        order = self._by_uuid[line["settled"]]
        self._waiting.remove(order)
        order.error = error
        if line["numbers"] is not None:
            order.numbers = msgspec.convert(line["numbers"], FiscalNumbers)
            self._drive.restore(order.numbers)
        self._finish(order)


def _fated_error(order: Order) -> DocumentError | None:
    if order.fate == "fail_timeout_code1":
        return QUEUE_TIMEOUT
    if order.fate.startswith("driver_fault_"):
        code = int(order.fate.split("_")[2])
        if code == MARK_NOT_CHECKED and order.body.get("ism_optional", False):
            return None
        return document_error(code)
    return None
