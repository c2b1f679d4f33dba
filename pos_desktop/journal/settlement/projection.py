"""From receipts to what is open: an advance is taken, used up by the final receipt or given back; a
debt is made and paid."""

from __future__ import annotations

from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.facts import OPERATION_SIGNS, SaleCompleted
from pos_desktop.domain.settlement import PREPAID, PaymentMethod
from pos_desktop.domain.tender import TenderKind
from pos_desktop.journal.projected import Applier, Projected
from pos_desktop.journal.settlement import statements as sql


def _completed(db: sqlite.Cursor, _seq: int, at_us: int, fact: SaleCompleted) -> None:
    sign = OPERATION_SIGNS[fact.operation]
    prepaid_minor = _of_methods(fact, PREPAID)
    owed_minor = sum(t.amount_minor for t in fact.tenders if t.kind == TenderKind.CREDIT)
    repaid_minor = _of_methods(fact, {PaymentMethod.CREDIT_PAYMENT})
    if prepaid_minor and sign > 0:
        kind = next(line.method for line in fact.lines if line.method in PREPAID)
        _open(db, at_us, fact, kind, prepaid_minor)
    elif owed_minor and sign > 0:
        _open(db, at_us, fact, PaymentMethod.CREDIT.value, owed_minor)
    elif (prepaid_minor or owed_minor) and fact.original_sale_id:
        _less(db, fact.original_sale_id, prepaid_minor + owed_minor)
    if repaid_minor and fact.original_sale_id and sign > 0:
        _less(db, fact.original_sale_id, repaid_minor)
    for tender in fact.tenders:
        if tender.kind == TenderKind.ADVANCE and tender.reference:
            _less(db, tender.reference, sign * tender.amount_minor)


def _of_methods(fact: SaleCompleted, methods: set[PaymentMethod] | frozenset[PaymentMethod]) -> int:
    return sum(line.total_minor for line in fact.lines if line.method in methods)


def _open(db: sqlite.Cursor, at_us: int, fact: SaleCompleted, kind: str, taken_minor: int) -> None:
    goods = [line for line in fact.lines if line.product_id]
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


def _less(db: sqlite.Cursor, of_sale: str, by_minor: int) -> None:
    db.execute(sql.LESS_LEFT, {"of_sale": of_sale, "by_minor": by_minor})


PROJECTED: tuple[Projected, ...] = (
    Projected("settlement", sql.CLEAR_SETTLEMENT, sql.ALL_SETTLEMENTS),
)

APPLIERS: dict[type[Any], Applier] = {SaleCompleted: _completed}
