"""The check inside the commit: what accounts lose by it - points, money on certificates, store
credit, debts - was on them, whatever other sale or refund got in between."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.customers import Account
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    OPERATION_SIGNS,
    BonusMoved,
    CertificateMoved,
    CreditMoved,
    Fact,
    RefundBegun,
    SaleCompleted,
)
from pos_desktop.journal.customers import statements as sql
from pos_desktop.journal.refunds.under_way import is_of, refund_under_way
from pos_desktop.ports import SpendLimit

_DRAWN = {
    Account.BONUS: "loyalty.drawn_before",
    Account.CERTIFICATE: "certificate.drawn_before",
    Account.DEBT: "debt.paid_already",
    Account.STORE_CREDIT: "account.drawn_before",
}
_OFFLINE = {
    Account.BONUS: "loyalty.offline_spent",
    Account.CERTIFICATE: "certificate.offline_spent",
}
_CERTIFICATE = {"spent": 1, "withdrawn": 1, "returned": -1, "sold": -1, "topped_up": -1}
_CREDIT = {
    "repaid": (Account.DEBT, 1),
    "debt": (Account.DEBT, -1),
    "store_credit_spent": (Account.STORE_CREDIT, 1),
    "store_credit_given": (Account.STORE_CREDIT, -1),
}

Taken = dict[tuple[Account, str], int]
"""What accounts lose, by (account, holder), in minor units."""


def demand_held(db: sqlite.Cursor, facts: Collection[Fact], limits: Iterable[SpendLimit]) -> None:
    """RefusalError("loyalty.drawn_before" | "certificate.drawn_before" | "account.drawn_before" |
    "debt.paid_already" with left_minor=): more is taken than is there, or than a refund that waits
    for its money leaves; receipts of that refund are not asked, it has moved.
    RefusalError("loyalty.offline_spent" | "certificate.offline_spent" with most_minor=)."""
    taken = _taken(facts)
    if all(minor <= 0 for minor in taken.values()):
        return
    under_way = refund_under_way(db)
    if is_of(under_way, facts):
        return
    reserved = _withdrawn(under_way) if under_way is not None else {}
    for (account, holder), minor in taken.items():
        if minor <= 0:
            continue
        values = {"account": account.value, "holder": holder}
        left_minor = db.execute(sql.BALANCE, values).fetchone()[0]
        left_minor -= max(0, reserved.get((account, holder), 0))
        if minor > left_minor:
            raise RefusalError(_DRAWN[account], number=holder, left_minor=max(0, left_minor))
    for limit in limits:
        _demand_within(db, limit, taken.get((limit.account, limit.holder), 0))


def _demand_within(db: sqlite.Cursor, limit: SpendLimit, minor: int) -> None:
    values = {"account": limit.account.value, "holder": limit.holder, "since_us": limit.since_us}
    before_minor = db.execute(sql.SPENT_SINCE, values).fetchone()[0]
    if before_minor + minor > limit.most_minor:
        most_minor = max(0, limit.most_minor - before_minor)
        raise RefusalError(_OFFLINE[limit.account], number=limit.holder, most_minor=most_minor)


def _taken(facts: Collection[Fact]) -> Taken:
    """What one of these receipts took counts, less what came back with another (an exchange); and
    what somebody took away by hand or is about to give back."""
    receipts = {fact.sale_id for fact in facts if isinstance(fact, SaleCompleted)}
    taken: Taken = {}
    for fact in facts:
        if isinstance(fact, RefundBegun):
            for one, minor in _withdrawn(fact).items():
                taken[one] = taken.get(one, 0) + minor
            continue
        if isinstance(fact, CertificateMoved):
            sign = _CERTIFICATE.get(fact.kind, 0)
            one = (Account.CERTIFICATE, fact.number)
        elif isinstance(fact, CreditMoved):
            account, sign = _CREDIT.get(fact.kind, (Account.DEBT, 0))
            one = (account, fact.customer_id)
        elif isinstance(fact, BonusMoved):
            by_hand = fact.why == "adjusted" and fact.amount_minor < 0
            sign = -1 if by_hand or fact.why in ("spent", "returned") else 0
            one = (Account.BONUS, fact.customer_id)
        else:
            continue
        if fact.sale_id in receipts or not fact.sale_id:
            taken[one] = taken.get(one, 0) + sign * fact.amount_minor
    return taken


def _withdrawn(refund: RefundBegun) -> Taken:
    """Certificates whose own sale is given back: the money on them goes with it, but for what the
    right receipt of a correction puts there again."""
    taken: Taken = {}
    for receipt in refund.receipts:
        sign = -OPERATION_SIGNS[receipt.operation]
        for line in receipt.lines:
            if line.certificate:
                one = (Account.CERTIFICATE, line.certificate)
                taken[one] = taken.get(one, 0) + sign * line.total_minor
    return taken
