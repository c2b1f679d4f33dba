"""A wire that ends in this process, for tests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, Queue

from pos_desktop.hardware.transports.protocol import TransportError


class MemoryTransport:
    """answer: what the device says to each write, b"" for nothing.

    written: all bytes handed over since the start. fail_after: hand over so many bytes more, then
    fail as a lost wire; None never fails. `say` makes the device speak unasked.
    """

    def __init__(
        self, answer: Callable[[bytes], bytes] = lambda _data: b"", *, can_read: bool = True
    ) -> None:
        self.can_read = can_read
        self.written = bytearray()
        self.opened = 0
        self.fail_after: int | None = None
        self.open_fails: TransportError | None = None
        self._answer = answer
        # A SimpleQueue of Python 3.11 may wait forever for a moment that has just passed.
        self._incoming: Queue[bytes] = Queue()
        self._cancelled = threading.Event()

    def open(self) -> None:
        if self.open_fails is not None:
            raise self.open_fails
        self._cancelled.clear()
        self.opened += 1

    def close(self) -> None:
        while not self._incoming.empty():
            self._incoming.get_nowait()

    def write(self, data: bytes, deadline_seconds: float) -> int:
        del deadline_seconds
        if self._cancelled.is_set():
            raise TransportError("cancelled")
        if self.fail_after is not None and self.fail_after < len(data):
            left, self.fail_after = self.fail_after, 0
            self.written += data[:left]
            raise TransportError("lost", may_have_left=left)
        if self.fail_after is not None:
            self.fail_after -= len(data)
        self.written += data
        said = self._answer(data)
        if said:
            self._incoming.put(said)
        return len(data)

    def read(self, size: int, timeout_seconds: float) -> bytes:
        if self._cancelled.is_set():
            raise TransportError("cancelled")
        try:
            data = self._incoming.get(timeout=max(0.0, timeout_seconds))
        except Empty:
            return b""
        if len(data) > size:
            rest: Queue[bytes] = Queue()
            rest.put(data[size:])
            while not self._incoming.empty():
                rest.put(self._incoming.get_nowait())
            self._incoming = rest
        return data[:size]

    def say(self, data: bytes) -> None:
        self._incoming.put(data)

    def cancel(self) -> None:
        self._cancelled.set()
