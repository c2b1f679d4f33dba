"""Tables for the whole day of a cashier, a function for each noun.

What was derived from the entries before stays as it is: none of the facts behind the new tables
existed yet, but for the registrations, which are read once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _customers()
    _deliveries()
    _refunds()
    _settlement()
    _stock()
    _shifts()
    _reference_edits()
    _second_printer()
    _sbp()
    _contradictions()
    _pin_resets()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("delivery_id", sa.Text, primary_key=True),
        *(_text(name) for name in ("sale_id", "channel", "address", "state")),
        *(_integer(name) for name in ("made_at_us", "next_try_us", "attempts")),
        _text("reason"),
        sqlite_with_rowid=False,
    )
    op.create_index("delivery_sale", "delivery", ["sale_id"])
    where = sa.text("state IN ('waiting', 'queued', 'sending')")
    op.create_index("delivery_open", "delivery", ["delivery_id"], sqlite_where=where)


def _customers() -> None:
    texts = (
        "name", "phone", "email", "card", "group", "price_list", "birth_date", "note",
    )  # fmt: skip
    op.create_table(
        "customer",
        sa.Column("customer_id", sa.Text, primary_key=True),
        *(_text(name) for name in texts),
        _integer("consent"),
        _text("buyer_inn"),
        _integer("credit_limit_minor"),
        _integer("saved_at_us"),
        _text("fold"),
        sqlite_with_rowid=False,
    )
    op.create_index("customer_fold", "customer", ["fold"])
    for name in ("phone", "card"):
        where = sa.text(f"{name} != ''")
        op.create_index(f"customer_{name}", "customer", [name], sqlite_where=where)
    op.create_table(
        "account_move",
        *(sa.Column(n, sa.Text, primary_key=True) for n in ("account", "holder", "receipt", "why")),
        _integer("amount_minor"),
        _integer("at_us"),
        *(_text(name) for name in ("valid_until", "reason", "staff_name", "original")),
        _integer("base_minor"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "customer_sale",
        sa.Column("customer_id", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sqlite_with_rowid=False,
    )


def _refunds() -> None:
    op.create_table(
        "returned_line",
        sa.Column("sale_id", sa.Text, primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        _integer("qty"),
        _integer("total_minor"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "returned_money",
        sa.Column("sale_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        _integer("amount_minor"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "refund_begun",
        sa.Column("refund_id", sa.Text, primary_key=True),
        _integer("seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "corrected_receipt",
        sa.Column("sale_id", sa.Text, primary_key=True),
        _integer("number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "registered_document",
        sa.Column("fn", sa.Text, primary_key=True),
        sa.Column("fd", sa.Integer, primary_key=True),
        _text("fp"),
        _integer("number"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT OR REPLACE INTO registered_document (fn, fd, fp, number) "
        "SELECT json_extract(CAST(e.payload AS TEXT), '$.fn'), "
        "json_extract(CAST(e.payload AS TEXT), '$.fd'), "
        "json_extract(CAST(e.payload AS TEXT), '$.fp'), s.number "
        "FROM sale AS s JOIN journal_entry AS e ON e.seq = s.fiscal_seq"
    )


def _blob(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _stock() -> None:
    """What was moved so far belongs to the first base of figures."""
    op.rename_table("stock", "stock_before")
    op.create_table(
        "stock",
        sa.Column("product_id", sa.Text, primary_key=True),
        sa.Column("base", sa.Integer, primary_key=True),
        _integer("moved"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO stock SELECT product_id, 0, moved FROM stock_before")
    op.drop_table("stock_before")
    op.create_table(
        "stock_document",
        sa.Column("seq", sa.Integer, primary_key=True),
        _text("kind"),
        _integer("number"),
        _text("document_id"),
        _integer("occurred_at_us"),
        _text("staff_name"),
        _text("title"),
        _integer("lines_count"),
        _integer("sum_minor"),
    )
    op.create_index("stock_document_number", "stock_document", ["kind", "number"], unique=True)
    op.create_table(
        "stock_movement",
        sa.Column("product_id", sa.Text, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True),
        _integer("qty"),
        _integer("cost_minor"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stock_base",
        sa.Column("base", sa.Integer, primary_key=True),
        _integer("seq"),
        _integer("first_sale"),
    )
    op.create_table(
        "price_change",
        sa.Column("seq", sa.Integer, primary_key=True),
        _text("product_id"),
        _integer("occurred_at_us"),
        _integer("old_price_minor"),
        _integer("new_price_minor"),
    )
    op.create_table(
        "stock_draft",
        sa.Column("draft_id", sa.Text, primary_key=True),
        sa.Column("line_id", sa.Integer, primary_key=True),
        _blob("content"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "label_job",
        sa.Column("job_id", sa.Integer, primary_key=True),
        _text("title"),
        _text("state"),
        _integer("attempts"),
        _text("reason"),
        _blob("payload"),
    )
    op.create_index(
        "label_job_open",
        "label_job",
        ["job_id"],
        sqlite_where=sa.text("state IN ('queued', 'sending', 'held', 'unknown', 'failed')"),
    )


def _shifts() -> None:
    """The shifts there were are taken over from the entries; their drawers nobody had counted."""
    op.create_table(
        "shift_end",
        sa.Column("number", sa.Integer, primary_key=True),
        *(_integer(name) for name in ("first_seq", "last_seq", "closed_at_us")),
        _text("closed_by"),
        *(
            _integer(name)
            for name in ("revenue_minor", "expected_minor", "counted", "declared_minor")
        ),
        _text("reason"),
        _text("explanation"),
        _integer("verified"),
        _integer("verified_minor"),
        _text("verified_by"),
        _integer("verified_at_us"),
        _text("verified_note"),
    )
    op.create_table(
        "cash_move",
        sa.Column("seq", sa.Integer, primary_key=True),
        _integer("shift_number"),
        _integer("amount_minor"),
    )
    op.create_index("cash_move_shift", "cash_move", ["shift_number", "amount_minor"])
    op.execute(
        "INSERT INTO shift_end "
        "SELECT o.shift_number, o.seq, coalesce(c.seq, 0), coalesce(c.occurred_at_us, 0), "
        "coalesce(CAST(c.payload AS TEXT) ->> 'staff_name', ''), "
        "coalesce(CAST(c.payload AS TEXT) ->> 'sales_minor', 0), "
        "coalesce(CAST(c.payload AS TEXT) ->> 'cash_minor', 0), 0, 0, '', '', 0, 0, '', 0, '' "
        "FROM journal_entry o LEFT JOIN journal_entry c "
        "ON c.kind = 'ShiftClosed' AND c.shift_number = o.shift_number "
        "WHERE o.kind = 'ShiftOpened'"
    )


def _settlement() -> None:
    op.create_table(
        "settlement",
        sa.Column("number", sa.Integer, primary_key=True),
        _text("sale_id"),
        _integer("occurred_at_us"),
        *(_text(name) for name in ("kind", "name", "customer_id")),
        *(_integer(name) for name in ("whole_minor", "taken_minor", "left_minor")),
    )
    op.create_index("settlement_sale", "settlement", ["sale_id"])


def _reference_edits() -> None:
    op.create_table(
        "reference_edit",
        sa.Column("seq", sa.Integer, primary_key=True),
        _text("kind"),
        _blob("content"),
    )


def _second_printer() -> None:
    for name, default in (("device", "printer"), ("paper", ""), ("source", "")):
        column = sa.Column(name, sa.Text, nullable=False, server_default=default)
        op.add_column("print_job", column)
    where = sa.text("device != 'printer' AND state IN ('queued', 'sending', 'held')")
    op.create_index("print_job_second", "print_job", ["job_id"], sqlite_where=where)


def _sbp() -> None:
    op.create_table(
        "qr_request",
        sa.Column("op_id", sa.Text, primary_key=True),
        _integer("seq"),
        sqlite_with_rowid=False,
    )


def _contradictions() -> None:
    op.create_table(
        "contradiction",
        sa.Column("op_id", sa.Text, primary_key=True),
        _integer("seq"),
        sqlite_with_rowid=False,
    )


def _pin_resets() -> None:
    op.create_table(
        "pin_reset",
        sa.Column("seq", sa.Integer, primary_key=True),
        _integer("at_us"),
        *(_text(name) for name in ("staff_id", "name", "account", "way")),
    )
    op.create_table(
        "pin_reset_seen",
        sa.Column("staff_id", sa.Text, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sqlite_with_rowid=False,
    )
