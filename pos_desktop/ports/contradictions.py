"""What the journal knows of devices that said other than the books do."""

from __future__ import annotations

from typing import Protocol

from pos_desktop.domain.facts import TerminalContradicted


class ContradictionBook(Protocol):
    """Reads of the journal; may raise StorageError."""

    def open(self) -> tuple[TerminalContradicted, ...]:
        """Those that nobody has seen to yet, oldest first."""
        ...
