"""The server's tables. `entry` is what registers sent, append only; `sale`, `event` and the entry
tasks are derived from it and can be rebuilt. Times are UTC microseconds, sums minor units."""

from __future__ import annotations

from enum import IntEnum

import sqlalchemy as sa

metadata = sa.MetaData()


class EntryStatus(IntEnum):
    """STORED: whole. REFUSED: kept aside, unusable. WITHHELD: only its hash was sent."""

    STORED = 0
    REFUSED = 1
    WITHHELD = 2


register = sa.Table(
    "register",
    metadata,
    sa.Column("no", sa.Integer, primary_key=True),
    sa.Column("register_id", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False),
    sa.Column("paired_at_us", sa.BigInteger, nullable=False),
    sa.Column("head_seq", sa.BigInteger, nullable=False),
    sa.Column("head_hash", sa.LargeBinary, nullable=False),
    sa.Column("projected_seq", sa.BigInteger, nullable=False),
    sa.Column("last_contact_us", sa.BigInteger, nullable=False),
    sa.Column("state", sa.LargeBinary, nullable=False),
)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("register_no", sa.Integer, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("entry_id", sa.LargeBinary, nullable=True),
    sa.Column("occurred_at_us", sa.BigInteger, nullable=False),
    sa.Column("shift_number", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=True),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("received_at_us", sa.BigInteger, nullable=False),
    sa.Column("status", sa.SmallInteger, nullable=False),
    sa.UniqueConstraint("register_no", "entry_id", name="entry_once"),
)

sale = sa.Table(
    "sale",
    metadata,
    sa.Column("sale_id", sa.Text, primary_key=True),
    sa.Column("register_no", sa.Integer, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("occurred_at_us", sa.BigInteger, nullable=False),
    sa.Column("shift_number", sa.BigInteger, nullable=False),
    sa.Column("staff_name", sa.Text, nullable=False),
    sa.Column("operation", sa.Text, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("total_minor", sa.BigInteger, nullable=False),
    sa.Column("tender_kinds", sa.Text, nullable=False),
    sa.Column("fiscal_state", sa.Text, nullable=False),
    sa.Column("fiscal_seq", sa.BigInteger, nullable=False),
    sa.Column("fiscal_reason", sa.Text, nullable=False),
    sa.Index("sale_by_time", "occurred_at_us"),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("register_no", sa.Integer, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("occurred_at_us", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Index("event_by_time", "occurred_at_us"),
)

task = sa.Table(
    "task",
    metadata,
    sa.Column("register_no", sa.Integer, primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("last_seq", sa.BigInteger, nullable=False),
    sa.Column("at_us", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)

pairing_code = sa.Table(
    "pairing_code",
    metadata,
    sa.Column("code_hash", sa.LargeBinary, primary_key=True),
    sa.Column("expires_at_us", sa.BigInteger, nullable=False),
    sa.Column("used_by", sa.Text, nullable=False),
    sa.Column("request_hash", sa.LargeBinary, nullable=False),
)

owner = sa.Table(
    "owner",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("password_hash", sa.Text, nullable=False),
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("expires_at_us", sa.BigInteger, nullable=False),
)

login_link = sa.Table(
    "login_link",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("expires_at_us", sa.BigInteger, nullable=False),
)
