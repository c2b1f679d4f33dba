"""Reads new entries behind the ingest and fills what the owner's pages show.

Each register has its own cursor, moved in the same transaction as the rows, so a batch is counted
once; `rebuild` starts all of it again from the entries.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import msgspec
import sqlalchemy as sa

from pos_desktop.cloud.database import Database
from pos_desktop.cloud.tables import EntryStatus, entry, register, sale, task
from pos_desktop.cloud.tasks import note_task
from pos_desktop.contract.wire import Code
from pos_desktop.domain.facts import (
    FACTS,
    Fact,
    FiscalDocumentRegistered,
    FiscalDocumentRejected,
    SaleCompleted,
)

_log = logging.getLogger(__name__)
_ENTRIES_A_TURN = 1_000
_PAUSE_SECONDS = 1.0
_AFTER_FAILURE_SECONDS = 5.0
_OWN_TASKS = (Code.ENTRY_UNREADABLE, Code.ENTRY_UNKNOWN_KIND)


class UnreadableError(Exception):
    """An entry this server cannot read; code of the contract."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text


def read_fact(kind: str, version: int, payload: bytes) -> Fact:
    """The fact in a payload; UnreadableError for a kind, version or shape this server knows not."""
    fact = FACTS.get(kind)
    if fact is None:
        raise UnreadableError(Code.ENTRY_UNKNOWN_KIND, kind)
    if version > fact.VERSION:
        raise UnreadableError(Code.ENTRY_UNREADABLE, f"version {version}")
    try:
        return msgspec.json.decode(payload, type=fact)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableError(Code.ENTRY_UNREADABLE, str(error)) from error


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
                self.catch_up()
            except Exception:  # noqa: BLE001 - a worker's loop: said aloud, and tried again
                _log.exception("the projector failed and tries again")
                pause_seconds = _AFTER_FAILURE_SECONDS
            self._wake.wait(pause_seconds)

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
        with self._database.write() as connection:
            done = connection.scalar(
                sa.select(register.c.projected_seq).where(register.c.no == no).with_for_update()
            )
            rows = connection.execute(
                sa.select(entry)
                .where(entry.c.register_no == no, entry.c.seq > done)
                .order_by(entry.c.seq)
                .limit(_ENTRIES_A_TURN)
            ).all()
            for row in rows:
                if row.status == EntryStatus.STORED:
                    self._read(connection, row)
            if rows:
                connection.execute(
                    sa.update(register)
                    .where(register.c.no == no)
                    .values(projected_seq=rows[-1].seq)
                )
        return len(rows)

    def _read(self, connection: sa.Connection, row: sa.Row[tuple[object, ...]]) -> None:
        try:
            fact = read_fact(row.kind, row.version, row.payload)
        except UnreadableError as error:
            note_task(
                connection,
                row.register_no,
                error.code,
                kind=row.kind,
                seq=row.seq,
                at_us=self._now_us(),
                text=error.text[:500],
            )
            return
        if isinstance(fact, SaleCompleted):
            _keep_sale(connection, row, fact)
        elif isinstance(fact, FiscalDocumentRegistered):
            _settle(connection, fact.sale_id, "registered", row.seq)
        elif isinstance(fact, FiscalDocumentRejected):
            _settle(connection, fact.sale_id, "rejected", row.seq, f"{fact.code}: {fact.text}")


def _keep_sale(
    connection: sa.Connection, row: sa.Row[tuple[object, ...]], fact: SaleCompleted
) -> None:
    connection.execute(sa.delete(sale).where(sale.c.sale_id == fact.sale_id))
    connection.execute(
        sa.insert(sale).values(
            sale_id=fact.sale_id,
            register_no=row.register_no,
            seq=row.seq,
            number=fact.number,
            occurred_at_us=row.occurred_at_us,
            shift_number=fact.shift_number,
            staff_name=fact.staff_name,
            operation=fact.operation,
            currency=fact.currency,
            total_minor=fact.total_minor,
            tender_kinds=" ".join(dict.fromkeys(t.kind for t in fact.tenders)),
            fiscal_state="queued" if fact.fiscal_key else "none",
            fiscal_seq=0,
            fiscal_reason="",
        )
    )


def _settle(
    connection: sa.Connection, sale_id: str, state: str, seq: int, reason: str = ""
) -> None:
    connection.execute(
        sa.update(sale)
        .where(sale.c.sale_id == sale_id)
        .values(fiscal_state=state, fiscal_seq=seq, fiscal_reason=reason[:500])
    )
