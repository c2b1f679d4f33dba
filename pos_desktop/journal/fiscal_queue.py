"""Fiscal documents as rows (the FiscalQueue port), one per sale, in order of the sales."""

from __future__ import annotations

from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.domain.fiscal import FiscalState, check_move
from pos_desktop.journal import statements as sql
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.queue_floor import QueueFloor
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.writer import Writer
from pos_desktop.ports import FiscalChange, NewFiscalDocument, QueuedDocument, QueueStatus

CLOSED = (FiscalState.REGISTERED, FiscalState.REJECTED)


class SqliteFiscalQueue:
    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers
        self._floor = QueueFloor("fiscal", sql.FIRST_OPEN_DOCUMENT, writer)

    @property
    def floor(self) -> int:
        return self._floor.value

    def next_to_submit(self, now_us: int) -> QueuedDocument | None:
        """Only the oldest document the operator has not taken; a later one never overtakes it."""
        row = self._readers.row(sql.NEXT_TO_SUBMIT, {"floor": self.floor})
        return _queued(row) if row is not None and row[7] <= now_us else None

    def accepted_documents(self, limit: int) -> list[QueuedDocument]:
        """Those the operator has taken and not registered yet, oldest first."""
        values = {"floor": self.floor, "most": limit}
        return [_queued(row) for row in self._readers.rows(sql.ACCEPTED_DOCUMENTS, values)]

    def move(
        self,
        key: str,
        new: FiscalState,
        *,
        reference: str = "",
        reason: str = "",
        next_try_us: int = 0,
    ) -> None:
        with self._writer.transaction() as db:
            change = FiscalChange(key, new, reason)
            self.change(db, change, reference=reference, next_try_us=next_try_us)

    def status(self) -> QueueStatus:
        """How many documents wait, since when, and how many were refused."""
        floor = {"floor": self.floor}
        oldest = self._readers.row(sql.OLDEST_DOCUMENT, floor) or (0, 0)
        waiting = self._readers.row(sql.OPEN_DOCUMENTS, floor) or (0,)
        rejected = self._readers.row(sql.REJECTED_DOCUMENTS) or (0,)
        return QueueStatus(waiting[0], oldest[0], oldest[1], rejected[0])

    def settle_at_start(self) -> int:
        with self._writer.transaction() as db:
            db.execute(sql.SETTLE_DOCUMENTS, {"floor": self.floor})
            return int(db.rowcount)

    def insert(self, db: sqlite.Cursor, document: NewFiscalDocument, occurred_at_us: int) -> None:
        """Queue a document inside a transaction."""
        number = document.sale_number
        db.execute(
            sql.INSERT_DOCUMENT,
            (number, document.key, document.sale_id, "queued", "", "", 0, 0, occurred_at_us),
        )
        self._floor.reopened(db, number)

    def change(
        self, db: sqlite.Cursor, change: FiscalChange, *, reference: str = "", next_try_us: int = 0
    ) -> None:
        """Move one document inside a transaction.

        The operator's reference stays until another is given; a new key starts without one, since
        the operator has not seen it. ValueError for a move outside the table.
        """
        number, old, known_reference = self._find(db, change.key)
        check_move(FiscalState(old), change.state)
        db.execute(
            sql.MOVE_DOCUMENT,
            {
                "of_number": number,
                "key": change.next_key or change.key,
                "state": change.state.value,
                "reference": "" if change.next_key else reference or known_reference,
                "reason": change.reason,
                "next_try_us": next_try_us,
                "more": 1 if change.state is FiscalState.SENDING else 0,
            },
        )
        if change.state in CLOSED:
            self._floor.closed(db, number)
        else:
            self._floor.reopened(db, number)

    def _find(self, db: sqlite.Cursor, key: str) -> tuple[int, str, str]:
        """Number, state and reference; the document that moves is nearly always the oldest."""
        for statement in (sql.OPEN_DOCUMENT, sql.REJECTED_DOCUMENT, sql.SEARCH_DOCUMENT):
            row = db.execute(statement, {"key": key, "floor": self.floor}).fetchone()
            if row is not None:
                return row[0], row[1], row[2]
        raise StorageError("fiscal.no_such_document", key=key)


def _queued(row: tuple[Any, ...]) -> QueuedDocument:
    key, sale_id, number, at_us, state, reference, attempts, next_try_us = row[:8]
    fact = decode_fact(row[8], row[9], row[10]) if row[8] is not None else None
    if not isinstance(fact, SaleCompleted):
        raise StorageError("fiscal.no_sale", key=key, sale_number=number)
    return QueuedDocument(
        key=key,
        sale_id=sale_id,
        sale_number=number,
        occurred_at_us=at_us,
        state=FiscalState(state),
        reference=reference,
        attempts=attempts,
        next_try_us=next_try_us,
        fact=fact,
    )
