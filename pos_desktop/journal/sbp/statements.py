"""SQL, written by `python -m pos_desktop.journal.compile_queries`; do not edit."""
# ruff: noqa: E501

from __future__ import annotations

SET_REQUEST = """\
INSERT INTO qr_request (op_id, seq) VALUES (:op_id, :seq) ON CONFLICT (op_id) DO UPDATE SET seq = excluded.seq"""

REQUEST_FACT = """\
SELECT journal_entry.kind, journal_entry.version, journal_entry.payload
FROM qr_request JOIN journal_entry ON journal_entry.seq = qr_request.seq
WHERE qr_request.op_id = :op_id"""

CLEAR_REQUESTS = """\
DELETE FROM qr_request"""

ALL_REQUESTS = """\
SELECT qr_request.op_id, qr_request.seq
FROM qr_request ORDER BY qr_request.op_id"""
