"""Facts of a refund that waits for money outside the register: begun, and given up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pos_desktop.domain.facts.sale import SaleCompleted


@dataclass(frozen=True, slots=True)
class RefundBegun:
    """Money is about to go back to a card; whether it went is not known before it is answered.

    refund_id: the sale_id of its first receipt. receipts: as they will be stored once the money
    has gone (the sale of an exchange among them), number 0 so far. card_minor: what the terminal
    gives back. by: the device that is asked by this refund's id, "" = a person says what it did;
    peer: which one that was, as in ports.PaymentTerminal.peer, "" = not noted.
    before: (line of the original, thousandths returned before), what the refund was
    counted from.
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


@dataclass(frozen=True, slots=True)
class RefundGivenUp:
    """The terminal gave no money back: there is no refund. by: the device that said so, "" = a
    person; reason: its code."""

    KIND: ClassVar[str] = "RefundGivenUp"
    VERSION: ClassVar[int] = 1
    refund_id: str
    staff_id: str
    staff_name: str
    by: str = ""
    reason: str = ""
