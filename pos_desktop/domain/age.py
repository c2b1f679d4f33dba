"""How old somebody must be, said as the latest birth date."""

from __future__ import annotations

from datetime import date


def born_by(today: date, years: int) -> date:
    """Who was born on this day or before is that old today; of 29 February the 28th remains."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)
