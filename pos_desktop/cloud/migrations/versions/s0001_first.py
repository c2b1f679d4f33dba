"""The first schema."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _journal_tables()
    _derived_tables()
    _access_tables()
    _make_entries_append_only()


def _column(name: str, kind: sa.types.TypeEngine[Any], *, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, primary_key=key)


def _journal_tables() -> None:
    op.create_table(
        "register",
        sa.Column("no", sa.Integer, primary_key=True),
        sa.Column("register_id", sa.Text, nullable=False, unique=True),
        _column("name", sa.Text()),
        _column("token_hash", sa.LargeBinary()),
        _column("paired_at_us", sa.BigInteger()),
        _column("head_seq", sa.BigInteger()),
        _column("head_hash", sa.LargeBinary()),
        _column("projected_seq", sa.BigInteger()),
        _column("last_contact_us", sa.BigInteger()),
        _column("state", sa.LargeBinary()),
    )
    op.create_table(
        "entry",
        sa.Column("register_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("entry_id", sa.LargeBinary, nullable=True),
        _column("occurred_at_us", sa.BigInteger()),
        _column("shift_number", sa.BigInteger()),
        _column("kind", sa.Text()),
        _column("version", sa.Integer()),
        sa.Column("payload", sa.LargeBinary, nullable=True),
        _column("hash", sa.LargeBinary()),
        _column("received_at_us", sa.BigInteger()),
        _column("status", sa.SmallInteger()),
        sa.UniqueConstraint("register_no", "entry_id", name="entry_once"),
    )


def _derived_tables() -> None:
    op.create_table(
        "sale",
        _column("sale_id", sa.Text(), key=True),
        _column("register_no", sa.Integer()),
        _column("seq", sa.BigInteger()),
        _column("number", sa.BigInteger()),
        _column("occurred_at_us", sa.BigInteger()),
        _column("shift_number", sa.BigInteger()),
        _column("staff_name", sa.Text()),
        _column("operation", sa.Text()),
        _column("currency", sa.Text()),
        _column("total_minor", sa.BigInteger()),
        _column("tender_kinds", sa.Text()),
        _column("fiscal_state", sa.Text()),
        _column("fiscal_seq", sa.BigInteger()),
        _column("fiscal_reason", sa.Text()),
    )
    op.create_index("sale_by_time", "sale", ["occurred_at_us"])
    op.create_table(
        "task",
        sa.Column("register_no", sa.Integer, primary_key=True, autoincrement=False),
        _column("code", sa.Text(), key=True),
        _column("kind", sa.Text(), key=True),
        _column("count", sa.BigInteger()),
        _column("last_seq", sa.BigInteger()),
        _column("at_us", sa.BigInteger()),
        _column("text", sa.Text()),
    )


def _access_tables() -> None:
    op.create_table(
        "pairing_code",
        _column("code_hash", sa.LargeBinary(), key=True),
        _column("expires_at_us", sa.BigInteger()),
        _column("used_by", sa.Text()),
        _column("request_hash", sa.LargeBinary()),
    )
    op.create_table(
        "owner",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        _column("password_hash", sa.Text()),
    )
    for name in ("session", "login_link"):
        op.create_table(
            name,
            _column("token_hash", sa.LargeBinary(), key=True),
            _column("expires_at_us", sa.BigInteger()),
        )


def _make_entries_append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER entry_no_{act.lower()} BEFORE {act} ON entry "
                "BEGIN SELECT RAISE(ABORT, 'entries are append only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'entries are append only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION entry_is_append_only()"
    )
