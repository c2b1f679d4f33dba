"""A calendar pretended to a register: many days pass, a step with each sale, and end now."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, tzinfo

import uuid_utils

from pos_desktop.app import assembly

DAY_US = 86_400_000_000


class Calendar:
    """Where the pretended clock stands. behind_us: how far behind the real one."""

    def __init__(self, days: int, steps: int) -> None:
        self.behind_us = days * DAY_US
        self._step_us = self.behind_us // max(1, steps)

    def next_sale(self) -> None:
        self.behind_us = max(0, self.behind_us - self._step_us)

    def now_us(self) -> int:
        return time.time_ns() // 1000 - self.behind_us


def pretend(days: int, steps: int) -> Calendar:
    """Give the register that is assembled next a clock and ids of the pretended time.

    Nobody closes a shift: the first sale after each 24 hours opens the next one.
    """
    calendar = Calendar(days, steps)

    class Clock:
        def __init__(self, zone: tzinfo | None) -> None:
            self._zone = zone

        def now_us(self) -> int:
            return calendar.now_us()

        def today(self) -> date:
            return (
                datetime.fromtimestamp(calendar.now_us() / 1e6, UTC).astimezone(self._zone).date()
            )

    class Ids:
        def new_id(self) -> str:
            return str(uuid_utils.uuid7(nanoseconds=calendar.now_us() * 1000))

        def new_entry_id(self) -> bytes:
            return uuid_utils.uuid7(nanoseconds=calendar.now_us() * 1000).bytes

    assembly.SystemClock = Clock  # type: ignore[assignment, misc]
    assembly.Uuid7Ids = Ids  # type: ignore[assignment, misc]
    return calendar
