"""Counting the drawer before the shift is closed.

A count is kept before the sum by the register's books is told: told first, it would be found by
everybody, and a surplus would be gone by the second count. Whoever miscounted counts again; both
counts stay, and both are on the Z report and in the cloud.
"""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import DrawerCounted
from pos_desktop.domain.rights import Action, demand, may
from pos_desktop.domain.shift_report import ShiftReport
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.open_shift import Declared, shift_in_hand
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit


def counts_blind(staff: StaffMember, *, blind_close: bool) -> bool:
    """Whether what the drawer should hold is covered for this person until it was counted.
    blind_close: whether this shop counts so."""
    return blind_close and not may(staff, Action.SEE_EXPECTED_CASH)


def is_covered(place: Workplace, *, staff: StaffMember, blind_close: bool) -> bool:
    """Whether this person may not yet be told what the open shift took: nobody has counted its
    drawer, and it is to be counted blind."""
    shift = place.journal.open_shift()
    if shift is None or not counts_blind(staff, blind_close=blind_close):
        return False
    return not place.journal.shift_report(shift.number).drawer_counts


def count_drawer(
    place: Workplace, declared: Declared, *, staff: StaffMember, blind_close: bool
) -> ShiftReport:
    """Keep what was found in the drawer; the sums of the shift with this count, to be shown now.

    RefusalError("shift.not_open", "cash.below_zero").
    """
    demand(staff, Action.CLOSE_SHIFT)
    shift = shift_in_hand(place)
    if declared.total_minor < 0:
        raise RefusalError("cash.below_zero")
    report = place.journal.shift_report(shift.number)
    fact = DrawerCounted(
        shift_number=shift.number,
        counted_minor=declared.total_minor,
        expected_minor=report.expected_minor,
        currency=place.country.currency,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        counts=declared.counts,
        blind=counts_blind(staff, blind_close=blind_close) and not report.drawer_counts,
    )
    place.journal.commit(Commit(facts=(fact,)))
    return place.journal.shift_report(shift.number)
