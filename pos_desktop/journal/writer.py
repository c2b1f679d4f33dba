"""The one connection that writes, the lock in front of it and the end of the chain in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.chain import GENESIS, EntryHead, entry_hash
from pos_desktop.domain.facts import Fact, SaleCompleted, ShiftOpened
from pos_desktop.domain.shift import Shift
from pos_desktop.journal import projections
from pos_desktop.journal import statements as sql
from pos_desktop.journal.connection import open_writer, storage_error
from pos_desktop.journal.encoding import encode_fact
from pos_desktop.journal.fair_lock import FairLock


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the journal as stored: what the next entry, sale and shift start from."""

    seq: int
    hash: bytes
    sale_number: int
    shift_number: int
    shift: Shift | None


class Writer:
    """Short transactions of all threads, one after another. Memory changes after COMMIT only."""

    def __init__(self, path: Path, register_id: str, new_entry_id: Callable[[], bytes]) -> None:
        self.register_id = register_id
        self._new_entry_id = new_entry_id
        self._lock = FairLock()
        self.raw = open_writer(path)
        self._db = self.raw.cursor()
        self.head = Head(0, GENESIS, 0, 0, None)
        self._next_head: Head | None = None

    def load_head(self) -> None:
        """Read the end of the journal; called once the tables are there."""
        last = self._db.execute(sql.LAST_ENTRY).fetchone()
        seq, last_hash = last or (0, GENESIS)
        sale_number = self._db.execute(sql.LAST_SALE_NUMBER).fetchone()[0]
        row = self._db.execute(sql.LAST_SHIFT).fetchone()
        shift = Shift(row[1], row[0], row[2], row[3]) if row and row[4] else None
        self.head = Head(seq, bytes(last_hash), sale_number, row[0] if row else 0, shift)

    @contextmanager
    def transaction(self) -> Iterator[sqlite.Cursor]:
        """One durable transaction; StorageError leaves nothing of it behind."""
        with self._lock:
            db = self._db
            self._next_head = None
            try:
                db.execute("BEGIN IMMEDIATE")
                yield db
                db.execute("COMMIT")
                self.head = self._next_head or self.head
            except BaseException as error:
                self._roll_back()
                if isinstance(error, sqlite.Error):
                    raise storage_error(error) from error
                raise

    def _roll_back(self) -> None:
        # After some errors (full disk, I/O) SQLite has rolled back by itself.
        if self.raw.in_transaction:
            try:
                self._db.execute("ROLLBACK")
            except sqlite.Error as error:
                raise storage_error(error) from error

    def append(self, db: sqlite.Cursor, facts: list[tuple[Fact, bytes]], at_us: int) -> int:
        """Store facts inside a transaction and change the projections; the seq of the last one."""
        head = self.head
        rows: list[dict[str, object]] = []
        first = head.seq + 1
        for fact, payload in facts:
            head = self._follow(head, fact, at_us)
            shift_number = _shift_of(fact, head)
            entry = EntryHead(
                head.seq, self._new_entry_id(), self.register_id, at_us, shift_number,
                fact.KIND, fact.VERSION,
            )  # fmt: skip
            digest = entry_hash(head.hash, entry, payload)
            rows.append(
                {
                    "seq": head.seq,
                    "entry_id": entry.entry_id,
                    "register_id": self.register_id,
                    "occurred_at_us": at_us,
                    "shift_number": shift_number,
                    "kind": fact.KIND,
                    "version": fact.VERSION,
                    "payload": payload,
                    "prev_hash": head.hash,
                    "hash": digest,
                }
            )
            head = replace(head, hash=digest)
        db.executemany(sql.INSERT_ENTRY, rows)
        for seq, (fact, _) in enumerate(facts, first):
            projections.apply(db, seq, at_us, fact)
        self._next_head = head
        return head.seq

    @staticmethod
    def _follow(head: Head, fact: Fact, at_us: int) -> Head:
        """The head with the next seq and, for sales and shifts, the next number asserted."""
        seq = head.seq + 1
        if isinstance(fact, SaleCompleted):
            if fact.number != head.sale_number + 1:
                raise ValueError(f"sale {fact.number} cannot follow sale {head.sale_number}")
            return replace(head, seq=seq, sale_number=fact.number)
        if isinstance(fact, ShiftOpened):
            if fact.number != head.shift_number + 1 or head.shift is not None:
                raise ValueError(f"shift {fact.number} cannot open after {head.shift_number}")
            shift = Shift(fact.shift_id, fact.number, at_us, fact.staff_name)
            return replace(head, seq=seq, shift_number=fact.number, shift=shift)
        return replace(head, seq=seq)

    def close(self) -> None:
        with self._lock:
            self._db.close()
            self.raw.close()


def encoded(facts: tuple[Fact, ...]) -> list[tuple[Fact, bytes]]:
    """Return the facts with their payloads; done outside the lock."""
    return [(fact, encode_fact(fact)) for fact in facts]


def _shift_of(fact: Fact, head: Head) -> int:
    if isinstance(fact, SaleCompleted):
        return fact.shift_number
    return head.shift.number if head.shift is not None else 0
