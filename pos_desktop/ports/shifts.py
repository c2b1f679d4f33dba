"""What screens and operations ask about shifts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pos_desktop.domain.shift_report import ShiftReport


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift of the list. expected_minor, declared_minor, verified_minor: the three values of
    its drawer; None where nobody has counted or verified."""

    number: int
    opened_at_us: int
    opened_by: str
    is_open: bool = False
    closed_at_us: int = 0
    closed_by: str = ""
    revenue_minor: int = 0
    expected_minor: int = 0
    declared_minor: int | None = None
    reason: str = ""
    explanation: str = ""
    verified_minor: int | None = None
    verified_by: str = ""
    verified_at_us: int = 0
    verified_note: str = ""

    @property
    def left_minor(self) -> int:
        """What lies in the drawer after it, as far as anybody knows."""
        for known in (self.verified_minor, self.declared_minor):
            if known is not None:
                return known
        return self.expected_minor


class ShiftBook(Protocol):
    """Safe to call from any thread; every method may raise StorageError."""

    def report(self, number: int) -> ShiftReport:
        """All sums of a shift; zeros for one that is not there."""
        ...

    def shifts(self, limit: int = 200) -> list[ShiftRow]:
        """Newest first, the open one included."""
        ...

    def shift(self, number: int) -> ShiftRow | None: ...
    def last_end(self) -> ShiftRow | None:
        """The last shift that was closed."""
        ...
