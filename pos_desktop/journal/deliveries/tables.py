"""The queue of electronic copies."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text, text

from pos_desktop.journal.schema import metadata

delivery = Table(
    "delivery",
    metadata,
    Column("delivery_id", Text, primary_key=True),
    Column("sale_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("made_at_us", Integer, nullable=False),
    Column("next_try_us", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("delivery_sale", delivery.c.sale_id)
Index(
    "delivery_open",
    delivery.c.delivery_id,
    sqlite_where=text("state IN ('waiting', 'queued', 'sending')"),
)
