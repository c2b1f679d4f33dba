"""So many tries in so many seconds, counted per caller in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

_MOST_CALLERS = 10_000


class Tries:
    """At most `limit` tries of one caller within `window_seconds`; now_us: UTC microseconds."""

    def __init__(self, limit: int, window_seconds: int, now_us: Callable[[], int]) -> None:
        self._limit = limit
        self._window_us = window_seconds * 1_000_000
        self._now_us = now_us
        self._lock = threading.Lock()
        self._tries: OrderedDict[str, list[int]] = OrderedDict()

    def allow(self, caller: str) -> bool:
        """Count one try; whether it is still within the limit."""
        now_us = self._now_us()
        with self._lock:
            recent = [t for t in self._tries.get(caller, []) if now_us - t < self._window_us]
            allowed = len(recent) < self._limit
            if allowed:
                recent.append(now_us)
            self._tries[caller] = recent
            self._tries.move_to_end(caller)
            while len(self._tries) > _MOST_CALLERS:
                self._tries.popitem(last=False)
        return allowed

    def forget(self, caller: str) -> None:
        """A success: the caller starts afresh."""
        with self._lock:
            self._tries.pop(caller, None)
