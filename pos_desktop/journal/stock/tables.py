"""Tables of the stock; all but stock_draft and label_job follow from the entries.

kind: "receipt", "write_off", "transfer", "count". Quantities are thousandths, sums minor units.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, text

from pos_desktop.journal.schema import metadata

# title: supplier, reason, other place or counted scope. sum_minor: by cost; for a stock-take the
# surplus less the shortage.
stock_document = Table(
    "stock_document",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("occurred_at_us", Integer, nullable=False),
    Column("staff_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("lines_count", Integer, nullable=False),
    Column("sum_minor", Integer, nullable=False),
)
Index("stock_document_number", stock_document.c.kind, stock_document.c.number, unique=True)

stock_movement = Table(
    "stock_movement",
    metadata,
    Column("product_id", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("qty", Integer, nullable=False),
    Column("cost_minor", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# first_sale: the first number a sale after it may have.
stock_base = Table(
    "stock_base",
    metadata,
    Column("base", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("first_sale", Integer, nullable=False),
)

price_change = Table(
    "price_change",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("product_id", Text, nullable=False),
    Column("occurred_at_us", Integer, nullable=False),
    Column("old_price_minor", Integer, nullable=False),
    Column("new_price_minor", Integer, nullable=False),
)

# line_id 0 is the head of a draft, -1 what the books expected when a stock-take began.
stock_draft = Table(
    "stock_draft",
    metadata,
    Column("draft_id", Text, primary_key=True),
    Column("line_id", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

label_job = Table(
    "label_job",
    metadata,
    Column("job_id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)
Index(
    "label_job_open",
    label_job.c.job_id,
    sqlite_where=text("state IN ('queued', 'sending', 'held', 'unknown', 'failed')"),
)
