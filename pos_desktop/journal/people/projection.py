"""What follows from PINs that were set anew: who is still to be told."""

from __future__ import annotations

from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.facts import StaffPinReset, StaffPinResetSeen
from pos_desktop.journal.people import statements as sql
from pos_desktop.journal.projected import Applier, Projected


def _reset(db: sqlite.Cursor, seq: int, at_us: int, fact: StaffPinReset) -> None:
    row = {"staff_id": fact.staff_id, "name": fact.name, "account": fact.account, "way": fact.way}
    db.execute(sql.INSERT_RESET, {"seq": seq, "at_us": at_us, **row})


def _seen(db: sqlite.Cursor, _seq: int, _at_us: int, fact: StaffPinResetSeen) -> None:
    db.execute(sql.INSERT_SEEN, {"staff_id": fact.staff_id, "seq": fact.reset_seq})


APPLIERS: dict[type[Any], Applier] = {StaffPinReset: _reset, StaffPinResetSeen: _seen}

PROJECTED: tuple[Projected, ...] = (
    Projected("pin_reset", sql.CLEAR_RESETS, sql.ALL_RESETS),
    Projected("pin_reset_seen", sql.CLEAR_SEEN, sql.ALL_SEEN),
)
