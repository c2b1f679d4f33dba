"""The PinResetBook port on SQLite."""

from __future__ import annotations

from pos_desktop.journal.people import statements as sql
from pos_desktop.journal.readers import Readers
from pos_desktop.ports.people import PinReset


class SqlitePinResets:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def unseen_by(self, staff_id: str) -> tuple[PinReset, ...]:
        rows = self._readers.rows(sql.UNSEEN_RESETS, {"staff_id": staff_id})
        return tuple(PinReset(*row) for row in rows)

    def last(self) -> dict[str, PinReset]:
        every = (PinReset(*row) for row in self._readers.rows(sql.ALL_RESETS, {}))
        return {reset.staff_id: reset for reset in every}
