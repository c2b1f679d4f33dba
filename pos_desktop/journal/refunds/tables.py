"""Tables of refunds; only a refund, and the registration of a document, writes to them."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from pos_desktop.journal.schema import metadata

# What of a line of a sale has come back. Quantities thousandths, sums minor units.
returned_line = Table(
    "returned_line",
    metadata,
    Column("sale_id", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("qty", Integer, nullable=False),
    Column("total_minor", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# What went back by each kind of tender.
returned_money = Table(
    "returned_money",
    metadata,
    Column("sale_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("amount_minor", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Refunds whose money is not answered for yet; seq: of the newest RefundBegun of each.
refund_begun = Table(
    "refund_begun",
    metadata,
    Column("refund_id", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# A receipt that was wrong, and the number of the right one made in its place.
corrected_receipt = Table(
    "corrected_receipt",
    metadata,
    Column("sale_id", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Registered documents by what their QR code says. Written with the registration, which has a
# transaction of its own: no sale waits for it.
registered_document = Table(
    "registered_document",
    metadata,
    Column("fn", Text, primary_key=True),
    Column("fd", Integer, primary_key=True),
    Column("fp", Text, nullable=False),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)
