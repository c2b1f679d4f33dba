"""What the owner's pages show, read from the projections in one consistent view each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import sqlalchemy as sa

from pos_desktop.cloud.calendar_day import HOUR_US, ShopTime
from pos_desktop.cloud.database import Database
from pos_desktop.cloud.reading import UnreadableError, read_fact
from pos_desktop.cloud.tables import entry, register, sale, task
from pos_desktop.contract.heartbeat import DeviceReport, Heartbeat
from pos_desktop.domain.facts import (
    OPERATION_SIGNS,
    FiscalDocumentRegistered,
    SaleCompleted,
)

SILENT_AFTER_SECONDS = 90
"""Three heartbeats."""


@dataclass(frozen=True, slots=True)
class DaySums:
    """revenue_minor: sales less refunds; hours: revenue by hour of the local day, 0 to 23."""

    revenue_minor: int = 0
    receipts: int = 0
    refunds_minor: int = 0
    refunds: int = 0
    not_registered: int = 0
    currency: str = "RUB"
    hours: tuple[int, ...] = (0,) * 24
    by_register: dict[int, int] = field(default_factory=dict)

    @property
    def average_minor(self) -> int:
        return (
            (2 * self.revenue_minor + self.receipts) // (2 * self.receipts) if self.receipts else 0
        )


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    sale_id: str
    number: int
    at: dt.datetime
    register: str
    staff_name: str
    operation: str
    tender_kinds: tuple[str, ...]
    total_minor: int
    currency: str
    fiscal_state: str
    fiscal_reason: str

    @property
    def gives_back(self) -> bool:
        return is_back(self.operation)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """silent_seconds: 0 while it is in contact. waiting: documents at the register when last
    heard. trouble: a device that needs a person, None."""

    no: int
    name: str
    last_contact: dt.datetime
    silent_seconds: int
    waiting: int
    entries: int
    version: str
    staff_name: str
    trouble: DeviceReport | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    register: str
    code: str
    kind: str
    count: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    row: ReceiptRow
    fact: SaleCompleted
    fiscal: FiscalDocumentRegistered | None


class Reports:
    def __init__(self, database: Database, time: ShopTime) -> None:
        self._database = database
        self._time = time

    def day(self, day: dt.date, until_us: int | None = None) -> DaySums:
        """The sums of a local day, or of its part before until_us."""
        start_us, end_us = self._time.bounds_us(day)
        if until_us is not None:
            end_us = min(end_us, until_us)
        hour = ((sale.c.occurred_at_us - start_us) // HOUR_US).label("hour")
        query = (
            sa.select(
                hour,
                sale.c.register_no,
                sale.c.operation,
                sale.c.currency,
                sa.func.count().label("sales"),
                sa.func.sum(sale.c.total_minor).label("total"),
                sa.func.sum(
                    sa.case((sale.c.fiscal_state.in_(("queued", "rejected")), 1), else_=0)
                ).label("open"),
            )
            .where(sale.c.occurred_at_us >= start_us, sale.c.occurred_at_us < end_us)
            .group_by(hour, sale.c.register_no, sale.c.operation, sale.c.currency)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return _sums(rows)

    def receipts(
        self, day: dt.date, *, limit: int, skip: int = 0, rejected: bool = False
    ) -> list[ReceiptRow]:
        """Receipts of a local day, the latest first."""
        start_us, end_us = self._time.bounds_us(day)
        query = (
            sa.select(sale, register.c.name)
            .join(register, register.c.no == sale.c.register_no)
            .where(sale.c.occurred_at_us >= start_us, sale.c.occurred_at_us < end_us)
            .order_by(sale.c.occurred_at_us.desc(), sale.c.seq.desc())
            .limit(limit)
            .offset(skip)
        )
        if rejected:
            query = query.where(sale.c.fiscal_state == "rejected")
        with self._database.read() as connection:
            return [self._receipt_row(row) for row in connection.execute(query)]

    def receipt(self, sale_id: str) -> Receipt | None:
        """One receipt with its lines; None where no register sent it."""
        with self._database.read() as connection:
            row = connection.execute(
                sa.select(sale, register.c.name)
                .join(register, register.c.no == sale.c.register_no)
                .where(sale.c.sale_id == sale_id)
            ).one_or_none()
            if row is None:
                return None
            sold = _fact(connection, row.register_no, row.seq)
            fiscal = _fact(connection, row.register_no, row.fiscal_seq)
        if not isinstance(sold, SaleCompleted):
            return None
        registered = fiscal if isinstance(fiscal, FiscalDocumentRegistered) else None
        return Receipt(self._receipt_row(row), sold, registered)

    def registers(self, now_us: int) -> list[RegisterRow]:
        with self._database.read() as connection:
            rows = connection.execute(sa.select(register).order_by(register.c.name)).all()
        return [self._register_row(row, now_us) for row in rows]

    def tasks(self) -> list[TaskRow]:
        """What a person should look into, the latest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                sa.select(task, task.c.count.label("times"), register.c.name)
                .join(register, register.c.no == task.c.register_no)
                .order_by(task.c.at_us.desc())
                .limit(50)
            ).all()
        return [
            TaskRow(row.name, row.code, row.kind, row.times, self._time.at(row.at_us))
            for row in rows
        ]

    def _receipt_row(self, row: Any) -> ReceiptRow:
        return ReceiptRow(
            sale_id=row.sale_id,
            number=row.number,
            at=self._time.at(row.occurred_at_us),
            register=row.name,
            staff_name=row.staff_name,
            operation=row.operation,
            tender_kinds=tuple(row.tender_kinds.split()),
            total_minor=row.total_minor,
            currency=row.currency,
            fiscal_state=row.fiscal_state,
            fiscal_reason=row.fiscal_reason,
        )

    def _register_row(self, row: Any, now_us: int) -> RegisterRow:
        try:
            state = msgspec.json.decode(row.state, type=Heartbeat)
        except msgspec.DecodeError:
            state = Heartbeat(0, 0)  # it has paired and not yet told of itself
        silent = max(0, (now_us - row.last_contact_us) // 1_000_000)
        trouble = [d for d in state.devices if d.health in {"offline", "misconfigured", "degraded"}]
        return RegisterRow(
            no=row.no,
            name=row.name,
            last_contact=self._time.at(row.last_contact_us),
            silent_seconds=silent if silent > SILENT_AFTER_SECONDS else 0,
            waiting=max(0, state.last_seq - row.head_seq),
            entries=row.head_seq,
            version=state.software_version,
            staff_name=state.staff_name,
            trouble=trouble[0] if trouble else None,
        )


def is_back(operation: str) -> bool:
    """Whether the receipt gives money back: a refund, or the half of a correction that undoes."""
    return OPERATION_SIGNS.get(operation, 1) < 0


def _sums(rows: Sequence[Any]) -> DaySums:
    hours, by_register = [0] * 24, dict[int, int]()
    revenue = receipts = refunds_minor = refunds = not_registered = 0
    for row in rows:
        back = is_back(row.operation)
        total = int(row.total)
        revenue += -total if back else total
        receipts += 0 if back else row.sales
        refunds_minor += total if back else 0
        refunds += row.sales if back else 0
        not_registered += int(row.open)
        hours[min(23, int(row.hour))] += -total if back else total
        by_register[row.register_no] = by_register.get(row.register_no, 0) + (
            -total if back else total
        )
    return DaySums(
        revenue_minor=revenue,
        receipts=receipts,
        refunds_minor=refunds_minor,
        refunds=refunds,
        not_registered=not_registered,
        currency=rows[0].currency if rows else "RUB",
        hours=tuple(hours),
        by_register=by_register,
    )


def _fact(connection: sa.Connection, no: int, seq: int) -> object:
    row = connection.execute(
        sa.select(entry.c.kind, entry.c.version, entry.c.payload).where(
            entry.c.register_no == no, entry.c.seq == seq
        )
    ).one_or_none()
    if row is None or row.payload is None:
        return None
    try:
        return read_fact(row.kind, row.version, row.payload)
    except UnreadableError:
        return None
