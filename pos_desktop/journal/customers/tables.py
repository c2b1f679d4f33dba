"""Projections of the facts about customers; see journal/schema.py for the units."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text, text

from pos_desktop.journal.schema import metadata


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _integer(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


customer = Table(
    "customer",
    metadata,
    Column("customer_id", Text, primary_key=True),
    _text("name"),
    _text("phone"),
    _text("email"),
    _text("card"),
    _text("group"),
    _text("price_list"),
    _text("birth_date"),
    _text("note"),
    _integer("consent"),
    _text("buyer_inn"),
    _integer("credit_limit_minor"),
    _integer("saved_at_us"),
    _text("fold"),
    sqlite_with_rowid=False,
)
Index("customer_fold", customer.c.fold)
Index("customer_phone", customer.c.phone, sqlite_where=text("phone != ''"))
Index("customer_card", customer.c.card, sqlite_where=text("card != ''"))

# receipt: the UUID of the receipt, or "seq-" and the entry's number where there is none; with the
# reason it makes a move unique, so that a fact that comes twice counts once.
account_move = Table(
    "account_move",
    metadata,
    Column("account", Text, primary_key=True),
    Column("holder", Text, primary_key=True),
    Column("receipt", Text, primary_key=True),
    Column("why", Text, primary_key=True),
    _integer("amount_minor"),
    _integer("at_us"),
    _text("valid_until"),
    _text("reason"),
    _text("staff_name"),
    _text("original"),
    _integer("base_minor"),
    sqlite_with_rowid=False,
)

customer_sale = Table(
    "customer_sale",
    metadata,
    Column("customer_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
