"""A shop with points, certificates and credit, and the steps of its sales, for such tests."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.customers import Customer, CustomerRules
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    BonusMoved,
    SaleCompleted,
)
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.loyalty import LoyaltyRules
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import customers, loyalty, pay, sell
from pos_desktop.ports import Commit
from tests.till_fakes import (
    CASHIER,
    SENIOR,
    SHIFT,
    FakeLedger,
    detail_of,
    workplace,
)

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
COFFEE = "4607084120301"  # 349.00
BREAD = "4601238051176"  # 62.50
RULES = LoyaltyRules(
    earn_hundredths={"all": 500},
    payable_hundredths=5000,
    step_minor=100,
    valid_days=365,
    offline_hours=24,
    points_offline_minor=10_000,
    certificate_offline_minor=50_000,
)
SHOP = CustomerRules(loyalty=RULES, certificate_days=365)


def shop(**rules) -> object:
    return workplace(customer_rules=replace(SHOP, **rules), ledger=FakeLedger())


def regular(place, points_minor=0, **terms) -> Customer:
    made = customers.add(place, Customer("", "Анна", "+79261234567", **terms), staff=SENIOR)
    if points_minor:
        place.journal.commit(
            Commit((BonusMoved(made.customer_id, "", points_minor, "adjusted"),), occurred_at_us=1)
        )
    return made


def sale_of(place, customer, *codes):
    sale = customers.attach(place, None, customer.customer_id, staff=CASHIER) if customer else None
    for code in codes:
        sale = sell.add_scanned(place, sale, code, staff=CASHIER).sale
    return sale


def completed(place, payment, staff=CASHIER) -> SaleCompleted:
    pay.complete(place, payment, SHIFT, staff=staff)
    [fact] = [f for f in place.journal.commits[-1].facts if isinstance(f, SaleCompleted)]
    place.ledger.details[fact.sale_id] = detail_of(fact, FiscalState.QUEUED)
    return fact


def paid(place, sale, kind=TenderKind.CASH) -> SaleCompleted:
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    return completed(place, pay.add_tender(place, payment, kind, payment.left_minor, staff=CASHIER))


def refunded(place, sale: SaleCompleted, total_minor: int, n: int = 1, tenders=()) -> None:
    """A refund receipt as the refund makes it, with the moves it causes."""
    fact = replace(
        sale,
        sale_id=f"refund-{n}",
        number=sale.number + n,
        operation="sell_refund",
        total_minor=total_minor,
        original_sale_id=sale.sale_id,
        lines=(),
        tenders=tenders,
        bonus_spent_minor=0,
        bonus_earned_minor=0,
    )
    place.journal.commit(Commit((fact, *loyalty.facts_of(place, fact))))


def refusal(act) -> RefusalError:
    with pytest.raises(RefusalError) as caught:
        act()
    return caught.value


def points(place, customer) -> int:
    return place.customers.holdings(customer.customer_id).bonus_minor
