"""Facts of money on its way: asked of a terminal, answered, given back before the sale was made.

What a completed sale was paid with is in SaleCompleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class TenderRequested:
    """Money is to be taken elsewhere (a card terminal); stored before a person or a device is
    told. kind: of domain.tender.TenderKind. by: the device that is asked by this tender's id, "" =
    a person. peer: which one that was, as in ports.PaymentTerminal.peer; "" = not noted."""

    KIND: ClassVar[str] = "TenderRequested"
    VERSION: ClassVar[int] = 1
    sale_id: str
    tender_id: str
    kind: str
    amount_minor: int
    currency: str
    staff_id: str
    staff_name: str
    by: str = ""
    peer: str = ""


@dataclass(frozen=True, slots=True)
class TenderSettled:
    """What became of it. outcome: "approved" | "declined" | "unknown"; unknown is followed by one
    of the other two. reference: of the terminal's slip, never a card number. by: the device that
    said so, "" = a person. reason: code of what was not approved; card: masked."""

    KIND: ClassVar[str] = "TenderSettled"
    VERSION: ClassVar[int] = 1
    sale_id: str
    tender_id: str
    outcome: str
    staff_id: str
    staff_name: str
    reference: str = ""
    by: str = ""
    reason: str = ""
    card: str = ""
    slip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TenderReturnRequested:
    """A device is asked to give money of a sale back that was not completed; stored before the
    first byte. op_id: of that request. peer: as in TenderRequested."""

    KIND: ClassVar[str] = "TenderReturnRequested"
    VERSION: ClassVar[int] = 1
    sale_id: str
    tender_id: str
    op_id: str
    by: str
    amount_minor: int
    currency: str
    staff_id: str
    staff_name: str
    peer: str = ""


@dataclass(frozen=True, slots=True)
class TenderKept:
    """The device gave nothing back, or nobody knows: outcome "declined" | "unknown". Unknown is
    followed by TenderReturned or "declined"; a declined one still pays for its sale."""

    KIND: ClassVar[str] = "TenderKept"
    VERSION: ClassVar[int] = 1
    sale_id: str
    tender_id: str
    op_id: str
    outcome: str
    staff_id: str
    staff_name: str
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TenderReturned:
    """Money taken for a sale that was not completed went back to the customer. op_id: of the
    request that gave it back, "" where a person did; slip: lines of its paper."""

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
    op_id: str = ""
    by: str = ""
    slip: tuple[str, ...] = ()
