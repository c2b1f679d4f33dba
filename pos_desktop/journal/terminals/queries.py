"""Statements of answers against the books, compiled to statements.py beside this file."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql import ClauseElement

from pos_desktop.journal import schema as book
from pos_desktop.journal.queries import p
from pos_desktop.journal.terminals import tables as t

_open, _entry = t.contradiction.c, book.journal_entry.c
_set = upsert(t.contradiction).values(op_id=p("op_id"), seq=p("seq"))

QUERIES: dict[str, ClauseElement] = {
    "SET_CONTRADICTION": _set.on_conflict_do_update(
        index_elements=["op_id"], set_={"seq": _set.excluded.seq}
    ),
    "DROP_CONTRADICTION": delete(t.contradiction).where(_open.op_id == p("op_id")),
    "OPEN_CONTRADICTIONS": select(_entry.kind, _entry.version, _entry.payload)
    .select_from(t.contradiction.join(book.journal_entry, _entry.seq == _open.seq))
    .order_by(_open.seq),
    "CLEAR_CONTRADICTIONS": delete(t.contradiction),
    "ALL_CONTRADICTIONS": select(t.contradiction).order_by(_open.op_id),
}
