"""The tables of journal.sqlite in SQLAlchemy Core; the migrations make them, a test compares both.

Three sorts: the book itself (journal_entry), projections of it that `rebuild` makes again from
nothing, and operational tables (print jobs, fiscal documents, drafts, cursors) that are kept.
Sums are minor units, quantities thousandths, times UTC microseconds since 1970.

A commit writes one page of every index it touches, so there are few of them: numbers are row ids,
and what is still open is found by partial indexes that a finished row leaves again.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData()


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
    Index("journal_entry_by_id", "entry_id", unique=True),
)

# ------------------------------------------------------------------------------- projections

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
    _text("tender_kinds"),
    Column("fiscal_seq", Integer, nullable=True),
    Index("sale_by_id", "sale_id", unique=True),
)

shift = Table(
    "shift",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("shift_id"),
    _integer("opened_at_us"),
    _text("opened_by"),
    _integer("is_open"),
    _integer("sales_count"),
    _integer("sales_minor"),
    _integer("cash_minor"),
    _integer("cashless_minor"),
    _integer("other_minor"),
)

stock = Table(
    "stock",
    metadata,
    Column("product_id", Text, primary_key=True),
    _integer("moved"),
    sqlite_with_rowid=False,
)

PROJECTIONS = (sale, shift, stock)

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
)
Index("print_job_by_sale", print_job.c.sale_id)
Index(
    "print_job_open",
    print_job.c.job_id,
    sqlite_where=text("state NOT IN ('done', 'cancelled')"),
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
    Index("fiscal_document_by_key", "key", unique=True),
)
Index(
    "fiscal_document_open",
    fiscal_document.c.sale_number,
    sqlite_where=text("state NOT IN ('registered', 'rejected')"),
)
Index(
    "fiscal_document_rejected",
    fiscal_document.c.sale_number,
    sqlite_where=text("state = 'rejected'"),
)

draft = Table(
    "draft",
    metadata,
    Column("draft_id", Integer, primary_key=True),
    _text("sale_id"),
    _text("staff_id"),
    _integer("parked"),
    _integer("parked_at_us"),
    _text("label"),
    _blob("head"),
)

draft_line = Table(
    "draft_line",
    metadata,
    Column("draft_id", Integer, ForeignKey("draft.draft_id"), primary_key=True),
    Column("line_id", Integer, primary_key=True),
    _blob("content"),
    sqlite_with_rowid=False,
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
