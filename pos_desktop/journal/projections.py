"""What is derived from the facts: sales, shifts with their totals, stock movements.

`apply` runs in the transaction that stores the fact; `replay` makes the same rows from nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.facts import (
    Fact,
    FiscalDocumentRegistered,
    FiscalDocumentRejected,
    SaleCompleted,
    ShiftOpened,
    TenderAccepted,
)
from pos_desktop.domain.tender import TenderKind
from pos_desktop.journal import statements as sql
from pos_desktop.journal.encoding import decode_fact

_OUTGOING = {"sell": 1, "buy_refund": 1, "sell_refund": -1, "buy": -1}
"""Whether goods leave the shop (and money comes in) or the other way round (FFD tag 1054)."""

_POTS = {
    TenderKind.CASH: "cash_minor",
    TenderKind.CARD: "cashless_minor",
    TenderKind.QR: "cashless_minor",
}


def apply(db: sqlite.Cursor, seq: int, occurred_at_us: int, fact: Fact) -> None:
    """Change the projections by one fact."""
    _APPLIERS[type(fact)](db, seq, occurred_at_us, fact)


def replay(source: sqlite.Cursor, target: sqlite.Cursor) -> int:
    """Empty the projection tables of target and fill them from the journal of source.

    Returns how many entries were read. The cursors may be of one connection but not the same.
    """
    for clear in (sql.CLEAR_SALE, sql.CLEAR_SHIFT, sql.CLEAR_STOCK):
        target.execute(clear)
    count = 0
    for entry in source.execute(sql.ALL_ENTRIES):
        seq, _, occurred_at_us, _, kind, version, payload = entry[:7]
        apply(target, seq, occurred_at_us, decode_fact(kind, version, payload))
        count += 1
    return count


def _shift_opened(db: sqlite.Cursor, _seq: int, occurred_at_us: int, fact: ShiftOpened) -> None:
    db.execute(
        sql.INSERT_SHIFT,
        {
            "number": fact.number,
            "shift_id": fact.shift_id,
            "opened_at_us": occurred_at_us,
            "opened_by": fact.staff_name,
            "is_open": 1,
            "sales_count": 0,
            "sales_minor": 0,
            "cash_minor": fact.cash_minor,
            "cashless_minor": 0,
            "other_minor": 0,
        },
    )


def _sale_completed(db: sqlite.Cursor, seq: int, occurred_at_us: int, fact: SaleCompleted) -> None:
    sign = _OUTGOING[fact.operation]
    sums = {"cash_minor": 0, "cashless_minor": 0, "other_minor": 0}
    for tender in fact.tenders:
        sums[_POTS.get(TenderKind(tender.kind), "other_minor")] += sign * tender.amount_minor
    db.execute(
        sql.INSERT_SALE,
        {
            "number": fact.number,
            "sale_id": fact.sale_id,
            "seq": seq,
            "occurred_at_us": occurred_at_us,
            "shift_number": fact.shift_number,
            "staff_name": fact.staff_name,
            "operation": fact.operation,
            "total_minor": fact.total_minor,
            "tender_kinds": ",".join(dict.fromkeys(t.kind for t in fact.tenders)),
            "fiscal_seq": None,
        },
    )
    db.execute(
        sql.ADD_TO_SHIFT,
        {
            "shift_number": fact.shift_number,
            "sales_count": 1,
            "sales_minor": sign * fact.total_minor,
            **sums,
        },
    )
    db.executemany(
        sql.ADD_TO_STOCK,
        [{"product_id": ln.product_id, "moved": -sign * ln.qty} for ln in fact.lines],
    )


def _registered(db: sqlite.Cursor, seq: int, _at_us: int, fact: FiscalDocumentRegistered) -> None:
    db.execute(sql.SET_FISCAL_SEQ, {"of_sale": fact.sale_id, "seq": seq})


def _nothing(_db: sqlite.Cursor, _seq: int, _at_us: int, _fact: Fact) -> None:
    """The fact changes no projection: its sums are in SaleCompleted or its state in a queue."""


_APPLIERS: dict[type[Any], Callable[[sqlite.Cursor, int, int, Any], None]] = {
    ShiftOpened: _shift_opened,
    TenderAccepted: _nothing,
    SaleCompleted: _sale_completed,
    FiscalDocumentRegistered: _registered,
    FiscalDocumentRejected: _nothing,
}
