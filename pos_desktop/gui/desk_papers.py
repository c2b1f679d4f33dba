"""Paper for a sale that is done: the copy of the last receipt, a receipt for a present. Qt-free;
runs on the cashier's lane."""

from __future__ import annotations

from pos_desktop.gui.desk import Desk
from pos_desktop.operations import reprint
from pos_desktop.operations.print_elsewhere import print_on_second


class PapersDesk:
    """Every method refuses as its operation does."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._place = desk.place

    def gift(self, sale_id: str) -> None:
        reprint.print_gift(self._place, sale_id, staff=self._desk.staff())
        self._desk.committed()

    def gift_of_last(self) -> None:
        self.gift(reprint.last_sale_id(self._place))

    def print_on_second(self) -> int:
        """Have the second printer print what waits for the receipt printer; how many jobs it got.

        RefusalError("print.nothing_moved").
        """
        moved = print_on_second(self._place, staff=self._desk.staff()).moved
        self._desk.committed()
        return moved

    def copy_of_last(self) -> None:
        sale_id = reprint.last_sale_id(self._place)
        reprint.print_copy(self._place, sale_id, staff=self._desk.staff())
        self._desk.committed()
