"""Reports from a real journal: the right entries by time, the same numbers as elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pos_desktop.domain.facts import ShiftClosed, ShiftOpened
from pos_desktop.domain.reports.behind import Behind
from pos_desktop.domain.reports.period import Period
from pos_desktop.operations import read_reports
from pos_desktop.operations.read_reports import StoppedError, Watch
from pos_desktop.ports import Commit, NewFiscalDocument
from tests.journal_samples import opened, registered
from tests.report_samples import line, receipt

_DAY_US = 86_400_000_000
_HOUR_US = 3_600_000_000
_START = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp()) * 1_000_000


class Shop:
    """A journal with days of three receipts each, a shift a day from 8 to 22."""

    def __init__(self, folder) -> None:
        self.journal = opened(folder)
        self.book = self.journal.reports
        self.number = 0

    def day(self, day: int, *, shift: int, at_us: int | None = None) -> None:
        start = _START + day * _DAY_US if at_us is None else at_us
        self._open(shift, start + 8 * _HOUR_US)
        for hour in (9, 12, 18):
            self.sell(start + hour * _HOUR_US, shift)
        self._close(shift, start + 22 * _HOUR_US)

    def _open(self, shift: int, at_us: int) -> None:
        fact = ShiftOpened(f"shift-{shift}", shift, "s1", "Иванова М.", 50_000)
        self.journal.commit(Commit((fact,), occurred_at_us=at_us))

    def _close(self, shift: int, at_us: int) -> None:
        fact = ShiftClosed(f"shift-{shift}", shift, "s1", "Иванова М.", 3, 30_000, 80_000, True)
        self.journal.commit(Commit((fact,), occurred_at_us=at_us))

    def sell(self, at_us: int, shift: int, **changes):
        self.number += 1
        fact = receipt(self.number, line(1, 10_000 + self.number), shift_number=shift, **changes)
        documents = ()
        if fact.fiscal_key:
            documents = (NewFiscalDocument(fact.fiscal_key, fact.sale_id, fact.number),)
        self.journal.commit(Commit((fact,), fiscal_documents=documents, occurred_at_us=at_us))
        return fact

    def register(self, fact, at_us: int, **changes) -> None:
        done = replace(registered(fact), **changes)
        self.journal.commit(Commit((done,), occurred_at_us=at_us))

    def read(self, first: date, last: date | None = None, **more):
        return read_reports.read_sales(
            self.book,
            Period(first, last or first),
            UTC,
            Watch(),
            with_cloud=more.get("cloud", False),
        )


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path)
    yield made
    made.journal.close()


def november(day: int) -> date:
    return date(2026, 11, day)


def test_each_day_has_its_own_receipts_and_all_days_together_all(shop):
    for day in range(5):
        shop.day(day, shift=day + 1)
    for day in range(5):
        tally = shop.read(november(day + 1)).tally
        assert tally.total.sales == 3
        assert (tally.first_number, tally.last_number) == (day * 3 + 1, day * 3 + 3)
    assert shop.read(november(1), november(5)).tally.total.sales == 15
    assert shop.read(november(6)).tally.total.sales == 0
    assert shop.read(date(2026, 10, 31)).tally.total.sales == 0


def test_a_day_is_read_without_the_rest_of_the_book(shop):
    for day in range(5):
        shop.day(day, shift=day + 1)
    bounds = Period(november(3), november(3)).bounds_us(UTC)
    span = shop.book.span(*bounds)
    assert span.last_seq - span.first_seq < 15


def test_a_shift_over_midnight_is_in_both_days(shop):
    shop._open(1, _START + 20 * _HOUR_US)
    shop.sell(_START + 23 * _HOUR_US, 1)
    shop.sell(_START + 25 * _HOUR_US, 1)
    assert shop.read(november(1)).tally.last_number == 1
    assert shop.read(november(2)).tally.first_number == 2


def test_receipts_are_found_though_the_clock_was_years_ahead_for_a_while(shop):
    shop.day(0, shift=1)
    shop.day(0, shift=2, at_us=_START + 900 * _DAY_US)
    shop.day(2, shift=3)
    shop.day(3, shift=4)
    assert shop.read(november(3)).tally.total.sales == 3
    assert shop.read(november(4)).tally.total.sales == 3
    assert shop.read(date(2029, 4, 19)).tally.total.sales == 3
    assert shop.read(november(1), date(2029, 12, 31)).tally.total.sales == 12


def test_receipts_are_found_though_the_clock_was_set_back_within_a_shift(shop):
    shop._open(1, _START + 8 * _HOUR_US)
    shop.sell(_START + 400 * _DAY_US, 1)
    shop.sell(_START + 9 * _HOUR_US, 1)
    assert shop.read(november(1)).tally.last_number == 2


def test_an_empty_journal_has_empty_reports_and_nothing_to_complain_of(shop):
    report = shop.read(november(1), cloud=True)
    assert report.tally.total.receipts == 0
    assert report.check.agrees


def test_a_document_registered_days_later_belongs_to_its_sale(shop):
    shop._open(1, _START)
    fact = shop.sell(_START + _HOUR_US, 1, fiscal_key="r2-000001-v1")
    assert shop.read(november(1)).check.unregistered == 1
    shop._close(1, _START + 2 * _HOUR_US)
    shop.day(3, shift=2)
    shop.register(fact, _START + 4 * _DAY_US)
    assert shop.read(november(1)).check.agrees


def test_what_the_cloud_lacks_is_counted_until_it_acknowledges(shop):
    shop.day(0, shift=1)
    assert shop.read(november(1), cloud=True).check.undelivered == 5
    assert shop.read(november(1), cloud=False).check.undelivered == 0
    shop.journal.outbox.acknowledge("cloud", 4)
    assert shop.read(november(1), cloud=True).check.undelivered == 1
    shop.journal.outbox.park("cloud", 2, "bad", "")
    shop.journal.outbox.acknowledge("cloud", 5)
    assert shop.read(november(1), cloud=True).check.undelivered == 1


def test_shifts_are_whole_even_where_the_period_cuts_them(shop):
    shop._open(1, _START + 20 * _HOUR_US)
    shop.sell(_START + 23 * _HOUR_US, 1)
    shop.sell(_START + 25 * _HOUR_US, 1)
    shop._close(1, _START + 26 * _HOUR_US)
    shop.day(3, shift=2)
    shifts = read_reports.read_shifts(shop.book, Period(november(2), november(2)), UTC, Watch())
    assert list(shifts.shifts) == [1]
    assert shifts.shifts[1].flow.sales == 2
    assert shifts.shifts[1].expected_minor == 50_000 + 10_001 + 10_002
    later = read_reports.read_shifts(shop.book, Period(november(3), november(3)), UTC, Watch())
    assert later.shifts == {}


def test_the_receipts_behind_an_hour_come_newest_first(shop):
    shop.day(0, shift=1)
    shop.day(1, shift=2)
    period = Period(november(1), november(2))
    found = read_reports.read_receipts(shop.book, period, UTC, Behind("hour", "12"), Watch())
    assert [row.number for row in found.rows] == [5, 2]
    assert (found.count, found.net_minor) == (2, 20_007)


def test_a_long_read_says_how_far_it_is_and_stops_when_nobody_wants_it(shop):
    for day in range(200):
        shop.day(day, shift=day + 1)
    seen: list[int] = []
    period = Period(november(1), date(2027, 6, 1))
    read_reports.read_sales(shop.book, period, UTC, Watch(seen.append), with_cloud=False)
    assert seen == sorted(seen)
    assert seen[-1] == 1000
    assert len(seen) > 2
    left = [True, True, False]
    with pytest.raises(StoppedError):
        read_reports.read_sales(
            shop.book, period, UTC, Watch(wanted=lambda: left.pop(0)), with_cloud=False
        )
