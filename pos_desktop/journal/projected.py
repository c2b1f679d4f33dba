"""What a projection is to those who rebuild and check it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlcipher3.dbapi2 as sqlite

Applier = Callable[[sqlite.Cursor, int, int, Any], None]
"""(cursor, seq, occurred_at_us, fact): change the tables by one fact, in its transaction."""


@dataclass(frozen=True, slots=True)
class Projected:
    """One table. clear: empties it; every: all its rows, in order of the first column."""

    name: str
    clear: str
    every: str
