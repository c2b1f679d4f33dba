"""The table of requests to the bank that makes QR codes."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from pos_desktop.journal.schema import metadata

# seq: of the last QrRegistered or QrRefundAsked of the request.
qr_request = Table(
    "qr_request",
    metadata,
    Column("op_id", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    sqlite_with_rowid=False,
)
