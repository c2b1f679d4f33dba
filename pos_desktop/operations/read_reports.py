"""Reading reports: who may, and one pass over the journal that can be watched and stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.domain.reports.behind import Behind, matching
from pos_desktop.domain.reports.cross_check import CrossCheck, cross_check
from pos_desktop.domain.reports.period import Period, local_time
from pos_desktop.domain.reports.shifts import SHIFT_KINDS, ShiftTally
from pos_desktop.domain.reports.stock import STOCK_KINDS, StockTally
from pos_desktop.domain.reports.sums import ReceiptRow
from pos_desktop.domain.reports.tally import KINDS, SalesTally, receipt_row
from pos_desktop.domain.rights import Action, demand, may
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.count_drawer import is_covered
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import FactBatch, ReportBook, SeqSpan

MOST_RECEIPTS = 2_000
"""Receipts behind one number that are listed, the newest; the others are counted."""


_FOREVER_US = 1 << 62


class StoppedError(Exception):
    """The person no longer wants to know; control flow, not a failure."""


@dataclass(frozen=True, slots=True)
class Watch:
    """progress: the share that is read, in thousandths, between two pieces of work. wanted:
    whether to go on. pause: lets others work."""

    progress: Callable[[int], None] = lambda _share: None
    wanted: Callable[[], bool] = lambda: True
    pause: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Access:
    """What a person may see. whole: every report, else the own shift only; covered: not that
    either before the drawer is counted, since its revenue tells what should lie there."""

    whole: bool
    margin: bool
    export: bool
    covered: bool = False


@dataclass(frozen=True, slots=True)
class SalesReport:
    period: Period
    tally: SalesTally
    check: CrossCheck


@dataclass(frozen=True, slots=True)
class Receipts:
    """rows: newest first, at most MOST_RECEIPTS of count."""

    behind: Behind
    rows: list[ReceiptRow]
    count: int
    net_minor: int


def open_reports(place: Workplace, *, staff: StaffMember, blind_close: bool) -> Access:
    """What the person sees at once; RefusalError("rights.missing") where it is not even the own
    shift."""
    if may(staff, Action.SEE_REPORTS):
        return _access(staff, whole=True)
    demand(staff, Action.X_REPORT)
    covered = is_covered(place, staff=staff, blind_close=blind_close)
    return replace(_access(staff, whole=False), covered=covered)


def open_all_reports(staff: StaffMember) -> Access:
    """As open_reports, with a second person's word where it is needed."""
    demand(staff, Action.SEE_REPORTS)
    return _access(staff, whole=True)


def open_margin(staff: StaffMember) -> Access:
    demand(staff, Action.SEE_MARGIN)
    return Access(may(staff, Action.SEE_REPORTS), True, may(staff, Action.EXPORT_JOURNAL))


def open_export(staff: StaffMember) -> Access:
    """The journal may be given out; what may be seen stays as it is."""
    demand(staff, Action.EXPORT_JOURNAL)
    return Access(may(staff, Action.SEE_REPORTS), may(staff, Action.SEE_MARGIN), True)


def _access(staff: StaffMember, *, whole: bool) -> Access:
    return Access(whole, may(staff, Action.SEE_MARGIN), may(staff, Action.EXPORT_JOURNAL))


def read_sales(
    book: ReportBook, period: Period, zone: tzinfo | None, watch: Watch, *, with_cloud: bool
) -> SalesReport:
    """All sums of sales of a period, compared with projections, documents and cloud.

    StoppedError where it is not wanted any more.
    """
    span = book.span(*period.bounds_us(zone))
    tally = SalesTally(zone)
    for batch in watched(book, span, KINDS, watch):
        for at_us, fact in batch.facts:
            tally.note(at_us, fact)
    return _checked(book, period, span, tally, with_cloud=with_cloud)


