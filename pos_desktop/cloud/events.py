"""What people did at the registers that an owner may want to look into: PINs and people, counts of
the drawer. The table says where the facts are; what they say is read from the entries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from pos_desktop.cloud.calendar_day import ShopTime
from pos_desktop.cloud.database import Database
from pos_desktop.cloud.reading import UnreadableError, read_fact
from pos_desktop.cloud.tables import entry, event, register
from pos_desktop.domain.facts import (
    CashVerified,
    DrawerCounted,
    ShiftClosed,
    StaffDismissed,
    StaffPinReset,
    StaffSaved,
    StaffUnlocked,
)

EventFact = (
    StaffPinReset
    | StaffSaved
    | StaffDismissed
    | StaffUnlocked
    | DrawerCounted
    | ShiftClosed
    | CashVerified
)


@dataclass(frozen=True, slots=True)
class EventRow:
    """at: the shop's local time."""

    at: dt.datetime
    register: str
    fact: EventFact


class Events:
    def __init__(self, database: Database, time: ShopTime) -> None:
        self._database = database
        self._time = time

    def latest(self, *, limit: int, skip: int = 0) -> list[EventRow]:
        """The newest first, of all registers."""
        return self._rows(_NEWEST.limit(limit).offset(skip))

    def pin_resets(self, received_since_us: int) -> list[EventRow]:
        """PINs set anew outside a register, the newest first; by when they came here, since a
        register may have been out of contact for long."""
        return self._rows(
            _NEWEST.where(
                event.c.kind == StaffPinReset.KIND, entry.c.received_at_us >= received_since_us
            )
        )

    def _rows(self, query: sa.Select[Any]) -> list[EventRow]:
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        found = []
        for row in rows:
            try:
                fact = read_fact(row.kind, row.version, row.payload)
            except UnreadableError:
                continue  # the owner is told of it as a task
            if isinstance(fact, EventFact):
                found.append(EventRow(self._time.at(row.occurred_at_us), row.name, fact))
        return found


_NEWEST = (
    sa.select(
        event.c.occurred_at_us, event.c.kind, entry.c.version, entry.c.payload, register.c.name
    )
    .join(entry, sa.and_(entry.c.register_no == event.c.register_no, entry.c.seq == event.c.seq))
    .join(register, register.c.no == event.c.register_no)
    .order_by(event.c.occurred_at_us.desc(), event.c.register_no, event.c.seq.desc())
)
