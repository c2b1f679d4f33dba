"""The tables of PINs that were set anew outside the register."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from pos_desktop.journal.schema import metadata

# seq: of the StaffPinReset.
pin_reset = Table(
    "pin_reset",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at_us", Integer, nullable=False),
    Column("staff_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("way", Text, nullable=False),
)

# Who was told of which.
pin_reset_seen = Table(
    "pin_reset_seen",
    metadata,
    Column("staff_id", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
