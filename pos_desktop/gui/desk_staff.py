"""The desk of the staff: who works here, with which PIN and badge. Qt-free; runs on the cashier's
lane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pos_desktop.domain.staff import StaffMember, StaffRecord
from pos_desktop.gui.desk import Desk
from pos_desktop.operations import staff as staff_room
from pos_desktop.operations.staff import NewPin
from pos_desktop.ports import StaffBook
from pos_desktop.ports.people import PinReset, PinResetBook


@dataclass(frozen=True, slots=True)
class StaffList:
    """records: everyone, as they are now. chosen: staff_id of whom it was about, "" for nobody.
    resets: whose PIN was set anew outside the register, and when last, by staff_id."""

    records: list[StaffRecord]
    chosen: str = ""
    resets: Mapping[str, PinReset] = field(default_factory=dict)


class StaffDesk:
    """Every method refuses as its operation does, and then nothing was changed."""

    def __init__(self, desk: Desk, book: StaffBook, resets: PinResetBook) -> None:
        self._desk = desk
        self._place = desk.place
        self._book = book
        self._resets = resets

    def everyone(self) -> StaffList:
        records = staff_room.staff_records(self._book, staff=self._desk.staff())
        return StaffList(records, resets=self._resets.last())

    def add(self, asked: StaffMember, pin: NewPin) -> StaffList:
        made = staff_room.add(self._place, self._book, asked, pin, staff=self._desk.staff())
        return self._done(made.staff_id)

    def change(self, asked: StaffMember) -> StaffList:
        made = staff_room.change(self._place, self._book, asked, staff=self._desk.staff())
        self._desk.renew(made)
        return self._done(made.staff_id)

    def set_pin(self, staff_id: str, pin: NewPin) -> StaffList:
        staff_room.set_pin(self._place, self._book, staff_id, pin, staff=self._desk.staff())
        return self._done(staff_id)

    def set_badge(self, staff_id: str, code: str) -> StaffList:
        """code: "" takes the badge away."""
        staff_room.set_badge(self._place, self._book, staff_id, code, staff=self._desk.staff())
        return self._done(staff_id)

    def dismiss(self, staff_id: str) -> StaffList:
        staff_room.dismiss(self._place, self._book, staff_id, staff=self._desk.staff())
        return self._done(staff_id)

    def take_back(self, staff_id: str) -> StaffList:
        staff_room.take_back(self._place, self._book, staff_id, staff=self._desk.staff())
        return self._done(staff_id)

    def unlock(self, staff_id: str) -> StaffList:
        staff_room.unlock(self._place, self._book, staff_id, staff=self._desk.staff())
        return self._done(staff_id)

    def _done(self, staff_id: str) -> StaffList:
        self._desk.committed()
        return StaffList(self._book.records(), staff_id, self._resets.last())
