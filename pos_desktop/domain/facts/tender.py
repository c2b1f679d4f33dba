"""Facts of money on its way: asked of a terminal, answered, given back before the sale was made.

What a completed sale was paid with is in SaleCompleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class TenderRequested:
    """Somebody was asked to take money elsewhere (a card terminal); stored before that person is
    told. kind: of domain.tender.TenderKind."""

    KIND: ClassVar[str] = "TenderRequested"
    VERSION: ClassVar[int] = 1
    sale_id: str
    tender_id: str
    kind: str
    amount_minor: int
    currency: str
    staff_id: str
    staff_name: str


@dataclass(frozen=True, slots=True)
class TenderSettled:
    """What became of it. outcome: "approved" | "declined" | "unknown"; unknown is followed by one
    of the other two. reference: of the terminal's slip, never a card number."""

    KIND: ClassVar[str] = "TenderSettled"
    VERSION: ClassVar[int] = 1
    sale_id: str
    tender_id: str
    outcome: str
    staff_id: str
    staff_name: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class TenderReturned:
    """Money taken for a sale that was not completed went back to the customer."""

    KIND: ClassVar[str] = "TenderReturned"
    VERSION: ClassVar[int] = 1
    sale_id: str
    tender_id: str
    kind: str
    amount_minor: int
    currency: str
    staff_id: str
    staff_name: str
    reference: str = ""
    reason: str = ""
