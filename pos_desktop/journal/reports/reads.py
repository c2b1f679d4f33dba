"""The ReportBook port: facts by time from the journal, piece by piece.

Entries have no index of time, which would cost every sale a page. Whole shifts are found by when
they were opened, and the entries in them filtered by their own time before a payload is touched,
so a clock that was set wrong for a while loses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pos_desktop.domain.chain import GENESIS
from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.facts import FiscalDocumentRegistered
from pos_desktop.journal import statements as sql
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.export import entry_lines, head_line
from pos_desktop.journal.ledger import CLOUD
from pos_desktop.journal.outbox import SqliteOutbox
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.reports import statements
from pos_desktop.ports import BookedSales, Delivery, FactBatch, SeqSpan, StoredEntry

_WINDOW = 300
"""Entries of one read: about a hundred sales, some milliseconds of work on their facts."""

_ALL_FROM, _ALL_UNTIL = -(1 << 62), 1 << 62


class SqliteReportBook:
    def __init__(self, readers: Readers, outbox: SqliteOutbox) -> None:
        self._readers = readers
        self._outbox = outbox

    def span(self, from_us: int, until_us: int) -> SeqSpan:
        first, last = self._shifts_open(from_us, until_us)
        return SeqSpan(first, last, from_us, until_us)

    def span_of_shifts(self, from_us: int, until_us: int) -> SeqSpan:
        first, last = self._shifts_open(from_us, until_us)
        return SeqSpan(first, last, _ALL_FROM, _ALL_UNTIL)

    def batches(self, span: SeqSpan, kinds: Sequence[str]) -> Iterator[FactBatch]:
        wanted = json.dumps(list(kinds))
        after = span.first_seq - 1
        while after < span.last_seq:
            until = min(after + _WINDOW, span.last_seq)
            values = {
                "after_seq": after,
                "until_seq": until,
                "from_us": span.from_us,
                "until_us": span.until_us,
                "kinds": wanted,
            }
            rows = self._readers.rows(statements.FACTS, values)
            yield FactBatch(until, [(row[0], decode_fact(row[1], row[2], row[3])) for row in rows])
            after = until

    def registered_later(
        self, first_number: int, last_number: int, after_seq: int
    ) -> list[FiscalDocumentRegistered]:
        values = {
            "first_number": first_number,
            "last_number": last_number,
            "after_seq": after_seq,
        }
        found = [
            decode_fact(*row) for row in self._readers.rows(statements.REGISTERED_LATER, values)
        ]
        for fact in found:
            if not isinstance(fact, FiscalDocumentRegistered):
                raise StorageError("journal.not_a_registration", seq=after_seq)
        return [fact for fact in found if isinstance(fact, FiscalDocumentRegistered)]

    def booked(self, first_number: int, last_number: int, span: SeqSpan) -> BookedSales:
        values = {
            "first_number": first_number,
            "last_number": last_number,
            "from_us": span.from_us,
            "until_us": span.until_us,
        }
        return BookedSales(*(self._readers.row(statements.BOOKED, values) or (0, 0)))

    def delivery(self, span: SeqSpan) -> Delivery:
        values = {"first_seq": span.first_seq, "last_seq": span.last_seq}
        parked = (self._readers.row(statements.PARKED_IN, values) or (0,))[0]
        return Delivery(self._outbox.acknowledged(CLOUD), parked)

    def export_head(self, span: SeqSpan) -> bytes:
        before = self._entries(span.first_seq - 2, span.first_seq - 1, 1)
        last = self._entries(span.last_seq - 1, span.last_seq, 1)
        return head_line(
            span,
            self._outbox.register_id(),
            before[0].hash if before else GENESIS,
            last[0].hash if last else GENESIS,
        )

    def export_piece(self, after_seq: int, last_seq: int, most: int) -> tuple[int, bytes]:
        found = self._entries(after_seq, last_seq, most)
        if not found:
            raise StorageError("journal.no_such_entry", seq=after_seq + 1)
        return found[-1].seq, entry_lines(found, self._outbox.register_id())

    def _entries(self, after_seq: int, last_seq: int, most: int) -> list[StoredEntry]:
        if last_seq <= after_seq or last_seq < 1:
            return []
        values = {"seq": max(0, after_seq), "most": min(most, last_seq - after_seq)}
        return [StoredEntry(*row) for row in self._readers.rows(sql.ENTRIES_AFTER, values)]

    def _shifts_open(self, from_us: int, until_us: int) -> tuple[int, int]:
        """(first, last) seq that hold every shift that was open in that time.

        A shift lasts until the next one opens. Opened "before" its neighbour by a wrong clock, it
        counts from the earlier to the later of both.
        """
        last, last_us = self._readers.row(statements.LAST_TIME) or (0, 0)
        shifts = self._readers.rows(statements.SHIFTS)
        if not shifts:
            return 1, last
        opened = [*(row[1] for row in shifts), last_us]
        touched = [
            place
            for place, (one_us, next_us) in enumerate(pairwise(opened))
            if min(one_us, next_us) < until_us and max(one_us, next_us) >= from_us
        ]
        if not touched:
            return 1, 0
        first_sale = shifts[touched[0]][2]
        before = self._readers.row(statements.SEQ_OF_SALE_BEFORE, {"number": first_sale})
        first = int(before[0]) + 1 if before else 1
        if touched[-1] + 1 < len(shifts):
            # What came after the last sale of the shift is before the first of the next one.
            beyond = shifts[touched[-1] + 1][2]
            after = self._readers.row(statements.SEQ_OF_SALE_FROM, {"number": beyond})
            last = int(after[0]) if after else last
        return first, last
