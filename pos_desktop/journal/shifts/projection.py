"""From the facts about shifts and the drawer to the tables."""

from __future__ import annotations

from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.facts import (
    CashMoved,
    CashVerified,
    DrawerCounted,
    DrawerOpened,
    ShiftClosed,
    ShiftOpened,
)
from pos_desktop.domain.shift_report import MOVE_SIGNS
from pos_desktop.journal.projected import Applier, Projected
from pos_desktop.journal.shifts import statements as sql


def _opened(db: sqlite.Cursor, seq: int, _at_us: int, fact: ShiftOpened) -> None:
    """A shift is opened with this entry."""
    values: dict[str, object] = {
        "number": fact.number, "first_seq": seq, "last_seq": 0, "closed_at_us": 0, "closed_by": "",
        "revenue_minor": 0, "expected_minor": 0, "counted": 0, "declared_minor": 0, "reason": "",
        "explanation": "", "verified": 0, "verified_minor": 0, "verified_by": "",
        "verified_at_us": 0, "verified_note": "",
    }  # fmt: skip
    db.execute(sql.BEGIN_SHIFT, values)


def _closed(db: sqlite.Cursor, seq: int, at_us: int, fact: ShiftClosed) -> None:
    """A shift is closed with this entry."""
    values: dict[str, object] = {
        "of_number": fact.number,
        "last_seq": seq,
        "closed_at_us": at_us,
        "closed_by": fact.staff_name,
        "revenue_minor": fact.sales_minor,
        "expected_minor": fact.cash_minor,
        "counted": int(fact.counted),
        "declared_minor": fact.declared_minor,
        "reason": fact.reason,
        "explanation": fact.explanation,
    }
    db.execute(sql.END_SHIFT, values)


def _cash_moved(db: sqlite.Cursor, seq: int, _at_us: int, fact: CashMoved) -> None:
    amount_minor = MOVE_SIGNS[fact.kind] * fact.amount_minor
    values = {"seq": seq, "shift_number": fact.shift_number, "amount_minor": amount_minor}
    db.execute(sql.ADD_MOVE, values)


def _cash_verified(db: sqlite.Cursor, _seq: int, at_us: int, fact: CashVerified) -> None:
    values = {
        "of_number": fact.shift_number,
        "verified_minor": fact.verified_minor,
        "verified_by": fact.staff_name,
        "verified_at_us": at_us,
        "verified_note": fact.note,
    }
    db.execute(sql.VERIFY_SHIFT, values)


def _nothing(
    _db: sqlite.Cursor, _seq: int, _at_us: int, _fact: DrawerOpened | DrawerCounted
) -> None:
    """No money moved; the report of the shift reads the fact itself."""


PROJECTED: tuple[Projected, ...] = (
    Projected("shift_end", sql.CLEAR_SHIFT_END, sql.ALL_SHIFT_ENDS),
    Projected("cash_move", sql.CLEAR_CASH_MOVE, sql.ALL_CASH_MOVES),
)

APPLIERS: dict[type[Any], Applier] = {
    ShiftOpened: _opened,
    ShiftClosed: _closed,
    CashMoved: _cash_moved,
    CashVerified: _cash_verified,
    DrawerOpened: _nothing,
    DrawerCounted: _nothing,
}
