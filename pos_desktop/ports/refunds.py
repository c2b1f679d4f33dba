"""What a refund asks of the journal: what came back before, what waits, which receipt it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pos_desktop.domain.facts import RefundBegun
from pos_desktop.domain.refund import Returned
from pos_desktop.ports.books import SaleDetail


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """UTC microseconds; until_us is not part of it."""

    from_us: int
    until_us: int


class RefundBook(Protocol):
    """Reads of the journal for refunds. Safe from any thread; every method may raise
    StorageError. Lists are newest first and short."""

    def returned(self, sale_id: str) -> dict[int, Returned]:
        """What came back of each line, by its n; lines of which nothing did are left out."""
        ...

    def given_back(self, sale_id: str) -> dict[str, int]:
        """Minor units that went back, by kind of tender."""
        ...

    def unfinished(self) -> RefundBegun | None:
        """The refund whose money at a terminal is not answered yet."""
        ...

    def corrected_by(self, sale_id: str) -> SaleDetail | None:
        """The right receipt that was made in the place of a wrong one."""
        ...

    def by_id(self, sale_id: str) -> SaleDetail | None: ...
    def by_number(self, number: int) -> SaleDetail | None: ...

    def by_document(self, fn: str, fd: int) -> SaleDetail | None:
        """The receipt that was registered as document fd of the fiscal storage fn."""
        ...

    def by_sum(self, span: TimeSpan, total_minor: int) -> list[SaleDetail]: ...

    def by_reference(self, span: TimeSpan, text: str) -> list[SaleDetail]:
        """Cashless receipts with a tender whose reference contains the text: of the slip, or the
        last digits of the card."""
        ...

    def by_customer(self, customer_id: str) -> list[SaleDetail]: ...
