"""A cashier's day at the drawer: opening, moves, X, a blind close, the day after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    CashMoved,
    CashVerified,
    CountedCash,
    DrawerCounted,
    DrawerOpened,
    RefundBegun,
    RefundGivenUp,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
)
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import pay, sell
from pos_desktop.operations.close_shift import (
    close_shift,
    print_x,
    reprint_z,
    verify_cash,
    x_report,
)
from pos_desktop.operations.count_drawer import count_drawer, counts_blind
from pos_desktop.operations.move_cash import (
    MoveKind,
    Why,
    move_cash,
    note_drawer_opened,
    open_drawer,
)
from pos_desktop.operations.open_shift import (
    Declared,
    carried_over_minor,
    declared_by,
    open_shift,
)
from pos_desktop.ports import Commit, ShiftRow
from tests.refund_fakes import FakeRefundBook
from tests.till_fakes import CASHIER, SENIOR, workplace

COFFEE = "4607084120301"
MANAGER = StaffMember("s3", "Лебедева Ольга", "Лебедева О.", Role.MANAGER)


def close(place, declared, why, *, staff):
    return close_shift(place, FakeRefundBook(place), declared, why, staff=staff)


class Book:
    """The shifts of a FakeJournal."""

    def __init__(self, journal):
        self._journal = journal

    def report(self, number):
        return self._journal.shift_report(number)

    def shift(self, number):
        last = self._journal.last_shift()
        running = self._journal.open_shift()
        if running is not None and running.number == number:
            return ShiftRow(number, 0, "", is_open=True)
        return last if last is not None and last.number == number else None

    def shifts(self, limit=200):
        return []

    def last_end(self):
        return self._journal.last_shift()


def sold(place, received_minor=None, kind=TenderKind.CASH):
    """One coffee at 349.00."""
    added = sell.add_scanned(place, None, COFFEE, staff=CASHIER)
    payment = pay.begin_payment(place, added.sale, staff=CASHIER)
    payment = pay.add_tender(place, payment, kind, received_minor or 34900, staff=CASHIER)
    return pay.complete(place, payment, place.journal.open_shift(), staff=CASHIER)


def refused(code, action):
    with pytest.raises(RefusalError) as caught:
        action()
    assert caught.value.code == code
    return caught.value


def printed(place):
    """Texts of every paper queued so far, by kind."""
    jobs = [job for commit in place.journal.commits for job in commit.print_jobs]
    return [(job.kind, job.payload.decode()) for job in (*jobs, *place.prints.added)]


def test_a_whole_day_with_a_shortage_of_fifty_roubles_and_the_morning_after():
    place = workplace()
    opened = open_shift(place, staff=CASHIER, declared=declared_by({100_000: 5}))
    move_cash(place, MoveKind.PAY_IN, 300_000, Why("change", "", "Размен"), staff=CASHIER)
    sold(place, 50_000)
    sold(place)
    sold(place, kind=TenderKind.CARD)
    move_cash(place, MoveKind.SAFE_DROP, 600_000, Why(), staff=SENIOR)
    x = x_report(place, staff=CASHIER)
    assert x.expected_minor == 500_000 + 300_000 + 2 * 34_900 - 600_000 == 269_800
    assert (x.sales_count, x.sales_minor) == (3, 104_700)
    counts = {100_000: 2, 50_000: 1, 10_000: 1, 5_000: 0, 1_000: 4, 100: 8}
    declared = declared_by(counts)
    assert declared.total_minor == 264_800
    report = close(place, declared, Why("change", "чек 2: выдала 150"), staff=CASHIER)
    assert report.difference_minor == -5_000
    [fact] = [f for f in place.journal.facts() if isinstance(f, ShiftClosed)]
    assert (fact.cash_minor, fact.declared_minor, fact.difference_minor) == (
        269_800,
        264_800,
        -5_000,
    )
    assert (fact.reason, fact.explanation) == ("change", "чек 2: выдала 150")
    assert fact.counts[0] == CountedCash(100_000, 2)
    assert CountedCash(5_000, 0) not in fact.counts
    assert (fact.pay_in_minor, fact.safe_drop_minor) == (300_000, 600_000)
    assert sum(t.sales_minor for t in fact.tenders) == fact.sales_minor == 104_700
    assert place.journal.open_shift() is None
    kind, z = printed(place)[-1]
    assert kind == "z_report"
    assert "2 698,00" in z.replace("\xa0", " ")
    assert "-50,00" in z.replace("−", "-").replace("\xa0", " ")
    # The morning after: what was declared lies there, and one tap takes it over.
    assert carried_over_minor(place) == 264_800
    tomorrow = open_shift(place, staff=SENIOR, declared=None)
    assert tomorrow.number == opened.number + 1
    fact = place.journal.facts()[-1]
    assert isinstance(fact, ShiftOpened)
    assert (fact.cash_minor, fact.expected_minor, fact.counted) == (264_800, 264_800, False)


def test_the_morning_count_may_differ_from_what_was_left_and_both_are_kept():
    place = workplace()
    open_shift(place, staff=CASHIER, declared=Declared(500_000))
    close(place, Declared(500_000), Why(), staff=CASHIER)
    open_shift(place, staff=CASHIER, declared=Declared(490_000))
    fact = place.journal.facts()[-1]
    assert (fact.expected_minor, fact.cash_minor, fact.counted) == (500_000, 490_000, True)
    assert x_report(place, staff=CASHIER).expected_minor == 490_000


def test_a_shift_nobody_counted_hands_over_what_the_books_say():
    place = workplace()
    open_shift(place, staff=CASHIER, declared=Declared(500_000))
    sold(place)
    report = close(place, None, Why(), staff=CASHIER)
    assert (report.counted, report.difference_minor) == (False, 0)
    assert carried_over_minor(place) == 534_900


def test_a_second_shift_is_not_opened_over_a_running_one():
    place = workplace()
    open_shift(place, staff=CASHIER)
    before = len(place.journal.commits)
    error = refused("shift.already_open", lambda: open_shift(place, staff=SENIOR))
    assert error.values["number"] == 1
    assert len(place.journal.commits) == before


@pytest.mark.parametrize(
    ("kind", "amount_minor", "code"),
    [
        (MoveKind.PAY_IN, 0, "cash.no_amount"),
        (MoveKind.PAY_IN, -100, "cash.no_amount"),
        (MoveKind.PAY_IN, 100_000_000_01, "cash.too_much"),
        (MoveKind.PAY_OUT, 500_001, "cash.not_enough"),
        (MoveKind.SAFE_DROP, 500_001, "cash.not_enough"),
    ],
)
def test_a_wrong_sum_is_refused_and_changes_nothing(kind, amount_minor, code):
    place = workplace()
    open_shift(place, staff=CASHIER, declared=Declared(500_000))
    before = len(place.journal.commits)
    refused(code, lambda: move_cash(place, kind, amount_minor, Why(), staff=SENIOR))
    assert len(place.journal.commits) == before


def test_everything_in_the_drawer_may_be_taken_and_no_kopeck_more():
    place = workplace()
    open_shift(place, staff=CASHIER, declared=Declared(500_000))
    move_cash(place, MoveKind.SAFE_DROP, 500_000, Why(), staff=SENIOR)
    assert x_report(place, staff=CASHIER).expected_minor == 0
    refused("cash.not_enough", lambda: move_cash(place, MoveKind.PAY_OUT, 1, Why(), staff=SENIOR))


@pytest.mark.parametrize("kind", [MoveKind.PAY_OUT, MoveKind.SAFE_DROP])
def test_taking_money_out_needs_a_senior(kind):
    place = workplace()
    open_shift(place, staff=CASHIER, declared=Declared(500_000))
    error = refused("rights.missing", lambda: move_cash(place, kind, 100, Why(), staff=CASHIER))
    assert error.values["action"] == kind.value


def test_a_move_prints_a_slip_that_opens_the_drawer_and_says_why():
    place = workplace()
    open_shift(place, staff=CASHIER)
    move_cash(place, MoveKind.PAY_IN, 12_345, Why("change", "", "Размен"), staff=CASHIER)
    [job] = place.journal.commits[-1].print_jobs
    assert job.opens_drawer
    text = job.payload.decode().replace("\xa0", " ")
    assert "ВНЕСЕНИЕ" in text
    assert "123,45" in text
    assert "Размен" in text
    [fact] = place.journal.commits[-1].facts
    assert isinstance(fact, CashMoved)


def test_opening_the_drawer_without_a_sale_is_written_down_and_needs_a_senior():
    place = workplace()
    open_shift(place, staff=CASHIER)
    refused("rights.missing", lambda: open_drawer(place, Why(), staff=CASHIER))
    fact = open_drawer(place, Why("exchange", "мелочь"), staff=SENIOR)
    assert isinstance(fact, DrawerOpened)
    x = x_report(place, staff=CASHIER)
    assert (x.count_of("open_drawer"), x.expected_minor) == (1, 0)


def test_without_a_printer_the_drawer_cannot_be_opened_and_nothing_is_written_down():
    place = workplace(encoder=None)
    open_shift(place, staff=CASHIER)
    before = len(place.journal.commits)
    refused("printer.not_set_up", lambda: open_drawer(place, Why(), staff=SENIOR))
    refused("printer.not_set_up", lambda: print_x(place, staff=CASHIER))
    assert len(place.journal.commits) == before
    move_cash(place, MoveKind.PAY_IN, 100, Why(), staff=CASHIER)
    assert place.journal.commits[-1].print_jobs == ()


@pytest.mark.parametrize(
    "action",
    [
        lambda place: move_cash(place, MoveKind.PAY_IN, 100, Why(), staff=CASHIER),
        lambda place: open_drawer(place, Why(), staff=SENIOR),
        lambda place: x_report(place, staff=CASHIER),
        lambda place: print_x(place, staff=CASHIER),
        lambda place: close(place, None, Why(), staff=CASHIER),
    ],
)
def test_without_a_shift_there_is_no_drawer(action):
    place = workplace()
    refused("shift.not_open", lambda: action(place))
    assert place.journal.commits == []


def test_money_taken_for_a_sale_that_is_not_complete_keeps_the_shift_open():
    place = workplace()
    open_shift(place, staff=CASHIER)
    added = sell.add_scanned(place, None, COFFEE, staff=CASHIER)
    payment = pay.begin_payment(place, added.sale, staff=CASHIER)
    pay.add_tender(place, payment, TenderKind.CARD, 10_000, staff=CASHIER)
    refused("payment.in_progress", lambda: close(place, None, Why(), staff=CASHIER))
    assert place.journal.open_shift() is not None


def test_a_card_refund_that_nobody_has_answered_keeps_the_shift_open():
    place = workplace()
    open_shift(place, staff=CASHIER)
    sold(place, kind=TenderKind.CARD)
    [receipt] = [f for f in place.journal.facts() if isinstance(f, SaleCompleted)]
    back = replace(receipt, sale_id="back", number=0, operation="sell_refund")
    begun = RefundBegun("back", "s1", "Иванова М.", "RUB", 34_900, (back,))
    place.journal.commit(Commit((begun,)))
    refused("refund.unfinished", lambda: close(place, None, Why(), staff=CASHIER))
    assert place.journal.open_shift() is not None
    place.journal.commit(Commit((RefundGivenUp("back", "s1", "Иванова М."),)))
    close(place, None, Why(), staff=CASHIER)
    assert place.journal.open_shift() is None


def test_a_negative_count_is_refused():
    place = workplace()
    refused("cash.below_zero", lambda: open_shift(place, staff=CASHIER, declared=Declared(-1)))
    open_shift(place, staff=CASHIER)
    refused("cash.below_zero", lambda: close(place, Declared(-1), Why(), staff=CASHIER))
    assert place.journal.open_shift() is not None


def test_a_blind_x_does_not_tell_what_should_lie_in_the_drawer():
    place = workplace()
    open_shift(place, staff=CASHIER, declared=Declared(123_456))
    move_cash(place, MoveKind.PAY_IN, 100, Why(), staff=CASHIER)
    sold(place)
    sold(place, kind=TenderKind.CARD)
    print_x(place, staff=CASHIER, with_drawer=False)
    print_x(place, staff=CASHIER)
    blind, full = (text.replace("\xa0", " ") for _, text in printed(place)[-2:])
    assert "По учёту" not in blind
    assert "пересчитаны" in blind
    # The float, what was put in, the cash, and revenue with its VAT: each leads to the drawer.
    for told in ("1 234,56", "1,00", "1 584,56", "698,00"):
        assert told not in blind, told
        assert told in full, told
    assert "НДС" not in blind
    assert "349,00" in blind, "what came by card is compared with the terminal"


def count(place, minor, staff=CASHIER):
    return count_drawer(place, Declared(minor), staff=staff, blind_close=True)


def test_a_surplus_that_is_gone_at_the_second_count_is_on_the_z_with_both_counts():
    place = workplace()
    open_shift(place, staff=CASHIER)
    sold(place)
    report = count(place, 40_000)
    [first] = report.drawer_counts
    assert (first.counted_minor, first.difference_minor) == (40_000, 5_100)
    assert (first.blind, first.staff_name) == (True, CASHIER.short_name)
    count(place, 34_900)
    closed = close(place, Declared(34_900), Why(), staff=CASHIER)
    assert closed.difference_minor == 0
    assert [(c.counted_minor, c.blind) for c in closed.drawer_counts] == [
        (40_000, True),
        (34_900, False),
    ]
    _, paper = printed(place)[-1]
    lines = [" ".join(line.split()) for line in paper.splitlines()]
    at = lines.index("Счёт вслепую 00:00")
    who = CASHIER.short_name
    assert lines[at + 1 : at + 5] == ["400,00", who, "Расхождение", "51,00"]
    assert lines[at + 5 : at + 10] == ["Счёт 00:00", "349,00", who, "Расхождение", "0,00"]


def test_a_count_is_compared_with_what_lay_there_at_its_moment():
    place = workplace()
    open_shift(place, staff=CASHIER)
    count(place, 0)
    sold(place)
    report = count(place, 34_900)
    assert [c.difference_minor for c in report.drawer_counts] == [0, 0]


def test_one_count_that_the_shift_is_closed_with_is_printed_once():
    place = workplace()
    open_shift(place, staff=CASHIER)
    count(place, 100)
    close(place, Declared(100), Why(), staff=CASHIER)
    assert "вслепую" not in printed(place)[-1][1]


def test_a_shift_closed_without_a_count_still_tells_of_the_one_that_was_made():
    place = workplace()
    open_shift(place, staff=CASHIER)
    count(place, 100)
    close(place, None, Why(), staff=CASHIER)
    assert "вслепую" in printed(place)[-1][1]


def test_a_manager_may_see_the_sum_before_the_count_and_the_count_says_so():
    for member, blind in ((CASHIER, True), (SENIOR, True), (MANAGER, False)):
        assert counts_blind(member, blind_close=True) is blind
        assert not counts_blind(member, blind_close=False)
    place = workplace()
    open_shift(place, staff=CASHIER)
    count(place, 0, MANAGER)
    [fact] = [f for f in place.journal.facts() if isinstance(f, DrawerCounted)]
    assert (fact.staff_id, fact.blind) == (MANAGER.staff_id, False)


def test_a_count_below_zero_or_without_a_shift_is_refused_and_not_kept():
    place = workplace()
    refused("shift.not_open", lambda: count(place, 0))
    open_shift(place, staff=CASHIER)
    refused("cash.below_zero", lambda: count(place, -1))
    assert not place.journal.shift_report(1).drawer_counts


def test_the_verified_value_is_entered_later_by_somebody_with_the_right():
    place = workplace()
    book = Book(place.journal)
    open_shift(place, staff=CASHIER)
    refused("shift.not_closed", lambda: verify_cash(place, book, 1, 100, staff=SENIOR))
    close(place, Declared(100), Why(), staff=CASHIER)
    refused("rights.missing", lambda: verify_cash(place, book, 1, 100, staff=CASHIER))
    refused("cash.below_zero", lambda: verify_cash(place, book, 1, -1, staff=SENIOR))
    fact = verify_cash(place, book, 1, 90, staff=SENIOR, note="в сейфе")
    assert isinstance(fact, CashVerified)
    assert place.journal.facts()[-1] == fact


def test_a_z_is_printed_again_as_a_copy_and_an_open_shift_has_none():
    place = workplace()
    book = Book(place.journal)
    open_shift(place, staff=CASHIER)
    refused("shift.not_closed", lambda: reprint_z(place, book, 1, staff=CASHIER))
    place.clock.at_us += 1
    close(place, Declared(0), Why(), staff=CASHIER)
    refused("shift.not_closed", lambda: reprint_z(place, book, 7, staff=CASHIER))


def test_a_drawer_opened_by_nobody_at_the_register_is_told_apart_in_x_and_z():
    place = workplace()
    open_shift(place, staff=CASHIER)
    open_drawer(place, Why("exchange"), staff=SENIOR)
    note_drawer_opened(place)
    note_drawer_opened(place)
    report = place.journal.shift_report(1)
    assert (report.count_of("open_drawer"), report.count_of("drawer_sensed")) == (1, 2)
    assert report.expected_minor == 0
    print_x(place, staff=SENIOR)
    paper = place.prints.added[-1].payload.decode().split("\n")
    assert paper[paper.index("Ящик открыли сами") + 1] == "2"
    assert paper[paper.index("Открывали без продажи") + 1] == "1"


def test_a_drawer_opened_outside_a_shift_is_written_down_too():
    place = workplace()
    note_drawer_opened(place)
    assert place.journal.facts() == [DrawerOpened(0, "", "", sensed=True)]
