"""From receipts to what is open: an advance is taken, used up by the final receipt or given back; a
debt is made and paid."""

from __future__ import annotations

from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.facts import OPERATION_SIGNS, SaleCompleted, SoldLine
from pos_desktop.domain.settlement import PREPAID, PaymentMethod
from pos_desktop.domain.tender import TenderKind
from pos_desktop.journal.projected import Applier, Projected
from pos_desktop.journal.settlement import statements as sql


def _completed(db: sqlite.Cursor, _seq: int, at_us: int, fact: SaleCompleted) -> None:
    sign = OPERATION_SIGNS[fact.operation]
    prepaid_minor = prepaid_of(fact)
    owed_minor = owed_of(fact)
    if prepaid_minor and sign > 0:
        kind = next(line.method for line in fact.lines if _is_prepaid(line))
        _open(db, at_us, fact, kind, prepaid_minor)
    elif owed_minor and sign > 0:
        _open(db, at_us, fact, PaymentMethod.CREDIT.value, owed_minor)
    elif (prepaid_minor or owed_minor) and fact.original_sale_id:
        _less(db, fact.original_sale_id, prepaid_minor + owed_minor)
    repaid_minor = repaid_of(fact)
    if repaid_minor:
        _repaid(db, fact, sign * repaid_minor)
    for tender in fact.tenders:
        if tender.kind == TenderKind.ADVANCE and tender.reference:
            _less(db, tender.reference, sign * tender.amount_minor)


def prepaid_of(fact: SaleCompleted) -> int:
    """Money of this receipt that goods have still to follow; what is on a gift certificate is
    found by the certificate's number."""
    return sum(line.total_minor for line in fact.lines if _is_prepaid(line))


def owed_of(fact: SaleCompleted) -> int:
    return sum(t.amount_minor for t in fact.tenders if t.kind == TenderKind.CREDIT)


def repaid_of(fact: SaleCompleted) -> int:
    credit_payment = PaymentMethod.CREDIT_PAYMENT
    return sum(line.total_minor for line in fact.lines if line.method == credit_payment)


def _is_prepaid(line: SoldLine) -> bool:
    return line.method in PREPAID and not line.certificate


def _open(db: sqlite.Cursor, at_us: int, fact: SaleCompleted, kind: str, taken_minor: int) -> None:
    is_debt = kind == PaymentMethod.CREDIT
    goods = [ln for ln in fact.lines if ln.product_id and (is_debt or ln.method in PREPAID)]
    db.execute(
        sql.INSERT_SETTLEMENT,
        {
            "number": fact.number,
            "sale_id": fact.sale_id,
            "occurred_at_us": at_us,
            "kind": kind,
            "name": fact.order or fact.customer_name,
            "customer_id": fact.customer_id,
            "whole_minor": sum(line.whole_minor or line.total_minor for line in goods),
            "taken_minor": taken_minor,
            "left_minor": taken_minor,
        },
    )


def _repaid(db: sqlite.Cursor, fact: SaleCompleted, by_minor: int) -> None:
    """Of the receipt whose debt was paid, where it is named; else the customer's debts, the oldest
    first. A payment that was given back (negative) makes the latest of them open again."""
    of_debt = fact.debt_sale_id or fact.original_sale_id
    named = db.execute(sql.SETTLEMENT, {"sale_id": of_debt}).fetchone()
    if named is not None:
        _less(db, of_debt, by_minor)
        return
    if not fact.customer_id:
        return
    debts = db.execute(sql.DEBTS_OF_CUSTOMER, {"customer_id": fact.customer_id}).fetchall()
    for of_sale, taken_minor, left_minor in debts if by_minor > 0 else reversed(debts):
        if by_minor > 0:
            part = min(by_minor, max(0, left_minor))
        else:
            part = max(by_minor, left_minor - taken_minor)
        if part:
            _less(db, of_sale, part)
            by_minor -= part


def _less(db: sqlite.Cursor, of_sale: str, by_minor: int) -> None:
    db.execute(sql.LESS_LEFT, {"of_sale": of_sale, "by_minor": by_minor})


PROJECTED: tuple[Projected, ...] = (
    Projected("settlement", sql.CLEAR_SETTLEMENT, sql.ALL_SETTLEMENTS),
)

APPLIERS: dict[type[Any], Applier] = {SaleCompleted: _completed}
