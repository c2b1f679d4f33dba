"""The people of the register as the window knows them: read at the start, told anew at each
change, so that nothing waits for the disk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from pos_desktop.domain.rights import Action, may
from pos_desktop.domain.staff import FIRST_PIN, StaffMember, StaffRecord


class Roster(QObject):
    """changed: somebody came, went or is called otherwise; on the window's thread."""

    changed = Signal()

    def __init__(self, records: Sequence[StaffRecord]) -> None:
        super().__init__()
        self._records = list(records)

    @property
    def people(self) -> list[StaffMember]:
        """Those who work here, as the sign-in screen shows them."""
        return [record.member for record in self._records if not record.dismissed]

    def set_records(self, records: Sequence[StaffRecord]) -> None:
        self._records = list(records)
        self.changed.emit()

    def who_may(self, action: Action) -> list[StaffMember]:
        return [person for person in self.people if may(person, action)]

    def has_first_pin(self, staff_id: str) -> bool:
        """Whether the person's PIN is still the one that the program gave and told everybody."""
        return any(r.first_pin and r.member.staff_id == staff_id for r in self._records)

    def told_pin(self) -> str:
        """The PIN that the sign-in screen tells: of the owner nobody named yet, "" else."""
        people = self.people
        alone = len(people) == 1 and self.has_first_pin(people[0].staff_id)
        return FIRST_PIN if alone else ""
