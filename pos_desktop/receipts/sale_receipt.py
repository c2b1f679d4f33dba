"""The customer's receipt of a sale, with the requisites of 54-FZ art. 4.7 as far as they are known.

Before the operator has answered the fiscal block says so; the copy from the journal is marked as a
copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from pos_desktop.domain.facts import FiscalDocumentRegistered, SaleCompleted, SoldLine
from pos_desktop.domain.fiscal import FiscalReceipt, Seller, qr_text
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.tax import VatTable
from pos_desktop.i18n import date, money, quantity, time, translate
from pos_desktop.receipts.basis_lines import basis_lines
from pos_desktop.receipts.document import Cut, Document, Element, Feed, Line, Logo, Pair, Qr, Rule
from pos_desktop.receipts.points import points_lines
from pos_desktop.receipts.settlement_lines import settlement_lines
from pos_desktop.receipts.terminal_slip import slip_elements


@dataclass(frozen=True, slots=True)
class ReceiptStyle:
    """How the shop wants its receipts. header and footer: lines of its own; logo_png: picture or
    b""."""

    lang: str
    register_name: str
    fiscal_site: str
    header: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    logo_png: bytes = b""


@dataclass(frozen=True, slots=True)
class SaleReceipt:
    """Everything a sale's receipt is made of; as_copy marks a reprint."""

    fact: SaleCompleted
    occurred_at_us: int
    seller: Seller
    style: ReceiptStyle
    rates: VatTable
    zone: tzinfo | None = None
    fiscal: FiscalDocumentRegistered | None = None
    fiscal_due: bool = True
    as_copy: bool = False


def sale_receipt(what: SaleReceipt) -> Document:
    """The document of a completed sale; a pure function of the facts."""
    elements: list[Element] = []
    if what.style.logo_png:
        elements.append(Logo(what.style.logo_png))
    elements += _head(what)
    for line in what.fact.lines:
        elements += _position(line, what)
    elements.append(Rule())
    elements += _totals(what)
    if what.fact.note:
        elements += [Rule(), Line(f"* {what.fact.note}", hang=2)]
    elements.append(Rule())
    elements += points_lines(what.fact, what.style.lang)
    elements += _fiscal(what)
    elements += [Line(text, align="center") for text in what.style.footer]
    for tender in what.fact.tenders:
        if tender.slip:
            if elements[-1] != Rule():
                elements.append(Rule())
            elements += slip_elements(tender.slip)
    elements += [Feed(1), Cut()]
    return Document(tuple(elements), what.style.lang)


def _head(what: SaleReceipt) -> list[Element]:
    lang, seller, fact = what.style.lang, what.seller, what.fact
    local = datetime.fromtimestamp(what.occurred_at_us / 1_000_000, what.zone)
    head: list[Element] = [Line(seller.name.upper(), align="center", bold=True)]
    head += [Line(text, align="center") for text in (seller.address, seller.place) if text]
    head += [Line(text, align="center") for text in what.style.header]
    tax_system = translate(lang, f"receipt.tax_system.{fact.tax_system}")
    head.append(
        Pair(
            f"{translate(lang, 'receipt.inn')} {seller.inn}",
            f"{translate(lang, 'receipt.tax_system_title')}: {tax_system}",
        )
    )
    head.append(Rule())
    if what.as_copy:
        head.append(Line(translate(lang, "receipt.copy"), align="center", bold=True))
    head.append(
        Pair(
            translate(lang, "receipt.correction_title" if fact.correction else "receipt.title"),
            translate(lang, f"receipt.operation.{fact.operation}"),
            bold=True,
        )
    )
    stamp = f"{date(local.date(), lang)} {time(local, lang)}"
    head.append(
        Pair(
            translate(
                lang, "receipt.shift_and_number", shift=fact.shift_number, receipt=fact.number
            ),
            stamp,
        )
    )
    head.append(
        Pair(translate(lang, "receipt.cashier", name=fact.staff_name), what.style.register_name)
    )
    head += basis_lines(fact, lang)
    head.append(Rule())
    return head


