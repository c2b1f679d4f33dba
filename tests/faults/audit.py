"""What an auditor checks when everything is drained: journal, operator, cloud and paper agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from pos_desktop.cloud import tables
from pos_desktop.domain.facts import (
    OPERATION_SIGNS,
    Fact,
    FiscalDocumentRegistered,
    RefundGivenUp,
    SaleCompleted,
    TenderRequested,
    TenderReturned,
    TenderSettled,
)
from pos_desktop.journal.connection import open_reader
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.names import JOURNAL_NAME
from pos_desktop.journal.verify import verify
from tests.faults.errand import read_diary
from tests.faults.outside import Outside


@dataclass
class Findings:
    """counts: what was counted; problems: each a sentence for a person."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def demand(self, holds: bool, problem: str) -> None:
        if not holds:
            self.problems.append(problem)

    def add(self, other: Findings) -> None:
        self.counts.update(other.counts)
        self.problems += other.problems


@dataclass(frozen=True)
class Book:
    """The register's journal as it is on disk."""

    entries: list[tuple[int, bytes]]
    facts: list[Fact]
    jobs: dict[int, tuple[str, str]]
    acknowledged: int

    @property
    def sales(self) -> list[SaleCompleted]:
        return [fact for fact in self.facts if isinstance(fact, SaleCompleted)]


def read_book(outside: Outside) -> Book:
    path = outside.register / JOURNAL_NAME
    if not path.exists():
        return Book([], [], {}, 0)
    raw = open_reader(path)
    try:
        if not raw.execute("PRAGMA user_version").fetchone()[0]:
            return Book([], [], {}, 0)
        rows = raw.execute(
            "SELECT seq, hash, kind, version, payload FROM journal_entry ORDER BY seq"
        ).fetchall()
        jobs = raw.execute(
            "SELECT sale_number, sale_id, state FROM print_job WHERE kind = 'receipt'"
        ).fetchall()
        cursor = raw.execute("SELECT seq FROM cursor WHERE destination = 'cloud'").fetchone()
    finally:
        raw.close()
    return Book(
        [(seq, bytes(digest)) for seq, digest, *_ in rows],
        [decode_fact(kind, version, payload) for _, _, kind, version, payload in rows],
        {number: (sale_id, state) for number, sale_id, state in jobs},
        cursor[0] if cursor else 0,
    )


