"""The cash drawer behind a printer: one pulse for each request, and what its sensor says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from pos_desktop.hardware.profiles import DrawerSettings
from pos_desktop.ports import DrawerMoved, Post, PrintQueue

# A drawer is still shut for a moment after its pulse.
SPRING_SECONDS = 2.0


class DrawerKeeper:
    """ask may be called from any thread; the others by the printer's only. watched: somebody looks
    at the sensor's level now.

    A request older than stale_seconds is forgotten, for the cashier has used the key by then.
    """

    def __init__(
        self,
        drawer: DrawerSettings,
        queue: PrintQueue,
        post: Post,
        *,
        stale_seconds: float = 5.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wired = drawer
        self._asked_as = drawer
        self._open_level = drawer.sensor_open_level
        self._queue = queue
        self._post = post
        self._on_cash = drawer.on_cash
        self._stale_seconds = stale_seconds
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._asked_at = 0.0
        # The newest job of the last look; up to it every pulse was sent or is too late.
        self._seen_job: int | None = None
        self._is_open: bool | None = None
        self._level: bool | None = None
        self.watched = False
        self._seen_shut_at = 0.0
        self._pulse_at = 0.0

    @property
    def has_sensor(self) -> bool:
        return self._open_level != "none"

    @property
    def is_open(self) -> bool | None:
        """As its sensor said last; None where there is none or it has not spoken yet."""
        return self._is_open

    @property
    def level(self) -> bool | None:
        """Of the sensor's pin as the printer told it last, high = True; a pin that nothing is
        plugged into has a level, too."""
        return self._level

    def ask(self, wired: DrawerSettings | None = None) -> None:
        """wired: None = as it is set up."""
        with self._lock:
            self._asked_at, self._asked_as = self._monotonic(), wired or self._wired

    def take_request(self) -> DrawerSettings | None:
        """How to open it, where somebody asked or a cash sale came since the last look; each is
        told once. None = nobody wants it open."""
        with self._lock:
            asked_at, self._asked_at = self._asked_at, 0.0
            asked_as = self._asked_as
        came = self._job_came()
        if asked_at and self._monotonic() - asked_at <= self._stale_seconds:
            return asked_as
        return self._wired if came else None

    def _job_came(self) -> bool:
        """Jobs that were there when this program started are long past their payment."""
        newest = self._queue.newest_job()
        seen, self._seen_job = self._seen_job, newest
        came = seen is not None and newest > seen and self._queue.drawer_wanted(seen, newest)
        return came and self._on_cash

    def pulsed(self) -> None:
        """The printer was told to open it."""
        self._pulse_at = self._monotonic()

    def forget_level(self) -> None:
        """The printer is away: nobody knows it now."""
        self._level = None

    def sensed(self, high: bool | None) -> None:
        """The level of the sensor's pin, None = the printer did not say."""
        self._level = high
        if high is None or not self.has_sensor:
            return
        is_open = high is (self._open_level == "high")
        was_open, self._is_open = self._is_open, is_open
        if not is_open:
            seen_shut_at, self._seen_shut_at = self._seen_shut_at, self._monotonic()
        else:
            seen_shut_at = self._seen_shut_at
        if was_open is is_open:
            return
        asked = not is_open or self._pulse_at >= seen_shut_at - SPRING_SECONDS
        self._post(DrawerMoved(is_open, asked=asked))
