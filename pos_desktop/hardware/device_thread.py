"""The one plain thread that each device has: turns until it is told to stop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from pos_desktop.ports import Post, WorkerFailed

_log = logging.getLogger(__name__)

PAUSE_AFTER_BUG_SECONDS = 2.0
# The last part of a stop's time is for a thread whose blocked call had to be cancelled.
_CANCEL_SECONDS = 0.5


class DeviceThread:
    """turn: does one thing and returns how long there is nothing to do, unless woken. cancel: ends
    a blocked call inside turn, called from the stopping thread. close: lets go of the device.

    A thread that does not end in time is left behind; started again meanwhile, it goes on itself,
    so that two threads never hold one device.
    """

    def __init__(
        self,
        name: str,
        turn: Callable[[], float],
        post: Post,
        *,
        cancel: Callable[[], None],
        close: Callable[[], None],
        pause_after_bug_seconds: float = PAUSE_AFTER_BUG_SECONDS,
    ) -> None:
        self._name = name
        self._turn = turn
        self._post = post
        self._cancel = cancel
        self._close = close
        self._pause = pause_after_bug_seconds
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._changing = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    @property
    def alive(self) -> bool:
        thread = self._thread
        return thread is not None and thread.is_alive()

    def start(self) -> None:
        with self._changing:
            self._stopping.clear()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        """End after the turn in hand; cancel it when it takes too long. Returns in time even if a
        call hangs that cannot be cancelled.
        """
        with self._changing:
            self._stopping.set()
            self._wake.set()
            thread = self._thread
        if thread is None:
            return
        thread.join(max(0.0, timeout_seconds - _CANCEL_SECONDS))
        if thread.is_alive():
            self._cancel()
            thread.join(_CANCEL_SECONDS)
        if thread.is_alive():
            _log.warning("%s hangs in its device and is left behind", self._name)

    def wake(self) -> None:
        self._wake.set()

    def _run(self) -> None:
        while True:
            while not self._stopping.is_set():
                self._one_turn()
            self._close()
            with self._changing:
                if self._stopping.is_set():
                    self._thread = None
                    return

    def _one_turn(self) -> None:
        self._wake.clear()
        try:
            wait_seconds = self._turn()
        except Exception as error:  # noqa: BLE001 - a bug is said aloud, the loop goes on
            _log.exception("%s failed and goes on after a pause", self._name)
            self._post(WorkerFailed(self._name, repr(error)))
            wait_seconds = self._pause
        if wait_seconds > 0 and not self._stopping.is_set():
            self._wake.wait(wait_seconds)
