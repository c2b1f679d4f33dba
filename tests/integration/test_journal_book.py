"""The book: what a commit makes true, what it refuses, what a failed one leaves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.facts import ShiftClosed
from pos_desktop.domain.shift import ShiftTotals
from pos_desktop.domain.tender import TenderKind
from pos_desktop.journal.recovery import recover
from pos_desktop.journal.verify import verify
from pos_desktop.operations import pay, sell
from pos_desktop.operations.next_shift import next_shift
from pos_desktop.ports import Commit
from tests.journal_samples import (
    START_US,
    CountingIds,
    StepClock,
    opened,
    registered,
    sale_id_of,
    sample_commit,
    sample_sale,
    shift_commit,
)
from tests.till_fakes import CASHIER, COFFEE, workplace


@pytest.fixture
def journal(tmp_path):
    book = opened(tmp_path)
    yield book
    book.close()


def raw_connection(folder) -> sqlite.Connection:
    return sqlite.connect(folder / "journal.sqlite", isolation_level=None)


def test_a_new_journal_starts_at_sale_one_with_no_shift(journal):
    assert journal.next_sale_number() == 1
    assert journal.next_shift_number() == 1
    assert journal.open_shift() is None
    assert journal.ledger.last_sale() is None


def test_a_commit_stores_the_facts_the_receipt_and_the_document_at_once(journal):
    journal.commit(shift_commit())
    assert journal.commit(sample_commit(1)) == 3
    detail = journal.ledger.last_sale()
    assert detail.fact == sample_sale(1)
    assert detail.row.seq == 3
    assert journal.prints.job_of_sale(sale_id_of(1)).sale_number == 1
    assert journal.fiscal.next_to_submit(1 << 60).fact == sample_sale(1)


def test_numbers_and_shift_are_known_again_after_a_restart(tmp_path, journal):
    journal.commit(shift_commit())
    journal.commit(sample_commit(1))
    shift = journal.open_shift()
    journal.close()
    again = opened(tmp_path, ids=CountingIds(1000))
    assert again.next_sale_number() == 2
    assert again.open_shift() == shift
    again.commit(sample_commit(2))
    again.close()
    assert verify(tmp_path).is_good


def test_a_sale_number_that_leaves_a_gap_is_a_bug_and_stores_nothing(journal):
    journal.commit(shift_commit())
    with pytest.raises(ValueError, match="cannot follow"):
        journal.commit(sample_commit(2))
    assert journal.ledger.last_sale() is None
    journal.commit(sample_commit(1))
    assert journal.next_sale_number() == 2


def test_a_second_shift_does_not_open_while_one_is(journal):
    journal.commit(shift_commit())
    with pytest.raises(ValueError, match="cannot open"):
        journal.commit(shift_commit(2))


def test_the_drawer_holds_the_cash_it_started_with_and_what_came_in(journal):
    journal.commit(shift_commit(cash_minor=100_000))
    journal.commit(sample_commit(1, kind="cash"))
    journal.commit(sample_commit(2, kind="card"))
    journal.commit(sample_commit(3, kind="advance"))
    cash, card, advance = (sample_sale(n).total_minor for n in (1, 2, 3))
    assert journal.shift_totals(1) == ShiftTotals(
        sales_count=3,
        sales_minor=cash + card + advance,
        cash_minor=100_000 + cash,
        cashless_minor=card,
        other_minor=advance,
    )


def test_a_refund_takes_its_money_out_of_the_drawer_and_puts_the_goods_back(journal):
    journal.commit(shift_commit(cash_minor=0))
    journal.commit(sample_commit(1))
    back = replace(sample_sale(1), number=2, sale_id=sale_id_of(2), operation="sell_refund")
    journal.commit(Commit((back,)))
    assert journal.shift_totals(1).cash_minor == 0
    assert set(journal.stock_moved().values()) == {0}


def test_stock_counts_what_each_product_moved(journal):
    journal.commit(shift_commit())
    journal.commit(sample_commit(1))
    sold = {line.product_id: -line.qty for line in sample_sale(1).lines}
    assert journal.stock_moved() == sold


def test_a_registered_document_is_shown_with_its_sale(journal):
    journal.commit(shift_commit())
    journal.commit(sample_commit(1))
    fact = registered(sample_sale(1))
    journal.commit(Commit((fact,)))
    assert journal.ledger.sale(sale_id_of(1)).fiscal == fact


@pytest.mark.parametrize(
    "change",
    ["UPDATE journal_entry SET payload = x'00' WHERE seq = 1", "DELETE FROM journal_entry"],
)
def test_the_database_itself_refuses_to_change_or_delete_an_entry(tmp_path, journal, change):
    journal.commit(shift_commit())
    other = raw_connection(tmp_path)
    with pytest.raises(sqlite.IntegrityError, match="append-only"):
        other.execute(change)
    other.close()


def test_two_threads_of_five_hundred_commits_leave_one_valid_chain(tmp_path, journal):
    journal.commit(shift_commit())

    def sell() -> None:
        for _ in range(500):
            journal.commit(sample_commit(journal.next_sale_number(), lines=1))

    def register() -> None:
        for n in range(500):
            journal.outbox.acknowledge("cloud", min(n, journal.outbox.last_seq()))
            journal.commit(Commit((registered(sample_sale(1)),)))

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(sell), pool.submit(register)]:
            done.result(timeout=60)
    assert journal.outbox.last_seq() == 1 + 500 * 2 + 500
    journal.close()
    report = verify(tmp_path)
    assert report.is_good, report.text()
    assert report.counts["SaleCompleted"] == 500


def test_a_full_disk_says_so_keeps_every_sale_and_goes_on_when_there_is_space(tmp_path, journal):
    journal.commit(shift_commit())
    journal.commit(sample_commit(1))
    writer = journal._writer.raw
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages + 2}")
    sold = 1
    with pytest.raises(StorageError) as caught:
        while True:
            journal.commit(sample_commit(sold + 1))
            sold += 1
    assert caught.value.code == "storage.full"
    assert journal.next_sale_number() == sold + 1
    writer.execute("PRAGMA max_page_count = 1000000")
    journal.commit(sample_commit(sold + 1))
    journal.close()
    report = verify(tmp_path)
    assert report.is_good, report.text()
    assert report.counts["SaleCompleted"] == sold + 1


def test_a_copy_of_the_files_at_any_moment_opens_with_every_acknowledged_sale(tmp_path):
    folder = tmp_path / "register"
    journal = opened(folder)
    journal.commit(shift_commit())
    for n in range(1, 30):
        journal.commit(sample_commit(n))
        if n % 7:
            continue
        copy = tmp_path / f"cut-{n}"
        copy.mkdir()
        for name in ("journal.sqlite", "journal.sqlite-wal"):
            (copy / name).write_bytes((folder / name).read_bytes())
        survivor = opened(copy, ids=CountingIds(10_000))
        assert survivor.next_sale_number() == n + 1
        survivor.commit(sample_commit(n + 1))
        survivor.close()
        assert verify(copy).is_good
    journal.close()


def test_every_projection_is_the_same_after_a_rebuild(tmp_path, journal):
    journal.commit(shift_commit())
    for n in range(1, 20):
        journal.commit(sample_commit(n, kind=("cash", "card", "qr")[n % 3]))
    journal.commit(Commit((registered(sample_sale(3)),)))
    before = (journal.shift_totals(1), journal.stock_moved(), journal.ledger.sales())
    assert journal.rebuild() == journal.outbox.last_seq()
    assert (journal.shift_totals(1), journal.stock_moved(), journal.ledger.sales()) == before


def test_a_shift_is_changed_with_its_sums_and_the_drawer_goes_over(tmp_path):
    clock = StepClock()
    journal = opened(tmp_path, clock)
    journal.commit(shift_commit(cash_minor=500_000))
    journal.commit(sample_commit(1))
    place = workplace(journal=journal, clock=clock, ids=CountingIds(500))
    before = journal.shift_totals(1)
    shift = next_shift(place, journal.open_shift(), staff=CASHIER)
    assert (shift.number, journal.open_shift()) == (2, shift)
    assert journal.shift_totals(1) == before
    assert journal.shift_totals(2).cash_minor == before.cash_minor > 500_000
    journal.commit(sample_commit(2, shift_number=2))
    journal.close()
    again = opened(tmp_path, ids=CountingIds(9000))
    assert (again.open_shift(), again.shift_totals(2).sales_count) == (shift, 1)
    again.close()
    assert verify(tmp_path).is_good


class MinuteClock(StepClock):
    """Every look at it is a minute later than the one before."""

    def now_us(self) -> int:
        self.at_us += 60_000_000
        return self.at_us


@pytest.mark.parametrize("days", [0, 2], ids=["in its shift", "after its shift's day"])
def test_paper_journal_and_fiscal_document_say_one_time_of_a_sale(tmp_path, days):
    clock = MinuteClock()
    journal = opened(tmp_path, clock)
    journal.commit(shift_commit())
    clock.at_us += days * 24 * 3_600_000_000
    place = workplace(journal=journal, clock=clock, ids=CountingIds(500), zone=UTC)
    sale = sell.add_scanned(place, None, COFFEE.barcodes[0], staff=CASHIER).sale
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CARD, payment.left_minor, staff=CASHIER)
    pay.complete(place, payment, journal.open_shift(), staff=CASHIER)
    row = journal.ledger.sale(sale.sale_id).row
    assert journal.fiscal.next_to_submit(1 << 60).occurred_at_us == row.occurred_at_us
    time = datetime.fromtimestamp(row.occurred_at_us / 1_000_000, UTC)
    assert f"{time:%H:%M}" in journal.prints.job_of_sale(sale.sale_id).payload.decode()
    assert row.occurred_at_us > journal.open_shift().opened_at_us
    journal.close()


def test_an_entry_may_say_an_earlier_time_than_the_one_before_it(tmp_path):
    journal = opened(tmp_path / "old")
    journal.commit(shift_commit())
    for n, at_us in enumerate((0, START_US + 5, START_US + 900, 0), 1):
        journal.commit(replace(sample_commit(n), occurred_at_us=at_us))
    assert journal.ledger.sale(sale_id_of(2)).row.occurred_at_us == START_US + 5
    assert [row.number for row in journal.ledger.sales()] == [4, 3, 2, 1]
    journal.close()
    report = verify(tmp_path / "old")
    assert report.is_good, report.text()
    recover(tmp_path / "old", tmp_path / "new")
    assert verify(tmp_path / "new").last_hash == report.last_hash


def test_a_shift_that_is_not_open_cannot_be_closed(tmp_path):
    journal = opened(tmp_path)
    journal.commit(shift_commit())
    closed = ShiftClosed("shift-7", 7, "st-01", "Иванова М.", 0, 0, 0, counted=False)
    with pytest.raises(ValueError, match="cannot close"):
        journal.commit(Commit((closed,)))
    assert journal.open_shift().number == 1
    journal.close()
