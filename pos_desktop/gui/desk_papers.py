"""Paper and fiscal document of a sale that is done: copies, a receipt for a present, what was not
printed or not registered. Qt-free; runs on the cashier's lane."""

from __future__ import annotations

from pos_desktop.gui.desk import Desk
from pos_desktop.operations import reprint, settle_fiscal
from pos_desktop.operations.print_elsewhere import print_on_second


class PapersDesk:
    """Every method refuses as its operation does."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._place = desk.place

    def copy(self, sale_id: str) -> None:
        reprint.print_copy(self._place, sale_id, staff=self._desk.staff())
        self._desk.committed()

    def settle_print(self, sale_id: str, came_out: bool) -> None:
        """Whether a receipt the printer did not confirm is on paper."""
        staff = self._desk.staff()
        reprint.settle_unknown_print(self._place, sale_id, came_out=came_out, staff=staff)
        self._desk.committed()

    def print_again(self, sale_id: str) -> None:
        reprint.print_again(self._place, sale_id, staff=self._desk.staff())
        self._desk.committed()

    def send_fiscal_again(self, sale_id: str, looked_up: bool = False) -> None:
        """looked_up: a person has seen at the operator that the document is not there."""
        staff = self._desk.staff()
        settle_fiscal.send_again(self._place, sale_id, staff=staff, looked_up=looked_up)
        self._desk.committed()

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
        self.copy(reprint.last_sale_id(self._place))
