"""A register's outbox in memory and what it takes to run a server: shared by the cloud tests."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from pos_desktop.cloud.server import CloudServer
from pos_desktop.cloud.settings import CloudSettings
from pos_desktop.contract.heartbeat import Heartbeat
from pos_desktop.contract.pairing import PairRequest
from pos_desktop.domain.chain import GENESIS, EntryHead, entry_hash
from pos_desktop.domain.facts import (
    Fact,
    FiscalDocumentRegistered,
    PaidTender,
    SaleCompleted,
    SoldLine,
    TenderAccepted,
    VatSum,
)
from pos_desktop.journal.sqlite_journal import SqliteJournal
from pos_desktop.ports import Event, QueueStatus, StoredEntry
from pos_desktop.sync.pairing import pair
from pos_desktop.sync.transport import HttpTransport
from pos_desktop.sync.worker import SyncWorker

REGISTER = "01932b6e-7a10-7c31-9d7e-0242ac120002"
FIXED_CODE = "DEMX2345"
RESOURCES = Path(__file__).parents[2] / "resources"
_GOODS = [
    ("Молоко «Рассвет» 3,2 % 950 мл", 9490, "vat10"),
    ("Хлеб бородинский нарезка 400 г", 6250, "vat10"),
    ("Сыр Российский 50 % 300 г", 28990, "vat10"),
    ("Кофе молотый «Утро» 250 г", 34900, "vat22"),
    ("Бананы, кг", 12990, "vat10"),
    ("Томаты розовые, кг", 21990, "vat10"),
    ("Вода минеральная газированная 1,5 л", 7490, "vat22"),
    ("Шоколад молочный с фундуком 90 г", 11990, "vat22"),
    ("Пакет-майка", 790, "vat22"),
    ("Чай чёрный крупнолистовой 100 пак.", 25990, "vat22"),
]


def a_uuid7(at_us: int, rng: random.Random) -> bytes:
    value = (at_us // 1000) << 80 | rng.getrandbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return (value & ~(0x3 << 62) | 0x2 << 62).to_bytes(16, "big")


@dataclass
class FakeOutbox:
    """The journal's side as the worker sees it, in memory, with a real chain."""

    register: str = REGISTER
    entries: list[StoredEntry] = field(default_factory=list)
    done: int = 0
    parked: list[tuple[int, str, str]] = field(default_factory=list)

    def register_id(self) -> str:
        return self.register

    def acknowledged(self, destination: str) -> int:
        return self.done

    def entries_after(self, seq: int, limit: int) -> list[StoredEntry]:
        return self.entries[seq : seq + limit]

    def acknowledge(self, destination: str, seq: int) -> None:
        self.done = seq

    def park(self, destination: str, seq: int, code: str, text: str) -> None:
        self.parked.append((seq, code, text))

    def last_seq(self) -> int:
        return len(self.entries)

    def append(
        self, kind: str, payload: bytes, at_us: int, entry_id: bytes | None = None, version: int = 1
    ) -> None:
        prev = self.entries[-1].hash if self.entries else GENESIS
        seq = len(self.entries) + 1
        new_id = entry_id or a_uuid7(at_us, random.Random(f"{self.register}{seq}"))
        head = EntryHead(seq, new_id, self.register, at_us, 1, kind, version)
        digest = entry_hash(prev, head, payload)
        self.entries.append(
            StoredEntry(seq, new_id, at_us, 1, kind, version, payload, prev, digest)
        )

    def sell(
        self, number: int, at_us: int, *, registered: bool = True, operation: str = "sell"
    ) -> SaleCompleted:
        for made in a_sale(number, at_us, registered=registered):
            fact = made
            if isinstance(made, SaleCompleted):
                fact = replace(made, operation=operation)
            self.append(fact.KIND, msgspec.json.encode(fact), at_us)
            if isinstance(fact, SaleCompleted):
                sold = fact
        return sold

    def queue(self) -> QueueStatus:
        waiting = len(self.entries) - self.done
        return QueueStatus(waiting, self.entries[self.done].occurred_at_us if waiting else 0, 0, 0)


