"""Fiscal documents and the states they move through, whatever country or channel registers them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.domain.facts import (
    CorrectionBasis,
    PaidTender,
    SaleCompleted,
    SoldAgent,
    SoldLine,
    VatSum,
)
from pos_desktop.domain.positions import parts_of
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.domain.tax import VatRate, VatTable


class FiscalState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REGISTERED = "registered"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


MOVES: dict[FiscalState, frozenset[FiscalState]] = {
    FiscalState.QUEUED: frozenset({FiscalState.SENDING}),
    # Back to QUEUED only where it is certain that nothing arrived (connection refused, 401, 429,
    # 503).
    FiscalState.SENDING: frozenset(
        {
            FiscalState.ACCEPTED,
            FiscalState.REGISTERED,
            FiscalState.REJECTED,
            FiscalState.UNKNOWN,
            FiscalState.QUEUED,
        }
    ),
    FiscalState.ACCEPTED: frozenset(
        {FiscalState.REGISTERED, FiscalState.REJECTED, FiscalState.UNKNOWN, FiscalState.QUEUED}
    ),
    # UNKNOWN is left only by asking again with the same key.
    FiscalState.UNKNOWN: frozenset({FiscalState.SENDING}),
    # A person mended the cause (settings, rate); the same document goes again under a new version
    # of its key.
    FiscalState.REJECTED: frozenset({FiscalState.QUEUED}),
    FiscalState.REGISTERED: frozenset(),
}


UNCLEAR = "fiscal.unclear"
MISMATCH = "fiscal.mismatch"
"""Reasons of parked documents that may be registered, or are, with other sums: a new key for one
of them could register the sale twice."""


def check_move(old: FiscalState, new: FiscalState) -> None:
    """Raise ValueError for a move the table does not allow: that is a bug, not an event."""
    if new not in MOVES[old]:
        raise ValueError(f"a fiscal document cannot go from {old} to {new}")


def fiscal_key(
    register_number: int, sale_number: int, version: int = 1, *, register_id: str = ""
) -> str:
    """The deterministic id a document is sent and asked for by: "r2-5e09b1c4-005214-v1".

    The operator answers a known key with the document it has. Two shops under one account both have
    a register 2 with a sale 5214, and so has a register that was set up anew: the end of the
    register's own UUID tells them apart.
    """
    origin = f"{register_id.replace('-', '')[-8:]}-" if register_id else ""
    return f"r{register_number}-{origin}{sale_number:06d}-v{version}"


def next_key_version(key: str) -> str:
    """The key of the same document after a rejected body was mended: "...-v1" -> "...-v2"."""
    stem, _, version = key.rpartition("-v")
    return f"{stem}-v{int(version) + 1}"


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sells. tax_system: "osn", "usn_income", "usn_income_outcome", "esn", "patent" (FFD tag
    1055)."""

    name: str
    inn: str
    address: str
    place: str
    tax_system: str
    email: str


@dataclass(frozen=True, slots=True)
class Position:
    """One position as a fiscal document carries it: total = round(price x quantity), discounts
    folded in. method: FFD tag 1214. marked_group: of goods under compulsory marking, whether their
    code is known (marking) or not."""

    name: str
    price_minor: int
    qty: int
    unit: str
    total_minor: int
    vat: str
    vat_minor: int
    kind: str
    marking: str = ""
    method: str = "full_payment"
    agent: SoldAgent | None = None
    marked_group: str = ""


@dataclass(frozen=True, slots=True)
class FiscalDocument:
    """A country-neutral receipt to register. occurred_at_us: UTC microseconds of the settlement."""

    key: str
    sale_id: str
    operation: str
    occurred_at_us: int
    positions: tuple[Position, ...]
    tenders: tuple[PaidTender, ...]
    vats: tuple[VatSum, ...]
    total_minor: int
    tax_system: str
    cashier: str
    cashier_inn: str
    contact: str
    correction: CorrectionBasis | None = None
    original_fp: str = ""
    buyer_name: str = ""
    buyer_inn: str = ""


