"""journal.log: every entry once more as one JSON line, independent of the database.

Written and synced by a thread behind the sale, from the database itself, so nothing is lost when
the thread is late: at the next start it goes on after the last whole line. `recovery` makes a
journal from it.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from pos_desktop.domain.errors import StorageError
from pos_desktop.journal import statements as sql
from pos_desktop.journal.log_file import LogFile
from pos_desktop.journal.names import LOG_NAME
from pos_desktop.journal.readers import Readers
from pos_desktop.ports import StoredEntry

ROTATE_BYTES = 16 * 1024 * 1024
PAUSE_SECONDS = 0.5
_BATCH = 500
_TAIL_BYTES = 256 * 1024
_ROTATED = re.compile(r"journal-(\d{12})\.log")


class LoggedEntry(msgspec.Struct):
    """One line. payload: the stored bytes, which are one line of JSON themselves; hash: hex."""

    seq: int
    id: str
    register: str
    at_us: int
    shift: int
    kind: str
    version: int
    hash: str
    payload: msgspec.Raw


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(LoggedEntry)


def log_files(folder: Path) -> list[Path]:
    """Return the files of the log, oldest first; the last one grows."""
    rotated = sorted(path for path in folder.glob("journal-*.log") if _ROTATED.match(path.name))
    current = folder / LOG_NAME
    return [*rotated, current] if current.exists() else rotated


def logged_entries(folder: Path) -> Iterator[LoggedEntry]:
    """Yield every whole line; StorageError("log.unreadable") names the file and the line.

    A torn last line of the growing file is what a power cut leaves and is passed over.
    """
    for path in log_files(folder):
        with path.open("rb") as lines:
            for place, line in enumerate(lines, 1):
                if not line.endswith(b"\n"):
                    return
                try:
                    yield _decoder.decode(line)
                except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                    raise StorageError(
                        "log.unreadable", file=path.name, line=place, reason=str(error)
                    ) from error


def line_of(entry: StoredEntry, register_id: str) -> bytes:
    return (
        _encoder.encode(
            LoggedEntry(
                seq=entry.seq,
                id=entry.entry_id.hex(),
                register=register_id,
                at_us=entry.occurred_at_us,
                shift=entry.shift_number,
                kind=entry.kind,
                version=entry.version,
                hash=entry.hash.hex(),
                payload=msgspec.Raw(entry.payload),
            )
        )
        + b"\n"
    )


def last_logged(folder: Path) -> tuple[int, str]:
    """Return seq and hash of the last whole line, (0, "") without any; cuts a torn tail off."""
    for path in reversed(log_files(folder)):
        with path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            start = max(0, size - _TAIL_BYTES)
            file.seek(start)
            tail = file.read()
            end = tail.rfind(b"\n") + 1
            if end < len(tail):
                file.truncate(start + end)
        if end == 0:
            continue
        line = tail[tail.rfind(b"\n", 0, end - 1) + 1 : end]
        try:
            entry = _decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise StorageError("log.unreadable", file=path.name, reason=str(error)) from error
        return entry.seq, entry.hash
    return 0, ""


class LineLog:
    """The thread that writes the log. report: told a StorageError, after which it tries again."""

    def __init__(
        self,
        folder: Path,
        readers: Readers,
        register_id: str,
        report: Callable[[StorageError], None],
    ) -> None:
        self._folder = folder
        self._readers = readers
        self._register_id = register_id
        self._report = report
        self.rotate_bytes = ROTATE_BYTES
        self.open_file: Callable[[Path], LogFile] = LogFile
        # How long the file was before a write that failed and could not be taken back.
        self._whole_bytes: int | None = None
        self._logged_seq = last_logged(folder)[0]
        self._written = threading.Event()
        self._stop = threading.Event()
        self._abandon = threading.Event()
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="journal-log", daemon=True)

    @property
    def logged_seq(self) -> int:
        """The last entry that is safe in the log too."""
        return self._logged_seq

    def start(self) -> None:
        self._thread.start()
        self._written.set()

    def note_commit(self) -> None:
        if not self._written.is_set():
            self._written.set()

    def stop(self, timeout_seconds: float = 5.0) -> None:
        """Write what is left and end; what takes longer than that is written at the next start."""
        self._stop.set()
        self._written.set()
        if self._thread.is_alive():
            self._thread.join(timeout_seconds)
            self._abandon.set()
            self._thread.join(timeout_seconds)

    def _run(self) -> None:
        while True:
            self._written.wait()
            stopping = self._stop.wait(PAUSE_SECONDS)
            self._written.clear()
            try:
                self.catch_up()
            except StorageError as error:
                self._report(error)
                # What is still to be written is found again by its seq.
                self._written.set()
            if stopping or self._stop.is_set():
                return

    def catch_up(self) -> int:
        """Append and sync every entry not yet in the log; how many."""
        count = 0
        with self._guard:
            while not self._abandon.is_set():
                values = {"seq": self._logged_seq, "most": _BATCH}
                rows = self._readers.rows(sql.ENTRIES_AFTER, values)
                if not rows:
                    return count
                entries = [StoredEntry(*row) for row in rows]
                try:
                    size = self._append(b"".join(line_of(e, self._register_id) for e in entries))
                    # From here on they are in the log, whatever becomes of the file's name.
                    self._logged_seq = entries[-1].seq
                    count += len(entries)
                    if size >= self.rotate_bytes:
                        self._rotate()
                except OSError as error:
                    raise StorageError("log.failed", reason=str(error)) from error
        return count

    def _append(self, lines: bytes) -> int:
        """Write and sync the lines; how long the file is then."""
        file = self.open_file(self._folder / LOG_NAME)
        try:
            self._cut_torn(file)
            size = file.size()
            try:
                written = 0
                while written < len(lines):
                    written += file.write(lines[written:])
                file.sync()
            except OSError:
                # A line is whole or not there; the next try starts from the same place.
                self._whole_bytes = size
                with suppress(OSError):  # what cannot be cut now is cut before the next line
                    self._cut_torn(file)
                raise
        finally:
            file.close()
        return size + len(lines)

    def _cut_torn(self, file: LogFile) -> None:
        """Take off what a failed write has left, whole lines too: they are written again."""
        if self._whole_bytes is not None:
            file.cut(self._whole_bytes)
            self._whole_bytes = None

    def _rotate(self) -> None:
        """Give the file the number of its last entry; what keeps it open elsewhere (a backup, a
        virus scanner) makes it wait for the next entries."""
        (self._folder / LOG_NAME).rename(self._folder / f"journal-{self._logged_seq:012d}.log")
