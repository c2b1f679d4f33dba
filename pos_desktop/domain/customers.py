"""A customer as the register knows him, and what he holds: points, debt, store credit,
certificates. All of it is sums of facts (domain/facts/customers.py)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pos_desktop.domain.loyalty import NO_LOYALTY, LoyaltyRules
from pos_desktop.domain.sale import SaleCustomer


class Account(StrEnum):
    """Whose moves are added up under one holder: points, debt and store credit of a customer,
    money on a certificate."""

    BONUS = "bonus"
    DEBT = "debt"
    STORE_CREDIT = "store_credit"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Customer:
    """phone: E.164 or "". group, price_list: codes, "". birth_date: ISO or "". buyer_inn: of a
    firm, 10 or 12 digits, "". credit_limit_minor: debt allowed without a senior's word."""

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

    def as_buyer(self) -> SaleCustomer:
        """What an open sale keeps of the customer."""
        return SaleCustomer(
            self.customer_id, self.name, self.phone, self.email, self.group, self.price_list,
            self.buyer_inn,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a customer has and owes, in minor units. bonus_minor may be negative: points owed after
    a refund. bonus_moved_us: when points moved last, 0 = never."""

    bonus_minor: int = 0
    debt_minor: int = 0
    store_credit_minor: int = 0
    bonus_moved_us: int = 0


@dataclass(frozen=True, slots=True)
class AccountMove:
    """One line of a ledger. why: as in the fact; amount_minor: with its sign."""

    at_us: int
    why: str
    amount_minor: int
    sale_id: str
    reason: str
    staff_name: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """number: as scanned. balance_minor: what is left on it. valid_until: its last day, None = no
    end."""

    number: str
    balance_minor: int
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """A receipt of a customer. operation: as in SaleCompleted."""

    sale_id: str
    number: int
    at_us: int
    operation: str
    total_minor: int


@dataclass(frozen=True, slots=True)
class CustomerRules:
    """How this shop keeps customers.

    card_prefixes, certificate_prefixes: what the codes on cards and certificates begin with.
    certificate_days: how long a certificate may be spent after money was put on it, 0 = no end.
    region: ISO 3166 code of the country whose telephones need no country code. shared: other
    registers know the same customers through the cloud, so limits hold while it is not reached.
    """

    loyalty: LoyaltyRules = NO_LOYALTY
    card_prefixes: tuple[str, ...] = ("29",)
    certificate_prefixes: tuple[str, ...] = ("28",)
    certificate_days: int = 365
    region: str = "RU"
    shared: bool = False


ORDINARY_RULES = CustomerRules()
