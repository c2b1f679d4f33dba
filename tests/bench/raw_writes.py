"""The least that a durable write costs on this disk."""

from __future__ import annotations

import os
from pathlib import Path

_SLOT_BYTES = 8192
_SLOTS = 4096


class RawWrites:
    """The limit: a file with its blocks, written over slot by slot."""

    def __init__(self, folder: Path) -> None:
        self._handle = os.open(folder / "limit", os.O_RDWR | os.O_CREAT, 0o600)
        self._slot = 0
        self._content = os.urandom(_SLOT_BYTES)
        os.write(self._handle, bytes(_SLOT_BYTES * _SLOTS))
        os.fsync(self._handle)

    def write(self) -> None:
        os.pwrite(self._handle, self._content, self._slot * _SLOT_BYTES)
        os.fdatasync(self._handle)
        self._slot = (self._slot + 1) % _SLOTS

    def close(self) -> None:
        os.close(self._handle)
