"""Reads new entries behind the ingest and fills what the owner's pages show.

Each register has its own cursor, moved in the same transaction as the rows, so a batch is counted
once; `rebuild` starts all of it again from the entries.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from pos_desktop.cloud.database import Database
from pos_desktop.cloud.events import EventFact
from pos_desktop.cloud.reading import UnreadableError, read_fact
from pos_desktop.cloud.tables import EntryStatus, entry, event, register, sale, task
from pos_desktop.cloud.tasks import note_task
from pos_desktop.contract.wire import Code
from pos_desktop.domain.facts import (
    FiscalDocumentRegistered,
    FiscalDocumentRejected,
    SaleCompleted,
)

_log = logging.getLogger(__name__)
_ENTRIES_A_TURN = 500
_PAUSE_SECONDS = 1.0
_REST = 9
"""Rest after a turn, in times of what it took."""
_AFTER_FAILURE_SECONDS = 5.0
_OWN_TASKS = (Code.ENTRY_UNREADABLE, Code.ENTRY_UNKNOWN_KIND)


class Projector:
    """A thread of its own; `caught_up` tells tests and the demo that nothing is left to read."""

    def __init__(self, database: Database, now_us: Callable[[], int]) -> None:
        self._database = database
        self._now_us = now_us
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="cloud-projector", daemon=True)
        self._thread.start()

    def stop(self, timeout_seconds: float = 5.0) -> None:
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout_seconds)
            self._thread = None

    def wake(self) -> None:
        """There are new entries."""
        self._wake.set()

    def rebuild(self) -> int:
        """Empty what was derived and read every entry again; how many were read."""
        with self._database.write() as connection:
            connection.execute(sa.delete(sale))
            connection.execute(sa.delete(event))
            connection.execute(sa.delete(task).where(task.c.code.in_(_OWN_TASKS)))
            connection.execute(sa.update(register).values(projected_seq=0))
        return self.catch_up()

    def catch_up(self) -> int:
        """Read until nothing is left; how many entries were read."""
        read = 0
        while not self._stop.is_set():
            count = self._turn()
            if not count:
                break
            read += count
        return read

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            pause_seconds = _PAUSE_SECONDS
            try:
                self._read_behind()
            except Exception:  # noqa: BLE001 - a worker's loop: said aloud, and tried again
                _log.exception("the projector failed and tries again")
                pause_seconds = _AFTER_FAILURE_SECONDS
            self._wake.wait(pause_seconds)

    def _read_behind(self) -> None:
        """Catch up; while more keeps arriving, at a tenth of the time, so that a register that
        comes back after a month is taken in at full speed and shown a little later."""
        while not self._stop.is_set():
            began = time.monotonic()
            if not self._turn():
                return
            if self._wake.is_set():
                self._stop.wait((time.monotonic() - began) * _REST)

    def _turn(self) -> int:
        with self._database.read() as connection:
            behind = connection.execute(
                sa.select(register.c.no)
                .where(register.c.projected_seq < register.c.head_seq)
                .order_by(register.c.no)
            ).scalars()
            numbers = list(behind)
        return sum(self._project(no) for no in numbers)

    def _project(self, no: int) -> int:
        """Read outside the transaction that writes, so ingest waits for the writing only."""
        with self._database.read() as connection:
            done = connection.scalar(sa.select(register.c.projected_seq).where(register.c.no == no))
            rows = connection.execute(
                sa.select(entry)
                .where(entry.c.register_no == no, entry.c.seq > done)
                .order_by(entry.c.seq)
                .limit(_ENTRIES_A_TURN)
            ).all()
        if not rows:
            return 0
        found = _Findings()
        for row in rows:
            if row.status == EntryStatus.STORED:
                found.read(row)
        with self._database.write() as connection:
            moved = connection.execute(
                sa.update(register)
                .where(register.c.no == no, register.c.projected_seq == done)
                .values(projected_seq=rows[-1].seq)
            )
            if moved.rowcount:  # else a rebuild came in between
                found.write(connection, self._now_us())
        return len(rows)


class _Findings:
    """What a run of entries says, to be written together."""

    def __init__(self) -> None:
        self._sales: dict[str, dict[str, object]] = {}
        self._settled: list[dict[str, object]] = []
        self._events: list[dict[str, object]] = []
        self._tasks: list[tuple[int, str, str, int, str]] = []

    def read(self, row: Any) -> None:
        try:
            fact = read_fact(row.kind, row.version, row.payload)
        except UnreadableError as error:
            self._tasks.append((row.register_no, error.code, row.kind, row.seq, error.text[:500]))
            return
        if isinstance(fact, SaleCompleted):
            self._sales[fact.sale_id] = _sale_values(row, fact)
        elif isinstance(fact, FiscalDocumentRegistered):
            self._settle(fact.sale_id, "registered", row.seq, "")
        elif isinstance(fact, FiscalDocumentRejected):
            self._settle(fact.sale_id, "rejected", row.seq, f"{fact.code}: {fact.text}"[:500])
        elif isinstance(fact, EventFact):
            self._events.append(
                {
                    "register_no": row.register_no,
                    "seq": row.seq,
                    "occurred_at_us": row.occurred_at_us,
                    "kind": row.kind,
                }
            )

    def write(self, connection: sa.Connection, now_us: int) -> None:
        if self._sales:
            ids = [{"b_id": sale_id} for sale_id in self._sales]
            connection.execute(sa.delete(sale).where(sale.c.sale_id == sa.bindparam("b_id")), ids)
            connection.execute(sa.insert(sale), list(self._sales.values()))
        if self._settled:
            connection.execute(_SETTLE, self._settled)
        if self._events:
            connection.execute(sa.insert(event), self._events)
        for no, code, kind, seq, text in self._tasks:
            note_task(connection, no, code, kind=kind, seq=seq, at_us=now_us, text=text)

    def _settle(self, sale_id: str, state: str, seq: int, reason: str) -> None:
        known = self._sales.get(sale_id)
        if known is not None:
            known.update(fiscal_state=state, fiscal_seq=seq, fiscal_reason=reason)
            return
        self._settled.append(
            {"b_sale": sale_id, "b_state": state, "b_seq": seq, "b_reason": reason}
        )


_SETTLE = (
    sa.update(sale)
    .where(sale.c.sale_id == sa.bindparam("b_sale"))
    .values(
        fiscal_state=sa.bindparam("b_state"),
        fiscal_seq=sa.bindparam("b_seq"),
        fiscal_reason=sa.bindparam("b_reason"),
    )
)


def _sale_values(row: Any, fact: SaleCompleted) -> dict[str, object]:
    return {
        "sale_id": fact.sale_id,
        "register_no": row.register_no,
        "seq": row.seq,
        "number": fact.number,
        "occurred_at_us": row.occurred_at_us,
        "shift_number": fact.shift_number,
        "staff_name": fact.staff_name,
        "operation": fact.operation,
        "currency": fact.currency,
        "total_minor": fact.total_minor,
        "tender_kinds": " ".join(dict.fromkeys(t.kind for t in fact.tenders)),
        "fiscal_state": "queued" if fact.fiscal_key else "none",
        "fiscal_seq": 0,
        "fiscal_reason": "",
    }