def _position(line: SoldLine, what: SaleReceipt) -> list[Element]:
    lang = what.style.lang
    mark = f"{translate(lang, 'receipt.marked')} " if line.marking else ""
    amount = quantity(line.qty, lang=lang)
    if line.unit == Unit.KILOGRAM:
        amount = f"{quantity(line.qty, 3, lang)} {translate(lang, 'receipt.unit_kg')}"
    price = money(line.price_minor, what.fact.currency, lang, symbol=False)
    rows: list[Element] = [
        Line(f"{line.n}. {mark}{line.name}", hang=3),
        Pair(
            f"{amount} x {price}",
            _sum(line.total_minor + line.discount_minor, what),
            indent=3,
        ),
    ]
    if line.discount_minor:
        offers = ", ".join(s.name for s in line.shares if s.kind == "promotion" and s.name)
        if offers:
            rows.append(Line(offers, indent=3, hang=2))
        rows.append(
            Pair(
                translate(lang, "receipt.discount"),
                money(-line.discount_minor, what.fact.currency, lang, symbol=False),
                indent=3,
            )
        )
        rows.append(
            Pair(translate(lang, "receipt.with_discount"), _sum(line.total_minor, what), indent=3)
        )
    if line.note:
        rows.append(Line(f"* {line.note}", indent=3, hang=2))
    rows += settlement_lines(line, what.fact, lang)
    rate = what.rates.rate(line.vat)
    if rate.percent is None:
        rows.append(Line(translate(lang, "receipt.vat_none"), indent=3))
    else:
        rows.append(
            Pair(
                translate(lang, "receipt.vat_in", percent=_percent(what, line.vat)),
                money(line.vat_minor, what.fact.currency, lang, symbol=False),
                indent=3,
            )
        )
    return rows


def _totals(what: SaleReceipt) -> list[Element]:
    lang, fact = what.style.lang, what.fact
    rows: list[Element] = [
        Pair(translate(lang, "receipt.total"), _sum(fact.total_minor, what), bold=True, scale=2)
    ]
    for tender in fact.tenders:
        rows.append(
            Pair(translate(lang, f"receipt.tender.{tender.kind}"), _sum(tender.amount_minor, what))
        )
    received_minor = sum(t.received_minor for t in fact.tenders if t.kind == "cash")
    if fact.change_minor:
        rows.append(Pair(translate(lang, "receipt.received"), _sum(received_minor, what)))
        rows.append(Pair(translate(lang, "receipt.change"), _sum(fact.change_minor, what)))
    for vat in fact.vats:
        if what.rates.rate(vat.vat).percent is None:
            rows.append(
                Pair(translate(lang, "receipt.sum_without_vat"), _sum(vat.base_minor, what))
            )
        else:
            title = translate(lang, "receipt.vat_sum", percent=_percent(what, vat.vat))
            rows.append(Pair(title, _sum(vat.vat_minor, what)))
    return rows


def _fiscal(what: SaleReceipt) -> list[Element]:
    lang, done = what.style.lang, what.fiscal
    if done is None:
        if not what.fiscal_due:
            return []
        return [
            Line(translate(lang, "receipt.fiscal_pending"), align="center", bold=True),
            Line(translate(lang, "receipt.fiscal_pending_detail"), align="center"),
        ]
    receipt = fiscal_receipt_of(done)
    site = done.fns_site or what.style.fiscal_site
    registered = datetime.fromisoformat(done.registered_at)
    shift = translate(
        lang, "receipt.fiscal_shift", shift=done.shift_number, receipt=done.number_in_shift
    )
    return [
        # The shop's own shift and number stand above; the law wants those of the cash register.
        Pair(shift, f"{date(registered.date(), lang)} {time(registered, lang)}"),
        Pair(translate(lang, "receipt.kkt"), done.kkt_number),
        Pair(translate(lang, "receipt.fn"), done.fn),
        Pair(
            f"{translate(lang, 'receipt.fd')} {done.fd}",
            f"{translate(lang, 'receipt.fp')} {done.fp}",
        ),
        Pair(translate(lang, "receipt.fns_site"), site),
        Feed(1),
        Qr(qr_text(receipt, done.operation_code)),
    ]


def fiscal_receipt_of(done: FiscalDocumentRegistered) -> FiscalReceipt:
    """The operator's answer as it stands in the fact."""
    return FiscalReceipt(
        fn=done.fn,
        fd=done.fd,
        fp=done.fp,
        registered_at=done.registered_at,
        shift_number=done.shift_number,
        number_in_shift=done.number_in_shift,
        kkt_number=done.kkt_number,
        total_minor=done.total_minor,
        fns_site=done.fns_site,
        ofd_url=done.ofd_url,
    )


def _sum(amount_minor: int, what: SaleReceipt) -> str:
    return f"={money(amount_minor, what.fact.currency, what.style.lang, symbol=False)}"


def _percent(what: SaleReceipt, vat: str) -> str:
    rate = what.rates.rate(vat)
    if rate.calculated:
        return f"{rate.percent}/{100 + (rate.percent or 0)}"
    return f"{rate.percent}%"
