"""What happens before a journal is used: one process only, a local disk, the tables it needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import StorageError
from pos_desktop.journal import statements as sql
from pos_desktop.journal.connection import SCHEMA_VERSION, demand_local_disk, storage_errors
from pos_desktop.journal.names import LOCK_NAME
from pos_desktop.journal.writer import Writer


class FolderLock:
    """The operating system's lock on the folder: it goes with the process, however that ends.

    Raises StorageError("storage.in_use") when another process has it.
    """

    def __init__(self, folder: Path) -> None:
        with storage_errors():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._handle = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise StorageError("storage.in_use", path=str(folder)) from error

    def release(self) -> None:
        os.close(self._handle)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def prepared_writer(
    path: Path, register_id: str, register_number: int, new_entry_id: Callable[[], bytes]
) -> Writer:
    """Return the writer of a journal that has its tables and belongs to this register."""
    demand_local_disk(path.parent)
    writer = Writer(path, register_id, new_entry_id)
    try:
        with storage_errors():
            ensure_schema(writer.raw, path)
            _demand_register(writer, register_id, register_number)
            writer.load_head()
            if os.name == "posix":
                path.chmod(0o600)
    except BaseException:
        writer.close()
        raise
    return writer


def ensure_schema(raw: sqlite.Connection, path: Path) -> None:
    """Create or migrate the tables; a file with data in it is copied beside itself first.

    StorageError("storage.newer_schema") for a file of a later program.
    """
    found = raw.execute("PRAGMA user_version").fetchone()[0]
    if found == SCHEMA_VERSION:
        return
    if found > SCHEMA_VERSION:
        raise StorageError("storage.newer_schema", found=found, known=SCHEMA_VERSION)
    if found > 0:
        keep_copy(raw, path, found)
    # Alembic and SQLAlchemy cost a third of a second: imported for a new or an old file only.
    from pos_desktop.journal.migrations.run import migrate

    migrate(raw, SCHEMA_VERSION)


def keep_copy(raw: sqlite.Connection, path: Path, version: int) -> Path:
    """Write a whole copy of the database as it is now, "journal.of-version-1.sqlite"."""
    copy = path.with_name(f"{path.stem}.of-version-{version:d}{path.suffix}")
    if not copy.exists():
        partial = copy.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        raw.execute("VACUUM INTO ?", (str(partial),))
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.rename(copy)
    return copy


def _demand_register(writer: Writer, register_id: str, register_number: int) -> None:
    """Bind a new file to the register; refuse the file of another one."""
    with writer.transaction() as db:
        for name, value in (("register_id", register_id), ("register_number", register_number)):
            row = db.execute(sql.READ_META, {"name": name}).fetchone()
            if row is None:
                db.execute(sql.WRITE_META, {"name": name, "value": str(value)})
            elif row[0] != str(value):
                raise StorageError("storage.other_register", found=row[0], wanted=str(value))
