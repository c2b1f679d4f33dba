"""Facts and commits as a shop makes them, for the tests and measurements of the journal."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

from pos_desktop.domain.facts import (
    FiscalDocumentRegistered,
    PaidTender,
    SaleCompleted,
    ShiftOpened,
    SoldLine,
    TenderAccepted,
    VatSum,
)
from pos_desktop.domain.fiscal import fiscal_key
from pos_desktop.journal.sqlite_journal import SqliteJournal, open_journal
from pos_desktop.ports import Commit, NewFiscalDocument, NewPrintJob

REGISTER_ID = "019ab0c4-7a00-7000-8000-0000000000aa"
REGISTER_NUMBER = 2
START_US = 1_795_000_000_000_000  # in November 2026

NAMES = (
    "Молоко пастеризованное 3,2 % 930 мл",
    "Хлеб ржаной нарезной 600 г",
    "Сыр Российский, весовой",
    "Вода минеральная газированная 1,5 л",
    "Шоколад молочный с фундуком 90 г",
)


class StepClock:
    """Every look at it is a millisecond later than the one before."""

    def __init__(self, start_us: int = START_US) -> None:
        self.at_us = start_us

    def now_us(self) -> int:
        self.at_us += 1000
        return self.at_us

    def today(self) -> date:
        return date(2026, 11, 23)


class CountingIds:
    """UUIDv7-shaped ids: 48 bits of time, then a counter."""

    def __init__(self, start: int = 0) -> None:
        self._counter = itertools.count(start + 1)

    def new_entry_id(self) -> bytes:
        n = next(self._counter)
        stamp = (START_US // 1000 + n).to_bytes(6, "big")
        return stamp + b"\x70\x00\x80" + n.to_bytes(7, "big")

    def new_id(self) -> str:
        text = self.new_entry_id().hex()
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def opened(
    folder: Path, clock: StepClock | None = None, ids: CountingIds | None = None
) -> SqliteJournal:
    return open_journal(
        folder, REGISTER_ID, REGISTER_NUMBER, ids or CountingIds(), clock or StepClock()
    )


def sale_id_of(n: int) -> str:
    """A UUIDv7 of the n-th millisecond: the sales of StepClock are completed after it."""
    stamp = f"{START_US // 1000 + n:012x}"
    return f"{stamp[:8]}-{stamp[8:]}-7000-8000-{n:012x}"


def shift_commit(number: int = 1, cash_minor: int = 500_000) -> Commit:
    return Commit((ShiftOpened(f"shift-{number}", number, "st-01", "Иванова М.", cash_minor),))


def sample_sale(n: int, lines: int = 5, kind: str = "cash", shift_number: int = 1) -> SaleCompleted:
    """Sale number n with so many lines; its product ids are spread over a shop of 3,000."""
    sold = tuple(_line(n, place) for place in range(1, lines + 1))
    total = sum(line.total_minor for line in sold)
    received = -(-total // 50_000) * 50_000 if kind == "cash" else total
    return SaleCompleted(
        sale_id=sale_id_of(n),
        number=n,
        shift_number=shift_number,
        staff_id="st-01",
        staff_name="Иванова М.",
        operation="sell",
        currency="RUB",
        total_minor=total,
        discount_minor=0,
        change_minor=received - total,
        lines=sold,
        vats=(VatSum("vat22", total, sum(line.vat_minor for line in sold)),),
        tenders=(PaidTender(f"{sale_id_of(n)[:-4]}aaaa", kind, total, received),),
        tax_system="usn_income",
        fiscal_key=fiscal_key(REGISTER_NUMBER, n),
    )


def _line(n: int, place: int) -> SoldLine:
    product = (n * 7919 + place * 104_729) % 3000
    price = 5000 + product
    return SoldLine(
        n=place,
        product_id=f"p{product:05d}",
        name=NAMES[product % len(NAMES)],
        qty=1000,
        unit="pcs",
        price_minor=price,
        discount_minor=0,
        total_minor=price,
        vat="vat22",
        vat_minor=(price * 22 * 2 + 122) // 244,
        barcode=f"46{product:011d}",
    )


def sample_commit(n: int, lines: int = 5, *, kind: str = "cash", shift_number: int = 1) -> Commit:
    """Everything completing sale n stores: two facts, a 1.5 kB receipt, its fiscal document."""
    sale = sample_sale(n, lines, kind, shift_number)
    return Commit(
        facts=(TenderAccepted(sale.sale_id, sale.tenders[0], sale.currency), sale),
        print_jobs=(
            NewPrintJob(sale.sale_id, n, "receipt", _receipt_bytes(sale), 0, kind == "cash"),
        ),
        fiscal_documents=(NewFiscalDocument(sale.fiscal_key, sale.sale_id, n),),
        draft_removed=sale.sale_id,
    )


def _receipt_bytes(sale: SaleCompleted) -> bytes:
    text = "\n".join(f"{ln.name[:32]:32} {ln.total_minor / 100:>10.2f}" for ln in sale.lines)
    return (b"\x1b@\x1bt\x11" + text.encode("cp866", "replace")).ljust(1500, b"\n")


def registered(sale: SaleCompleted) -> FiscalDocumentRegistered:
    return FiscalDocumentRegistered(
        fiscal_key=sale.fiscal_key,
        sale_id=sale.sale_id,
        fn="9999078902004339",
        fd=1000 + sale.number,
        fp="3522207165",
        registered_at="2026-11-23T14:32",
        shift_number=7,
        number_in_shift=sale.number,
        kkt_number="0000000001002292",
        total_minor=sale.total_minor,
        operation_code=1,
        fns_site="www.nalog.gov.ru",
    )
