"""Facts of a refund that waits for money outside the register: begun, and given up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pos_desktop.domain.facts.sale import SaleCompleted


@dataclass(frozen=True, slots=True)
class RefundPart:
    """What of a refund belongs to one payment. kind: of its tender. amount_minor: what goes back,
    negative where it is taken (the dearer goods of an exchange). reference, by, peer: of that
    payment, as in PaidTender; "" = there was none, or nobody noted it."""

    kind: str
    amount_minor: int
    reference: str = ""
    by: str = ""
    peer: str = ""


@dataclass(frozen=True, slots=True)
class RefundBegun:
    """Money is about to go back outside the register; whether it went is not known before it is
    answered. A refund of several payments moves them one after the other: each next one is begun
    by one more fact of the same refund_id.

    refund_id: the sale_id of its first receipt. receipts: as they will be stored once all of the
    money has gone (the sale of an exchange among them), number 0 so far. card_minor: what moves
    outside the register in all. by: the device that is asked now, "" = a person says what was done;
    peer: which one that is, as in ports.PaymentTerminal.peer, "" = not noted.
    before: (line of the original, thousandths returned before), what the refund was
    counted from. parts: what has not moved yet, the first is what is asked about now; () where
    that was not noted: all of it at once. op_id: by which it is asked, "" = the refund_id.
    gone_minor: what went back before: then the refund cannot be given up any more.
    """

    KIND: ClassVar[str] = "RefundBegun"
    VERSION: ClassVar[int] = 1
    refund_id: str
    staff_id: str
    staff_name: str
    currency: str
    card_minor: int
    receipts: tuple[SaleCompleted, ...]
    before: tuple[tuple[int, int], ...] = ()
    by: str = ""
    peer: str = ""
    parts: tuple[RefundPart, ...] = ()
    op_id: str = ""
    gone_minor: int = 0

    @property
    def request_id(self) -> str:
        """The id of what is asked now."""
        return self.op_id or self.refund_id


@dataclass(frozen=True, slots=True)
class RefundPartSettled:
    """One payment of a refund of several was answered. op_id: of what was asked; moved: whether its
    money did. by: the device that said so, "" = a person; reason: code of what did not move."""

    KIND: ClassVar[str] = "RefundPartSettled"
    VERSION: ClassVar[int] = 1
    refund_id: str
    op_id: str
    moved: bool
    staff_id: str
    staff_name: str
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RefundGivenUp:
    """No money went back: there is no refund. by: the device that said so, "" = a person; reason:
    its code."""

    KIND: ClassVar[str] = "RefundGivenUp"
    VERSION: ClassVar[int] = 1
    refund_id: str
    staff_id: str
    staff_name: str
    by: str = ""
    reason: str = ""
