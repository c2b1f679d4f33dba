"""People at the register, their roles, and who may change whom; what each may do is in rights.py.
PINs and locks live in the staff directory."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from pos_desktop.domain.errors import RefusalError

PIN_DIGITS = 4
"""As many as the sign-in screen takes."""

FIRST_PIN = "1234"
"""Of the owner a shop has before it names anybody."""

LONGEST_NAME = 64
"""FFD tag 1021 (FNS order ED-7-20/662@): the cashier has at most 64 letters."""

_INN = re.compile(r"[0-9]{12}")
_RUNS = "01234567890 9876543210"


class Role(StrEnum):
    CASHIER = "cashier"
    SENIOR = "senior"
    MANAGER = "manager"
    OWNER = "owner"


_RANK = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class StaffMember:
    """staff_id: stable id; short_name: "Иванова М." as receipts and the top bar show it; inn: 12
    digits or ""."""

    staff_id: str
    name: str
    short_name: str
    role: Role
    inn: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class StaffRecord:
    """A person as the page of the staff shows him. locked_seconds: until wrong tries are over, 0 =
    not locked. first_pin: the PIN is still the one the program gave."""

    member: StaffMember
    dismissed: bool = False
    has_badge: bool = False
    locked_seconds: int = 0
    first_pin: bool = False


def above(one: Role, other: Role) -> bool:
    return _RANK[one] > _RANK[other]


def highest(roles: Iterable[Role]) -> Role:
    return max(roles, key=_RANK.__getitem__)


def short_form(name: str) -> str:
    """ "Иванова Мария Сергеевна" -> "Иванова М."; one word stays as it is."""
    words = name.split()
    return f"{words[0]} {words[1][0]}." if len(words) > 1 else name.strip()


def tidy(asked: StaffMember, everyone: Iterable[StaffRecord]) -> StaffMember:
    """The person as typed, in order: spaces gone, the short name made where none was given.

    RefusalError("staff.nameless"), ("staff.too_long", value=, limit=), ("staff.bad_inn", value=),
    ("staff.name_taken", name=): two tiles of the sign-in screen would look alike.
    """
    name = " ".join(asked.name.split())
    short_name = " ".join(asked.short_name.split()) or short_form(name)
    inn, position = "".join(asked.inn.split()), " ".join(asked.position.split())
    if not name:
        raise RefusalError("staff.nameless")
    for value in (name, short_name, position):
        if len(value) > LONGEST_NAME:
            raise RefusalError("staff.too_long", value=value, limit=LONGEST_NAME)
    if inn and not _INN.fullmatch(inn):
        raise RefusalError("staff.bad_inn", value=inn)
    for other in everyone:
        known = other.member
        alike = known.short_name.casefold() == short_name.casefold()
        if alike and not other.dismissed and known.staff_id != asked.staff_id:
            raise RefusalError("staff.name_taken", name=short_name)
    return replace(asked, name=name, short_name=short_name, inn=inn, position=position)


def checked_pin(pin: str, again: str) -> str:
    """A new PIN, typed twice.

    RefusalError("staff.bad_pin", count=), ("staff.pins_differ"), ("staff.weak_pin"): one digit
    again and again, or digits in a row.
    """
    if not (pin.isascii() and pin.isdigit() and len(pin) == PIN_DIGITS):
        raise RefusalError("staff.bad_pin", count=PIN_DIGITS)
    if pin != again:
        raise RefusalError("staff.pins_differ")
    if len(set(pin)) == 1 or pin in _RUNS:
        raise RefusalError("staff.weak_pin")
    return pin


def demand_change(
    by: Role, before: StaffMember | None, after: StaffMember, everyone: Iterable[StaffRecord]
) -> None:
    """by: the role of who changes a person; before: None for a new one.

    RefusalError("staff.above", name=), ("staff.role_above", role=), ("staff.last_owner", name=).
    """
    if before is not None:
        demand_not_above(by, before)
    if above(after.role, by):
        raise RefusalError("staff.role_above", role=after.role.value)
    if before is not None and before.role is Role.OWNER and after.role is not Role.OWNER:
        _demand_another_owner(before, everyone)


def demand_dismissal(
    by: Role, by_id: str, member: StaffMember, everyone: Iterable[StaffRecord]
) -> None:
    """RefusalError("staff.oneself", name=), ("staff.above", name=), ("staff.last_owner", name=)."""
    if member.staff_id == by_id:
        raise RefusalError("staff.oneself", name=member.short_name)
    demand_not_above(by, member)
    if member.role is Role.OWNER:
        _demand_another_owner(member, everyone)


def demand_not_above(by: Role, member: StaffMember) -> None:
    """RefusalError("staff.above", name=) for a person whose role is above."""
    if above(member.role, by):
        raise RefusalError("staff.above", name=member.short_name)


def _demand_another_owner(member: StaffMember, everyone: Iterable[StaffRecord]) -> None:
    others = (
        record.member
        for record in everyone
        if not record.dismissed and record.member.staff_id != member.staff_id
    )
    if not any(other.role is Role.OWNER for other in others):
        raise RefusalError("staff.last_owner", name=member.short_name)
