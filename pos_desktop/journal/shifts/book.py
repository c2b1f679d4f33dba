"""Reads about shifts (the ShiftBook port): reports folded from facts, and the list of shifts."""

from __future__ import annotations

from typing import Any

from pos_desktop.domain.shift_report import ShiftReport, report_of
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.shifts import statements as sql
from pos_desktop.ports import ShiftRow


class SqliteShiftBook:
    """Safe to call from any thread; every method may raise StorageError."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def report(self, number: int) -> ShiftReport:
        span = self._readers.row(sql.SHIFT_SPAN, {"number": number})
        if span is None:
            return ShiftReport(number)
        rows = self._readers.rows(sql.SHIFT_FACTS, {"first_seq": span[0], "last_seq": span[1]})
        return report_of(
            (at_us, decode_fact(kind, version, payload)) for at_us, kind, version, payload in rows
        )

    def shifts(self, limit: int = 200) -> list[ShiftRow]:
        return [_row(row) for row in self._readers.rows(sql.SHIFT_ROWS, {"most": limit})]

    def shift(self, number: int) -> ShiftRow | None:
        row = self._readers.row(sql.SHIFT_ROW, {"number": number})
        return _row(row) if row else None

    def last_end(self) -> ShiftRow | None:
        row = self._readers.row(sql.LAST_END)
        return _row(row) if row else None


def _row(row: tuple[Any, ...]) -> ShiftRow:
    (
        number, opened_at_us, opened_by, last_seq, closed_at_us, closed_by, revenue_minor,
        expected_minor, counted, declared_minor, reason, explanation, verified, verified_minor,
        verified_by, verified_at_us, verified_note,
    ) = row  # fmt: skip
    return ShiftRow(
        number=number,
        opened_at_us=opened_at_us,
        opened_by=opened_by,
        is_open=not last_seq,
        closed_at_us=closed_at_us,
        closed_by=closed_by,
        revenue_minor=revenue_minor,
        expected_minor=expected_minor,
        declared_minor=declared_minor if counted else None,
        reason=reason,
        explanation=explanation,
        verified_minor=verified_minor if verified else None,
        verified_by=verified_by,
        verified_at_us=verified_at_us,
        verified_note=verified_note,
    )
