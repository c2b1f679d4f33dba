"""Facts of money that moves through a bank's QR code: what the bank was asked for, by which names
it knows it. What became of it is in TenderSettled and SaleCompleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class QrRegistered:
    """A bank made a code; stored before anybody can see it and pay. op_id: of the request, the
    tender's id. bank: "raiffeisen" | "tbank"; order_id: ours, in the bank's registers; bank_id: of
    the code or the payment there. payload: what the code holds, a link. expires_at_us: afterwards
    nobody can pay it any more."""

    KIND: ClassVar[str] = "QrRegistered"
    VERSION: ClassVar[int] = 1
    op_id: str
    bank: str
    order_id: str
    bank_id: str
    payload: str
    amount_minor: int
    currency: str
    expires_at_us: int


@dataclass(frozen=True, slots=True)
class QrRefundAsked:
    """A bank is asked to give a part of such money back; stored before the first byte. before: in
    which state the bank said the payment was then, by which it is told afterwards whether this
    request was carried out."""

    KIND: ClassVar[str] = "QrRefundAsked"
    VERSION: ClassVar[int] = 1
    op_id: str
    bank: str
    order_id: str
    bank_id: str
    amount_minor: int
    currency: str
    before: str = ""
