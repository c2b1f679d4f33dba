"""SQL, written by `python -m pos_desktop.journal.compile_queries`; do not edit."""
# ruff: noqa: E501

from __future__ import annotations

BEGIN_SHIFT = """\
INSERT INTO shift_end (number, first_seq, last_seq, closed_at_us, closed_by, revenue_minor, expected_minor, counted, declared_minor, reason, explanation, verified, verified_minor, verified_by, verified_at_us, verified_note) VALUES (:number, :first_seq, :last_seq, :closed_at_us, :closed_by, :revenue_minor, :expected_minor, :counted, :declared_minor, :reason, :explanation, :verified, :verified_minor, :verified_by, :verified_at_us, :verified_note)"""

END_SHIFT = """\
UPDATE shift_end SET last_seq=:last_seq, closed_at_us=:closed_at_us, closed_by=:closed_by, revenue_minor=:revenue_minor, expected_minor=:expected_minor, counted=:counted, declared_minor=:declared_minor, reason=:reason, explanation=:explanation WHERE shift_end.number = :of_number"""

VERIFY_SHIFT = """\
UPDATE shift_end SET verified=1, verified_minor=:verified_minor, verified_by=:verified_by, verified_at_us=:verified_at_us, verified_note=:verified_note WHERE shift_end.number = :of_number"""

SHIFT_SPAN = """\
SELECT shift_end.first_seq, shift_end.last_seq
FROM shift_end
WHERE shift_end.number = :number"""

SHIFT_ROWS = """\
SELECT shift_end.number, shift.opened_at_us, shift.opened_by, shift_end.last_seq, shift_end.closed_at_us, shift_end.closed_by, shift_end.revenue_minor, shift_end.expected_minor, shift_end.counted, shift_end.declared_minor, shift_end.reason, shift_end.explanation, shift_end.verified, shift_end.verified_minor, shift_end.verified_by, shift_end.verified_at_us, shift_end.verified_note
FROM shift_end JOIN shift ON shift.number = shift_end.number ORDER BY shift_end.number DESC
 LIMIT :most"""

SHIFT_ROW = """\
SELECT shift_end.number, shift.opened_at_us, shift.opened_by, shift_end.last_seq, shift_end.closed_at_us, shift_end.closed_by, shift_end.revenue_minor, shift_end.expected_minor, shift_end.counted, shift_end.declared_minor, shift_end.reason, shift_end.explanation, shift_end.verified, shift_end.verified_minor, shift_end.verified_by, shift_end.verified_at_us, shift_end.verified_note
FROM shift_end JOIN shift ON shift.number = shift_end.number
WHERE shift_end.number = :number"""

LAST_END = """\
SELECT shift_end.number, shift.opened_at_us, shift.opened_by, shift_end.last_seq, shift_end.closed_at_us, shift_end.closed_by, shift_end.revenue_minor, shift_end.expected_minor, shift_end.counted, shift_end.declared_minor, shift_end.reason, shift_end.explanation, shift_end.verified, shift_end.verified_minor, shift_end.verified_by, shift_end.verified_at_us, shift_end.verified_note
FROM shift_end JOIN shift ON shift.number = shift_end.number
WHERE shift_end.last_seq > 0 ORDER BY shift_end.number DESC
 LIMIT 1"""

CLEAR_SHIFT_END = """\
DELETE FROM shift_end"""

ALL_SHIFT_ENDS = """\
SELECT shift_end.number, shift_end.first_seq, shift_end.last_seq, shift_end.closed_at_us, shift_end.closed_by, shift_end.revenue_minor, shift_end.expected_minor, shift_end.counted, shift_end.declared_minor, shift_end.reason, shift_end.explanation, shift_end.verified, shift_end.verified_minor, shift_end.verified_by, shift_end.verified_at_us, shift_end.verified_note
FROM shift_end ORDER BY shift_end.number"""

ADD_MOVE = """\
INSERT INTO cash_move (seq, shift_number, amount_minor) VALUES (:seq, :shift_number, :amount_minor)"""

CLEAR_CASH_MOVE = """\
DELETE FROM cash_move"""

ALL_CASH_MOVES = """\
SELECT cash_move.seq, cash_move.shift_number, cash_move.amount_minor
FROM cash_move ORDER BY cash_move.seq"""

SHIFT_FACTS = """\
SELECT journal_entry.occurred_at_us, journal_entry.kind, journal_entry.version, journal_entry.payload
FROM journal_entry
WHERE journal_entry.seq >= :first_seq AND (journal_entry.seq <= :last_seq OR :last_seq = 0) AND journal_entry.kind IN ('ShiftOpened', 'ShiftClosed', 'SaleCompleted', 'CashMoved', 'DrawerOpened', 'DrawerCounted', 'LineVoided', 'SaleVoided') ORDER BY journal_entry.seq"""
