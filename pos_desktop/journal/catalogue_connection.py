"""Raw connections to the catalogue file: one per reading thread, statements kept prepared."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from pos_desktop.domain.errors import StorageError

SCHEMA_VERSION = 1
_CACHE_KIB = 16 * 1024
_MMAP_BYTES = 1 << 30
_KEPT_WAL_BYTES = 16 << 20


def connect(path: Path, *, writing: bool) -> Any:
    """A connection in autocommit mode; StorageError("catalogue.cannot_open") names path and reason.

    NORMAL is enough: the catalogue can be imported or pulled again, the journal cannot.
    """
    try:
        connection = dbapi2.connect(
            str(path),
            timeout=5.0,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=64,
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA journal_size_limit = {_KEPT_WAL_BYTES}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute(f"PRAGMA mmap_size = {_MMAP_BYTES}")
        if not writing:
            connection.execute("PRAGMA query_only = ON")
    except dbapi2.Error as error:
        raise StorageError("catalogue.cannot_open", path=str(path), reason=str(error)) from error
    return connection


class Readers:
    """Hands each thread its own read-only connection and closes them all in the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: list[Any] = []

    def connection(self) -> Any:
        """The connection of the calling thread, made at its first read."""
        try:
            return self._local.connection
        except AttributeError:
            made = connect(self._path, writing=False)
            with self._lock:
                self._open.append(made)
            self._local.connection = made
            return made

    def cursor(self) -> Any:
        """A cursor kept for the calling thread's single-row reads; making one costs a fifth of
        such a read. Fetch all rows, so that no read transaction stays open behind it.
        """
        try:
            return self._local.cursor
        except AttributeError:
            self._local.cursor = self.connection().cursor()
            return self._local.cursor

    def close(self) -> None:
        """Close every connection; no thread may be reading."""
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()
        self._local = threading.local()