def acknowledged_sales(diary: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sales a screen has shown as made."""
    return [line["done"] for line in diary if line.get("done")]


def check_after_death(outside: Outside) -> Findings:
    """What must hold at any moment, drained or not."""
    found = Findings()
    book = read_book(outside)
    diary = read_diary(outside.register)
    if book.entries:
        report = verify(outside.register)
        found.demand(report.is_good, f"verify: {report.text()}")
    check_acknowledged(found, book, diary)
    check_money(found, book)
    for line in diary:
        found.demand(line["what"] != "bug", f"an operation failed: {line.get('text')}")
    return found


def check_money(found: Findings, book: Book) -> None:
    """Every sale is paid to the kopeck, and by no card of which nobody said that it was charged;
    a card that was charged is paid for one sale, and at most one."""
    outcomes: dict[str, str] = {}
    returned = {fact.tender_id for fact in book.facts if isinstance(fact, TenderReturned)}
    for fact in book.facts:
        if isinstance(fact, TenderRequested):
            outcomes[fact.tender_id] = "asked"
        elif isinstance(fact, TenderSettled):
            outcomes[fact.tender_id] = fact.outcome
    used: Counter[str] = Counter()
    for sale in book.sales:
        paid = sum(tender.amount_minor for tender in sale.tenders)
        found.demand(paid == sale.total_minor, f"sale {sale.number} is paid {paid}")
        for tender in sale.tenders:
            used[tender.tender_id] += 1
            outcome = outcomes.get(tender.tender_id, "approved")
            found.demand(outcome == "approved", f"sale {sale.number} by a card that is {outcome}")
    for tender_id, count in used.items():
        found.demand(count == 1, f"tender {tender_id} pays {count} sales")
        found.demand(tender_id not in returned, f"tender {tender_id} was given back and pays")
    found.counts["cards asked by hand"] = len(outcomes)
    found.counts["cards by hand in sales"] = sum(one in outcomes for one in used)


def check_acknowledged(found: Findings, book: Book, diary: list[dict[str, Any]]) -> None:
    times = Counter(sale.sale_id for sale in book.sales)
    totals = {sale.sale_id: (sale.number, sale.total_minor) for sale in book.sales}
    shown = acknowledged_sales(diary)
    lost = [sale for sale in shown if sale["sale"] not in times]
    doubled = [sale_id for sale_id, count in times.items() if count > 1]
    found.demand(not lost, f"acknowledged sales are lost: {lost}")
    found.demand(not doubled, f"sales are doubled: {doubled}")
    for sale in shown:
        stored = totals.get(sale["sale"], (sale["number"], sale["total"]))
        found.demand(stored == (sale["number"], sale["total"]), f"shown {sale}, stored {stored}")
    found.counts["lost"] = len(lost)
    found.counts["doubled"] = len(doubled)
    found.counts["sales acknowledged"] = len({sale["sale"] for sale in shown})
    found.counts["sales in the journal"] = len(book.sales)
    _check_refunds(found, book)


def _check_refunds(found: Findings, book: Book) -> None:
    """No line comes back more often than it was sold, and no begun refund is carried out twice."""
    sold = {(sale.sale_id, line.n): line for sale in book.sales for line in sale.lines}
    refunds = [sale for sale in book.sales if OPERATION_SIGNS[sale.operation] < 0]
    back: Counter[tuple[str, int]] = Counter()
    money: Counter[tuple[str, int]] = Counter()
    for refund in refunds:
        for line in refund.lines:
            back[(refund.original_sale_id, line.of_line)] += line.qty
            money[(refund.original_sale_id, line.of_line)] += line.total_minor
    for place, qty in back.items():
        line = sold[place]
        fits = qty <= line.qty and money[place] <= line.total_minor
        found.demand(fits, f"line {place} came back {qty} of {line.qty}")
    given_up = {fact.refund_id for fact in book.facts if isinstance(fact, RefundGivenUp)}
    both = given_up & {refund.sale_id for refund in refunds}
    found.demand(not both, f"refunds given up and carried out: {both}")
    found.counts["refunds in the journal"] = len(refunds)
    found.counts["refunds the terminal did not make"] = len(given_up)


def check_drained(outside: Outside) -> Findings:
    """All of the above, and each sale once at the operator, in the cloud and on paper."""
    found = check_after_death(outside)
    book = read_book(outside)
    _check_operator(found, outside, book)
    _check_cloud(found, outside, book)
    if outside.printing:
        _check_paper(found, outside, book)
    return found


def _check_operator(found: Findings, outside: Outside, book: Book) -> None:
    documents = outside.operator.documents
    by_sale = Counter(document.external_id.rpartition("-v")[0] for document in documents)
    for sale in book.sales:
        stem = sale.fiscal_key.rpartition("-v")[0]
        count = by_sale.pop(stem, 0)
        found.demand(count == 1, f"sale {sale.number} has {count} fiscal documents")
    found.demand(not by_sale, f"fiscal documents without a sale: {dict(by_sale)}")
    order = [document.external_id for document in documents]
    numbers = [int(key.split("-")[-2]) for key in order]
    found.demand(numbers == sorted(numbers), "the operator got the sales out of order")
    told = sum((OPERATION_SIGNS[d.operation] * d.total for d in documents), Decimal())
    sold = Decimal(_taken_minor(book)) / 100
    found.demand(told == sold, f"the operator has {told}, the journal {sold}")
    registered = Counter(
        fact.sale_id for fact in book.facts if isinstance(fact, FiscalDocumentRegistered)
    )
    for sale in book.sales:
        count = registered[sale.sale_id]
        found.demand(count == 1, f"sale {sale.number} was noted as registered {count} times")
    found.counts["fiscal documents"] = len(documents)
    found.counts["sent again under its key"] = outside.operator.duplicates


def _check_cloud(found: Findings, outside: Outside, book: Book) -> None:
    database = outside.cloud.parts.database
    with database.read() as connection:
        entry = tables.entry
        rows = connection.execute(
            sa.select(entry.c.seq, entry.c.hash, entry.c.status, entry.c.received_at_us).order_by(
                entry.c.seq
            )
        ).fetchall()
    stored = [(row.seq, bytes(row.hash)) for row in rows]
    found.demand(
        stored == book.entries, f"cloud {len(stored)}, journal {len(book.entries)} entries"
    )
    found.demand(
        all(row.status == tables.EntryStatus.STORED for row in rows), "the cloud refused entries"
    )
    times = [row.received_at_us for row in rows]
    found.demand(times == sorted(times), "the cloud got the entries out of order")
    found.demand(
        book.acknowledged == len(book.entries),
        f"{book.acknowledged} of {len(book.entries)} entries are acknowledged",
    )
    found.counts["cloud entries"] = len(stored)
    sold = _taken_minor(book)
    told = wait_for_equal(lambda: _cloud_total(outside), sold)
    found.demand(told == sold, f"the cloud's sales are {told}, the journal's {sold}")


def _cloud_total(outside: Outside) -> int:
    with outside.cloud.parts.database.read() as connection:
        of = tables.sale.c
        sums = sa.select(of.operation, sa.func.sum(of.total_minor)).group_by(of.operation)
        rows = connection.execute(sums).fetchall()
    return sum(OPERATION_SIGNS[operation] * int(total) for operation, total in rows)


def _taken_minor(book: Book) -> int:
    """What came in, less what went back."""
    return sum(OPERATION_SIGNS[sale.operation] * sale.total_minor for sale in book.sales)


def wait_for_equal(ask: Callable[[], int], wanted: int, seconds: float = 10.0) -> int:
    """The cloud's sums follow its entries a moment later."""
    import threading
    import time

    until = time.monotonic() + seconds
    while (got := ask()) != wanted and time.monotonic() < until:
        threading.Event().wait(0.02)
    return got


def _check_paper(found: Findings, outside: Outside, book: Book) -> None:
    whole = outside.whole_receipts()
    for sale in book.sales:
        state = book.jobs.get(sale.number, ("", "no job"))[1]
        copies = whole.pop(sale.number, 0)
        allowed = (1,) if state == "done" else (0, 1) if state == "unknown" else ()
        found.demand(copies in allowed, f"receipt {sale.number} is {state}, {copies} on paper")
        found.counts["receipts on paper"] += copies
    found.demand(not whole, f"receipts of no sale: {dict(whole)}")
