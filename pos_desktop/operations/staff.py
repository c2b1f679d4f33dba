"""The people of the register: added, changed, given PIN and badge, dismissed, taken back, unlocked.

Who did it is in the journal before the staff file is changed; PINs and badges are in neither.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import Fact, StaffDismissed, StaffSaved, StaffUnlocked
from pos_desktop.domain.rights import Action, demand, role_for
from pos_desktop.domain.staff import (
    Role,
    StaffMember,
    StaffRecord,
    checked_pin,
    demand_change,
    demand_dismissal,
    demand_not_above,
    tidy,
)
from pos_desktop.operations.sell import is_goods
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, StaffBook


@dataclass(frozen=True, slots=True)
class NewPin:
    """As typed, twice."""

    pin: str
    again: str


def staff_records(book: StaffBook, *, staff: StaffMember) -> list[StaffRecord]:
    """Everyone ever known, the dismissed at the end."""
    demand(staff, Action.MANAGE_STAFF)
    return book.records()


def add(
    place: Workplace, book: StaffBook, asked: StaffMember, pin: NewPin, *, staff: StaffMember
) -> StaffMember:
    """A new person; the id is made here.

    RefusalError: as domain.staff.tidy and checked_pin, "staff.role_above" (role).
    """
    demand(staff, Action.MANAGE_STAFF)
    everyone = book.records()
    made = tidy(replace(asked, staff_id=place.ids.new_id()), everyone)
    demand_change(_role(staff), None, made, everyone)
    digits = checked_pin(pin.pin, pin.again)
    _write(place, replace(_saved(made, staff, new_pin=True), added=True))
    book.add(made, digits)
    return made


def change(
    place: Workplace, book: StaffBook, asked: StaffMember, *, staff: StaffMember
) -> StaffMember:
    """Name, short name, role, INN and position from now on; the same changes nothing.

    RefusalError: as domain.staff.tidy and demand_change, "staff.unknown".
    """
    demand(staff, Action.MANAGE_STAFF)
    everyone = book.records()
    before = _known(everyone, asked.staff_id).member
    made = tidy(asked, everyone)
    demand_change(_role(staff), before, made, everyone)
    if made != before:
        _write(place, _saved(made, staff))
        book.change(made)
    return made


def set_pin(
    place: Workplace, book: StaffBook, staff_id: str, pin: NewPin, *, staff: StaffMember
) -> None:
    """A new PIN, which also unlocks; RefusalError as checked_pin, "staff.above", "staff.unknown",
    "staff.dismissed"."""
    member = _changeable(book, staff_id, staff)
    digits = checked_pin(pin.pin, pin.again)
    _write(place, _saved(member, staff, new_pin=True))
    book.set_pin(staff_id, digits)


def set_badge(
    place: Workplace, book: StaffBook, staff_id: str, code: str, *, staff: StaffMember
) -> None:
    """Give a badge out, "" takes it away.

    RefusalError("staff.badge_taken", name=), ("staff.badge_is_goods", code=), "staff.above",
    "staff.unknown", "staff.dismissed".
    """
    member = _changeable(book, staff_id, staff)
    if code:
        owner = book.badge_owner(code)
        if owner is not None and owner.staff_id != staff_id:
            raise RefusalError("staff.badge_taken", name=owner.short_name)
        if is_goods(place, code):
            raise RefusalError("staff.badge_is_goods", code=code)
    _write(place, _saved(member, staff, new_badge=bool(code)))
    book.set_badge(staff_id, code)


def dismiss(place: Workplace, book: StaffBook, staff_id: str, *, staff: StaffMember) -> None:
    """The person signs in and allows no more; history keeps the name.

    RefusalError: as domain.staff.demand_dismissal, "staff.unknown", "staff.dismissed".
    """
    demand(staff, Action.MANAGE_STAFF)
    everyone = book.records()
    member = _working(everyone, staff_id)
    demand_dismissal(_role(staff), staff.staff_id, member, everyone)
    _write(place, StaffDismissed(staff_id, member.short_name, staff.staff_id, staff.short_name))
    book.dismiss(staff_id)


def take_back(place: Workplace, book: StaffBook, staff_id: str, *, staff: StaffMember) -> None:
    """A dismissed person works here again, with the PIN of before and no badge.

    RefusalError("staff.above", name=), ("staff.name_taken", name=), "staff.unknown".
    """
    demand(staff, Action.MANAGE_STAFF)
    everyone = book.records()
    record = _known(everyone, staff_id)
    demand_not_above(_role(staff), record.member)
    if record.dismissed:
        member = tidy(record.member, everyone)
        _write(place, _saved(member, staff))
        book.take_back(staff_id)


def unlock(place: Workplace, book: StaffBook, staff_id: str, *, staff: StaffMember) -> None:
    """Forgive a person's wrong tries; the lock of the register stays.

    RefusalError("staff.unknown", "staff.dismissed"). Anybody with the right may: it gives nothing
    but tries.
    """
    demand(staff, Action.MANAGE_STAFF)
    member = _working(book.records(), staff_id)
    _write(place, StaffUnlocked(staff_id, member.short_name, staff.staff_id, staff.short_name))
    book.unlock(staff_id)


def _changeable(book: StaffBook, staff_id: str, staff: StaffMember) -> StaffMember:
    demand(staff, Action.MANAGE_STAFF)
    member = _working(book.records(), staff_id)
    demand_not_above(_role(staff), member)
    return member


def _working(everyone: list[StaffRecord], staff_id: str) -> StaffMember:
    record = _known(everyone, staff_id)
    if record.dismissed:
        raise RefusalError("staff.dismissed", name=record.member.short_name)
    return record.member


def _known(everyone: list[StaffRecord], staff_id: str) -> StaffRecord:
    for record in everyone:
        if record.member.staff_id == staff_id:
            return record
    raise RefusalError("staff.unknown", staff_id=staff_id)


def _role(staff: StaffMember) -> Role:
    return role_for(staff, Action.MANAGE_STAFF)


def _write(place: Workplace, fact: Fact) -> None:
    place.journal.commit(Commit(facts=(fact,)))


def _saved(
    member: StaffMember, by: StaffMember, *, new_pin: bool = False, new_badge: bool = False
) -> StaffSaved:
    return StaffSaved(
        staff_id=member.staff_id,
        name=member.name,
        short_name=member.short_name,
        role=member.role.value,
        inn=member.inn,
        position=member.position,
        saved_by=by.staff_id,
        saved_by_name=by.short_name,
        new_pin=new_pin,
        new_badge=new_badge,
    )
