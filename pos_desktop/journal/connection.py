"""Opening journal.sqlite: the library, the file system and the pragmas that durability rests on.

WAL with synchronous=FULL lost no acknowledged sale in any of 210 power cuts, WAL with NORMAL did
in 40 of 60; SQLite before 3.51.3 can corrupt a WAL database that several threads use
(sqlite.org/changes.html, 3.53.0).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import StorageError

SCHEMA_VERSION = 2
"""PRAGMA user_version of a file that this program works on; see migrations."""

PAGE_BYTES = 2048
"""Half of the usual page: a sale changes nine pages of either size, and waits for their bytes."""
OLDEST_SQLITE = (3, 51, 3)
BUSY_TIMEOUT_SECONDS = 10.0
_FULL = 2  # PRAGMA synchronous: 0 OFF, 1 NORMAL, 2 FULL, 3 EXTRA
_STATEMENTS_KEPT = 256
_WRITER_CACHE_KIB = 2048  # a sale appends: it needs the ends of its tables and no more
_READER_CACHE_KIB = 512  # a thread reads the newest rows, or all of them once

NETWORK_FILE_SYSTEMS = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs",
        "lustre", "ncpfs", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone",
        "fuse.davfs", "davfs", "fuse.smbnetfs", "fuse.curlftpfs",
    }
)  # fmt: skip
"""Types of /proc/self/mountinfo on which the locks and the shared memory of WAL do not hold."""


def demand_library(version: tuple[int, ...] = sqlite.sqlite_version_info) -> None:
    """Raise StorageError("storage.library") for a SQLite with the WAL-reset corruption bug."""
    if version < OLDEST_SQLITE:
        raise StorageError(
            "storage.library",
            found=".".join(map(str, version)),
            needed=".".join(map(str, OLDEST_SQLITE)),
        )


def demand_local_disk(folder: Path) -> None:
    """Raise StorageError("storage.network_drive") where the folder lies on another machine."""
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4  # GetDriveTypeW: DRIVE_REMOTE
        root = folder.resolve().anchor
        kind = "remote" if ctypes.windll.kernel32.GetDriveTypeW(root) == drive_remote else ""
        if root.startswith("\\\\"):
            kind = "remote"
    else:
        kind = _mount_type(folder)
    if kind == "remote" or kind in NETWORK_FILE_SYSTEMS:
        raise StorageError("storage.network_drive", path=str(folder), kind=kind)


def _mount_type(folder: Path) -> str:
    table = Path("/proc/self/mountinfo")
    if not table.exists():
        return ""
    return mount_type(table.read_text(encoding="utf-8", errors="replace"), folder.resolve())


def mount_type(mountinfo: str, folder: Path) -> str:
    """Return the file system type of the mount that holds the folder (man 5 proc_pid_mountinfo)."""
    best, found = -1, ""
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        point = Path(fields[4].replace("\\040", " "))
        # Of mounts at the same place the later one is on top.
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), right.split(" ")[0]
    return found


def open_writer(path: Path) -> sqlite.Connection:
    """Open the one connection that writes; every pragma is read back. autocommit until BEGIN."""
    demand_library()
    with storage_errors():
        raw = _connect(path)
        try:
            raw.execute(f"PRAGMA page_size = {PAGE_BYTES:d}")
            mode = raw.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            raw.execute("PRAGMA synchronous = FULL")
            raw.execute("PRAGMA wal_autocheckpoint = 0")
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute(f"PRAGMA cache_size = -{_WRITER_CACHE_KIB}")
            level = raw.execute("PRAGMA synchronous").fetchone()[0]
            if mode != "wal" or level != _FULL:
                raise StorageError("storage.not_durable", mode=mode, synchronous=level)
        except BaseException:
            raw.close()
            raise
    return raw


def open_reader(path: Path) -> sqlite.Connection:
    """Open a connection that cannot write."""
    with storage_errors():
        raw = _connect(path, "ro")
        raw.execute("PRAGMA query_only = ON")
        raw.execute(f"PRAGMA cache_size = -{_READER_CACHE_KIB}")
    return raw


def open_checkpointer(path: Path) -> sqlite.Connection:
    """Open the connection of the checkpoint thread; it writes no row."""
    with storage_errors():
        raw = _connect(path, "rw")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA wal_autocheckpoint = 0")
    return raw


def _connect(path: Path, mode: str = "rwc") -> sqlite.Connection:
    return sqlite.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_TIMEOUT_SECONDS,
        cached_statements=_STATEMENTS_KEPT,
    )


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn what SQLite and the disk raise into StorageError; ours pass through."""
    try:
        yield
    except sqlite.Error as error:
        raise storage_error(error) from error
    except OSError as error:
        raise StorageError("storage.failed", reason=str(error)) from error


def storage_error(error: sqlite.Error) -> StorageError:
    """Return "storage.full" for a full disk or quota, "storage.failed" for the rest."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    sqlite_full = 13
    code = "storage.full" if primary == sqlite_full or "is full" in str(error) else "storage.failed"
    return StorageError(code, reason=str(error))
