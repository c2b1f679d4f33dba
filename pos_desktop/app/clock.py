"""The real clock and the real ids."""

from __future__ import annotations

import time
from datetime import date, datetime, tzinfo

import uuid_utils


class SystemClock:
    """ports.Clock; zone: the shop's, None is the machine's."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone

    def now_us(self) -> int:
        return time.time_ns() // 1000

    def today(self) -> date:
        return datetime.now(self._zone).date()


class Uuid7Ids:
    """ports.Ids by UUIDv7 (RFC 9562): time-ordered, so indexes grow at their end."""

    def new_id(self) -> str:
        return str(uuid_utils.uuid7())

    def new_entry_id(self) -> bytes:
        return uuid_utils.uuid7().bytes
