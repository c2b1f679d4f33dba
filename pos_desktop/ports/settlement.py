"""Receipts that another one has to follow: reads of the journal, safe from any thread."""

from __future__ import annotations

from typing import Protocol

from pos_desktop.domain.settlement import OpenSettlement


class SettlementBook(Protocol):
    """Advances, orders and debts of this register's own journal, with no network."""

    def open(self, text: str = "", customer_id: str = "") -> list[OpenSettlement]:
        """Those that are not used up or paid, newest first, whose receipt number or name holds
        every word of the text."""
        ...

    def of_sale(self, sale_id: str) -> OpenSettlement | None:
        """Of that receipt, used up or not; None where it left nothing to settle."""
        ...
