"""The fault harness itself: what it must notice, and what it must let pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.faults.audit import Book, Findings, check_acknowledged
from tests.faults.lives import follows
from tests.faults.month import DAY_US, Calendar
from tests.faults.outside import LAST_LINE, whole_receipts_of
from tests.faults.tracing import Point, counter_of, striking_options
from tests.journal_samples import sample_commit

SALE = sample_commit(1).facts[-1]
SHOWN = {"sale": SALE.sale_id, "number": SALE.number, "total": SALE.total_minor}
OPEN = {"sale": "a", "lines": [[1, "p1", 1000, 500]], "parked": 0, "tendered": []}
NOTHING = {"sale": "", "lines": [], "parked": 0, "tendered": []}


def problems(facts: list[object], done: dict[str, object]) -> list[str]:
    found = Findings()
    check_acknowledged(found, Book([], facts, {}, 0), [{"what": "shown", "done": done}])
    return found.problems


def test_a_sale_that_was_shown_and_is_stored_once_is_right():
    assert problems([SALE], SHOWN) == []


@pytest.mark.parametrize(
    ("facts", "done"),
    [
        ([], SHOWN),
        ([SALE, SALE], SHOWN),
        ([replace(SALE, total_minor=1)], SHOWN),
        ([replace(SALE, number=9)], SHOWN),
    ],
)
def test_a_sale_lost_doubled_or_changed_is_noticed(facts, done):
    assert problems(facts, done)


def paper(number: int, *, whole: bool = True) -> str:
    return f"Смена 1 Чек {number}\n1. Кофе" + (f"\n{LAST_LINE}\n" if whole else "\n")


def test_receipts_are_counted_whole_by_the_number_of_their_sale():
    assert whole_receipts_of([paper(1), paper(2) + paper(2)]) == {1: 1, 2: 2}


def test_a_receipt_that_broke_off_counts_for_nothing_and_hides_none():
    assert whole_receipts_of([paper(1, whole=False) + paper(2), paper(3, whole=False)]) == {2: 1}


def test_a_receipt_that_goes_on_after_a_new_roll_is_one():
    assert whole_receipts_of([paper(4, whole=False), f"2. Хлеб\n{LAST_LINE}"]) == {4: 1}


def test_what_was_shown_must_be_taken_up_again():
    assert follows(OPEN, dict(OPEN), "", set())
    assert not follows(OPEN, NOTHING, "", set())
    assert not follows(OPEN, dict(OPEN, lines=[]), "", set())


@pytest.mark.parametrize(
    ("asked", "after", "sold", "is_right"),
    [
        ("scan", dict(OPEN, lines=[*OPEN["lines"], [2, "p2", 1000, 100]]), set(), True),
        ("scan", dict(OPEN, lines=[[1, "p1", 9, 9], [2, "p2", 1000, 100]]), set(), False),
        ("pay", NOTHING, {"a"}, True),
        ("pay", NOTHING, set(), False),
        ("park", dict(NOTHING, parked=1), set(), True),
        ("park", NOTHING, set(), False),
        ("void", NOTHING, set(), True),
        ("tender", dict(OPEN, tendered=[100]), set(), True),
        ("tender", dict(OPEN, lines=[], tendered=[100]), set(), False),
    ],
)
def test_only_the_action_under_way_may_have_an_outcome(asked, after, sold, is_right):
    assert follows(OPEN, after, asked, sold) is is_right


def test_system_calls_are_counted_by_thread(tmp_path):
    log = tmp_path / "log"
    log.write_text("7 pwrite64(5, \n7  pwrite64(5, \n8 fsync(5) = 0\n9 fsync(5) = 0\n")
    assert counter_of(log, {"lane": 7, "printer": 8}) == {
        ("lane", "pwrite64"): 2,
        ("printer", "fsync"): 1,
    }


def test_a_kill_strikes_once_and_a_full_disk_lasts():
    kill = striking_options(Point("lane", "fsync", 3))
    full = striking_options(Point("cashier-lane", "pwrite64", 3, "error=ENOSPC"))
    assert "inject=fsync:signal=KILL:when=3" in kill
    assert "inject=pwrite64:error=ENOSPC:when=3..5" in full


def test_a_pretended_month_ends_now():
    calendar = Calendar(30, 10)
    assert calendar.behind_us == 30 * DAY_US
    for _ in range(12):
        calendar.next_sale()
    assert calendar.behind_us == 0
