"""A shop in memory for the tests of operations: ten-line stand-ins for journal, catalogue, clock,
ids."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pos_desktop.domain.catalogue import Category, Product, SearchHit
from pos_desktop.domain.country import CountryPack
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    Fact,
    FiscalDocumentRegistered,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
)
from pos_desktop.domain.fiscal import FiscalState, Seller
from pos_desktop.domain.labels import DEFAULT_PATTERNS, LabelPattern
from pos_desktop.domain.printing import PrintJob, PrintState
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.sale import Sale, SaleLine
from pos_desktop.domain.shift import Shift, ShiftTotals
from pos_desktop.domain.shift_report import ShiftReport, report_of
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.fiscal.country import load_country
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import (
    CatalogueChange,
    CatalogueEdit,
    Commit,
    Draft,
    NewPrintJob,
    PriceListEdit,
    PromotionEdit,
    QueueStatus,
    SaleDetail,
    SaleRow,
    ShiftRow,
)
from pos_desktop.receipts.document import Document
from pos_desktop.receipts.sale_receipt import ReceiptStyle
from pos_desktop.shipped import resource_path
from tests.customer_fakes import FakeCustomers

CASHIER = StaffMember("s1", "Иванова Мария", "Иванова М.", Role.CASHIER)
SENIOR = StaffMember("s2", "Соколова Тамара", "Соколова Т.", Role.SENIOR)
SHIFT = Shift("shift-1", 148, 0, "s1")
EMPTY = QueueStatus(0, 0, 0, 0)

COFFEE = Product(
    "p1", "00-1", "Кофе молотый 250 г", "c1", 34900, "vat22", barcodes=("4607084120301",)
)
BREAD = Product("p2", "00-2", "Хлеб бородинский", "c1", 6250, "vat10", barcodes=("4601238051176",))
BANANAS = Product(
    "p3", "00-3", "Бананы", "c2", 13000, "vat10", unit=Unit.KILOGRAM, weighed=True, plu=2101
)
MILK = Product(
    "p4",
    "00-4",
    "Молоко 950 мл",
    "c1",
    9490,
    "vat10",
    marked_group="milk",
    barcodes=("4600051000057",),
)
VODKA = Product(
    "p5",
    "00-5",
    "Водка 0,5 л",
    "c3",
    40000,
    "vat22",
    age_limit=18,
    min_price_minor=34900,
    barcodes=("4600682000013",),
)
GOODS = (COFFEE, BREAD, BANANAS, MILK, VODKA)


def country() -> CountryPack:
    return load_country(resource_path("countries", "ru.toml"))


@dataclass
class FakeClock:
    at_us: int = 3_600_000_000

    def now_us(self) -> int:
        return self.at_us

    def today(self) -> date:
        return date(2026, 11, 24)


class FakeIds:
    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def new_id(self) -> str:
        return f"id-{next(self._numbers)}"

    def new_entry_id(self) -> bytes:
        return next(self._numbers).to_bytes(16, "big")


class FakeCatalogue:
    def __init__(self, goods: Sequence[Product] = GOODS) -> None:
        self.goods = list(goods)
        self.labels = DEFAULT_PATTERNS
        self.chosen: tuple[str, ...] = tuple(p.product_id for p in self.goods[:2])
        self.sold: list[str] = []

    def by_barcode(self, code: str) -> Product | None:
        return next((p for p in self.goods if code in p.barcodes), None)

    def by_id(self, product_id: str) -> Product | None:
        return next((p for p in self.goods if p.product_id == product_id), None)

    def by_plu(self, plu: int) -> Product | None:
        return next((p for p in self.goods if p.plu == plu), None)

    def search(self, text: str, limit: int = 50) -> list[SearchHit]:
        return [SearchHit(p, "name") for p in self.goods if text in p.name][:limit]

    def categories(self) -> list[Category]:
        return []

    def in_category(self, category_id: str, limit: int = 200) -> list[Product]:
        return [p for p in self.goods if p.category_id == category_id]

    def favourites(self) -> list[Product]:
        return [p for i in self.chosen if (p := self.by_id(i)) is not None]

    def note_sold(self, product_ids: Iterable[str]) -> None:
        self.sold.extend(product_ids)

    def count(self) -> int:
        return len(self.goods)

    def label_patterns(self) -> tuple[LabelPattern, ...]:
        return self.labels

    def set_label_patterns(self, patterns: tuple[LabelPattern, ...]) -> None:
        self.labels = patterns

    def apply(self, change: CatalogueChange, progress: object = None) -> int:
        fresh = {product.product_id: product for product in change.products}
        self.goods = [fresh.pop(p.product_id, p) for p in self.goods] + list(fresh.values())
        return 1

    def set_favourites(self, product_ids: tuple[str, ...]) -> None:
        self.chosen = product_ids


class FakeJournal:
    """Keeps what it was given; drafts by sale."""

    def __init__(self) -> None:
        self.commits: list[Commit] = []
        self.drafts: dict[str, Draft] = {}
        self.edits: dict[int, CatalogueEdit | PromotionEdit | PriceListEdit] = {}

    def commit(self, what: Commit) -> int:
        self.commits.append(what)
        self.drafts.pop(what.draft_removed, None)
        seq = sum(len(commit.facts) for commit in self.commits)
        if what.edit is not None:
            self.edits[seq] = what.edit
        return seq

    def catalogue_edits(self) -> list[tuple[int, CatalogueEdit]]:
        return [(n, e) for n, e in self.edits.items() if isinstance(e, CatalogueEdit)]

    def promotion_edits(self) -> list[tuple[int, PromotionEdit]]:
        return [(n, e) for n, e in self.edits.items() if isinstance(e, PromotionEdit)]

    def price_list_edits(self) -> list[tuple[int, PriceListEdit]]:
        return [(n, e) for n, e in self.edits.items() if isinstance(e, PriceListEdit)]

    def edit_written(self, seq: int) -> None:
        del self.edits[seq]

    def facts(self) -> list[object]:
        return [fact for commit in self.commits for fact in commit.facts]

    def next_sale_number(self) -> int:
        return 1 + sum(isinstance(fact, SaleCompleted) for fact in self.facts())

    def next_shift_number(self) -> int:
        return 1 + sum(isinstance(fact, ShiftOpened) for fact in self.facts())

    def open_shift(self) -> Shift | None:
        shift = None
        for fact in self.facts():
            if isinstance(fact, ShiftOpened):
                shift = Shift(fact.shift_id, fact.number, 0, fact.staff_id)
            elif isinstance(fact, ShiftClosed):
                shift = None
        return shift

    def shift_totals(self, shift_number: int) -> ShiftTotals:
        report = self.shift_report(shift_number)
        return ShiftTotals(
            sales_count=report.receipts_count,
            sales_minor=report.revenue_minor,
            cash_minor=report.expected_minor,
        )

    def shift_report(self, shift_number: int) -> ShiftReport:
        """Folded from the facts between the opening and the closing of that shift."""
        facts, inside = [], False
        for fact in self.facts():
            if isinstance(fact, ShiftOpened):
                inside = fact.number == shift_number
            if inside:
                facts.append((0, fact))
        return report_of(facts)

    def last_shift(self) -> ShiftRow | None:
        closed = [fact for fact in self.facts() if isinstance(fact, ShiftClosed)]
        if not closed:
            return None
        last = closed[-1]
        return ShiftRow(
            last.number,
            0,
            "",
            expected_minor=last.cash_minor,
            declared_minor=last.declared_minor if last.counted else None,
        )

    def save_draft(
        self,
        sale: Sale,
        staff_id: str,
        changed: Sequence[SaleLine],
        removed: Sequence[int] = (),
        facts: tuple[Fact, ...] = (),
        print_jobs: Sequence[NewPrintJob] = (),
    ) -> None:
        self.drafts[sale.sale_id] = Draft(sale, staff_id, 0, 0, "")
        if facts or print_jobs:
            self.commits.append(Commit(facts, tuple(print_jobs)))

    def split_draft(self, kept: Sale, rest: Sale, staff_id: str, label: str) -> int:
        self.save_draft(kept, staff_id, kept.lines)
        self.save_draft(rest, staff_id, rest.lines)
        return self.park_draft(rest.sale_id, label)

    def open_draft(self) -> Draft | None:
        return next((d for d in self.drafts.values() if d.in_front), None)

    def drafts_beside(self) -> list[Draft]:
        return [d for d in self.drafts.values() if d.beside]

    def put_beside(self, sale_id: str) -> int:
        number = 1 + max((d.beside for d in self.drafts_beside()), default=0)
        self.drafts[sale_id] = replace(self.drafts[sale_id], beside=number)
        return number

    def bring_to_front(self, beside: int) -> Draft:
        found = next((d for d in self.drafts_beside() if d.beside == beside), None)
        if found is None:
            raise RefusalError("park.no_such", parked=beside)
        front = self.open_draft()
        if front is not None:
            self.put_beside(front.sale.sale_id)
        self.drafts[found.sale.sale_id] = replace(found, beside=0)
        return self.drafts[found.sale.sale_id]

    def name_parked(self, parked: int, label: str) -> None:
        for sale_id, draft in self.drafts.items():
            if draft.parked == parked:
                self.drafts[sale_id] = replace(draft, label=label)
                return
        raise RefusalError("park.no_such", parked=parked)

    def parked_drafts(self) -> list[Draft]:
        return [d for d in self.drafts.values() if d.parked]

    def park_draft(
        self,
        sale_id: str,
        label: str,
        changed: Sequence[SaleLine] = (),
        print_jobs: Sequence[NewPrintJob] = (),
    ) -> int:
        number = 1 + max((d.parked for d in self.parked_drafts()), default=0)
        draft = self.drafts[sale_id]
        fresh = {line.line_id: line for line in changed}
        lines = tuple(fresh.get(line.line_id, line) for line in draft.sale.lines)
        sale = replace(draft.sale, lines=lines)
        self.drafts[sale_id] = replace(draft, sale=sale, parked=number, label=label)
        if print_jobs:
            self.commits.append(Commit((), tuple(print_jobs)))
        return number

    def recall_draft(self, parked: int) -> Draft:
        found = next((d for d in self.parked_drafts() if d.parked == parked), None)
        if found is None:
            raise RefusalError("park.no_such", parked=parked)
        shown = self.open_draft()
        if shown is not None and shown.sale.lines:
            self.park_draft(shown.sale.sale_id, "")
        elif shown is not None:
            self.drop_draft(shown.sale.sale_id)
        self.drafts[found.sale.sale_id] = replace(found, parked=0, label="")
        return self.drafts[found.sale.sale_id]

    def drop_draft(self, sale_id: str) -> None:
        self.drafts.pop(sale_id, None)


@dataclass
class FakePrints:
    """One job for each sale, moved by hand."""

    jobs: dict[str, PrintJob] = field(default_factory=dict)
    added: list[NewPrintJob] = field(default_factory=list)

    def next_job(self, now_us: int) -> PrintJob | None:
        return None

    def next_wake_us(self) -> int:
        return 0

    def move(self, job_id: int, new: PrintState, reason: str = "") -> None:
        for sale_id, job in self.jobs.items():
            if job.job_id == job_id:
                self.jobs[sale_id] = replace(job, state=new, reason=reason)

    def add(self, job: NewPrintJob) -> int:
        self.added.append(job)
        return len(self.added)

    def waiting(self, device: str) -> list[PrintJob]:
        return [job for job in self.jobs.values() if job.unsent and job.device == device]

    def give(self, job: PrintJob, device: str, payload: bytes) -> bool:
        for sale_id, known in self.jobs.items():
            if known.job_id == job.job_id and known.unsent and known.device == job.device:
                self.jobs[sale_id] = replace(
                    known, device=device, payload=payload, state=PrintState.QUEUED
                )
                return True
        return False

    def job(self, job_id: int) -> PrintJob | None:
        return next((j for j in self.jobs.values() if j.job_id == job_id), None)

    def job_of_sale(self, sale_id: str) -> PrintJob | None:
        return self.jobs.get(sale_id)

    def newest_job(self) -> int:
        return 0

    def drawer_wanted(self, after: int, until: int) -> bool:
        return False

    def settle_at_start(self) -> int:
        return 0


@dataclass
class FakeLedger:
    details: dict[str, SaleDetail] = field(default_factory=dict)

    def sale(self, sale_id: str) -> SaleDetail | None:
        return self.details.get(sale_id)

    def sales(self, **_filters: object) -> list[SaleRow]:
        return [detail.row for detail in self.details.values()]

    def attention(self) -> list[SaleRow]:
        return []

    def last_sale(self) -> SaleDetail | None:
        return None

    def fiscal_queue(self) -> QueueStatus:
        return EMPTY

    cloud_queue = fiscal_queue
    print_queue = fiscal_queue


class TextEncoder:
    """A receipt as its texts, so that tests read what a customer reads."""

    paper = "fake"

    def encode(self, document: Document) -> bytes:
        words: list[str] = []
        for element in document.elements:
            words += [str(getattr(element, name, "")) for name in ("left", "text", "right")]
        return "\n".join(word for word in words if word).encode()


def workplace(**changes: object) -> Workplace:
    """A shop with its five goods, an encoder that writes plain text and an operator to register
    with."""
    place = Workplace(
        register_id="r",
        register_number=2,
        seller=Seller("ООО «Лесная лавка»", "7802145638", "Лесная, 18", "Магазин", "osn", "a@b.ru"),
        country=country(),
        style=ReceiptStyle("ru", "Касса 2", "www.nalog.gov.ru"),
        zone=None,
        journal=FakeJournal(),
        ledger=FakeLedger(),
        prints=FakePrints(),
        catalogue=FakeCatalogue(),
        customers=FakeCustomers(FakeJournal()),
        clock=FakeClock(),
        ids=FakeIds(),
        encoder=TextEncoder(),
    )
    place = replace(place, **changes)  # type: ignore[arg-type]
    return replace(place, customers=changes.get("customers", FakeCustomers(place.journal)))


def detail_of(
    fact: SaleCompleted, state: FiscalState, done: FiscalDocumentRegistered | None = None
) -> SaleDetail:
    row = SaleRow(
        seq=2,
        sale_id=fact.sale_id,
        number=fact.number,
        occurred_at_us=0,
        shift_number=fact.shift_number,
        staff_name=fact.staff_name,
        operation="sell",
        total_minor=fact.total_minor,
        tender_kinds=("cash",),
        print_state=None,
        print_reason="",
        fiscal_key=fact.fiscal_key,
        fiscal_state=state,
        fiscal_reason="",
        synced=False,
    )
    return SaleDetail(row, fact, done)
