"""What follows from answers against the books: which of them nobody has seen to."""

from __future__ import annotations

from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.facts import ContradictionSettled, TerminalContradicted
from pos_desktop.journal.projected import Applier, Projected
from pos_desktop.journal.terminals import statements as sql


def _told(db: sqlite.Cursor, seq: int, _at_us: int, fact: TerminalContradicted) -> None:
    db.execute(sql.SET_CONTRADICTION, {"op_id": fact.op_id, "seq": seq})


def _settled(db: sqlite.Cursor, _seq: int, _at_us: int, fact: ContradictionSettled) -> None:
    db.execute(sql.DROP_CONTRADICTION, {"op_id": fact.op_id})


APPLIERS: dict[type[Any], Applier] = {
    TerminalContradicted: _told,
    ContradictionSettled: _settled,
}

PROJECTED: tuple[Projected, ...] = (
    Projected("contradiction", sql.CLEAR_CONTRADICTIONS, sql.ALL_CONTRADICTIONS),
)
