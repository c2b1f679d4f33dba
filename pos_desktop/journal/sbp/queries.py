"""Statements of payments by QR code, compiled to statements.py beside this file."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql import ClauseElement

from pos_desktop.journal import schema as book
from pos_desktop.journal.queries import p
from pos_desktop.journal.sbp import tables as t

_request, _entry = t.qr_request.c, book.journal_entry.c
_set = upsert(t.qr_request).values(op_id=p("op_id"), seq=p("seq"))

QUERIES: dict[str, ClauseElement] = {
    "SET_REQUEST": _set.on_conflict_do_update(
        index_elements=["op_id"], set_={"seq": _set.excluded.seq}
    ),
    "REQUEST_FACT": select(_entry.kind, _entry.version, _entry.payload)
    .select_from(t.qr_request.join(book.journal_entry, _entry.seq == _request.seq))
    .where(_request.op_id == p("op_id")),
    "CLEAR_REQUESTS": delete(t.qr_request),
    "ALL_REQUESTS": select(t.qr_request).order_by(_request.op_id),
}
