"""Delivery of the journal elsewhere (the Outbox port): a cursor per destination, parked entries."""

from __future__ import annotations

from pos_desktop.journal import statements as sql
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.writer import Writer
from pos_desktop.ports import StoredEntry


class SqliteOutbox:
    def __init__(self, writer: Writer, readers: Readers, register_id: str) -> None:
        self._writer = writer
        self._readers = readers
        self._register_id = register_id

    def register_id(self) -> str:
        return self._register_id

    def acknowledged(self, destination: str) -> int:
        """The seq up to which the destination said it has everything, 0 = nothing."""
        row = self._readers.row(sql.READ_CURSOR, {"destination": destination})
        return int(row[0]) if row else 0

    def entries_after(self, seq: int, limit: int) -> list[StoredEntry]:
        rows = self._readers.rows(sql.ENTRIES_AFTER, {"seq": seq, "most": limit})
        return [StoredEntry(*row) for row in rows]

    def acknowledge(self, destination: str, seq: int) -> None:
        """Move the cursor forward; it never goes back. ValueError beyond the end of the journal."""
        if seq > self._writer.head.seq:
            raise ValueError(f"{destination} acknowledged {seq} of {self._writer.head.seq} entries")
        with self._writer.transaction() as db:
            db.execute(sql.SET_CURSOR, {"destination": destination, "seq": seq})

    def park(self, destination: str, seq: int, code: str, text: str) -> None:
        """Set a refused entry aside with its error; the cursor is moved by `acknowledge`."""
        values = {"destination": destination, "seq": seq, "code": code, "text": text}
        with self._writer.transaction() as db:
            db.execute(sql.PARK_ENTRY, values)

    def last_seq(self) -> int:
        return self._writer.head.seq
