"""A shop that has sold things, for the stories of refunds: facts in memory, reads made of them."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.facts import (
    FiscalDocumentRegistered,
    RefundBegun,
    RefundGivenUp,
    SaleCompleted,
    ShiftOpened,
)
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.refund import GIVES_BACK, NOTHING, Returned
from pos_desktop.domain.sale import Discount
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import pay, sell
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, SaleDetail, TimeSpan
from tests.till_fakes import CASHIER, SHIFT, detail_of, workplace

FP = "0133880425"


class FakeRefundBook:
    """Answers from the facts of a FakeJournal; every sale is registered but those in `pending`."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self.pending: set[int] = set()
        self.at_us = 1_795_512_600_000_000  # 24 November 2026

    def _sales(self) -> list[SaleCompleted]:
        return [f for f in self._place.journal.facts() if isinstance(f, SaleCompleted)]

    def returned(self, sale_id: str) -> dict[int, Returned]:
        found: dict[int, Returned] = {}
        for sale in self._undone(sale_id):
            for line in sale.lines:
                so_far = found.get(line.of_line, NOTHING)
                found[line.of_line] = Returned(
                    so_far.qty + line.qty, so_far.total_minor + line.total_minor
                )
        return found

    def given_back(self, sale_id: str) -> dict[str, int]:
        money: dict[str, int] = {}
        for sale in self._undone(sale_id):
            for tender in sale.tenders:
                money[tender.kind] = money.get(tender.kind, 0) + tender.amount_minor
        return money

    def _undone(self, sale_id: str) -> list[SaleCompleted]:
        return [
            s for s in self._sales() if s.original_sale_id == sale_id and s.operation in GIVES_BACK
        ]

    def unfinished(self) -> RefundBegun | None:
        waits = None
        for fact in self._place.journal.facts():
            if isinstance(fact, RefundBegun):
                waits = fact
            elif waits is not None and (
                (isinstance(fact, RefundGivenUp) and fact.refund_id == waits.refund_id)
                or (isinstance(fact, SaleCompleted) and fact.sale_id == waits.refund_id)
            ):
                waits = None
        return waits

    def corrected_by(self, sale_id: str) -> SaleDetail | None:
        return next(
            (
                self._detail(s)
                for s in self._sales()
                if s.original_sale_id == sale_id and s.reason and s.operation not in GIVES_BACK
            ),
            None,
        )

    def by_id(self, sale_id: str) -> SaleDetail | None:
        return next((self._detail(s) for s in self._sales() if s.sale_id == sale_id), None)

    def by_number(self, number: int) -> SaleDetail | None:
        return next((self._detail(s) for s in self._sales() if s.number == number), None)

    def by_document(self, fn: str, fd: int) -> SaleDetail | None:
        return self.by_number(fd - 1000) if fn == "9999078902004339" else None

    def by_sum(self, span: TimeSpan, total_minor: int) -> list[SaleDetail]:
        return [self._detail(s) for s in self._sales() if s.total_minor == total_minor]

    def by_reference(self, span: TimeSpan, text: str) -> list[SaleDetail]:
        return [
            self._detail(s) for s in self._sales() if any(text in t.reference for t in s.tenders)
        ]

    def by_customer(self, customer_id: str) -> list[SaleDetail]:
        return [self._detail(s) for s in self._sales() if s.customer_id == customer_id]

    def _detail(self, fact: SaleCompleted) -> SaleDetail:
        done = None
        if fact.number not in self.pending:
            done = FiscalDocumentRegistered(
                fact.fiscal_key, fact.sale_id, "9999078902004339", 1000 + fact.number, FP,
                "2026-11-24T12:30", 7, fact.number, "0000000001002292", fact.total_minor, 1,
            )  # fmt: skip
        detail = detail_of(fact, FiscalState.REGISTERED, done)
        return replace(detail, row=replace(detail.row, occurred_at_us=self.at_us))


def open_place(**changes: object) -> Workplace:
    """A shop whose shift is open."""
    place = workplace(**changes)
    place.journal.commit(Commit((ShiftOpened("shift-1", 148, "s1", "Иванова М.", 500_000),)))
    return place


def sold(place: Workplace, *goods: str, kinds=((TenderKind.CASH, 0),), off_minor: int = 0):
    """A sale of those product ids ("p3:842" weighs 842 g, "p1:3" is three of it), paid by kinds:
    (kind, minor units, 0 = the rest). Returns its sale_id."""
    sale = None
    for item in goods:
        product_id, _, much = item.partition(":")
        if product_id == "p3":
            added = sell.add_weighed(place, sale, product_id, int(much), staff=CASHIER)
        else:
            count = int(much or 1)
            added = sell.add_product(place, sale, product_id, staff=CASHIER, count=count)
        sale = added.sale
    if off_minor:
        sale = sale.set_discount(Discount(amount_minor=off_minor))
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    for kind, minor in kinds:
        payment = pay.add_tender(place, payment, kind, minor or payment.left_minor, staff=CASHIER)
    return pay.complete(place, payment, SHIFT, staff=CASHIER).sale_id
