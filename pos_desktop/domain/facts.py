"""Facts of the journal, in the past tense. What a payload holds never changes its meaning; a new
shape is a new version.

Sums are minor units, quantities thousandths, times UTC microseconds since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SoldLine:
    """One position as sold, all that a refund or a fiscal document will ever need.

    n: place in the receipt from 1. price_minor: catalogue price of a unit; total_minor: with all
    discounts.
    """

    n: int
    product_id: str
    name: str
    qty: int
    unit: str
    price_minor: int
    discount_minor: int
    total_minor: int
    vat: str
    vat_minor: int
    kind: str = "goods"
    barcode: str = ""
    marking: str = ""


@dataclass(frozen=True, slots=True)
class PaidTender:
    """amount_minor: what counted towards the total; received_minor: what was handed over."""

    tender_id: str
    kind: str
    amount_minor: int
    received_minor: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class VatSum:
    vat: str
    base_minor: int
    vat_minor: int


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    KIND: ClassVar[str] = "ShiftOpened"
    VERSION: ClassVar[int] = 1
    shift_id: str
    number: int
    staff_id: str
    staff_name: str
    cash_minor: int


@dataclass(frozen=True, slots=True)
class ShiftClosed:
    """The sums of a shift as the journal has them. cash_minor: what the drawer should hold;
    counted: whether a person has counted it."""

    KIND: ClassVar[str] = "ShiftClosed"
    VERSION: ClassVar[int] = 1
    shift_id: str
    number: int
    staff_id: str
    staff_name: str
    sales_count: int
    sales_minor: int
    cash_minor: int
    counted: bool


@dataclass(frozen=True, slots=True)
class TenderAccepted:
    """Money taken for a sale that is completed in the same transaction."""

    KIND: ClassVar[str] = "TenderAccepted"
    VERSION: ClassVar[int] = 1
    sale_id: str
    tender: PaidTender
    currency: str


@dataclass(frozen=True, slots=True)
class SaleCompleted:
    """A sale that exists: durable before it was shown.

    number: register-local, gapless. operation: "sell". fiscal_key: deterministic id of its fiscal
    document, ""
    where none is due. contact: e-mail or phone for the electronic receipt, "". on_paper: a receipt
    was queued with it; False at a register without a printer.
    """

    KIND: ClassVar[str] = "SaleCompleted"
    VERSION: ClassVar[int] = 1
    sale_id: str
    number: int
    shift_number: int
    staff_id: str
    staff_name: str
    operation: str
    currency: str
    total_minor: int
    discount_minor: int
    change_minor: int
    lines: tuple[SoldLine, ...]
    vats: tuple[VatSum, ...]
    tenders: tuple[PaidTender, ...]
    tax_system: str
    fiscal_key: str = ""
    contact: str = ""
    staff_inn: str = ""
    on_paper: bool = True


@dataclass(frozen=True, slots=True)
class FiscalDocumentRegistered:
    """The operator or registrar confirmed the document; the numbers are as they go into the QR
    code."""

    KIND: ClassVar[str] = "FiscalDocumentRegistered"
    VERSION: ClassVar[int] = 1
    fiscal_key: str
    sale_id: str
    fn: str
    fd: int
    fp: str
    registered_at: str
    shift_number: int
    number_in_shift: int
    kkt_number: str
    total_minor: int
    operation_code: int
    fns_site: str = ""
    ofd_url: str = ""


@dataclass(frozen=True, slots=True)
class FiscalDocumentRejected:
    """The operator refused the document for good; it is parked until a person settles it."""

    KIND: ClassVar[str] = "FiscalDocumentRejected"
    VERSION: ClassVar[int] = 1
    fiscal_key: str
    sale_id: str
    code: str
    text: str


Fact = (
    ShiftOpened
    | ShiftClosed
    | TenderAccepted
    | SaleCompleted
    | FiscalDocumentRegistered
    | FiscalDocumentRejected
)

FACTS: dict[str, type[Fact]] = {
    fact.KIND: fact
    for fact in (
        ShiftOpened,
        ShiftClosed,
        TenderAccepted,
        SaleCompleted,
        FiscalDocumentRegistered,
        FiscalDocumentRejected,
    )
}
"""Every kind the journal may hold; a new fact is one class and one line here."""
