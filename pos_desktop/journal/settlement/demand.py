"""The check inside the commit: money that was put down once is used up or given back once, whatever
sales were open beside each other and whatever was refunded meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Mapping

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
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.domain.tender import TenderKind
from pos_desktop.journal.customers import statements as accounts_sql
from pos_desktop.journal.refunds import statements as refunds_sql
from pos_desktop.journal.settlement import statements as sql
from pos_desktop.journal.settlement.projection import owed_of, prepaid_of, repaid_of

_CODES = {Account.CERTIFICATE: "certificate.drawn_before"}
_CREDIT = {
    "repaid": (Account.DEBT, 1),
    "debt": (Account.DEBT, -1),
    "store_credit_spent": (Account.STORE_CREDIT, 1),
    "store_credit_given": (Account.STORE_CREDIT, -1),
}


def demand_open(db: sqlite.Cursor, facts: Collection[Fact]) -> None:
    """RefusalError("advance.used_up" | "debt.paid_already" | "certificate.drawn_before" |
    "account.drawn_before"): more is taken than is left."""
    wanted: dict[str, int] = {}
    moved: dict[tuple[Account, str], int] = {}
    receipts = {fact.sale_id for fact in facts if isinstance(fact, SaleCompleted)}
    for fact in facts:
        _add_move(moved, fact, receipts)
        if isinstance(fact, SaleCompleted):
            _add(wanted, fact, db)
        elif isinstance(fact, RefundBegun):
            for receipt in fact.receipts:
                _add(wanted, receipt, None)
    for sale_id, minor in wanted.items():
        row = db.execute(sql.SETTLEMENT, {"sale_id": sale_id}).fetchone()
        if row is None or minor <= 0:
            continue
        kind, left_minor = row[3], row[8]
        if minor > left_minor:
            is_debt = kind == PaymentMethod.CREDIT
            raise RefusalError("debt.paid_already" if is_debt else "advance.used_up")
    _demand_held(db, moved)


def _demand_held(db: sqlite.Cursor, moved: Mapping[tuple[Account, str], int]) -> None:
    """What accounts lose by these facts, all in all, was on them."""
    for (account, holder), minor in moved.items():
        if minor <= 0:
            continue
        values = {"account": account.value, "holder": holder}
        left_minor = db.execute(accounts_sql.BALANCE, values).fetchone()[0]
        if minor > left_minor:
            if account is Account.DEBT:
                raise RefusalError("debt.paid_already")
            code = _CODES.get(account, "account.drawn_before")
            raise RefusalError(code, number=holder, left_minor=max(0, left_minor))


def _add_move(moved: dict[tuple[Account, str], int], fact: Fact, receipts: Collection[str]) -> None:
    """What one of these receipts took counts, less what came back with another (an exchange)."""
    if isinstance(fact, CertificateMoved):
        sign = {"spent": 1, "returned": -1}.get(fact.kind, 0)
        one = (Account.CERTIFICATE, fact.number)
    elif isinstance(fact, CreditMoved):
        account, sign = _CREDIT.get(fact.kind, (Account.DEBT, 0))
        one = (account, fact.customer_id)
    elif isinstance(fact, BonusMoved):
        sign = -1 if fact.why in ("spent", "returned") else 0
        one = (Account.BONUS, fact.customer_id)
    else:
        return
    if fact.sale_id not in receipts:
        return
    moved[one] = moved.get(one, 0) + sign * fact.amount_minor


def _add(wanted: dict[str, int], fact: SaleCompleted, db: sqlite.Cursor | None) -> None:
    """db: to leave out a refund that has begun, whose money has moved already; None = it begins."""
    sign = OPERATION_SIGNS[fact.operation]
    of_debt = fact.debt_sale_id or fact.original_sale_id
    taken = [(of_debt, sign * repaid_of(fact))] if of_debt else []
    if sign < 0 and fact.original_sale_id:
        taken.append((fact.original_sale_id, prepaid_of(fact) + owed_of(fact)))
    taken += [
        (tender.reference, sign * tender.amount_minor)
        for tender in fact.tenders
        if tender.kind == TenderKind.ADVANCE and tender.reference
    ]
    if not any(minor for _, minor in taken) or (db is not None and _has_begun(db, fact)):
        return
    for sale_id, minor in taken:
        wanted[sale_id] = wanted.get(sale_id, 0) + minor


def _has_begun(db: sqlite.Cursor, fact: SaleCompleted) -> bool:
    row = db.execute(refunds_sql.BEGUN, {"refund_id": fact.sale_id}).fetchone()
    return row is not None
