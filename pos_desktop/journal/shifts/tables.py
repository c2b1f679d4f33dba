"""Projections of the facts about shifts and the drawer; see journal/schema.py for the units."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from pos_desktop.journal.schema import metadata


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _integer(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


# first_seq, last_seq: entries of the shift, last_seq 0 while it is open. counted and verified are
# 0 or 1; the sums beside them mean something only where they are 1.
shift_end = Table(
    "shift_end",
    metadata,
    Column("number", Integer, primary_key=True),
    _integer("first_seq"),
    _integer("last_seq"),
    _integer("closed_at_us"),
    _text("closed_by"),
    _integer("revenue_minor"),
    _integer("expected_minor"),
    _integer("counted"),
    _integer("declared_minor"),
    _text("reason"),
    _text("explanation"),
    _integer("verified"),
    _integer("verified_minor"),
    _text("verified_by"),
    _integer("verified_at_us"),
    _text("verified_note"),
)

# amount_minor: positive into the drawer, negative out of it.
cash_move = Table(
    "cash_move",
    metadata,
    Column("seq", Integer, primary_key=True),
    _integer("shift_number"),
    _integer("amount_minor"),
)
Index("cash_move_shift", cash_move.c.shift_number, cash_move.c.amount_minor)
