"""The statements on customers and their accounts, by name; see journal/queries.py."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql import ClauseElement

from pos_desktop.journal import schema as t
from pos_desktop.journal.customers import tables as own


def p(name: str) -> Any:
    return bindparam(name)


def _customers() -> dict[str, ClauseElement]:
    c = own.customer.c
    save = upsert(own.customer).values({col.name: p(col.name) for col in own.customer.c})
    card = [col for col in own.customer.c if col.name not in ("saved_at_us", "fold")]
    # Everything is asked of fold alone, so that the scan stays inside its index; the rows
    # themselves are fetched for those that fit only.
    inside = [func.instr(c.fold, p("part1")) > 0]
    inside += [or_(p(f"part{n}") == "", func.instr(c.fold, p(f"part{n}")) > 0) for n in (2, 3)]
    by_phone = and_(p("phone") != "", func.instr(c.fold, p("phone")) > 0)
    fits = (
        select(c.customer_id, c.fold)
        .where(or_(and_(*inside), by_phone))
        .order_by(c.fold)
        .limit(p("most"))
        .subquery("fits")
    )
    return {
        "SAVE_CUSTOMER": save.on_conflict_do_update(
            index_elements=["customer_id"],
            set_={
                col.name: save.excluded[col.name]
                for col in own.customer.c
                if col.name != "customer_id"
            },
        ),
        "CUSTOMER": select(*card).where(c.customer_id == p("customer_id")),
        "CUSTOMER_OF_CARD": select(*card).where(c.card == p("card"), c.card != "").limit(1),
        "CUSTOMER_OF_PHONE": select(*card).where(c.phone == p("phone"), c.phone != "").limit(2),
        "SEARCH_CUSTOMERS": select(*card)
        .select_from(fits.join(own.customer, c.customer_id == fits.c.customer_id))
        .order_by(fits.c.fold),
        "LAST_CUSTOMERS": select(*card).order_by(c.saved_at_us.desc()).limit(p("most")),
        "COUNT_CUSTOMERS": select(func.count()).select_from(own.customer),
        "CLEAR_CUSTOMER": delete(own.customer),
        "ALL_CUSTOMERS": select(own.customer).order_by(c.customer_id),
    }


def _moves() -> dict[str, ClauseElement]:
    m = own.account_move.c
    of_holder = and_(m.account == p("account"), m.holder == p("holder"))
    add = upsert(own.account_move).values({col.name: p(col.name) for col in own.account_move.c})
    return {
        "ADD_MOVE": add.on_conflict_do_nothing(),
        "BALANCE": select(
            func.coalesce(func.sum(m.amount_minor), 0),
            func.coalesce(func.max(m.at_us), 0),
            func.count(),
        ).where(of_holder),
        "VALID_UNTIL": select(m.valid_until)
        .where(of_holder, m.valid_until != "")
        .order_by(m.at_us.desc())
        .limit(1),
        "SPENT_SINCE": select(func.coalesce(-func.sum(m.amount_minor), 0)).where(
            of_holder, m.why == "spent", m.at_us >= p("since_us")
        ),
        "OF_ORIGINAL": select(
            func.coalesce(func.sum(m.amount_minor), 0), func.coalesce(func.sum(m.base_minor), 0)
        ).where(of_holder, m.why == p("why"), m.original == p("original")),
        "MOVES": select(m.at_us, m.why, m.amount_minor, m.receipt, m.reason, m.staff_name)
        .where(of_holder)
        .order_by(m.at_us.desc(), m.receipt.desc())
        .limit(p("most")),
        "CLEAR_MOVES": delete(own.account_move),
        "ALL_MOVES": select(own.account_move).order_by(m.account, m.holder, m.receipt, m.why),
    }


def _purchases() -> dict[str, ClauseElement]:
    cs, s = own.customer_sale.c, t.sale.c
    add = upsert(own.customer_sale).values(customer_id=p("customer_id"), number=p("number"))
    return {
        "ADD_CUSTOMER_SALE": add.on_conflict_do_nothing(),
        "PURCHASES": select(s.sale_id, s.number, s.occurred_at_us, s.operation, s.total_minor)
        .select_from(own.customer_sale.join(t.sale, s.number == cs.number))
        .where(cs.customer_id == p("customer_id"))
        .order_by(cs.number.desc())
        .limit(p("most")),
        "CLEAR_CUSTOMER_SALES": delete(own.customer_sale),
        "ALL_CUSTOMER_SALES": select(own.customer_sale).order_by(cs.customer_id, cs.number),
    }


QUERIES: dict[str, ClauseElement] = {**_customers(), **_moves(), **_purchases()}
