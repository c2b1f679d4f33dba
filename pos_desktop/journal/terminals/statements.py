"""SQL, written by `python -m pos_desktop.journal.compile_queries`; do not edit."""
# ruff: noqa: E501

from __future__ import annotations

SET_CONTRADICTION = """\
INSERT INTO contradiction (op_id, seq) VALUES (:op_id, :seq) ON CONFLICT (op_id) DO UPDATE SET seq = excluded.seq"""

DROP_CONTRADICTION = """\
DELETE FROM contradiction WHERE contradiction.op_id = :op_id"""

OPEN_CONTRADICTIONS = """\
SELECT journal_entry.kind, journal_entry.version, journal_entry.payload
FROM contradiction JOIN journal_entry ON journal_entry.seq = contradiction.seq ORDER BY contradiction.seq"""

CLEAR_CONTRADICTIONS = """\
DELETE FROM contradiction"""

ALL_CONTRADICTIONS = """\
SELECT contradiction.op_id, contradiction.seq
FROM contradiction ORDER BY contradiction.op_id"""
