"""What people did to PINs, to each other and to the drawer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KINDS = (
    "StaffPinReset",
    "StaffSaved",
    "StaffDismissed",
    "StaffUnlocked",
    "DrawerCounted",
    "ShiftClosed",
    "CashVerified",
)
_OF_READ_ENTRIES = """
    INSERT INTO event (register_no, seq, occurred_at_us, kind)
    SELECT e.register_no, e.seq, e.occurred_at_us, e.kind
    FROM entry e JOIN register r ON r.no = e.register_no
    WHERE e.seq <= r.projected_seq AND e.status = 0 AND e.kind IN :kinds
"""
_NO_LONGER_UNKNOWN = "DELETE FROM task WHERE code = 'entry.unknown_kind' AND kind IN :kinds"


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("register_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("occurred_at_us", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
    )
    op.create_index("event_by_time", "event", ["occurred_at_us"])
    # Entries that were read before there were events; the others are still to be read.
    for statement in (_OF_READ_ENTRIES, _NO_LONGER_UNKNOWN):
        kinds: sa.BindParameter[str] = sa.bindparam("kinds", _KINDS, expanding=True)
        op.execute(sa.text(statement).bindparams(kinds))
