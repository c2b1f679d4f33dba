"""What follows from the facts of the stock: documents, movements by product, bases of figures."""

from __future__ import annotations

from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.facts import (
    GoodsReceived,
    GoodsTransferred,
    GoodsWrittenOff,
    ProductPriceChanged,
    StockBaseSet,
    StockCounted,
    StockLine,
)
from pos_desktop.domain.money import divide_half_up
from pos_desktop.journal import statements as sales
from pos_desktop.journal.projected import Applier, Projected
from pos_desktop.journal.stock import statements as sql

_Document = GoodsReceived | GoodsWrittenOff | GoodsTransferred | StockCounted


def fold(db: sqlite.Cursor) -> None:
    """Take what was sold since the last fold into the movements of the base that holds now."""
    base, first_sale = db.execute(sql.UNFOLDED).fetchone()
    db.execute(sales.FOLD_STOCK, {"base": base, "first_sale": first_sale})


def _received(db: sqlite.Cursor, seq: int, at_us: int, fact: GoodsReceived) -> None:
    _add_lines(db, seq, fact.lines, 1)
    _add_document(db, (seq, at_us, "receipt", fact.supplier, _cost_of(fact.lines)), fact)


def _written_off(db: sqlite.Cursor, seq: int, at_us: int, fact: GoodsWrittenOff) -> None:
    _add_lines(db, seq, fact.lines, -1)
    _add_document(db, (seq, at_us, "write_off", fact.reason, _cost_of(fact.lines)), fact)


def _transferred(db: sqlite.Cursor, seq: int, at_us: int, fact: GoodsTransferred) -> None:
    sign = 1 if fact.direction == "in" else -1
    _add_lines(db, seq, fact.lines, sign)
    title = f"{fact.direction}:{fact.place}"
    _add_document(db, (seq, at_us, "transfer", title, _cost_of(fact.lines)), fact)


def _counted(db: sqlite.Cursor, seq: int, at_us: int, fact: StockCounted) -> None:
    moves = [
        (line.product_id, line.difference, line.cost_minor)
        for line in fact.lines
        if line.difference
    ]
    _add_moves(db, seq, moves)
    sum_minor = fact.surplus_minor - fact.shortage_minor
    _add_document(db, (seq, at_us, "count", fact.scope_name, sum_minor), fact)


def _base_set(db: sqlite.Cursor, seq: int, _at_us: int, _fact: StockBaseSet) -> None:
    fold(db)
    base = db.execute(sql.LAST_BASE).fetchone()[0] + 1
    first_sale = db.execute(sales.LAST_SALE_NUMBER).fetchone()[0] + 1
    db.execute(sql.INSERT_BASE, {"base": base, "seq": seq, "first_sale": first_sale})


def _price_changed(db: sqlite.Cursor, seq: int, at_us: int, fact: ProductPriceChanged) -> None:
    row = {
        "seq": seq,
        "product_id": fact.product_id,
        "occurred_at_us": at_us,
        "old_price_minor": fact.old_price_minor,
        "new_price_minor": fact.new_price_minor,
    }
    db.execute(sql.INSERT_PRICE_CHANGE, row)


def _add_lines(db: sqlite.Cursor, seq: int, lines: tuple[StockLine, ...], sign: int) -> None:
    _add_moves(db, seq, [(line.product_id, sign * line.qty, line.cost_minor) for line in lines])


def _add_moves(db: sqlite.Cursor, seq: int, moves: list[tuple[str, int, int]]) -> None:
    base = db.execute(sql.LAST_BASE).fetchone()[0]
    rows = [
        {"product_id": product_id, "seq": seq, "line": n, "qty": qty, "cost_minor": cost_minor}
        for n, (product_id, qty, cost_minor) in enumerate(moves, 1)
    ]
    db.executemany(sql.INSERT_MOVEMENT, rows)
    added = [{"product_id": m[0], "base": base, "moved": m[1]} for m in moves]
    db.executemany(sql.ADD_MOVED, added)


def _add_document(db: sqlite.Cursor, what: tuple[int, int, str, str, int], fact: _Document) -> None:
    """ValueError for a number that does not follow the last one of its kind."""
    seq, at_us, kind, title, sum_minor = what
    last = db.execute(sql.LAST_NUMBER, {"kind": kind}).fetchone()[0]
    if fact.number != last + 1:
        raise ValueError(f"{kind} {fact.number} cannot follow {kind} {last}")
    row = {
        "seq": seq,
        "kind": kind,
        "number": fact.number,
        "document_id": fact.document_id,
        "occurred_at_us": at_us,
        "staff_name": fact.staff_name,
        "title": title,
        "lines_count": len(fact.lines),
        "sum_minor": sum_minor,
    }
    db.execute(sql.INSERT_STOCK_DOCUMENT, row)


def _cost_of(lines: tuple[StockLine, ...]) -> int:
    return sum(divide_half_up(line.qty * line.cost_minor, 1000) for line in lines)


APPLIERS: dict[type[Any], Applier] = {
    GoodsReceived: _received,
    GoodsWrittenOff: _written_off,
    GoodsTransferred: _transferred,
    StockCounted: _counted,
    StockBaseSet: _base_set,
    ProductPriceChanged: _price_changed,
}

PROJECTED: tuple[Projected, ...] = (
    Projected("stock_document", sql.CLEAR_DOCUMENT, sql.ALL_DOCUMENTS),
    Projected("stock_movement", sql.CLEAR_MOVEMENT, sql.ALL_MOVEMENTS),
    Projected("stock_base", sql.CLEAR_BASE, sql.ALL_BASES),
    Projected("price_change", sql.CLEAR_PRICE_CHANGE, sql.ALL_PRICE_CHANGES),
)
