"""A log on the disk that never grows over its bound: each line is there when `write` returns, and
costs a few microseconds. `logging.handlers` looks the file up for each: ten times that.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from io import FileIO
from pathlib import Path

_log = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
OLDER_FILES = 3


class LogFile:
    """`path`, and up to three older ones with .1, .2, .3 behind their names, a megabyte each. A
    disk that takes no line loses that line and nothing else. Used by one thread at a time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None
        self._bytes = 0
        self._told = False

    def write(self, line: str) -> None:
        """Append a line, or several with "\\n" between them."""
        data = line.encode("utf-8", "replace") + b"\n"
        try:
            file = self._file
            if file is not None and self._bytes + len(data) > MOST_BYTES:
                file.close()
                self._make_room()
                file = None
            if file is None:
                file = self._opened(len(data))
            self._bytes += file.write(data)
        except OSError as error:
            if not self._told:
                _log.warning("the log of a device is not written: %s", error)
            self._told = True
            self.close()

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):
                file.close()

    def _opened(self, room: int) -> FileIO:
        if self._path.exists() and self._path.stat().st_size + room > MOST_BYTES:
            self._make_room()
        self._file = self._path.open("ab", buffering=0)
        self._bytes = self._file.tell()
        return self._file

    def _make_room(self) -> None:
        """The file becomes the first of the older ones; the last of them goes."""
        self._file = None
        for number in range(OLDER_FILES, 0, -1):
            before = self._named(number - 1)
            if before.exists():
                before.replace(self._named(number))

    def _named(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}") if number else self._path
