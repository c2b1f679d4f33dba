"""A device file such as /dev/usb/lp0 (the usblp driver of Linux), or an ordinary file."""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
import threading
import time

from pos_desktop.hardware.transports.permissions import refused_path
from pos_desktop.hardware.transports.protocol import CHUNK_BYTES, SLICE_SECONDS, TransportError


class DeviceFileTransport:
    """An ordinary file is appended to, and made if it is not there."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._handle = -1
        self._readable = False
        self._cancelled = threading.Event()

    @property
    def can_read(self) -> bool:
        return self._readable

    def open(self) -> None:
        self.close()
        self._cancelled.clear()
        flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        flags |= getattr(os, "O_BINARY", 0)
        try:
            is_device = os.path.exists(self.path) and stat.S_ISCHR(os.stat(self.path).st_mode)
            if is_device:
                self._handle = os.open(self.path, os.O_RDWR | flags)
            else:
                creation = 0 if self.path.startswith("/dev/") else os.O_CREAT
                mode = os.O_WRONLY | os.O_APPEND | creation
                self._handle = os.open(self.path, mode | flags, 0o600)
        except OSError as error:
            raise refused_path(self.path, error) from error
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
        sent = 0
        until = time.monotonic() + deadline_seconds
        while sent < len(data):
            if self._handle < 0 or self._cancelled.is_set():
                raise TransportError("cancelled", may_have_left=sent)
            try:
                sent += os.write(self._handle, data[sent : sent + CHUNK_BYTES])
            except BlockingIOError:
                left = until - time.monotonic()
                if left <= 0:
                    raise TransportError("timeout", may_have_left=sent) from None
                select.select([], [self._handle], [], min(left, SLICE_SECONDS))
                continue
            except OSError as error:
                raise TransportError("lost", may_have_left=sent, reason=str(error)) from error
            until = time.monotonic() + deadline_seconds
        return sent

    def read(self, size: int, timeout_seconds: float) -> bytes:
        until = time.monotonic() + timeout_seconds
        while self._readable:
            if self._cancelled.is_set():
                raise TransportError("cancelled")
            left = max(0.0, until - time.monotonic())
            try:
                if select.select([self._handle], [], [], min(left, SLICE_SECONDS))[0]:
                    data = os.read(self._handle, size)
                    if data:
                        return data
                    # usblp says "end of file" for "nothing yet".
                    self._cancelled.wait(min(left, SLICE_SECONDS))
            except BlockingIOError:
                continue
            except OSError as error:
                if error.errno != errno.EAGAIN:
                    raise TransportError("lost", reason=str(error)) from error
            if left <= 0:
                break
        return b""

    def cancel(self) -> None:
        self._cancelled.set()
