"""What reports read of the journal: facts of a span of time, a small piece at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pos_desktop.domain.facts import Fact, FiscalDocumentRegistered


@dataclass(frozen=True, slots=True)
class SeqSpan:
    """Entries first_seq..last_seq that happened from from_us until (not at) until_us. Empty where
    last_seq < first_seq."""

    first_seq: int
    last_seq: int
    from_us: int
    until_us: int


@dataclass(frozen=True, slots=True)
class FactBatch:
    """Some facts with their times (UTC microseconds); reached_seq: up to where entries are read."""

    reached_seq: int
    facts: list[tuple[int, Fact]]


@dataclass(frozen=True, slots=True)
class BookedSales:
    """The same receipts as the projection has them: how many, their sum with signs."""

    count: int
    net_minor: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """acknowledged_seq: up to here the cloud has everything, but for parked entries of the span."""

    acknowledged_seq: int
    parked: int


class ReportBook(Protocol):
    """Safe to call from any thread; no read waits for a sale or holds one up. Every method may
    raise StorageError."""

    def span(self, from_us: int, until_us: int) -> SeqSpan:
        """Where the entries of that time lie, up to the newest now."""
        ...

    def span_of_shifts(self, from_us: int, until_us: int) -> SeqSpan:
        """All entries of every shift that was open in that time, whole shifts; from_us and
        until_us of the answer hold everything."""
        ...

    def batches(self, span: SeqSpan, kinds: Sequence[str]) -> Iterator[FactBatch]:
        """The facts of these kinds in order; each batch is a read of its own, a few milliseconds
        long, so one may stop between two."""
        ...

    def registered_later(
        self, first_number: int, last_number: int, after_seq: int
    ) -> list[FiscalDocumentRegistered]:
        """Documents of these sales that were registered after that entry."""
        ...

    def booked(self, first_number: int, last_number: int, span: SeqSpan) -> BookedSales: ...
    def delivery(self, span: SeqSpan) -> Delivery: ...
    def export_head(self, span: SeqSpan) -> bytes:
        """The first line of a file with these entries (journal/export.py)."""
        ...

    def export_piece(self, after_seq: int, last_seq: int, most: int) -> tuple[int, bytes]:
        """(last seq in it, lines) of the next entries, at most so many; StorageError where one is
        missing."""
        ...
