"""The tables of journal.sqlite in SQLAlchemy Core; the migrations make them, a test compares both.

Three sorts: the book itself (journal_entry), projections of it that `rebuild` makes again from
nothing, and operational tables (print jobs, fiscal documents, drafts, cursors) that are kept.
Sums are minor units, quantities thousandths, times UTC microseconds since 1970.

A commit costs by the pages it writes, one at least for every tree it touches, so a sale touches
few: numbers are row ids, a sale's id is found by its time, and what is still open from a floor
below which everything is done. Ids of entries are unique by their making and checked by `verify`.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData()
"""Of the tables here; a noun with a package of its own adds its tables when they are imported
(journal/compile_queries.py imports all of them)."""


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _integer(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _blob(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


meta = Table("meta", metadata, Column("name", Text, primary_key=True), _text("value"))

journal_entry = Table(
    "journal_entry",
    metadata,
    Column("seq", Integer, primary_key=True),
    _blob("entry_id"),
    _text("register_id"),
    _integer("occurred_at_us"),
    _integer("shift_number"),
    _text("kind"),
    _integer("version"),
    _blob("payload"),
    _blob("prev_hash"),
    _blob("hash"),
)

# ------------------------------------------------------------------------------- projections

# cash_minor, cashless_minor, other_minor: what came in, negative where it went out.
# moved: JSON object of product id and quantity moved, negative for goods sold.
sale = Table(
    "sale",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("sale_id"),
    _integer("seq"),
    _integer("occurred_at_us"),
    _integer("shift_number"),
    _text("staff_name"),
    _text("operation"),
    _integer("total_minor"),
    _integer("cash_minor"),
    _integer("cashless_minor"),
    _integer("other_minor"),
    _text("tender_kinds"),
    _text("moved"),
    Column("fiscal_seq", Integer, nullable=True),
)

# cash_minor: in the drawer at the start; first_sale: the first number its sales may have.
shift = Table(
    "shift",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("shift_id"),
    _integer("opened_at_us"),
    _text("opened_by"),
    _integer("is_open"),
    _integer("cash_minor"),
    _integer("first_sale"),
)

# What was moved since each base of figures (StockBaseSet, 0 = before the first), by stock documents
# at once and by sales up to the last shift or base; the sales since then are still in sale.moved.
stock = Table(
    "stock",
    metadata,
    Column("product_id", Text, primary_key=True),
    Column("base", Integer, primary_key=True),
    _integer("moved"),
    sqlite_with_rowid=False,
)


# ------------------------------------------------------------------------ operational tables

print_job = Table(
    "print_job",
    metadata,
    Column("job_id", Integer, primary_key=True),
    _text("sale_id"),
    _integer("sale_number"),
    _text("kind"),
    _text("state"),
    _integer("not_before_us"),
    _integer("attempts"),
    _text("reason"),
    _integer("opens_drawer"),
    _blob("payload"),
    Column("device", Text, nullable=False, server_default="printer"),
    Column("paper", Text, nullable=False, server_default=""),
    Column("source", Text, nullable=False, server_default=""),
)
Index(
    "print_job_stuck",
    print_job.c.job_id,
    sqlite_where=text("state IN ('unknown', 'failed')"),
)
# A receipt that the receipt printer prints never touches this index.
Index(
    "print_job_second",
    print_job.c.job_id,
    sqlite_where=text("device != 'printer' AND state IN ('queued', 'sending', 'held')"),
)

fiscal_document = Table(
    "fiscal_document",
    metadata,
    Column("sale_number", Integer, primary_key=True),
    _text("key"),
    _text("sale_id"),
    _text("state"),
    _text("reference"),
    _text("reason"),
    _integer("attempts"),
    _integer("next_try_us"),
    _integer("occurred_at_us"),
)
Index(
    "fiscal_document_rejected",
    fiscal_document.c.sale_number,
    sqlite_where=text("state = 'rejected'"),
)

# Every open or parked document is above the floor of its queue ("print", "fiscal"), except those
# that wait for a person.
queue_floor = Table(
    "queue_floor",
    metadata,
    Column("queue", Text, primary_key=True),
    _integer("floor"),
)

# line_id 0 is the head of the draft, the others its lines.
draft = Table(
    "draft",
    metadata,
    Column("draft_id", Integer, primary_key=True),
    Column("line_id", Integer, primary_key=True),
    _blob("content"),
    sqlite_with_rowid=False,
)

# What the facts of entry seq change in the catalogue's file, until it is written there. kind:
# "catalogue" or "promotions".
reference_edit = Table(
    "reference_edit",
    metadata,
    Column("seq", Integer, primary_key=True),
    _text("kind"),
    _blob("content"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("quarantine_id", Integer, primary_key=True),
    _text("origin"),
    _text("name"),
    _text("reason"),
    _blob("content"),
)

cursor = Table(
    "cursor",
    metadata,
    Column("destination", Text, primary_key=True),
    _integer("seq"),
)

parked_entry = Table(
    "parked_entry",
    metadata,
    Column("destination", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    _text("code"),
    _text("text"),
    sqlite_with_rowid=False,
)
