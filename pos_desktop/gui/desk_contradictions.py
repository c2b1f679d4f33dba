"""The desk of answers that say other than the books. Qt-free; runs on the cashier's lane."""

from __future__ import annotations

from pos_desktop.domain.facts import TerminalContradicted
from pos_desktop.gui.desk import Desk
from pos_desktop.operations import contradictions
from pos_desktop.ports import ContradictionBook, ReportBook, TerminalAnswer

_ASK_AGAIN_US = 3600 * 1_000_000


class ContradictionsDesk:
    """desk: the selling desk, whose open payment hears its own answers."""

    def __init__(self, desk: Desk, book: ContradictionBook, reports: ReportBook) -> None:
        self._desk = desk
        self._book = book
        self._reports = reports
        self._asked_us = 0

    def open(self) -> tuple[TerminalContradicted, ...]:
        """Those nobody has seen to, oldest first."""
        return self._book.open()

    def hear(self, op_id: str, answer: TerminalAnswer) -> tuple[TerminalContradicted, ...]:
        """An answer of a device, before others hear it; those nobody has seen to."""
        payment = self._desk.payment_in_hand
        pending = payment.pending if payment is not None else None
        if pending is None or pending.op_id != op_id:
            fact = contradictions.hear_late_answer(self._desk.place, self._reports, op_id, answer)
            if fact is not None:
                self._desk.committed()
        return self.open()

    def look_after(self) -> tuple[TerminalContradicted, ...]:
        """When somebody comes, at most once an hour, the devices are asked about what a person
        alone has decided; those nobody has seen to."""
        now_us = self._desk.place.clock.now_us()
        if now_us - self._asked_us > _ASK_AGAIN_US:
            self._asked_us = now_us
            contradictions.ask_about_decisions(self._desk.place, self._reports)
        return self.open()

    def settle(self, op_id: str) -> tuple[TerminalContradicted, ...]:
        """The person at the register has seen to it; RefusalError("rights.missing")."""
        contradictions.settle_contradiction(self._desk.place, op_id, staff=self._desk.staff())
        self._desk.committed()
        return self.open()
