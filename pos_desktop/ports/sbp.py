"""What the journal knows of payments by QR code, for the worker that asks the bank about them."""

from __future__ import annotations

from typing import Protocol

from pos_desktop.domain.facts import QrRefundAsked, QrRegistered


class QrBook(Protocol):
    """Reads of the journal. Safe from any thread; every method may raise StorageError."""

    def code(self, op_id: str) -> QrRegistered | None:
        """The last code that was made for this request; None = nobody can have seen one."""
        ...

    def refund(self, op_id: str) -> QrRefundAsked | None:
        """None = the bank was not asked for it."""
        ...
