"""The first tables of the journal, with the triggers that make it append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _book()
    _projections()
    _queues()
    _drafts()
    _deliveries()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _blob(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _book() -> None:
    op.create_table("meta", sa.Column("name", sa.Text, primary_key=True), _text("value"))
    op.create_table(
        "journal_entry",
        sa.Column("seq", sa.Integer, primary_key=True),
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
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER journal_entry_refuses_{verb.lower()} BEFORE {verb} ON journal_entry "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )


def _projections() -> None:
    op.create_table(
        "sale",
        sa.Column("number", sa.Integer, primary_key=True),
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
        sa.Column("fiscal_seq", sa.Integer, nullable=True),
    )
    op.create_table(
        "shift",
        sa.Column("number", sa.Integer, primary_key=True),
        _text("shift_id"),
        _integer("opened_at_us"),
        _text("opened_by"),
        _integer("is_open"),
        _integer("cash_minor"),
        _integer("first_sale"),
    )
    op.create_table(
        "stock",
        sa.Column("product_id", sa.Text, primary_key=True),
        _integer("moved"),
        sqlite_with_rowid=False,
    )


def _queues() -> None:
    op.create_table(
        "print_job",
        sa.Column("job_id", sa.Integer, primary_key=True),
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
    op.create_index(
        "print_job_stuck",
        "print_job",
        ["job_id"],
        sqlite_where=sa.text("state IN ('unknown', 'failed')"),
    )
    op.create_table(
        "fiscal_document",
        sa.Column("sale_number", sa.Integer, primary_key=True),
        _text("key"),
        _text("sale_id"),
        _text("state"),
        _text("reference"),
        _text("reason"),
        _integer("attempts"),
        _integer("next_try_us"),
        _integer("occurred_at_us"),
    )
    op.create_index(
        "fiscal_document_rejected",
        "fiscal_document",
        ["sale_number"],
        sqlite_where=sa.text("state = 'rejected'"),
    )
    op.create_table(
        "queue_floor",
        sa.Column("queue", sa.Text, primary_key=True),
        _integer("floor"),
    )


def _drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("draft_id", sa.Integer, primary_key=True),
        sa.Column("line_id", sa.Integer, primary_key=True),
        _blob("content"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quarantine",
        sa.Column("quarantine_id", sa.Integer, primary_key=True),
        _text("origin"),
        _text("name"),
        _text("reason"),
        _blob("content"),
    )


def _deliveries() -> None:
    op.create_table(
        "cursor",
        sa.Column("destination", sa.Text, primary_key=True),
        _integer("seq"),
    )
    op.create_table(
        "parked_entry",
        sa.Column("destination", sa.Text, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        _text("code"),
        _text("text"),
        sqlite_with_rowid=False,
    )
