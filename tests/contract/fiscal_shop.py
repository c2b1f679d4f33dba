"""A shop with sales to register, as little as the tests of the fiscal side need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta, timezone
from pathlib import Path
from typing import Any

from pos_desktop.domain.country import CountryPack
from pos_desktop.domain.facts import (
    FiscalDocumentRegistered,
    FiscalDocumentRejected,
    PaidTender,
    SaleCompleted,
    SoldLine,
    VatSum,
)
from pos_desktop.domain.fiscal import (
    FiscalDocument,
    FiscalState,
    Seller,
    check_move,
    document_of,
    fiscal_key,
)
from pos_desktop.domain.money import divide_half_up
from pos_desktop.domain.positions import parts_of, vat_of_parts
from pos_desktop.fiscal.atol_online import AtolAccount, AtolOnline
from pos_desktop.fiscal.country import load_country
from pos_desktop.fiscal.worker import FiscalWorker
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, FiscalOperator, QueuedDocument, QueueStatus
from pos_desktop.receipts.sale_receipt import ReceiptStyle
from pos_desktop.shipped import resource_path
from pos_desktop.simulators.atol_online import AtolOnlineSimulator

MOSCOW = timezone(timedelta(hours=3))
NOON_US = 1_795_512_600_000_000  # 24 November 2026, 12:30 in Moscow
INN = "7802145638"
SELLER = Seller(
    name="ООО «Ромашка»",
    inn=INN,
    address="197101, г. Санкт-Петербург, ул. Мира, д. 5",
    place="https://v5.online.atol.ru",
    tax_system="osn",
    email="shop@example.ru",
)
COUNTRY: CountryPack = load_country(Path(resource_path("countries", "ru.toml")))


def line(
    n: int, total_minor: int, *, qty: int = 1000, price_minor: int = 0, **more: Any
) -> SoldLine:
    """A sold line; without a price it costs what it came to."""
    vat = more.pop("vat", "vat22")
    rate = COUNTRY.vat.rate(vat)
    price_minor = price_minor or divide_half_up(total_minor * 1000, qty)
    tax = vat_of_parts(rate, parts_of(qty, price_minor, total_minor))
    return SoldLine(
        n=n,
        product_id=f"p{n}",
        name=more.pop("name", f"Товар № {n}"),
        qty=qty,
        unit=more.pop("unit", "pcs"),
        price_minor=price_minor,
        discount_minor=max(0, divide_half_up(qty * price_minor, 1000) - total_minor),
        total_minor=total_minor,
        vat=vat,
        vat_minor=tax,
        **more,
    )


def sale(number: int, *lines: SoldLine, tenders: tuple[PaidTender, ...] = ()) -> SaleCompleted:
    """Sale of that number; by default one line that costs so many roubles, paid in cash."""
    sold = lines or (line(1, number * 100),)
    total = sum(one.total_minor for one in sold)
    vats: dict[str, VatSum] = {}
    for one in sold:
        known = vats.get(one.vat, VatSum(one.vat, 0, 0))
        vats[one.vat] = VatSum(
            one.vat, known.base_minor + one.total_minor, known.vat_minor + one.vat_minor
        )
    return SaleCompleted(
        sale_id=f"sale-{number}",
        number=number,
        shift_number=1,
        staff_id="st-1",
        staff_name="Иванова М.",
        operation="sell",
        currency="RUB",
        total_minor=total,
        discount_minor=sum(one.discount_minor for one in sold),
        change_minor=0,
        lines=sold,
        vats=tuple(vats.values()),
        tenders=tenders or (PaidTender("t1", "cash", total, total),),
        tax_system="osn",
        fiscal_key=fiscal_key(2, number),
    )


def document(number: int, *lines: SoldLine) -> FiscalDocument:
    return document_of(sale(number, *lines), NOON_US, COUNTRY.vat)


def operator_of(simulator: AtolOnlineSimulator, **more: Any) -> AtolOnline:
    """The product's client of a started simulator."""
    settings: dict[str, Any] = {"timeout_seconds": 5.0, **more}
    account = AtolAccount(
        settings.pop("url", simulator.url), settings.pop("login", "demo"), simulator.settings.group
    )
    password = settings.pop("password", lambda: "demo")
    seller = settings.pop("seller", SELLER)
    return AtolOnline(account, password, seller, MOSCOW, **settings)


class HandClock:
    """Wall and steady clock that move only when told."""

    def __init__(self, wall_us: int = NOON_US) -> None:
        self.wall_us = wall_us
        self.steady = 1000.0

    def now_us(self) -> int:
        return self.wall_us

    def today(self) -> date:
        return date(2026, 11, 24)

    def seconds(self) -> float:
        return self.steady

    def forward(self, seconds: float) -> None:
        self.steady += seconds
        self.wall_us += round(seconds * 1_000_000)


