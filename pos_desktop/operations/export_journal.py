"""Giving the journal of a period out: a file with its hashes, and its receipts beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pos_desktop.operations.read_reports import StoppedError, Watch
from pos_desktop.ports import ReportBook, SeqSpan

_MOST = 400


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: entries first_seq..last_seq, their number."""

    path: str
    first_seq: int
    last_seq: int

    @property
    def count(self) -> int:
        return max(0, self.last_seq - self.first_seq + 1)


def exported_pieces(book: ReportBook, span: SeqSpan, watch: Watch) -> Iterator[bytes]:
    """The file piece by piece; StoppedError where it is not wanted any more."""
    yield book.export_head(span)
    length = max(1, span.last_seq - span.first_seq + 1)
    after = span.first_seq - 1
    while after < span.last_seq:
        if not watch.wanted():
            raise StoppedError
        last, piece = book.export_piece(after, span.last_seq, _MOST)
        yield piece
        after = last
        watch.progress((after - span.first_seq + 1) * 1000 // length)
        watch.pause()
