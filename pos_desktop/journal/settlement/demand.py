"""The check inside the commit: money that was put down once is used up or given back once, whatever
sales were open beside each other and whatever was refunded meanwhile."""

from __future__ import annotations

from collections.abc import Collection

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import OPERATION_SIGNS, Fact, RefundBegun, SaleCompleted
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.domain.tender import TenderKind
from pos_desktop.journal.refunds.under_way import is_of, refund_under_way
from pos_desktop.journal.settlement import statements as sql
from pos_desktop.journal.settlement.projection import owed_of, prepaid_of, repaid_of


def demand_open(db: sqlite.Cursor, facts: Collection[Fact]) -> None:
    """RefusalError("advance.used_up" | "debt.paid_already"): more is taken than is left, or than a
    refund that waits for its money leaves. Receipts of that refund are not asked: it has moved."""
    wanted: dict[str, int] = {}
    for fact in facts:
        if isinstance(fact, SaleCompleted):
            _add(wanted, fact)
        elif isinstance(fact, RefundBegun):
            for receipt in fact.receipts:
                _add(wanted, receipt)
    if all(minor <= 0 for minor in wanted.values()):
        return
    under_way = refund_under_way(db)
    if is_of(under_way, facts):
        return
    reserved: dict[str, int] = {}
    for receipt in under_way.receipts if under_way is not None else ():
        _add(reserved, receipt)
    for sale_id, minor in wanted.items():
        row = db.execute(sql.SETTLEMENT, {"sale_id": sale_id}).fetchone()
        if row is None or minor <= 0:
            continue
        kind, left_minor = row[3], row[8]
        if minor > left_minor - max(0, reserved.get(sale_id, 0)):
            is_debt = kind == PaymentMethod.CREDIT
            raise RefusalError("debt.paid_already" if is_debt else "advance.used_up")


def _add(wanted: dict[str, int], fact: SaleCompleted) -> None:
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
    for sale_id, minor in taken:
        if minor:
            wanted[sale_id] = wanted.get(sale_id, 0) + minor
