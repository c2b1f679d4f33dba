"""The thread that moves pages from the WAL into the database, so that no sale ever pays for it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import StorageError
from pos_desktop.journal.connection import open_checkpointer, storage_errors

WAL_FRAMES = 1000
RESERVED_BYTES = 5 * 1024 * 1024
"""A little more than WAL_FRAMES pages: overwriting a file is synced in half the time of growing it,
and a WAL starts empty after every clean end."""

PAUSE_SECONDS = 0.25
_PIECE = bytes(4096)


class Checkpointer:
    """Checkpoints once the WAL holds more than `frames` pages.

    exclusive: the writer's lock, taken for the last few pages only, so that the next sale starts
    the WAL from its beginning again. report: told the StorageError of a failed checkpoint; the WAL
    just grows until one works.
    """

    def __init__(
        self,
        path: Path,
        exclusive: AbstractContextManager[None],
        report: Callable[[StorageError], None],
        frames: int = WAL_FRAMES,
    ) -> None:
        self._exclusive = exclusive
        self._path = path
        self._report = report
        self._frames = frames
        self._written = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal-checkpoint", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def note_commit(self) -> None:
        """There may be enough in the WAL now; costs nothing on the path of a sale."""
        if not self._written.is_set():
            self._written.set()

    def stop(self, timeout_seconds: float = 5.0) -> None:
        self._stop.set()
        self._written.set()
        self._thread.join(timeout_seconds)

    def _run(self) -> None:
        try:
            raw = open_checkpointer(self._path)
        except StorageError as error:
            self._report(error)
            return
        try:
            self._guarded(self._reserve)
            while not self._stop.is_set():
                self._written.wait()
                if self._stop.wait(PAUSE_SECONDS):
                    return
                self._written.clear()
                self._guarded(lambda: self.checkpoint(raw))
        finally:
            raw.close()

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            with storage_errors():
                work()
        except StorageError as error:
            self._report(error)

    def checkpoint(self, raw: sqlite.Connection) -> bool:
        """Move what is in the WAL if it is enough; whether it was."""
        _busy, frames, done = raw.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        if frames - done <= self._frames:
            return False
        raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        with self._exclusive:
            raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return True

    def _reserve(self) -> None:
        """Fill the WAL's file with zeros behind what is in it, which SQLite reads as its end."""
        wal = self._path.with_name(self._path.name + "-wal")
        with self._exclusive, wal.open("r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            if size < RESERVED_BYTES:
                # In small pieces: one large write would be cached in large pieces, and a sale that
                # changes a little of one makes the system look through all of it.
                while size < RESERVED_BYTES:
                    size += file.write(_PIECE)
                os.fsync(file.fileno())
