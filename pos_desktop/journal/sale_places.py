"""Finding a sale by its id without an index of ids, which would cost every sale a page or two.

A sale's id is a UUIDv7 made at its first line (RFC 9562: 48 bits of milliseconds), so the sale was
completed after that time; sales lie in order of their completion. Ids of another make, and a clock
that was set back, only make the search longer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pos_desktop.journal import statements as sql

FirstRow = Callable[[str, Mapping[str, object]], "tuple[Any, ...] | None"]
"""Runs a statement and returns its first row."""

_HEX_OF_A_UUID = 32
_VERSION_PLACE = 12


def number_of(first_row: FirstRow, sale_id: str) -> int | None:
    """Return the number of the sale with this id, None where there is none."""
    start = first_completed_after(first_row, made_at_us(sale_id))
    values = {"number": start, "sale_id": sale_id}
    row = first_row(sql.SALE_NUMBER_FROM, values) or first_row(sql.SALE_NUMBER_BEFORE, values)
    return int(row[0]) if row else None


def made_at_us(sale_id: str) -> int | None:
    """Return the time in a UUIDv7, None for another id."""
    plain = sale_id.replace("-", "")
    if len(plain) != _HEX_OF_A_UUID or plain[_VERSION_PLACE] != "7":
        return None
    try:
        return int(plain[:_VERSION_PLACE], 16) * 1000
    except ValueError:
        return None


def first_completed_after(first_row: FirstRow, made_us: int | None) -> int:
    """Return the first number whose sale was completed at that time or later, by bisection.

    Without a time it is the number after the last: the search then goes from the newest down.
    """
    first, last = first_row(sql.SALE_NUMBERS, {}) or (0, 0)
    if made_us is None:
        return int(last) + 1
    while first <= last:
        middle = (first + last) // 2
        row = first_row(sql.SALE_TIME, {"number": middle})
        if row is None or row[0] >= made_us:
            last = middle - 1
        else:
            first = middle + 1
    return int(first)
