"""The check inside the commit: money that was put down once is used up or given back once, whatever
sales were open beside each other and whatever was refunded meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import OPERATION_SIGNS, Fact, RefundBegun, SaleCompleted
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.domain.tender import TenderKind
from pos_desktop.journal.refunds import statements as refunds_sql
from pos_desktop.journal.settlement import statements as sql
from pos_desktop.journal.settlement.projection import owed_of, prepaid_of, repaid_of


def demand_open(db: sqlite.Cursor, facts: Iterable[Fact]) -> None:
    """RefusalError("advance.used_up" | "debt.paid_already"): more is taken than is left."""
    wanted: dict[str, int] = {}
    for fact in facts:
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


def _add(wanted: dict[str, int], fact: SaleCompleted, db: sqlite.Cursor | None) -> None:
    """db: to leave out a refund that has begun, whose money has moved already; None = it begins."""
    sign = OPERATION_SIGNS[fact.operation]
    of_original = repaid_of(fact) if sign > 0 else prepaid_of(fact) + owed_of(fact)
    taken = [(fact.original_sale_id, of_original)] if fact.original_sale_id else []
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
