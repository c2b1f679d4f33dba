"""A lock that serves its waiters in the order they came: no busy thread starves the lane."""

from __future__ import annotations

import threading
from collections import deque

from pos_desktop.domain.errors import StorageError


class FairLock:
    """threading.Lock lets the thread that just released take it again; this one hands it on.

    wait_seconds: the longest wait before StorageError("storage.busy").
    """

    def __init__(self, wait_seconds: float = 30.0) -> None:
        self._wait_seconds = wait_seconds
        self._guard = threading.Lock()
        self._held = False
        self._waiters: deque[threading.Lock] = deque()

    def acquire(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            ticket = threading.Lock()
            ticket.acquire()
            self._waiters.append(ticket)
        if ticket.acquire(timeout=self._wait_seconds):
            return
        with self._guard:
            # Handed over between the time-out and here: then it is ours after all.
            if ticket in self._waiters:
                self._waiters.remove(ticket)
                raise StorageError("storage.busy", seconds=self._wait_seconds)

    def release(self) -> None:
        with self._guard:
            if self._waiters:
                self._waiters.popleft().release()
            else:
                self._held = False

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()
