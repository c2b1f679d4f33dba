"""The growing file of the line log, open for one append."""

from __future__ import annotations

import os
from pathlib import Path


class LogFile:
    """Every method may raise OSError; what is written after a failed write is for `cut` to end."""

    def __init__(self, path: Path) -> None:
        # Without the flag Windows would write each line end as two bytes.
        binary = getattr(os, "O_BINARY", 0)
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | binary, 0o600)

    def size(self) -> int:
        return os.fstat(self._handle).st_size

    def write(self, data: bytes) -> int:
        """Append as much as the disk takes at once; how many bytes that were."""
        return os.write(self._handle, data)

    def sync(self) -> None:
        os.fsync(self._handle)

    def cut(self, size_bytes: int) -> None:
        """End the file after so many bytes; a shorter one stays as it is."""
        os.ftruncate(self._handle, min(size_bytes, self.size()))

    def close(self) -> None:
        os.close(self._handle)
