"""The desk of payment codes: one on paper. Qt-free."""

from __future__ import annotations

from pos_desktop.gui.desk import Desk
from pos_desktop.operations.print_qr import print_qr


class QrDesk:
    """sale: the desk whose open sale is paid."""

    def __init__(self, sale: Desk) -> None:
        self._sale = sale

    def print_code(self, payload: str, expires_at_us: int = 0) -> int:
        """The code that waits to be paid, on the receipt printer; 0 where none waits any more."""
        desk = self._sale
        pending = desk.paying().pending
        if pending is None:
            return 0
        job = print_qr(desk.place, payload, pending.amount_minor, expires_at_us, staff=desk.staff())
        desk.committed()
        return job
