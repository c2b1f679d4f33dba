"""Changing the shift when its day is over: a sale is never refused because nobody closed it."""

from __future__ import annotations

from pos_desktop.domain.facts import ShiftClosed, ShiftOpened
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit


def next_shift(place: Workplace, over: Shift, *, staff: StaffMember) -> Shift:
    """Close the shift with its sums and open the next one, in one commit; the new shift.

    The drawer goes over as it should be: nobody has counted it. A cloud register keeps the fiscal
    shift itself (54-FZ art. 4.3: 24 hours at most); this one is the shop's.
    """
    totals = place.journal.shift_totals(over.number)
    closed = ShiftClosed(
        shift_id=over.shift_id,
        number=over.number,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        sales_count=totals.sales_count,
        sales_minor=totals.sales_minor,
        cash_minor=totals.cash_minor,
        counted=False,
    )
    opened = ShiftOpened(
        shift_id=place.ids.new_id(),
        number=place.journal.next_shift_number(),
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        cash_minor=totals.cash_minor,
    )
    place.journal.commit(Commit(facts=(closed, opened)))
    shift = place.journal.open_shift()
    if shift is None:
        raise AssertionError("a shift was opened and is not there")
    return shift
