"""Signing in at the register; the first person of the day opens the shift."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import ShiftOpened
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, StaffDirectory


@dataclass(frozen=True, slots=True)
class Session:
    """Who is at the register and in which shift."""

    staff: StaffMember
    shift: Shift


def sign_in(place: Workplace, directory: StaffDirectory, staff_id: str, pin: str) -> Session:
    """Check the PIN and make sure a shift is open.

    Raises RefusalError("signin.wrong_pin", tries_left=) or ("signin.locked", seconds=).
    """
    return _begin(place, directory.check_pin(staff_id, pin))


def sign_in_by_badge(place: Workplace, directory: StaffDirectory, code: str) -> Session:
    """The same by a scanned badge; RefusalError("signin.unknown_badge")."""
    member = directory.by_badge(code)
    if member is None:
        raise RefusalError("signin.unknown_badge")
    return _begin(place, member)


def _begin(place: Workplace, member: StaffMember) -> Session:
    shift = place.journal.open_shift()
    if shift is None:
        number = place.journal.next_shift_number()
        shift_id = place.ids.new_id()
        place.journal.commit(
            Commit(
                facts=(
                    ShiftOpened(shift_id, number, member.staff_id, member.short_name, cash_minor=0),
                )
            )
        )
        shift = place.journal.open_shift()
        if shift is None:
            raise AssertionError("a shift was opened and is not there")
    return Session(member, shift)