@dataclass(frozen=True, slots=True)
class FiscalReceipt:
    """What came back. registered_at: local time "2026-11-24T14:32" as the QR code wants it (FFD
    tag 1012)."""

    fn: str
    fd: int
    fp: str
    registered_at: str
    shift_number: int
    number_in_shift: int
    kkt_number: str
    total_minor: int
    fns_site: str = ""
    ofd_url: str = ""


OPERATION_CODES = {
    "sell": 1,
    "sell_refund": 2,
    "buy": 3,
    "buy_refund": 4,
    "sell_correction": 1,
    "sell_refund_correction": 2,
}
"""FFD tag 1054; a correction has the sign of the settlement it corrects."""


def qr_text(receipt: FiscalReceipt, operation_code: int) -> str:
    """The text of the receipt's QR code: t, s, fn, i, fp, n (order of the Federal Tax Service)."""
    stamp = receipt.registered_at.replace("-", "").replace(":", "")[:13]
    total = f"{receipt.total_minor // 100}.{receipt.total_minor % 100:02d}"
    return f"t={stamp}&s={total}&fn={receipt.fn}&i={receipt.fd}&fp={receipt.fp}&n={operation_code}"


def document_of(
    sale: SaleCompleted, occurred_at_us: int, rates: VatTable, key: str | None = None
) -> FiscalDocument:
    """The fiscal document of a completed sale; a pure function of the fact, so it can be made
    again."""
    unpaid = _method_of_the_unpaid(sale)
    positions = tuple(
        position
        for line in sale.lines
        for position in _positions(line, rates.rate(line.vat), unpaid)
    )
    return FiscalDocument(
        key=key or sale.fiscal_key,
        sale_id=sale.sale_id,
        operation=sale.operation,
        occurred_at_us=occurred_at_us,
        positions=positions,
        tenders=sale.tenders,
        vats=sale.vats,
        total_minor=sale.total_minor,
        tax_system=sale.tax_system,
        cashier=sale.staff_name,
        cashier_inn=sale.staff_inn,
        contact=sale.contact,
        correction=sale.correction,
        original_fp=sale.original_fp,
        buyer_name=sale.buyer_name,
        buyer_inn=sale.buyer_inn,
    )


def method_of(line: SoldLine, sale: SaleCompleted) -> str:
    """FFD tag 1214 of a position: its own, or of goods handed over what the tenders say."""
    own = line.method != PaymentMethod.FULL_PAYMENT
    return line.method if own else _method_of_the_unpaid(sale)


def _method_of_the_unpaid(sale: SaleCompleted) -> str:
    """FFD tag 1214 of goods that are handed over: paid in full, partly or wholly on credit."""
    credit_minor = sum(t.amount_minor for t in sale.tenders if t.kind == "credit")
    if credit_minor == 0:
        return PaymentMethod.FULL_PAYMENT.value
    handed_over_minor = sum(
        line.total_minor for line in sale.lines if line.method == PaymentMethod.FULL_PAYMENT
    )
    wholly = credit_minor >= handed_over_minor
    return (PaymentMethod.CREDIT if wholly else PaymentMethod.PARTIAL_PAYMENT).value


def _positions(line: SoldLine, rate: VatRate, unpaid: str) -> tuple[Position, ...]:
    """unpaid: the method of a line that says nothing of its own."""
    return tuple(
        Position(
            name=line.name,
            price_minor=part.price_minor,
            qty=part.qty,
            unit=line.unit,
            total_minor=part.total_minor,
            vat=line.vat,
            vat_minor=rate.included_minor(part.total_minor),
            kind=line.kind,
            marking=line.marking,
            method=unpaid if line.method == PaymentMethod.FULL_PAYMENT else line.method,
            agent=line.agent,
            marked_group=line.marked_group,
        )
        for part in parts_of(line.qty, line.price_minor, line.total_minor)
    )
