"""How a position is settled: prepaid, in full, on credit; for whom an agent sells; under which tax
system (54-FZ; FFD tags 1214, 1222-1226, 1055)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PaymentMethod(StrEnum):
    """FFD tag 1214, by the names ATOL Online uses."""

    FULL_PREPAYMENT = "full_prepayment"
    PREPAYMENT = "prepayment"
    ADVANCE = "advance"
    FULL_PAYMENT = "full_payment"
    PARTIAL_PAYMENT = "partial_payment"
    CREDIT = "credit"
    CREDIT_PAYMENT = "credit_payment"


PREPAID = frozenset(
    {PaymentMethod.FULL_PREPAYMENT, PaymentMethod.PREPAYMENT, PaymentMethod.ADVANCE}
)
"""Money before the goods: taxed at the calculated rate (Tax Code art. 164, 4)."""

MONEY_ONLY = PREPAID | {PaymentMethod.CREDIT_PAYMENT}
"""Nothing but money changes hands."""


class AgentKind(StrEnum):
    """FFD tag 1222."""

    COMMISSION_AGENT = "commission_agent"
    ATTORNEY = "attorney"
    PAYING_AGENT = "paying_agent"
    PAYING_SUBAGENT = "paying_subagent"
    BANK_PAYING_AGENT = "bank_paying_agent"
    BANK_PAYING_SUBAGENT = "bank_paying_subagent"
    OTHER = "another"


@dataclass(frozen=True, slots=True)
class Agent:
    """For whom goods are sold. supplier_inn: 10 or 12 digits; supplier_phone: "+7..." or ""."""

    kind: AgentKind
    supplier_name: str
    supplier_inn: str
    supplier_phone: str = ""


@dataclass(frozen=True, slots=True)
class OpenSettlement:
    """A receipt that another one has to follow. sale_id, number: of the receipt; kind: a
    PaymentMethod, "credit" where goods were handed over unpaid; name: of the order or customer;
    whole_minor: what the goods cost in full, 0 = no goods are known; taken_minor: paid before, or
    owed at first; left_minor: what may still be offset or is still owed."""

    number: int
    sale_id: str
    occurred_at_us: int
    kind: str
    name: str
    customer_id: str
    whole_minor: int
    taken_minor: int
    left_minor: int

    @property
    def is_debt(self) -> bool:
        return self.kind == PaymentMethod.CREDIT

    @property
    def has_goods(self) -> bool:
        """Whether the goods of an order are on the receipt."""
        return bool(self.whole_minor) and not self.is_debt
