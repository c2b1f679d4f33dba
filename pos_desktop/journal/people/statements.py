"""SQL, written by `python -m pos_desktop.journal.compile_queries`; do not edit."""
# ruff: noqa: E501

from __future__ import annotations

INSERT_RESET = """\
INSERT INTO pin_reset (seq, at_us, staff_id, name, account, way) VALUES (:seq, :at_us, :staff_id, :name, :account, :way)"""

INSERT_SEEN = """\
INSERT INTO pin_reset_seen (staff_id, seq) VALUES (:staff_id, :seq) ON CONFLICT DO NOTHING"""

UNSEEN_RESETS = """\
SELECT pin_reset.seq, pin_reset.at_us, pin_reset.staff_id, pin_reset.name, pin_reset.account, pin_reset.way
FROM pin_reset
WHERE (pin_reset.seq NOT IN (SELECT pin_reset_seen.seq
FROM pin_reset_seen
WHERE pin_reset_seen.staff_id = :staff_id)) ORDER BY pin_reset.seq"""

CLEAR_RESETS = """\
DELETE FROM pin_reset"""

CLEAR_SEEN = """\
DELETE FROM pin_reset_seen"""

ALL_RESETS = """\
SELECT pin_reset.seq, pin_reset.at_us, pin_reset.staff_id, pin_reset.name, pin_reset.account, pin_reset.way
FROM pin_reset ORDER BY pin_reset.seq"""

ALL_SEEN = """\
SELECT pin_reset_seen.staff_id, pin_reset_seen.seq
FROM pin_reset_seen ORDER BY pin_reset_seen.staff_id, pin_reset_seen.seq"""