def a_sale(number: int, at_us: int, *, registered: bool = True, lines: int = 5) -> list[Fact]:
    """The three facts of a believable sale, the same for the same number."""
    rng = random.Random(number)
    sale_id = str(uuid.UUID(bytes=a_uuid7(at_us, rng)))
    sold = tuple(a_line(n, rng) for n in range(1, lines + 1))
    total = sum(line.total_minor for line in sold)
    tender_id = str(uuid.UUID(bytes=a_uuid7(at_us + 1000, rng)))
    kind = rng.choice(["cash", "card", "card", "qr"])
    tender = PaidTender(
        tender_id, kind, total, total, "" if kind == "cash" else f"{rng.randrange(10**12):012d}"
    )
    sale = SaleCompleted(
        sale_id=sale_id,
        number=number,
        shift_number=1,
        staff_id="s-petrova",
        staff_name="Петрова А. С.",
        operation="sell",
        currency="RUB",
        total_minor=total,
        discount_minor=0,
        change_minor=0,
        lines=sold,
        vats=vats_of(sold),
        tenders=(tender,),
        tax_system="usn_income",
        fiscal_key=f"r2-{number:06d}-v1",
    )
    facts: list[Fact] = [TenderAccepted(sale_id, tender, "RUB"), sale]
    return [*facts, registration_of(sale, rng)] if registered else facts


def a_line(n: int, rng: random.Random) -> SoldLine:
    name, price, vat = rng.choice(_GOODS)
    qty = rng.choice([1000, 1000, 1000, 2000, 3000, rng.randrange(200, 2500)])
    total = (price * qty + 500) // 1000
    percent = int(vat[3:])
    return SoldLine(
        n=n,
        product_id=f"p{rng.randrange(3000):05d}",
        name=name,
        qty=qty,
        unit="kg" if qty % 1000 else "pcs",
        price_minor=price,
        discount_minor=0,
        total_minor=total,
        vat=vat,
        vat_minor=total * percent // (100 + percent),
        barcode=str(4_600_000_000_000 + rng.randrange(10**9)),
    )


def vats_of(lines: tuple[SoldLine, ...]) -> tuple[VatSum, ...]:
    return tuple(
        VatSum(
            rate,
            sum(line.total_minor for line in lines if line.vat == rate),
            sum(line.vat_minor for line in lines if line.vat == rate),
        )
        for rate in sorted({line.vat for line in lines})
    )


def registration_of(sale: SaleCompleted, rng: random.Random) -> FiscalDocumentRegistered:
    return FiscalDocumentRegistered(
        fiscal_key=sale.fiscal_key,
        sale_id=sale.sale_id,
        fn="9999078902005814",
        fd=10_000 + sale.number,
        fp=f"{rng.randrange(10**10):010d}",
        registered_at="2026-11-24T14:32",
        shift_number=1,
        number_in_shift=sale.number,
        kkt_number="0000000001030338",
        total_minor=sale.total_minor,
        operation_code=1,
        fns_site="www.nalog.gov.ru",
        ofd_url="https://lk.platformaofd.ru",
    )


def cloud_settings(folder: Path, **changes: object) -> CloudSettings:
    values: dict[str, object] = {
        "data_dir": folder,
        "port": 0,
        "fixed_pairing_code": FIXED_CODE,
        "organisation": "ООО «Рассвет»",
        "resources_dir": RESOURCES,
    }
    return CloudSettings(**{**values, **changes})  # type: ignore[arg-type]


def paired_token(server: CloudServer, register: str = REGISTER, name: str = "Лесная · 1") -> str:
    request = PairRequest(FIXED_CODE, register, uuid.uuid4().hex, name)
    return pair(server.url, request).token


def a_worker(
    outbox: FakeOutbox, url: str, token: str, events: list[Event] | None = None
) -> SyncWorker:
    return SyncWorker(
        outbox,
        HttpTransport(url, token, answer_seconds=5),
        (events if events is not None else []).append,
        queue=outbox.queue,
        state=lambda: Heartbeat(at_us=time.time_ns() // 1000, last_seq=0),
        jitter=lambda: 0.0,
    )


def worker_of(journal: SqliteJournal, url: str, token: str, events: list[Event]) -> SyncWorker:
    return SyncWorker(
        journal.outbox,
        HttpTransport(url, token),
        events.append,
        queue=journal.ledger.cloud_queue,
        state=lambda: Heartbeat(at_us=1, last_seq=0),
        jitter=lambda: 0.0,
    )


def wait_until(what: Callable[[], bool], seconds: float = 20.0) -> None:
    """Fail unless it becomes true in time."""
    pause = threading.Event()
    for _ in range(int(seconds * 100)):
        if what():
            return
        pause.wait(0.01)
    raise AssertionError("it did not happen in time")