def _checked(
    book: ReportBook, period: Period, span: SeqSpan, tally: SalesTally, *, with_cloud: bool
) -> SalesReport:
    """The report with what projections, documents and cloud say of the same receipts."""
    numbers = (tally.first_number, tally.last_number)
    if tally.due:
        for document in book.registered_later(*numbers, span.last_seq):
            tally.note(span.until_us, document)
    booked = book.booked(*numbers, span)
    delivery = book.delivery(span)
    missing = span.last_seq - max(span.first_seq - 1, delivery.acknowledged_seq)
    missing = max(0, missing) + delivery.parked
    check = cross_check(
        tally, booked.count, booked.net_minor, missing if with_cloud and tally.total.receipts else 0
    )
    return SalesReport(period, tally, check)


def read_open_shift(
    book: ReportBook,
    shift: Shift,
    day: date,
    zone: tzinfo | None,
    watch: Watch,
    *,
    with_cloud: bool,
) -> SalesReport:
    """The sums of the shift that is open, whatever days it is in."""
    period = Period(min(day, local_time(shift.opened_at_us, zone).date()), day)
    span = book.span(shift.opened_at_us, _FOREVER_US)
    tally = SalesTally(zone)
    for batch in watched(book, span, KINDS, watch):
        for at_us, fact in batch.facts:
            if not isinstance(fact, SaleCompleted) or fact.shift_number == shift.number:
                tally.note(at_us, fact)
    return _checked(book, period, span, tally, with_cloud=with_cloud)


def read_shifts(book: ReportBook, period: Period, zone: tzinfo | None, watch: Watch) -> ShiftTally:
    """Every shift that was open in the period, whole, with the movements of its drawer."""
    from_us, until_us = period.bounds_us(zone)
    span = book.span_of_shifts(from_us, until_us)
    tally = ShiftTally()
    for batch in watched(book, span, SHIFT_KINDS, watch):
        for at_us, fact in batch.facts:
            tally.note(at_us, fact)
    tally.keep_open_between(from_us, until_us)
    return tally


def read_stock(book: ReportBook, period: Period, zone: tzinfo | None, watch: Watch) -> StockTally:
    """What moved in the stock in a period."""
    tally = StockTally()
    for batch in watched(book, book.span(*period.bounds_us(zone)), STOCK_KINDS, watch):
        for at_us, fact in batch.facts:
            tally.note(at_us, fact)
    return tally


def read_receipts(
    book: ReportBook,
    period: Period,
    zone: tzinfo | None,
    behind: Behind,
    watch: Watch,
    *,
    only_shift: int | None = None,
    most: int = MOST_RECEIPTS,
) -> Receipts:
    """The receipts behind a number of a period; of a shift all of them. only_shift: no receipts
    of others, None = of all. most: how many are listed, the newest."""
    bounds = period.bounds_us(zone)
    span = book.span_of_shifts(*bounds) if behind.by == "shift" else book.span(*bounds)
    is_behind = matching(behind, zone)
    rows: list[ReceiptRow] = []
    count = net_minor = 0
    for batch in watched(book, span, (SaleCompleted.KIND,), watch):
        for at_us, fact in batch.facts:
            if not isinstance(fact, SaleCompleted) or not is_behind(at_us, fact):
                continue
            if only_shift in (None, fact.shift_number):
                row = receipt_row(at_us, fact)
                count += 1
                net_minor += row.total_minor
                rows.append(row)
        if len(rows) > 2 * most:
            del rows[:-most]
    return Receipts(behind, rows[: -most - 1 : -1], count, net_minor)


def watched(
    book: ReportBook, span: SeqSpan, kinds: tuple[str, ...], watch: Watch
) -> Iterator[FactBatch]:
    """The batches of a span; says how far it is and lets others work between two of them."""
    length = max(1, span.last_seq - span.first_seq + 1)
    for batch in book.batches(span, kinds):
        if not watch.wanted():
            raise StoppedError
        yield batch
        watch.progress((batch.reached_seq - span.first_seq + 1) * 1000 // length)
        watch.pause()
