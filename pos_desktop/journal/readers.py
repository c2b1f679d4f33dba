"""Read connections, one per thread, so that no reader ever waits for the writer."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import StorageError
from pos_desktop.journal.connection import open_reader, storage_errors

_NONE: Mapping[str, object] = {}


class Readers:
    """Rows of the last committed state; safe from any thread until `close`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._guard = threading.Lock()
        self._opened: list[sqlite.Connection] = []
        self._closed = False

    def rows(self, statement: str, values: Mapping[str, object] = _NONE) -> list[tuple[Any, ...]]:
        with storage_errors():
            found: list[tuple[Any, ...]] = self._own().execute(statement, values).fetchall()
            return found

    def row(self, statement: str, values: Mapping[str, object] = _NONE) -> tuple[Any, ...] | None:
        """The first row; the statement is ended, so it holds back no checkpoint."""
        with storage_errors():
            cursor = self._own().execute(statement, values)
            found: tuple[Any, ...] | None = cursor.fetchone()
            cursor.close()
            return found

    def some(
        self, statement: str, values: Mapping[str, object], most: int
    ) -> list[tuple[Any, ...]]:
        """At most so many rows, without reading the rest."""
        with storage_errors():
            cursor = self._own().execute(statement, values)
            found: list[tuple[Any, ...]] = cursor.fetchmany(most)
            cursor.close()
            return found

    def _own(self) -> sqlite.Connection:
        raw: sqlite.Connection | None = getattr(self._local, "raw", None)
        if raw is None or self._closed:
            with self._guard:
                if self._closed:
                    raise StorageError("storage.closed")
                raw = open_reader(self._path)
                self._opened.append(raw)
            self._local.raw = raw
        return raw

    def close(self) -> None:
        with self._guard:
            self._closed = True
            for raw in self._opened:
                raw.close()
            self._opened.clear()
