"""Statements of the queue of electronic copies."""

from __future__ import annotations

from sqlalchemy import insert, select, update
from sqlalchemy.sql import ClauseElement

from pos_desktop.journal.deliveries import tables as t
from pos_desktop.journal.queries import lit, p

_d = t.delivery.c
_OPEN = (lit("waiting"), lit("queued"), lit("sending"))

QUERIES: dict[str, ClauseElement] = {
    "INSERT_DELIVERY": insert(t.delivery).values({c.name: p(c.name) for c in _d}),
    "NEXT_DELIVERY": select(t.delivery)
    .where(
        _d.state.in_(_OPEN),
        _d.state == lit("queued"),
        _d.next_try_us <= p("now_us"),
    )
    .order_by(_d.delivery_id)
    .limit(1),
    "WAITING_DELIVERIES": select(t.delivery)
    .where(_d.state.in_(_OPEN), _d.state == lit("waiting"))
    .order_by(_d.delivery_id),
    "DELIVERY": select(t.delivery).where(_d.delivery_id == p("delivery_id")),
    "DELIVERIES_OF_SALE": select(t.delivery)
    .where(_d.sale_id == p("sale_id"))
    .order_by(_d.delivery_id),
    "MOVE_DELIVERY": update(t.delivery)
    .where(_d.delivery_id == p("of_delivery"))
    .values(
        state=p("state"),
        reason=p("reason"),
        next_try_us=p("next_try_us"),
        address=p("address"),
        attempts=_d.attempts + p("more"),
    ),
    "PUT_OFF_DELIVERY": update(t.delivery)
    .where(_d.delivery_id == p("of_delivery"), _d.state == lit("queued"))
    .values(next_try_us=p("next_try_us")),
    "SETTLE_DELIVERIES": update(t.delivery)
    .where(_d.state.in_(_OPEN), _d.state == lit("sending"))
    .values(state=lit("unknown"), reason=lit("delivery.interrupted")),
}
