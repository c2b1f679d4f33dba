"""A shop with real books for the stories of the stock: journal and catalogue on disk, no window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pos_desktop.domain.catalogue import Category, Product
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.journal.catalogue_store import SqliteCatalogue
from pos_desktop.operations import pay, sell
from pos_desktop.operations.stock_room import StockRoom, books_of, known_product
from pos_desktop.ports import CatalogueChange
from tests.journal_samples import CountingIds, StepClock, opened
from tests.till_fakes import BANANAS, BREAD, CASHIER, COFFEE, workplace

MANAGER = StaffMember("s3", "Орлова Анна", "Орлова А.", Role.MANAGER)
KEFIR = Product(
    "k1", "10-1", "Кефир 1 %", "dairy", 8990, "vat10", cost_minor=6000,
    barcodes=("4600605025741",), stock_thousandths=10_000,
)  # fmt: skip
CURD = replace(
    KEFIR, product_id="k2", article="10-2", name="Творог 5 %", barcodes=("4690228007842",),
    price_minor=12_000, cost_minor=9000, stock_thousandths=6000,
)  # fmt: skip
SHELF = (
    KEFIR,
    CURD,
    replace(COFFEE, stock_thousandths=12_000, cost_minor=20_000),
    replace(BREAD, stock_thousandths=5000),
    replace(BANANAS, stock_thousandths=8000),
)


class Shop:
    """One register: room for the operations, and a customer who buys."""

    def __init__(self, folder: Path) -> None:
        ids = CountingIds()
        self.catalogue = SqliteCatalogue(folder / "catalogue.sqlite")
        if not self.catalogue.count():
            categories = (Category("dairy", "Молочное", 1), Category("c1", "Бакалея", 2))
            self.catalogue.apply(CatalogueChange(SHELF, categories))
        self.journal = opened(folder, StepClock(), ids)
        place = workplace(
            journal=self.journal, ledger=self.journal.ledger, prints=self.journal.prints,
            catalogue=self.catalogue, clock=StepClock(), ids=ids,
        )  # fmt: skip
        self.room = StockRoom(place, self.journal.stock, self.catalogue, self.catalogue)

    def on_hand(self, product: Product) -> int:
        return books_of(self.room, known_product(self.room, product.product_id))

    def basket(self, product: Product, count: int = 1) -> Sale:
        """A customer's goods are scanned and not paid yet."""
        sale = None
        for _ in range(count):
            added = sell.add_product(self.room.place, sale, product.product_id, staff=CASHIER)
            assert isinstance(added, sell.Added)
            sale = added.sale
        assert sale is not None
        return sale

    def pay(self, sale: Sale) -> None:
        payment = pay.begin_payment(self.room.place, sale, staff=CASHIER)
        payment = pay.add_tender(
            self.room.place, payment, TenderKind.CARD, payment.left_minor, staff=CASHIER
        )
        shift = self.journal.open_shift()
        assert isinstance(shift, Shift)
        pay.complete(self.room.place, payment, shift, staff=CASHIER)

    def buy(self, product: Product, count: int = 1) -> None:
        self.pay(self.basket(product, count))

    def printed(self) -> str:
        """All paper of the register as text."""
        texts = []
        for job_id in range(1, self.journal.prints.newest_job() + 1):
            job = self.journal.prints.job(job_id)
            if job is not None:
                texts.append(job.payload.decode())
        return "\n".join(texts)

    def close(self) -> None:
        self.journal.close()
        self.catalogue.close()


@contextmanager
def open_stock(folder: Path, *, shift: bool = True) -> Iterator[Shop]:
    from tests.journal_samples import shift_commit

    shop = Shop(folder)
    try:
        if shift and shop.journal.open_shift() is None:
            shop.journal.commit(shift_commit())
        yield shop
    finally:
        shop.close()
