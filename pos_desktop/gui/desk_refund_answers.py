"""The desk of what devices answer about refunds, whatever page is in front. Qt-free; runs on the
cashier's lane."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.facts import RefundBegun
from pos_desktop.gui.desk import Desk
from pos_desktop.operations.hear_refund import (
    Heard,
    ask_about_refund,
    hear_refund,
    query_refund,
    who_began,
)
from pos_desktop.operations.refund_terminal import device_behind
from pos_desktop.ports import RefundBook, TerminalAnswer, TerminalOutcome


@dataclass(frozen=True, slots=True)
class RefundHeard:
    """done: the receipts that were stored, what of the refund still has to move, None = the money
    did not go and there is no refund."""

    begun: RefundBegun
    answer: TerminalAnswer
    done: Heard

    @property
    def went(self) -> bool:
        return self.answer.outcome is TerminalOutcome.APPROVED


class RefundAnswers:
    def __init__(self, desk: Desk, book: RefundBook) -> None:
        self._desk = desk
        self._book = book
        self._last: RefundHeard | None = None
        self._asked = ""

    def waits(self) -> RefundBegun | None:
        """The refund whose money nobody has told about."""
        return self._book.unfinished()

    def hear(self, op_id: str, answer: TerminalAnswer) -> RefundHeard | None:
        """Store what came of the refund that waits; None where the answer is about nothing that
        waits, or nobody knows. Several may pass the same answer on: it is stored once."""
        if self._last is not None and self._last.begun.request_id == op_id:
            return self._last
        begun = self.waits()
        if begun is None or begun.request_id != op_id or answer.outcome is TerminalOutcome.UNKNOWN:
            return None
        staff = self._desk.member or who_began(begun)
        done = hear_refund(self._desk.place, self._book, op_id, answer, staff=staff)
        self._last = RefundHeard(begun, answer, done)
        self._desk.committed()
        return self._last

    def ask(self, request_id: str) -> RefundHeard | str:
        """What came of it, where its device was quicker than the page; else ask the device: the id
        of that question, "" where a person has to say. RefusalError("refund.none_waits")."""
        if self._last is not None and self._last.begun.request_id == request_id:
            return self._last
        return ask_about_refund(self._desk.place, self._book, staff=self._desk.staff())

    def look_after(self) -> RefundBegun | None:
        """When somebody comes or a device does: the refund that waits, about which its device is
        asked once, and once more where another one had taken its place meanwhile."""
        begun = self.waits()
        if begun is None:
            return None
        is_there = device_behind(self._desk.place, begun) is not None
        if not is_there or self._asked != begun.request_id:
            self._asked = query_refund(self._desk.place, begun)
        return begun
