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
    """The end of the journal as stored: what the next entry, sale, shift and job start from."""

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
        self._after: list[Callable[[], None]] = []

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
            self._after.clear()
            try:
                db.execute("BEGIN IMMEDIATE")
                yield db
                db.execute("COMMIT")
            except BaseException as error:
                self._roll_back()
                if isinstance(error, sqlite.Error):
                    raise storage_error(error) from error
                raise
            for action in self._after:
                action()

    def after_commit(self, action: Callable[[], None]) -> None:
        """Called inside a transaction: run the action, a change of memory, once it is durable."""
        self._after.append(action)

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
        seq, last_hash, register_id = head.seq, head.hash, self.register_id
        rows: list[tuple[object, ...]] = []
        for fact, payload in facts:
            seq += 1
            head = _follow(head, fact, at_us)
            shift_number = _shift_of(fact, head)
            entry_id, kind, version = self._new_entry_id(), fact.KIND, fact.VERSION
            entry = EntryHead(seq, entry_id, register_id, at_us, shift_number, kind, version)
            prev_hash, last_hash = last_hash, entry_hash(last_hash, entry, payload)
            rows.append(
                (seq, entry_id, register_id, at_us, shift_number, kind, version, payload,
                 prev_hash, last_hash)
            )  # fmt: skip
        db.executemany(sql.INSERT_ENTRY, rows)
        for place, (fact, _) in enumerate(facts, self.head.seq + 1):
            projections.apply(db, place, at_us, fact)
        new = replace(head, seq=seq, hash=last_hash)
        self.after_commit(lambda: self._advance(new))
        return seq

    def _advance(self, head: Head) -> None:
        self.head = head

    def close(self) -> None:
        with self._lock:
            self._db.close()
            self.raw.close()


def _follow(head: Head, fact: Fact, at_us: int) -> Head:
    """The head with the next number of a sale or a shift, asserted to be the next one."""
    if isinstance(fact, SaleCompleted):
        if fact.number != head.sale_number + 1:
            raise ValueError(f"sale {fact.number} cannot follow sale {head.sale_number}")
        return replace(head, sale_number=fact.number)
    if isinstance(fact, ShiftOpened):
        if fact.number != head.shift_number + 1 or head.shift is not None:
            raise ValueError(f"shift {fact.number} cannot open after {head.shift_number}")
        shift = Shift(fact.shift_id, fact.number, at_us, fact.staff_name)
        return replace(head, shift_number=fact.number, shift=shift)
    return head


def encoded(facts: tuple[Fact, ...]) -> list[tuple[Fact, bytes]]:
    """Return the facts with their payloads; done outside the lock."""
    return [(fact, encode_fact(fact)) for fact in facts]


def _shift_of(fact: Fact, head: Head) -> int:
    if isinstance(fact, SaleCompleted):
        return fact.shift_number
    return head.shift.number if head.shift is not None else 0
