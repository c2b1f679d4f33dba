"""Several sales at once: those open beside the one in front, and those parked. Qt-free; runs on the
cashier's lane."""

from __future__ import annotations

from pos_desktop.gui.desk import Desk
from pos_desktop.operations import park, void


class OpenSales:
    """Every method refuses as its operation does, and then nothing was changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._place = desk.place

    def add(self) -> None:
        """Another customer: the sale in front stays open beside; an empty one is new already."""
        sale, staff = self._desk.in_hand(), self._desk.staff()
        if sale is None:
            return
        park.put_beside(self._place, sale, staff=staff)
        self._desk.take(None)
        self._desk.recount()

    def show(self, number: int) -> None:
        """Bring a sale from beside to the front; the one in front goes beside."""
        sale, staff = self._desk.in_hand(), self._desk.staff()
        draft = park.bring_to_front(self._place, number, sale, staff=staff)
        self._desk.take(draft.sale)
        self._desk.recount()

    def name(self, parked: int, label: str) -> None:
        park.name_parked(self._place, parked, label, staff=self._desk.staff())

    def drop(self, parked: int, reason: str) -> None:
        void.drop_parked(self._place, parked, staff=self._desk.staff(), reason=reason)
        self._desk.committed()
        self._desk.recount()
