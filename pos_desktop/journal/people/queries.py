"""Statements of PINs that were set anew, compiled to statements.py beside this file."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql import ClauseElement

from pos_desktop.journal.people import tables as t
from pos_desktop.journal.queries import p

_reset, _seen = t.pin_reset.c, t.pin_reset_seen.c
_told = select(_seen.seq).where(_seen.staff_id == p("staff_id"))

QUERIES: dict[str, ClauseElement] = {
    "INSERT_RESET": upsert(t.pin_reset).values({c.name: p(c.name) for c in _reset}),
    "INSERT_SEEN": upsert(t.pin_reset_seen)
    .values(staff_id=p("staff_id"), seq=p("seq"))
    .on_conflict_do_nothing(),
    "UNSEEN_RESETS": select(t.pin_reset).where(_reset.seq.not_in(_told)).order_by(_reset.seq),
    "CLEAR_RESETS": delete(t.pin_reset),
    "CLEAR_SEEN": delete(t.pin_reset_seen),
    "ALL_RESETS": select(t.pin_reset).order_by(_reset.seq),
    "ALL_SEEN": select(t.pin_reset_seen).order_by(_seen.staff_id, _seen.seq),
}
