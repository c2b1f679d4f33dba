"""The statements on shifts and the drawer, by name; see journal/queries.py."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, insert, literal_column, or_, select, update
from sqlalchemy.sql import ClauseElement

from pos_desktop.journal import schema as t
from pos_desktop.journal.shifts import tables as own

REPORTED = (
    "ShiftOpened", "ShiftClosed", "SaleCompleted", "CashMoved", "DrawerOpened", "DrawerCounted",
    "LineVoided", "SaleVoided",
)  # fmt: skip
"""Kinds of fact that a report is folded from."""


def p(name: str) -> Any:
    return bindparam(name)


def _ends() -> dict[str, ClauseElement]:
    c, sh = own.shift_end.c, t.shift.c
    ends = (
        "last_seq", "closed_at_us", "closed_by", "revenue_minor", "expected_minor", "counted",
        "declared_minor", "reason", "explanation",
    )  # fmt: skip
    words = ("verified_minor", "verified_by", "verified_at_us", "verified_note")
    rows = select(
        c.number, sh.opened_at_us, sh.opened_by, *(c[name] for name in ends), c.verified,
        *(c[name] for name in words),
    ).select_from(own.shift_end.join(t.shift, sh.number == c.number))  # fmt: skip
    return {
        "BEGIN_SHIFT": insert(own.shift_end).values({col.name: p(col.name) for col in c}),
        "END_SHIFT": update(own.shift_end)
        .where(c.number == p("of_number"))
        .values({name: p(name) for name in ends}),
        "VERIFY_SHIFT": update(own.shift_end)
        .where(c.number == p("of_number"))
        .values(verified=1, **{name: p(name) for name in words}),
        "SHIFT_SPAN": select(c.first_seq, c.last_seq).where(c.number == p("number")),
        "SHIFT_ROWS": rows.order_by(c.number.desc()).limit(p("most")),
        "SHIFT_ROW": rows.where(c.number == p("number")),
        "LAST_END": rows.where(c.last_seq > 0).order_by(c.number.desc()).limit(1),
        "CLEAR_SHIFT_END": delete(own.shift_end),
        "ALL_SHIFT_ENDS": select(own.shift_end).order_by(c.number),
    }


def _moves() -> dict[str, ClauseElement]:
    m = own.cash_move.c
    return {
        "ADD_MOVE": insert(own.cash_move).values({col.name: p(col.name) for col in m}),
        "CLEAR_CASH_MOVE": delete(own.cash_move),
        "ALL_CASH_MOVES": select(own.cash_move).order_by(m.seq),
    }


def _facts() -> dict[str, ClauseElement]:
    e = t.journal_entry.c
    return {
        "SHIFT_FACTS": select(e.occurred_at_us, e.kind, e.version, e.payload)
        .where(
            e.seq >= p("first_seq"),
            or_(e.seq <= p("last_seq"), p("last_seq") == 0),
            e.kind.in_([literal_column(f"'{kind}'") for kind in REPORTED]),
        )
        .order_by(e.seq),
    }


QUERIES: dict[str, ClauseElement] = {**_ends(), **_moves(), **_facts()}
