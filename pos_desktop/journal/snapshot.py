"""A whole copy of a small database that another program may be using."""

from __future__ import annotations

from pathlib import Path

from pos_desktop.journal.connection import open_reader, storage_errors


def copy_database(source: Path, target: Path) -> bool:
    """Write `target` as `source` is now; whether there was one. StorageError where it cannot be."""
    if not source.exists():
        return False
    raw = open_reader(source)
    try:
        with storage_errors():
            raw.execute("PRAGMA query_only = OFF")
            raw.execute("VACUUM INTO ?", (str(target),))
    finally:
        raw.close()
    return True
