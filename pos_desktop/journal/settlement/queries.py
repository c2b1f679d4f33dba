"""The statements on open advances and debts, by name; see journal/queries.py."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.sql import ClauseElement

from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.journal.settlement import tables as own

_s = own.settlement.c


def p(name: str) -> Any:
    return bindparam(name)


QUERIES: dict[str, ClauseElement] = {
    "INSERT_SETTLEMENT": insert(own.settlement).values({c.name: p(c.name) for c in _s}),
    "LESS_LEFT": update(own.settlement)
    .where(_s.sale_id == p("of_sale"))
    .values(left_minor=_s.left_minor - p("by_minor")),
    "DEBTS_OF_CUSTOMER": select(_s.sale_id, _s.taken_minor, _s.left_minor)
    .where(_s.customer_id == p("customer_id"), _s.kind == PaymentMethod.CREDIT.value)
    .order_by(_s.number),
    "SETTLEMENT": select(own.settlement).where(_s.sale_id == p("sale_id")),
    "OPEN_SETTLEMENTS": select(own.settlement)
    .where(_s.left_minor > 0)
    .order_by(_s.number.desc())
    .limit(p("most")),
    "CLEAR_SETTLEMENT": delete(own.settlement),
    "ALL_SETTLEMENTS": select(own.settlement).order_by(_s.number),
}
