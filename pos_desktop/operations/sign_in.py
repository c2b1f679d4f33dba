"""Signing in and out at the register. Both are in the journal: who was there and when."""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import StaffSignedIn, StaffSignedOut
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, StaffDirectory


def sign_in(place: Workplace, directory: StaffDirectory, staff_id: str, pin: str) -> StaffMember:
    """Check the PIN and let the person in.

    Raises RefusalError("signin.wrong_pin", tries_left=) or ("signin.locked", seconds=).
    """
    return _begin(place, directory.check_pin(staff_id, pin), "pin")


def sign_in_by_badge(place: Workplace, directory: StaffDirectory, code: str) -> StaffMember:
    """The same by a scanned badge; RefusalError("signin.unknown_badge")."""
    member = directory.by_badge(code)
    if member is None:
        raise RefusalError("signin.unknown_badge")
    return _begin(place, member, "badge")


def sign_out(place: Workplace, member: StaffMember, *, idle: bool = False) -> None:
    """The person leaves, or the register locked itself (idle); the open sale stays."""
    place.journal.commit(Commit(facts=(StaffSignedOut(member.staff_id, member.short_name, idle),)))


def _begin(place: Workplace, member: StaffMember, way: str) -> StaffMember:
    place.journal.commit(Commit(facts=(StaffSignedIn(member.staff_id, member.short_name, way),)))
    return member
