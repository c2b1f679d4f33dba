"""Receipts that another receipt has to follow; see journal/schema.py for the units."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from pos_desktop.journal.schema import metadata


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _integer(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


# kind: "advance", "prepayment", "full_prepayment" or "credit". whole_minor: what the goods cost in
# full, 0 = no goods are known; taken_minor: paid before, or owed; left_minor: not used up or paid.
settlement = Table(
    "settlement",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("sale_id"),
    _integer("occurred_at_us"),
    _text("kind"),
    _text("name"),
    _text("customer_id"),
    _integer("whole_minor"),
    _integer("taken_minor"),
    _integer("left_minor"),
)
Index("settlement_sale", settlement.c.sale_id)
