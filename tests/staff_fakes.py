"""The people of a shop in memory, for the tests of their operations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.staff import StaffMember, StaffRecord


class FakeStaff:
    """PINs and badges as they were given."""

    def __init__(self, people: Iterable[StaffMember]) -> None:
        self.rows = {person.staff_id: StaffRecord(person) for person in people}
        self.pins: dict[str, str] = {}
        self.badges: dict[str, str] = {}

    def members(self) -> list[StaffMember]:
        return [row.member for row in self.rows.values() if not row.dismissed]

    def records(self) -> list[StaffRecord]:
        return list(self.rows.values())

    def check_pin(self, staff_id: str, pin: str) -> StaffMember:
        if self.pins.get(staff_id) != pin:
            raise RefusalError("signin.wrong_pin", tries_left=4)
        return self.rows[staff_id].member

    def by_badge(self, code: str) -> StaffMember | None:
        return self.badge_owner(code)

    def badge_owner(self, code: str) -> StaffMember | None:
        return next((self.rows[i].member for i, c in self.badges.items() if c == code), None)

    def add(self, member: StaffMember, pin: str) -> None:
        self.rows[member.staff_id] = StaffRecord(member)
        self.pins[member.staff_id] = pin

    def change(self, member: StaffMember) -> None:
        self.rows[member.staff_id] = replace(self.rows[member.staff_id], member=member)

    def set_pin(self, staff_id: str, pin: str) -> None:
        self.pins[staff_id] = pin
        self.rows[staff_id] = replace(self.rows[staff_id], first_pin=False, locked_seconds=0)

    def set_badge(self, staff_id: str, code: str) -> None:
        self.badges.pop(staff_id, None)
        if code:
            self.badges[staff_id] = code
        self.rows[staff_id] = replace(self.rows[staff_id], has_badge=bool(code))

    def dismiss(self, staff_id: str) -> None:
        self.rows[staff_id] = replace(self.rows[staff_id], dismissed=True, has_badge=False)
        self.badges.pop(staff_id, None)

    def take_back(self, staff_id: str) -> None:
        self.rows[staff_id] = replace(self.rows[staff_id], dismissed=False)

    def unlock(self, staff_id: str) -> None:
        self.rows[staff_id] = replace(self.rows[staff_id], locked_seconds=0)
