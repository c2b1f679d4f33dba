"""The floor of a queue: below it nothing is open, so the sale's path needs no index of open rows.

A floor that is too low costs a longer search; it is never too high. It falls before the commit
that reopens a row and rises after the commit that closed one.
"""

from __future__ import annotations

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.journal import statements as sql
from pos_desktop.journal.writer import Writer


class QueueFloor:
    """queue: "print" | "fiscal"; first_open: the statement that finds the first open row from
    :floor on.
    """

    def __init__(self, queue: str, first_open: str, writer: Writer) -> None:
        self._queue = queue
        self._first_open = first_open
        self._writer = writer
        row = writer.raw.execute(sql.READ_FLOOR, {"queue": queue}).fetchone()
        self._floor: int = row[0] if row else 0
        # A cut between two moves leaves the stored floor low; one look at the start raises it.
        row = writer.raw.execute(first_open, {"floor": self._floor}).fetchone()
        self._floor = int(row[0]) if row else self._floor

    @property
    def value(self) -> int:
        return self._floor

    def reopened(self, db: sqlite.Cursor, place: int) -> None:
        """A row is open again, inside its transaction."""
        if place < self._floor:
            self._floor = place
            db.execute(sql.SET_FLOOR, {"queue": self._queue, "floor": place})

    def closed(self, db: sqlite.Cursor, place: int) -> None:
        """A row is closed, inside its transaction."""
        if place < self._floor:
            return
        row = db.execute(self._first_open, {"floor": self._floor}).fetchone()
        floor = int(row[0]) if row else place + 1
        if floor > self._floor:
            db.execute(sql.SET_FLOOR, {"queue": self._queue, "floor": floor})
            self._writer.after_commit(lambda: self._rise(floor))

    def _rise(self, floor: int) -> None:
        self._floor = floor
