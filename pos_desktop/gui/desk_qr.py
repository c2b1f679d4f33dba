"""The desk of payment codes: one on paper, and what a shift took by them. Qt-free."""

from __future__ import annotations

from pos_desktop.gui.desk import Desk
from pos_desktop.operations import reckon_sbp
from pos_desktop.operations.print_qr import print_qr
from pos_desktop.operations.reckon_sbp import DEVICE, QrReckoning
from pos_desktop.ports import (
    ContradictionBook,
    ReportBook,
    TerminalFinished,
    TerminalOutcome,
)

_MOVED = {
    TerminalOutcome.APPROVED: True,
    TerminalOutcome.DECLINED: False,
    TerminalOutcome.CANCELLED: False,
}


class QrDesk:
    """sale: the desk whose open sale is paid. book, contradicted: what banks were asked, and where
    they said other than a person."""

    def __init__(self, sale: Desk, book: ReportBook, contradicted: ContradictionBook) -> None:
        self._sale = sale
        self._book = book
        self._contradicted = contradicted
        self._confirmed: set[str] = set()

    def print_code(self, payload: str, expires_at_us: int = 0) -> int:
        """The code that waits to be paid, on the receipt printer; 0 where none waits any more."""
        desk = self._sale
        pending = desk.paying().pending
        if pending is None:
            return 0
        job = print_qr(desk.place, payload, pending.amount_minor, expires_at_us, staff=desk.staff())
        desk.committed()
        return job

    def reckon(self) -> QrReckoning:
        """What the open shift took by codes, and what no bank has confirmed."""
        place = self._sale.place
        return reckon_sbp.reckon_sbp(place, self._book, self._contradicted, self._confirmed)

    def ask(self, op_id: str) -> None:
        """Ask the bank about one of those; RefusalError("tender.nothing_asked")."""
        reckon_sbp.ask_bank(self._sale.place, self._book, op_id)

    def hear(self, event: TerminalFinished) -> QrReckoning:
        """What the bank answered; where it agrees with the books there is no doubt any more."""
        moved = _MOVED.get(event.answer.outcome)
        agrees = [
            one
            for one in self.reckon().doubtful
            if one.op_id == event.op_id and moved is not None and one.moved is moved
        ]
        if event.device == DEVICE and agrees:
            self._confirmed.add(event.op_id)
        return self.reckon()
