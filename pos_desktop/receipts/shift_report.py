"""X and Z on paper: every sum of a shift. Not the fiscal report of a registrar, and it says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from pos_desktop.domain.fiscal import Seller
from pos_desktop.domain.shift_report import ShiftReport
from pos_desktop.domain.tax import VatTable
from pos_desktop.domain.tender import TenderKind
from pos_desktop.i18n import date, money, time, translate
from pos_desktop.receipts.cash_slip import signature, slip_head
from pos_desktop.receipts.document import Cut, Document, Element, Feed, Line, Pair, Rule
from pos_desktop.receipts.sale_receipt import ReceiptStyle


@dataclass(frozen=True, slots=True)
class ShiftPaper:
    """Everything the paper is made of. at_us: when it was made, for a Z when the shift was closed.
    with_drawer: False leaves out every sum from which one could reckon what the drawer should hold,
    for a count that is still blind."""

    report: ShiftReport
    at_us: int
    seller: Seller
    style: ReceiptStyle
    rates: VatTable
    currency: str
    zone: tzinfo | None = None
    is_z: bool = False
    as_copy: bool = False
    with_drawer: bool = True

    def text(self, key: str, **values: object) -> str:
        return translate(self.style.lang, f"cash.{key}", **values)

    def sum(self, amount_minor: int) -> str:
        return money(amount_minor, self.currency, self.style.lang, symbol=False)

    def covered(self, amount_minor: int) -> str:
        """A sum that tells what should lie in the drawer."""
        return self.sum(amount_minor) if self.with_drawer else "***"

    def moment(self, at_us: int) -> str:
        local = datetime.fromtimestamp(at_us / 1_000_000, self.zone)
        return f"{date(local.date(), self.style.lang)} {time(local, self.style.lang)}"


def shift_paper(what: ShiftPaper) -> Document:
    """The document of an X or a Z; a pure function of the report."""
    elements: list[Element] = [
        *slip_head(what.seller, what.style, what.at_us, what.zone),
        *_title(what),
        *_sales(what),
        *_drawer(what),
    ]
    if what.is_z:
        elements += _count(what)
        elements += [Feed(1), *signature(what.text("paper.cashier"))]
        elements += signature(what.text("paper.manager"))
    elements += [Feed(1), Cut()]
    return Document(tuple(elements), what.style.lang)


def _title(what: ShiftPaper) -> Iterator[Element]:
    report = what.report
    title = what.text("paper.z" if what.is_z else "paper.x", number=report.number)
    if what.as_copy:
        yield Line(translate(what.style.lang, "receipt.copy"), align="center", bold=True)
    yield Line(title, align="center", bold=True, scale=2)
    yield Line(what.text("not_fiscal"), align="center")
    yield Rule()
    yield Pair(what.text("paper.opened"), what.moment(report.opened_at_us))
    yield Line(report.opened_by, align="right")
    if report.closed_at_us:
        yield Pair(what.text("paper.closed"), what.moment(report.closed_at_us))
        yield Line(report.closed_by, align="right")
    yield Rule()


def _sales(what: ShiftPaper) -> Iterator[Element]:
    report = what.report
    sales = what.text("paper.sales", count=report.sales_count)
    refunds = what.text("paper.refunds", count=report.refunds_count)
    yield Pair(sales, what.covered(report.sales_minor))
    yield Pair(refunds, what.covered(-report.refunds_minor))
    yield Pair(what.text("revenue"), what.covered(report.revenue_minor), bold=True)
    yield Pair(what.text("discounts"), what.sum(report.discounts_minor))
    yield Pair(what.text("voids", count=report.voids_count), what.sum(report.voids_minor))
    yield Rule()
    yield Line(what.text("paid_net"), bold=True)
    for tender in report.tenders:
        name = what.text(f"tender.{tender.kind}")
        said = what.covered if tender.kind == TenderKind.CASH else what.sum
        yield Pair(name, said(tender.sales_minor - tender.refunds_minor))
        if tender.refunds_minor:
            yield Pair(what.text("paper.of_it_refunds"), said(-tender.refunds_minor), indent=2)
    if what.with_drawer:
        yield Line(what.text("vat_title"), bold=True)
        for vat in report.vats:
            yield Pair(_vat_name(what, vat.vat, vat.base_minor), what.sum(vat.vat_minor))
    yield Rule()


def _vat_name(what: ShiftPaper, code: str, base_minor: int) -> str:
    rate = what.rates.rate(code)
    if rate.percent is None:
        return what.text("vat_none", base=what.sum(base_minor))
    percent = f"{rate.percent}/{100 + rate.percent}" if rate.calculated else str(rate.percent)
    return what.text("vat_of", percent=percent, base=what.sum(base_minor))


def _drawer(what: ShiftPaper) -> Iterator[Element]:
    report = what.report
    yield Line(what.text("drawer"), bold=True)
    yield Pair(what.text("opening"), what.covered(report.opening_minor))
    for kind, sign in (("pay_in", 1), ("pay_out", -1), ("safe_drop", -1)):
        count = report.count_of(kind)
        if count:
            name = what.text(f"moved.{kind}", count=count)
            yield Pair(name, what.covered(sign * report.moved_minor(kind)))
    for kind, name in (("open_drawer", "drawer_openings"), ("drawer_sensed", "drawer_sensed")):
        if openings := report.count_of(kind):
            yield Pair(what.text(name), str(openings))
    if what.with_drawer:
        yield Pair(what.text("cash_net"), what.sum(report.cash_minor))
        yield Pair(what.text("expected"), what.sum(report.expected_minor), bold=True)
    else:
        yield Line(what.text("paper.blind"))


def _count(what: ShiftPaper) -> Iterator[Element]:
    report = what.report
    if report.was_recounted:
        yield from _recounts(what)
    if not report.counted:
        yield Line(what.text("paper.not_counted"))
        return
    yield Pair(what.text("declared"), what.sum(report.declared_minor), bold=True)
    yield Pair(what.text("difference"), what.sum(report.difference_minor), bold=True)
    words = ": ".join(part for part in (_reason(what), report.explanation) if part)
    if words:
        yield Line(words)
    for counted in report.counts:
        name = f"{what.sum(counted.value_minor)} x {counted.count}"
        yield Pair(name, what.sum(counted.value_minor * counted.count), indent=2)


def _recounts(what: ShiftPaper) -> Iterator[Element]:
    """Every count before the one that the shift was closed with, each against its own moment."""
    for count in what.report.drawer_counts:
        at = time(datetime.fromtimestamp(count.at_us / 1_000_000, what.zone), what.style.lang)
        name = what.text(f"count.{'blind' if count.blind else 'open'}", time=at)
        yield Pair(name, what.sum(count.counted_minor))
        yield Line(count.staff_name, align="right")
        yield Pair(what.text("difference"), what.sum(count.difference_minor), indent=2)


def _reason(what: ShiftPaper) -> str:
    return what.text(f"reason.{what.report.reason}") if what.report.reason else ""
