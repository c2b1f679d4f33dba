"""What is derived from the facts: sales, shifts with their totals, stock movements.

`apply` runs in the transaction that stores the fact; `replay` makes the same rows from nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.facts import (
    OPERATION_SIGNS,
    ActionApproved,
    DeviceSetUp,
    Fact,
    FavouritesChanged,
    FiscalDocumentRegistered,
    FiscalDocumentRejected,
    LabelPatternsChanged,
    LineVoided,
    ProductSaved,
    PromotionChanged,
    ReceiptSent,
    ReconciliationRequested,
    SaleCompleted,
    SaleVoided,
    ShiftClosed,
    ShiftOpened,
    SoldLine,
    StaffDismissed,
    StaffSaved,
    StaffSignedIn,
    StaffSignedOut,
    StaffUnlocked,
    TenderAccepted,
    TenderKept,
    TenderRequested,
    TenderReturned,
    TenderReturnRequested,
    TenderSettled,
    TerminalReconciled,
)
from pos_desktop.domain.settlement import MONEY_ONLY
from pos_desktop.domain.tender import TenderKind
from pos_desktop.journal import statements as sql
from pos_desktop.journal.customers import projection as customers
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.people import projection as people
from pos_desktop.journal.projected import Applier, Projected
from pos_desktop.journal.refunds import projection as refunds
from pos_desktop.journal.sale_places import number_of
from pos_desktop.journal.sbp import projection as sbp
from pos_desktop.journal.settlement import projection as settlement
from pos_desktop.journal.shifts import projection as shifts
from pos_desktop.journal.stock import projection as stock
from pos_desktop.journal.terminals import projection as terminals

_POTS = {TenderKind.CASH.value: 0, TenderKind.CARD.value: 1, TenderKind.QR.value: 1}
"""Place of a kind in (cash, cashless, other)."""

_to_json = msgspec.json.Encoder().encode


def apply(db: sqlite.Cursor, seq: int, occurred_at_us: int, fact: Fact) -> None:
    """Change the projections by one fact."""
    for applier in _APPLIERS[type(fact)]:
        applier(db, seq, occurred_at_us, fact)


def replay(source: sqlite.Cursor, target: sqlite.Cursor) -> int:
    """Empty the projection tables of target and fill them from the journal of source.

    Returns how many entries were read. The cursors may be of one connection but not the same.
    """
    for table in PROJECTED:
        target.execute(table.clear)
    count = 0
    for entry in source.execute(sql.ALL_ENTRIES):
        seq, _, occurred_at_us, _, kind, version, payload = entry[:7]
        apply(target, seq, occurred_at_us, decode_fact(kind, version, payload))
        count += 1
    return count


def _shift_opened(db: sqlite.Cursor, _seq: int, occurred_at_us: int, fact: ShiftOpened) -> None:
    """Stock takes over the movements of the shift before, so the open one stays short to sum."""
    stock.fold(db)
    first_sale = db.execute(sql.LAST_SALE_NUMBER).fetchone()[0] + 1
    row = (fact.number, fact.shift_id, occurred_at_us, fact.staff_name, 1, fact.cash_minor)
    db.execute(sql.INSERT_SHIFT, (*row, first_sale))


def _shift_closed(db: sqlite.Cursor, _seq: int, _at_us: int, fact: ShiftClosed) -> None:
    db.execute(sql.CLOSE_SHIFT, {"of_number": fact.number})


def _sale_completed(db: sqlite.Cursor, seq: int, occurred_at_us: int, fact: SaleCompleted) -> None:
    sign = OPERATION_SIGNS[fact.operation]
    pots = [0, 0, 0]
    kinds: list[str] = []
    for tender in fact.tenders:
        pots[_POTS.get(tender.kind, 2)] += sign * tender.amount_minor
        if tender.kind not in kinds:
            kinds.append(tender.kind)
    moved: dict[str, int] = {}
    for line in fact.lines:
        for product_id, qty in _leaving(line):
            moved[product_id] = moved.get(product_id, 0) - sign * qty
    db.execute(
        sql.INSERT_SALE,
        (
            fact.number, fact.sale_id, seq, occurred_at_us, fact.shift_number, fact.staff_name,
            fact.operation, fact.total_minor, *pots, ",".join(kinds), _to_json(moved).decode(),
            None,
        ),
    )  # fmt: skip
    if fact.customer_id:
        customers.note_sale(db, fact)


def _leaving(line: SoldLine) -> list[tuple[str, int]]:
    """(product, thousandths) that a line takes from stock, or brings back with a refund."""
    if not line.to_stock or line.method in MONEY_ONLY:
        return []
    if line.parts:
        return [(part.product_id, part.qty) for part in line.parts]
    return [(line.product_id, line.qty)]


def _registered(db: sqlite.Cursor, seq: int, _at_us: int, fact: FiscalDocumentRegistered) -> None:
    number = number_of(lambda text, values: _first_row(db, text, values), fact.sale_id)
    if number is not None:
        db.execute(sql.SET_FISCAL_SEQ, {"of_number": number, "seq": seq})


def _first_row(
    db: sqlite.Cursor, text: str, values: Mapping[str, object]
) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = db.execute(text, values).fetchone()
    return row


def _nothing(_db: sqlite.Cursor, _seq: int, _at_us: int, _fact: Fact) -> None:
    """The fact changes no projection: its sums are in SaleCompleted or its state in a queue."""


PROJECTED: tuple[Projected, ...] = (
    Projected("sale", sql.CLEAR_SALE, sql.ALL_SALES),
    Projected("shift", sql.CLEAR_SHIFT, sql.ALL_SHIFTS),
    Projected("stock", sql.CLEAR_STOCK, sql.ALL_STOCK),
    *customers.PROJECTED,
    *refunds.PROJECTED,
    *sbp.PROJECTED,
    *terminals.PROJECTED,
    *people.PROJECTED,
    *settlement.PROJECTED,
    *stock.PROJECTED,
    *shifts.PROJECTED,
)
"""Every table that follows from the entries; a noun in a package of its own adds its here."""

_OWN: dict[type[Any], Applier] = {
    ShiftOpened: _shift_opened,
    ShiftClosed: _shift_closed,
    TenderRequested: _nothing,
    TenderSettled: _nothing,
    TenderReturnRequested: _nothing,
    TenderKept: _nothing,
    TenderReturned: _nothing,
    ReconciliationRequested: _nothing,
    TerminalReconciled: _nothing,
    TenderAccepted: _nothing,
    SaleCompleted: _sale_completed,
    LineVoided: _nothing,
    SaleVoided: _nothing,
    FavouritesChanged: _nothing,
    LabelPatternsChanged: _nothing,
    ActionApproved: _nothing,
    ReceiptSent: _nothing,
    StaffSignedIn: _nothing,
    StaffSignedOut: _nothing,
    StaffSaved: _nothing,
    StaffDismissed: _nothing,
    StaffUnlocked: _nothing,
    DeviceSetUp: _nothing,
    FiscalDocumentRegistered: _registered,
    FiscalDocumentRejected: _nothing,
    ProductSaved: _nothing,
    PromotionChanged: _nothing,
}

_NOUNS: tuple[Mapping[type[Any], Applier], ...] = (
    _OWN,
    customers.APPLIERS,
    refunds.APPLIERS,
    sbp.APPLIERS,
    terminals.APPLIERS,
    people.APPLIERS,
    settlement.APPLIERS,
    stock.APPLIERS,
    shifts.APPLIERS,
)
"""Appliers of every noun; those of one fact run in this order. A noun more is one here."""

_APPLIERS: dict[type[Any], tuple[Applier, ...]] = {
    kind: tuple(noun[kind] for noun in _NOUNS if kind in noun)
    for kind in (kind for noun in _NOUNS for kind in noun)
}