class MemoryBook:
    """Journal and fiscal queue in one list; the moves are checked as the real one does."""

    def __init__(self) -> None:
        self.rows: list[QueuedDocument] = []
        self.facts: list[Any] = []
        self.history: list[tuple[int, FiscalState]] = []
        self.reasons: dict[int, str] = {}

    def add(self, fact: SaleCompleted, at_us: int = NOON_US) -> None:
        self.rows.append(
            QueuedDocument(
                fact.fiscal_key,
                fact.sale_id,
                fact.number,
                at_us,
                FiscalState.QUEUED,
                "",
                0,
                0,
                fact,
            )
        )

    def commit(self, what: Commit) -> int:
        self.facts += what.facts
        for change in what.fiscal_changes:
            self._set(change.key, change.state, change.reason, new_key=change.next_key)
        return len(self.facts)

    def move(self, key: str, new: FiscalState, **more: Any) -> None:
        self._set(key, new, more.get("reason", ""), reference=more.get("reference", ""))

    def _set(
        self, key: str, new: FiscalState, reason: str, *, reference: str = "", new_key: str = ""
    ) -> None:
        place = next(i for i, row in enumerate(self.rows) if row.key == key)
        row = self.rows[place]
        check_move(row.state, new)
        kept = "" if new_key else reference or row.reference
        self.rows[place] = replace(row, state=new, key=new_key or key, reference=kept)
        self.history.append((row.sale_number, new))
        self.reasons[row.sale_number] = reason

    def next_to_submit(self, now_us: int) -> QueuedDocument | None:
        waiting = (FiscalState.QUEUED, FiscalState.SENDING, FiscalState.UNKNOWN)
        return next((row for row in self.rows if row.state in waiting), None)

    def accepted_documents(self, limit: int) -> list[QueuedDocument]:
        return [row for row in self.rows if row.state is FiscalState.ACCEPTED][:limit]

    def settle_at_start(self) -> int:
        sending = [row.key for row in self.rows if row.state is FiscalState.SENDING]
        for key in sending:
            self.move(key, FiscalState.UNKNOWN, reason="fiscal.interrupted")
        return len(sending)

    def status(self) -> QueueStatus:
        ended = (FiscalState.REGISTERED, FiscalState.REJECTED)
        waiting = [row for row in self.rows if row.state not in ended]
        parked = sum(row.state is FiscalState.REJECTED for row in self.rows)
        oldest = waiting[0] if waiting else None
        return QueueStatus(
            len(waiting),
            oldest.occurred_at_us if oldest else 0,
            oldest.sale_number if oldest else 0,
            parked,
        )

    def state(self, number: int) -> FiscalState:
        return next(row.state for row in self.rows if row.sale_number == number)

    @property
    def registered(self) -> list[FiscalDocumentRegistered]:
        return [fact for fact in self.facts if isinstance(fact, FiscalDocumentRegistered)]

    @property
    def rejected(self) -> list[FiscalDocumentRejected]:
        return [fact for fact in self.facts if isinstance(fact, FiscalDocumentRejected)]


def workplace(journal: Any, clock: HandClock) -> Workplace:
    unused: Any = None
    return Workplace(
        register_id="r",
        register_number=2,
        seller=SELLER,
        country=COUNTRY,
        style=ReceiptStyle("ru", "Касса 2", COUNTRY.fiscal_site),
        zone=MOSCOW,
        journal=journal,
        ledger=unused,
        prints=unused,
        catalogue=unused,
        customers=unused,
        clock=clock,
        ids=unused,
    )


class Register:
    """A worker driven turn by turn under a clock by hand."""

    def __init__(
        self,
        book: Any,
        operator: FiscalOperator,
        clock: HandClock | None = None,
        jitter: Callable[[], float] = lambda: 0.5,
        steady_seconds: Callable[[], float] | None = None,
        place: Workplace | None = None,
    ) -> None:
        self.clock = clock or HandClock()
        self.book = book
        self.events: list[Any] = []
        self.pauses: list[float] = []
        self.worker = FiscalWorker(
            book,
            operator,
            place or workplace(book, self.clock),
            self.events.append,
            jitter=jitter,
            steady_seconds=steady_seconds or self.clock.seconds,
        )

    def turns(self, count: int) -> None:
        for _ in range(count):
            pause = self.worker.turn()
            self.pauses.append(pause)
            self.clock.forward(pause)

    def run(self, most_turns: int = 20_000) -> None:
        """Until nothing waits; AssertionError where that never comes."""
        for _ in range(most_turns):
            if self.book.status().waiting == 0:
                return
            self.turns(1)
        raise AssertionError(f"still waiting after {most_turns} turns: {self.book.status()}")

    def reasons(self) -> list[str]:
        """What was said of the channel as a whole."""
        return [event.reason for event in self.events if event.key == ""]


def sell(book: MemoryBook, count: int) -> None:
    first = len(book.rows) + 1
    for number in range(first, first + count):
        book.add(sale(number))


def assert_each_once_in_order(simulator: AtolOnlineSimulator, book: MemoryBook) -> None:
    """What an auditor would compare: the drive's documents with the sales, one to one."""
    sold = [(row.fact.number, row.fact.total_minor) for row in book.rows]
    taken = [
        (int(document.external_id.split("-")[1]), int(document.total * 100))
        for document in simulator.documents
    ]
    assert taken == sold
    assert [(fact.fd, fact.total_minor) for fact in book.registered] == [
        (place, total) for place, (_, total) in enumerate(sold, start=1)
    ]
    assert book.rejected == []
