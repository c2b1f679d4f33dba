"""Changing the shift when its day is over: a sale is never refused because nobody closed it."""

from __future__ import annotations

from pos_desktop.domain.facts import ShiftOpened
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.close_shift import closed_report, closing_fact, shift_papers
from pos_desktop.operations.move_cash import Why
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit


def next_shift(place: Workplace, over: Shift, *, staff: StaffMember) -> Shift:
    """Close the shift with its sums, print its Z and open the next one, in one commit; the new
    shift.

    The drawer goes over as it should be: nobody has counted it. A cloud register keeps the fiscal
    shift itself (54-FZ art. 4.3: 24 hours at most); this one is the shop's.
    """
    report = place.journal.shift_report(over.number)
    closed = closing_fact(report, over, None, Why(), staff)
    opened = ShiftOpened(
        shift_id=place.ids.new_id(),
        number=place.journal.next_shift_number(),
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        cash_minor=report.expected_minor,
        expected_minor=report.expected_minor,
    )
    now_us = place.clock.now_us()
    papers = shift_papers(
        place, closed_report(report, closed, now_us), "z_report", now_us, as_copy=False
    )
    place.journal.commit(Commit(facts=(closed, opened), print_jobs=papers, occurred_at_us=now_us))
    shift = place.journal.open_shift()
    if shift is None:
        raise AssertionError("a shift was opened and is not there")
    return shift
