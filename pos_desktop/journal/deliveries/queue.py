"""Electronic copies as rows (the DeliveryQueue port)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.delivery import Delivery, DeliveryChannel, DeliveryState, check_move
from pos_desktop.domain.errors import StorageError
from pos_desktop.journal.deliveries import statements as sql
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.writer import Writer
from pos_desktop.ports import NewDelivery


class SqliteDeliveryQueue:
    """now_us: UTC microseconds."""

    def __init__(self, writer: Writer, readers: Readers, now_us: Callable[[], int]) -> None:
        self._writer = writer
        self._readers = readers
        self._now_us = now_us

    def add(self, delivery: NewDelivery) -> None:
        with self._writer.transaction() as db:
            self.insert(db, delivery)

    def insert(self, db: sqlite.Cursor, delivery: NewDelivery) -> None:
        """Queue a copy inside a transaction."""
        state = DeliveryState.QUEUED if delivery.address else DeliveryState.WAITING
        values = {
            "delivery_id": delivery.delivery_id,
            "sale_id": delivery.sale_id,
            "channel": delivery.channel.value,
            "address": delivery.address,
            "state": state.value,
            "made_at_us": self._now_us(),
            "next_try_us": 0,
            "attempts": 0,
            "reason": "",
        }
        db.execute(sql.INSERT_DELIVERY, values)

    def next_due(self, now_us: int) -> Delivery | None:
        return _delivery(self._readers.row(sql.NEXT_DELIVERY, {"now_us": now_us}))

    def waiting(self) -> list[Delivery]:
        return [_read(row) for row in self._readers.rows(sql.WAITING_DELIVERIES)]

    def get(self, delivery_id: str) -> Delivery | None:
        return _delivery(self._readers.row(sql.DELIVERY, {"delivery_id": delivery_id}))

    def of_sale(self, sale_id: str) -> list[Delivery]:
        rows = self._readers.rows(sql.DELIVERIES_OF_SALE, {"sale_id": sale_id})
        return [_read(row) for row in rows]

    def move(
        self,
        delivery_id: str,
        new: DeliveryState,
        *,
        reason: str = "",
        next_try_us: int = 0,
        address: str = "",
    ) -> None:
        with self._writer.transaction() as db:
            self.change(db, delivery_id, new, reason, next_try_us, address)

    def change(
        self,
        db: sqlite.Cursor,
        delivery_id: str,
        new: DeliveryState,
        reason: str = "",
        next_try_us: int = 0,
        address: str = "",
    ) -> None:
        """Store a state inside a transaction; StorageError("delivery.no_such")."""
        row = db.execute(sql.DELIVERY, {"delivery_id": delivery_id}).fetchone()
        if row is None:
            raise StorageError("delivery.no_such", delivery_id=delivery_id)
        known = _read(row)
        check_move(known.state, new)
        values = {
            "of_delivery": delivery_id,
            "state": new.value,
            "reason": reason,
            "next_try_us": next_try_us,
            "address": address or known.address,
            "more": 1 if new is DeliveryState.SENDING else 0,
        }
        db.execute(sql.MOVE_DELIVERY, values)

    def put_off(self, delivery_id: str, next_try_us: int) -> None:
        with self._writer.transaction() as db:
            values = {"of_delivery": delivery_id, "next_try_us": next_try_us}
            db.execute(sql.PUT_OFF_DELIVERY, values)

    def settle_at_start(self) -> int:
        with self._writer.transaction() as db:
            db.execute(sql.SETTLE_DELIVERIES)
            return int(db.rowcount)


def _delivery(row: tuple[Any, ...] | None) -> Delivery | None:
    return None if row is None else _read(row)


def _read(row: tuple[Any, ...]) -> Delivery:
    delivery_id, sale_id, channel, address, state, made_at_us, next_try_us, attempts, reason = row
    return Delivery(
        delivery_id=delivery_id,
        sale_id=sale_id,
        channel=DeliveryChannel(channel),
        address=address,
        state=DeliveryState(state),
        made_at_us=made_at_us,
        next_try_us=next_try_us,
        attempts=attempts,
        reason=reason,
    )
