"""A span of whole days of the shop, whatever its clocks do in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from pos_desktop.domain.errors import RefusalError

_US = 1_000_000
MOST_DAYS = 3660
"""Ten years: a longer period is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Period:
    """first and last day, both inclusive. RefusalError("reports.period") for a last day before
    the first, or more than MOST_DAYS."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not 0 <= (self.last - self.first).days < MOST_DAYS:
            raise RefusalError(
                "reports.period", first=self.first.isoformat(), last=self.last.isoformat()
            )

    @property
    def days(self) -> int:
        """How many days, 1 at least."""
        return (self.last - self.first).days + 1

    def bounds_us(self, zone: tzinfo | None) -> tuple[int, int]:
        """UTC microseconds of its first moment and of the one after its last: midnight on the
        shop's wall, so a day on which clocks change has 23 or 25 hours."""
        return _midnight_us(self.first, zone), _midnight_us(self.last + timedelta(1), zone)


def _midnight_us(day: date, zone: tzinfo | None) -> int:
    # Where clocks skip midnight, the time that stands for it is the first of the day.
    return int(datetime.combine(day, time(), zone).timestamp()) * _US


def local_time(at_us: int, zone: tzinfo | None) -> datetime:
    """The moment on the shop's wall clock, to the second."""
    return datetime.fromtimestamp(at_us // _US, zone)


def today(day: date) -> Period:
    return Period(day, day)


def yesterday(day: date) -> Period:
    return today(day - timedelta(1))


def week(day: date) -> Period:
    """The seven days that end with this one: it can be compared with any other week."""
    return Period(day - timedelta(6), day)


def month(day: date) -> Period:
    """From the first of the month to this day."""
    return Period(day.replace(day=1), day)


def previous_month(day: date) -> Period:
    return month(day.replace(day=1) - timedelta(1))


def year(day: date) -> Period:
    """From the first of January to this day."""
    return Period(day.replace(month=1, day=1), day)
