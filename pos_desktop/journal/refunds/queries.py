"""Statements of refunds, compiled to statements.py beside this file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text, cast, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql import ClauseElement

from pos_desktop.journal import schema as book
from pos_desktop.journal.queries import p
from pos_desktop.journal.refunds import tables as t


def _added(table: Any, counted: tuple[str, ...]) -> Any:
    """Insert a row, or add its counts to those of the row that is there."""
    row = upsert(table).values({c.name: p(c.name) for c in table.c})
    return row.on_conflict_do_update(
        index_elements=[c.name for c in table.primary_key],
        set_={name: table.c[name] + row.excluded[name] for name in counted},
    )


def _projected() -> dict[str, ClauseElement]:
    line, money = t.returned_line.c, t.returned_money.c
    begun, document = t.refund_begun.c, t.registered_document.c
    put_begun = upsert(t.refund_begun).values(refund_id=p("refund_id"), seq=p("seq"))
    corrected = upsert(t.corrected_receipt).values(sale_id=p("sale_id"), number=p("number"))
    registered = upsert(t.registered_document).values({c.name: p(c.name) for c in document})
    return {
        "ADD_RETURNED_LINE": _added(t.returned_line, ("qty", "total_minor")),
        "ADD_RETURNED_MONEY": _added(t.returned_money, ("amount_minor",)),
        "PUT_BEGUN": put_begun.on_conflict_do_update(
            index_elements=["refund_id"], set_={"seq": put_begun.excluded.seq}
        ),
        "DELETE_BEGUN": delete(t.refund_begun).where(begun.refund_id == p("refund_id")),
        "SET_CORRECTED": corrected.on_conflict_do_update(
            index_elements=["sale_id"], set_={"number": corrected.excluded.number}
        ),
        "CLEAR_CORRECTED": delete(t.corrected_receipt),
        "ALL_CORRECTED": select(t.corrected_receipt).order_by(t.corrected_receipt.c.sale_id),
        "INSERT_REGISTERED": registered.on_conflict_do_update(
            index_elements=["fn", "fd"],
            set_={"fp": registered.excluded.fp, "number": registered.excluded.number},
        ),
        "CLEAR_RETURNED_LINES": delete(t.returned_line),
        "CLEAR_RETURNED_MONEY": delete(t.returned_money),
        "CLEAR_BEGUN": delete(t.refund_begun),
        "CLEAR_REGISTERED": delete(t.registered_document),
        "ALL_RETURNED_LINES": select(t.returned_line).order_by(line.sale_id, line.n),
        "ALL_RETURNED_MONEY": select(t.returned_money).order_by(money.sale_id, money.kind),
        "ALL_BEGUN": select(t.refund_begun).order_by(begun.refund_id),
        "ALL_REGISTERED": select(t.registered_document).order_by(document.fn, document.fd),
    }


def _read() -> dict[str, ClauseElement]:
    line, money = t.returned_line.c, t.returned_money.c
    document, sale, entry = t.registered_document.c, book.sale.c, book.journal_entry.c
    between = (sale.number >= p("first"), sale.number < p("end"))
    with_entry = book.sale.join(book.journal_entry, entry.seq == sale.seq)
    words = cast(entry.payload, Text)
    return {
        "RETURNED_LINES": select(line.n, line.qty, line.total_minor).where(
            line.sale_id == p("sale_id")
        ),
        "RETURNED_QTY": select(line.qty).where(line.sale_id == p("sale_id"), line.n == p("n")),
        "RETURNED_MONEY": select(money.kind, money.amount_minor).where(
            money.sale_id == p("sale_id")
        ),
        "CORRECTED_BY": select(t.corrected_receipt.c.number).where(
            t.corrected_receipt.c.sale_id == p("sale_id")
        ),
        "FIRST_BEGUN": select(t.refund_begun.c.seq).order_by(t.refund_begun.c.seq).limit(1),
        "NUMBER_REGISTERED": select(document.number, document.fp).where(
            document.fn == p("fn"), document.fd == p("fd")
        ),
        "NUMBERS_BY_SUM": select(sale.number)
        .where(*between, sale.total_minor == p("total_minor"))
        .order_by(sale.number.desc()),
        "NUMBERS_BY_TEXT": select(sale.number)
        .where(
            *between,
            sale.tender_kinds != "cash",
            func.instr(words, p("text")) > 0,
        )
        .select_from(with_entry)
        .order_by(sale.number.desc()),
    }


QUERIES: dict[str, ClauseElement] = {**_projected(), **_read()}
