"""A shop to measure with: the sample's goods and believable sales of them."""

from __future__ import annotations

import random
import time
from datetime import date
from functools import lru_cache
from pathlib import Path

import uuid_utils

from pos_desktop.app.clock import SystemClock, Uuid7Ids
from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.facts import (
    FiscalDocumentRegistered,
    PaidTender,
    SaleCompleted,
    SoldLine,
    TenderAccepted,
    VatSum,
)
from pos_desktop.domain.fiscal import fiscal_key
from pos_desktop.domain.quantity import Quantity
from pos_desktop.domain.sale import Sale, SaleLine
from pos_desktop.fiscal.country import load_country
from pos_desktop.journal.sqlite_journal import SqliteJournal, open_journal
from pos_desktop.operations.import_sample import sample_change
from pos_desktop.ports import (
    CatalogueChange,
    Commit,
    NewFiscalDocument,
    NewPrintJob,
)
from pos_desktop.shipped import resource_path

REGISTER_ID = "019ab0c4-7a00-7000-8000-0000000000bb"
REGISTER_NUMBER = 2
_RECEIPT_BYTES = 1500
_VAT_PERCENT = {"vat0": 0, "none": 0, "vat5": 5, "vat7": 7, "vat10": 10, "vat20": 20, "vat22": 22}


@lru_cache(maxsize=1)
def sample() -> CatalogueChange:
    """The sample shop of the program, 3,000 goods and more."""
    rates = load_country(resource_path("countries", "ru.toml")).vat.valid_on(date(2026, 11, 23))
    files = (Path(resource_path("sample", f"{name}.csv")) for name in ("products", "categories"))
    products, categories = (file.read_bytes() for file in files)
    return sample_change(products, categories, rates)


class Sales:
    """Sales of the sample's goods with real ids, the same goods for the same seed."""

    def __init__(self, seed: int = 1, first_number: int = 1) -> None:
        self._rng = random.Random(seed)
        self._products = sample().products
        self.number = first_number - 1

    def next(self, lines: int = 5) -> tuple[TenderAccepted, SaleCompleted]:
        self.number += 1
        rng = self._rng
        sold = tuple(_sold(rng, n, rng.choice(self._products)) for n in range(1, lines + 1))
        total = sum(line.total_minor for line in sold)
        kind = rng.choice(("cash", "card", "card", "qr"))
        received = -(-total // 10_000) * 10_000 if kind == "cash" else total
        reference = "" if kind == "cash" else f"{rng.randrange(10**12):012d}"
        tender = PaidTender(str(uuid_utils.uuid7()), kind, total, received, reference)
        sale = SaleCompleted(
            sale_id=str(uuid_utils.uuid7()),
            number=self.number,
            shift_number=1,
            staff_id="ivanova",
            staff_name="Иванова М. С.",
            operation="sell",
            currency="RUB",
            total_minor=total,
            discount_minor=0,
            change_minor=received - total,
            lines=sold,
            vats=_vats(sold),
            tenders=(tender,),
            tax_system="osn",
            fiscal_key=fiscal_key(REGISTER_NUMBER, self.number),
            staff_inn="781234567890",
        )
        return TenderAccepted(sale.sale_id, tender, "RUB"), sale

    def registered(self, sale: SaleCompleted) -> FiscalDocumentRegistered:
        minutes = sale.number % 840
        return FiscalDocumentRegistered(
            fiscal_key=sale.fiscal_key,
            sale_id=sale.sale_id,
            fn="9999078902004339",
            fd=10_000 + sale.number,
            fp=f"{self._rng.randrange(10**10):010d}",
            registered_at=f"2026-11-23T{8 + minutes // 60:02d}:{minutes % 60:02d}",
            shift_number=7,
            number_in_shift=sale.number,
            kkt_number="0000000001002292",
            total_minor=sale.total_minor,
            operation_code=1,
            fns_site="www.nalog.gov.ru",
            ofd_url="https://lk.platformaofd.ru",
        )


def _sold(rng: random.Random, n: int, product: Product) -> SoldLine:
    qty = rng.randrange(120, 2500) if product.weighed else rng.choice((1000, 1000, 1000, 2000))
    total = (product.price_minor * qty + 500) // 1000
    percent = _VAT_PERCENT.get(product.vat, 0)
    return SoldLine(
        n=n,
        product_id=product.product_id,
        name=product.name,
        qty=qty,
        unit=product.unit.value,
        price_minor=product.price_minor,
        discount_minor=0,
        total_minor=total,
        vat=product.vat,
        vat_minor=total * percent // (100 + percent),
        barcode=product.barcodes[0] if product.barcodes else "",
    )


def _vats(sold: tuple[SoldLine, ...]) -> tuple[VatSum, ...]:
    rates = sorted({line.vat for line in sold})
    of_rate = ((rate, [line for line in sold if line.vat == rate]) for rate in rates)
    return tuple(
        VatSum(rate, sum(x.total_minor for x in lines), sum(x.vat_minor for x in lines))
        for rate, lines in of_rate
    )


def receipt_bytes(sale: SaleCompleted) -> bytes:
    """About as many bytes as a printed receipt of five lines has."""
    text = "\n".join(f"{ln.name[:32]:32} {ln.total_minor / 100:>10.2f}" for ln in sale.lines)
    return (b"\x1b@\x1bt\x11" + text.encode("cp866", "replace")).ljust(_RECEIPT_BYTES, b"\n")


def completing(tender: TenderAccepted, sale: SaleCompleted) -> Commit:
    """What operations.pay stores when a sale is completed, its draft removed."""
    return Commit(
        facts=(tender, sale),
        print_jobs=(
            NewPrintJob(sale.sale_id, sale.number, "receipt", receipt_bytes(sale), 0, True),
        ),
        fiscal_documents=(NewFiscalDocument(sale.fiscal_key, sale.sale_id, sale.number),),
        draft_removed=sale.sale_id,
    )


def save_as_draft(journal: SqliteJournal, sale: SaleCompleted) -> None:
    """The open sale as it was before it was paid."""
    by_id = {product.product_id: product for product in sample().products}
    lines = tuple(
        SaleLine(
            line_id=line.n,
            product_id=line.product_id,
            article=by_id[line.product_id].article,
            name=line.name,
            quantity=Quantity(line.qty, by_id[line.product_id].unit),
            price_minor=line.price_minor,
            vat=line.vat,
        )
        for line in sale.lines
    )
    draft = Sale(sale.sale_id, time.time_ns() // 1000, lines, len(lines) + 1)
    journal.save_draft(draft, sale.staff_id, lines)


def open_book(folder: Path, register_id: str = REGISTER_ID) -> SqliteJournal:
    return open_journal(folder, register_id, REGISTER_NUMBER, Uuid7Ids(), SystemClock(None))
