"""Which moments belong to a day of the shop."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

HOUR_US = 3_600_000_000


@dataclass(frozen=True, slots=True)
class ShopTime:
    """zone: None for the server's own."""

    zone: dt.tzinfo | None

    @classmethod
    def named(cls, name: str) -> ShopTime:
        """ZoneInfoNotFoundError for a name there is no zone of."""
        return cls(ZoneInfo(name) if name else None)

    def at(self, moment_us: int) -> dt.datetime:
        """The local time of a moment in UTC microseconds."""
        seconds, micro = divmod(moment_us, 1_000_000)
        utc = dt.datetime.fromtimestamp(seconds, dt.UTC)
        return utc.astimezone(self.zone).replace(microsecond=micro)

    def bounds_us(self, day: dt.date) -> tuple[int, int]:
        """First moment of the day and of the next one; 23 or 25 hours apart where clocks change."""
        return self._midnight_us(day), self._midnight_us(day + dt.timedelta(days=1))

    def _midnight_us(self, day: dt.date) -> int:
        local = dt.datetime(day.year, day.month, day.day)
        aware = local.replace(tzinfo=self.zone) if self.zone else local.astimezone()
        return int(aware.timestamp()) * 1_000_000
