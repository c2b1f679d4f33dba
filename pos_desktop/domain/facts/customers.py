"""Facts about customers and what they hold: points, gift certificates, debt and store credit.

A balance is the sum of its moves. A move that belongs to a receipt carries the receipt's UUID, and
one receipt makes at most one move of a sort, so that no replay and no repeated delivery counts it
twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CustomerSaved:
    """A customer as he is from now on: new, or changed as a whole.

    phone: E.164 ("+79261234567") or "". group: for rates of points, promotions and prices, "".
    price_list: id, "". birth_date: ISO date or "". consent: to messages of the shop. buyer_inn: of
    a firm that wants itself named on receipts (FFD tag 1228). credit_limit_minor: how much he may
    owe without a senior's word.
    """

    KIND: ClassVar[str] = "CustomerSaved"
    VERSION: ClassVar[int] = 1
    customer_id: str
    name: str
    phone: str = ""
    email: str = ""
    card: str = ""
    group: str = ""
    price_list: str = ""
    birth_date: str = ""
    note: str = ""
    consent: bool = False
    buyer_inn: str = ""
    credit_limit_minor: int = 0
    staff_id: str = ""
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class BonusMoved:
    """Points of a customer became more (amount_minor > 0) or fewer.

    why: "earned" (negative where a refund takes an accrual back), "spent", "returned" (spent points
    given back by a refund), "expired", "adjusted" (by hand, with a reason). sale_id: of the receipt
    it follows from, "" for an adjustment. original_sale_id and base_minor: of a refund, whose sale
    and for how much of it.
    """

    KIND: ClassVar[str] = "BonusMoved"
    VERSION: ClassVar[int] = 1
    customer_id: str
    sale_id: str
    amount_minor: int
    why: str
    reason: str = ""
    original_sale_id: str = ""
    base_minor: int = 0
    staff_id: str = ""
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class CertificateMoved:
    """A gift certificate was sold, topped up, spent, or got money back.

    kind: "sold" | "topped_up" | "spent" | "returned" | "withdrawn" (its sale was refunded).
    amount_minor: > 0, whatever the direction. valid_until: ISO date of its last day, "" = none.
    """

    KIND: ClassVar[str] = "CertificateMoved"
    VERSION: ClassVar[int] = 1
    number: str
    kind: str
    amount_minor: int
    sale_id: str
    valid_until: str = ""
    staff_id: str = ""
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class CreditMoved:
    """What a customer owes the shop, or the shop owes him, changed.

    kind: "debt" | "repaid" | "debt_cancelled" (the sale was refunded) | "store_credit_given" |
    "store_credit_spent". amount_minor: > 0, whatever the direction.
    """

    KIND: ClassVar[str] = "CreditMoved"
    VERSION: ClassVar[int] = 1
    customer_id: str
    kind: str
    amount_minor: int
    sale_id: str
    reason: str = ""
    staff_id: str = ""
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class PriceListChanged:
    """A price list of customers was replaced at this register; its prices are reference data."""

    KIND: ClassVar[str] = "PriceListChanged"
    VERSION: ClassVar[int] = 1
    list_id: str
    name: str
    prices_count: int
    staff_id: str
    staff_name: str
