"""The one connection that writes, the lock in front of it and the end of the chain in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.chain import GENESIS, EntryHead, entry_hash
from pos_desktop.domain.facts import Fact, SaleCompleted, ShiftClosed, ShiftOpened
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
        self.raw = open_writer(path)
        self._transaction = _Transaction(self.raw, self.raw.cursor())
        self.head = Head(0, GENESIS, 0, 0, None)

    def load_head(self) -> None:
        """Read the end of the journal; called once the tables are there."""
        seq, last_hash = self.raw.execute(sql.LAST_ENTRY).fetchone() or (0, GENESIS)
        sale_number = self.raw.execute(sql.LAST_SALE_NUMBER).fetchone()[0]
        row = self.raw.execute(sql.LAST_SHIFT).fetchone()
        shift = Shift(row[1], row[0], row[2], row[3]) if row and row[4] else None
        self.head = Head(seq, bytes(last_hash), sale_number, row[0] if row else 0, shift)

    def transaction(self) -> _Transaction:
        """One durable transaction; StorageError leaves nothing of it behind."""
        return self._transaction

    @property
    def exclusive(self) -> FairLock:
        """The lock that every transaction takes."""
        return self._transaction.lock

    def after_commit(self, action: Callable[[], None]) -> None:
        """Called inside a transaction: run the action, a change of memory, once it is durable."""
        self._transaction.after.append(action)

    def append(self, db: sqlite.Cursor, facts: list[tuple[Fact, bytes]], at_us: int) -> int:
        """Store facts inside a transaction and change the projections; the seq of the last one.

        ValueError for a sale or a shift that does not follow the last one.
        """
        old = self.head
        seq, last_hash, register_id = old.seq, old.hash, self.register_id
        sale_number, shift_number, shift = old.sale_number, old.shift_number, old.shift
        rows: list[tuple[object, ...]] = []
        for fact, payload in facts:
            seq += 1
            in_shift = shift.number if shift is not None else 0
            if isinstance(fact, SaleCompleted):
                sale_number = _next(sale_number, fact.number, "sale")
                in_shift = fact.shift_number
            elif isinstance(fact, ShiftOpened):
                if shift is not None:
                    raise ValueError(f"shift {fact.number} cannot open while {in_shift} is open")
                in_shift = shift_number = _next(shift_number, fact.number, "shift")
                shift = Shift(fact.shift_id, fact.number, at_us, fact.staff_name)
            elif isinstance(fact, ShiftClosed):
                if fact.number != in_shift:
                    raise ValueError(f"shift {fact.number} cannot close while {in_shift} is open")
                shift = None
            entry_id, kind, version = self._new_entry_id(), fact.KIND, fact.VERSION
            entry = EntryHead(seq, entry_id, register_id, at_us, in_shift, kind, version)
            prev_hash, last_hash = last_hash, entry_hash(last_hash, entry, payload)
            rows.append(
                (seq, entry_id, register_id, at_us, in_shift, kind, version, payload, prev_hash,
                 last_hash)
            )  # fmt: skip
        db.executemany(sql.INSERT_ENTRY, rows)
        for place, (fact, _) in enumerate(facts, old.seq + 1):
            projections.apply(db, place, at_us, fact)
        new = Head(seq, last_hash, sale_number, shift_number, shift)
        self.after_commit(lambda: self._advance(new))
        return seq

    def _advance(self, head: Head) -> None:
        self.head = head

    def close(self) -> None:
        self._transaction.close()


class _Transaction:
    """`with` of one transaction; the lock makes the one object enough for all threads."""

    def __init__(self, raw: sqlite.Connection, db: sqlite.Cursor) -> None:
        self.lock = FairLock()
        self._raw = raw
        self._db = db
        self.after: list[Callable[[], None]] = []

    def __enter__(self) -> sqlite.Cursor:
        self.lock.acquire()
        try:
            self.after.clear()
            self._db.execute("BEGIN IMMEDIATE")
        except BaseException as error:
            self._end(error)
            raise
        return self._db

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None:
            try:
                self._db.execute("COMMIT")
                for action in self.after:
                    action()
            except BaseException as failure:
                self._end(failure)
                raise
            self.lock.release()
        else:
            self._end(error)

    def _end(self, error: BaseException) -> None:
        """Roll back, let the next thread in, and say what went wrong in our words."""
        try:
            # After some errors (full disk, I/O) SQLite has rolled back by itself.
            if self._raw.in_transaction:
                self._db.execute("ROLLBACK")
        except sqlite.Error as failure:
            raise storage_error(failure) from error
        finally:
            self.lock.release()
        if isinstance(error, sqlite.Error):
            raise storage_error(error) from error

    def close(self) -> None:
        self.lock.acquire()
        try:
            self._db.close()
            self._raw.close()
        finally:
            self.lock.release()


def _next(last: int, number: int, what: str) -> int:
    if number != last + 1:
        raise ValueError(f"{what} {number} cannot follow {what} {last}")
    return number


def encoded(facts: tuple[Fact, ...]) -> list[tuple[Fact, bytes]]:
    """Return the facts with their payloads; done outside the lock."""
    return [(fact, encode_fact(fact)) for fact in facts]
