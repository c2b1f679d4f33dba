"""What follows from refunds and registrations: what came back of each line, what waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.facts import (
    FiscalDocumentRegistered,
    RefundBegun,
    RefundGivenUp,
    RefundPartSettled,
    SaleCompleted,
)
from pos_desktop.domain.refund import GIVES_BACK
from pos_desktop.journal.projected import Applier, Projected
from pos_desktop.journal.refunds import statements as sql
from pos_desktop.journal.sale_places import number_of


def _completed(db: sqlite.Cursor, _seq: int, _at_us: int, fact: SaleCompleted) -> None:
    if fact.operation not in GIVES_BACK:
        # A right receipt says why it was made; one that pays an older debt does not.
        if fact.original_sale_id and fact.reason:
            values = {"sale_id": fact.original_sale_id, "number": fact.number}
            db.execute(sql.SET_CORRECTED, values)
        return
    db.execute(sql.DELETE_BEGUN, {"refund_id": fact.sale_id})
    of_sale = fact.original_sale_id
    if not of_sale:
        return
    for line in fact.lines:
        if line.of_line:
            values = {"n": line.of_line, "qty": line.qty, "total_minor": line.total_minor}
            db.execute(sql.ADD_RETURNED_LINE, {"sale_id": of_sale, **values})
    for tender in fact.tenders:
        money = {"kind": tender.kind, "amount_minor": tender.amount_minor}
        db.execute(sql.ADD_RETURNED_MONEY, {"sale_id": of_sale, **money})


def _begun(db: sqlite.Cursor, seq: int, _at_us: int, fact: RefundBegun) -> None:
    """The newest one of a refund says what of it still has to move."""
    db.execute(sql.PUT_BEGUN, {"refund_id": fact.refund_id, "seq": seq})


def _settled(_db: sqlite.Cursor, _seq: int, _at_us: int, _fact: RefundPartSettled) -> None:
    """What is left of its refund is in the RefundBegun or the receipts beside it."""


def _given_up(db: sqlite.Cursor, _seq: int, _at_us: int, fact: RefundGivenUp) -> None:
    db.execute(sql.DELETE_BEGUN, {"refund_id": fact.refund_id})


def _registered(db: sqlite.Cursor, _seq: int, _at_us: int, fact: FiscalDocumentRegistered) -> None:
    number = number_of(lambda text, values: _first_row(db, text, values), fact.sale_id)
    if number is not None:
        values = {"fn": fact.fn, "fd": fact.fd, "fp": fact.fp, "number": number}
        db.execute(sql.INSERT_REGISTERED, values)


def _first_row(
    db: sqlite.Cursor, text: str, values: Mapping[str, object]
) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = db.execute(text, values).fetchone()
    return row


APPLIERS: dict[type[Any], Applier] = {
    SaleCompleted: _completed,
    RefundBegun: _begun,
    RefundGivenUp: _given_up,
    RefundPartSettled: _settled,
    FiscalDocumentRegistered: _registered,
}

PROJECTED: tuple[Projected, ...] = (
    Projected("returned_line", sql.CLEAR_RETURNED_LINES, sql.ALL_RETURNED_LINES),
    Projected("returned_money", sql.CLEAR_RETURNED_MONEY, sql.ALL_RETURNED_MONEY),
    Projected("refund_begun", sql.CLEAR_BEGUN, sql.ALL_BEGUN),
    Projected("corrected_receipt", sql.CLEAR_CORRECTED, sql.ALL_CORRECTED),
    Projected("registered_document", sql.CLEAR_REGISTERED, sql.ALL_REGISTERED),
)
