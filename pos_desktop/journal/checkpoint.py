"""The thread that moves pages from the WAL into the database, so that no sale ever pays for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import StorageError
from pos_desktop.journal.connection import open_checkpointer, storage_error

WAL_FRAMES = 1000
PAUSE_SECONDS = 0.25


class Checkpointer:
    """PASSIVE checkpoints once the WAL holds more than `frames` pages; waits for nobody.

    report: told the StorageError of a failed checkpoint; the WAL just grows until one works.
    """

    def __init__(
        self, path: Path, report: Callable[[StorageError], None], frames: int = WAL_FRAMES
    ) -> None:
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
            while not self._stop.is_set():
                self._written.wait()
                if self._stop.wait(PAUSE_SECONDS):
                    return
                self._written.clear()
                try:
                    self._checkpoint(raw)
                except sqlite.Error as error:
                    self._report(storage_error(error))
        finally:
            raw.close()

    def _checkpoint(self, raw: sqlite.Connection) -> None:
        _busy, frames, done = raw.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        if frames - done > self._frames:
            raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
