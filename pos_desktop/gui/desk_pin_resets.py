"""The desk of PINs that were set anew outside the register. Qt-free; runs on the cashier's lane."""

from __future__ import annotations

from pos_desktop.gui.desk import Desk
from pos_desktop.operations.reset_pin import see_reset, unseen_resets
from pos_desktop.ports.people import PinReset, PinResetBook


class PinResetsDesk:
    def __init__(self, desk: Desk, book: PinResetBook) -> None:
        self._desk = desk
        self._book = book

    def unseen(self) -> tuple[PinReset, ...]:
        """What the person at the register is to be told, oldest first; nobody there: nothing."""
        member = self._desk.member
        return unseen_resets(self._book, member) if member is not None else ()

    def see(self, seq: int) -> tuple[PinReset, ...]:
        """The person was told of this one; the others."""
        see_reset(self._desk.place.journal, seq, staff=self._desk.staff())
        self._desk.committed()
        return self.unseen()
