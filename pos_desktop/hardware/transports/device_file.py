"""A device file such as /dev/usb/lp0 (the usblp driver of Linux), or an ordinary file."""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Callable

from pos_desktop.hardware.transports.descriptor import read_some, write_all
from pos_desktop.hardware.transports.permissions import refused_path
from pos_desktop.hardware.transports.protocol import TransportError


class DeviceFileTransport:
    """An ordinary file is appended to, and made if it is not there. path: or what tells it at each
    open, since a replugged device moves; it may raise TransportError.
    """

    def __init__(self, path: str | Callable[[], str]) -> None:
        self._path = path
        self._handle = -1
        self._readable = False
        self._cancelled = threading.Event()

    @property
    def can_read(self) -> bool:
        return self._readable

    @property
    def path(self) -> str:
        return self._path if isinstance(self._path, str) else self._path()

    def open(self) -> None:
        self.close()
        path = self.path
        self._cancelled.clear()
        flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        flags |= getattr(os, "O_BINARY", 0)
        try:
            is_device = os.path.exists(path) and stat.S_ISCHR(os.stat(path).st_mode)
            if is_device:
                self._handle = os.open(path, os.O_RDWR | flags)
            else:
                creation = 0 if path.startswith("/dev/") else os.O_CREAT
                mode = os.O_WRONLY | os.O_APPEND | creation
                self._handle = os.open(path, mode | flags, 0o600)
        except OSError as error:
            raise refused_path(path, error) from error
        self._readable = is_device and sys.platform != "win32"

    def close(self) -> None:
        handle, self._handle = self._handle, -1
        self._readable = False
        if handle >= 0:
            try:
                os.close(handle)
            except OSError:
                return  # the device is gone and its handle with it

    def write(self, data: bytes, deadline_seconds: float) -> int:
        if self._handle < 0:
            raise TransportError("lost", reason="not open")
        return write_all(self._handle, data, deadline_seconds, self._cancelled)

    def read(self, size: int, timeout_seconds: float) -> bytes:
        if not self._readable:
            return b""
        return read_some(self._handle, size, timeout_seconds, self._cancelled, empty_is_lost=False)

    def cancel(self) -> None:
        self._cancelled.set()
