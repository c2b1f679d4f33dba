"""The table of answers that nobody has seen to yet."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from pos_desktop.journal.schema import metadata

# seq: of the TerminalContradicted.
contradiction = Table(
    "contradiction",
    metadata,
    Column("op_id", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    sqlite_with_rowid=False,
)
