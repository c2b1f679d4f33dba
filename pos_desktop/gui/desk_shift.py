"""The desk of the shift and its drawer: opening, moves of cash, X, closing, history. Qt-free; runs
on the cashier's lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_desktop.domain.facts import CashMoved
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.shift_report import ShiftReport
from pos_desktop.gui.desk import Desk
from pos_desktop.operations import close_shift, move_cash, open_shift
from pos_desktop.operations.move_cash import MoveKind, Why
from pos_desktop.operations.open_shift import Declared
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import RefundBook, ShiftBook, ShiftRow


@dataclass(frozen=True, slots=True)
class Opening:
    """What the opening screen starts from. expected_minor: left by the shift before."""

    number: int
    expected_minor: int
    before: ShiftRow | None


class ShiftDesk:
    """Actions on the open shift; refusals are raised and leave everything as it was."""

    def __init__(
        self,
        place: Workplace,
        desk: Desk,
        book: ShiftBook,
        refunds: RefundBook,
        open_drawer: Callable[[], None],
    ) -> None:
        """desk: who is signed in. open_drawer: opens it now, once; returns at once."""
        self._place = place
        self._desk = desk
        self._book = book
        self._refunds = refunds
        self._open_drawer = open_drawer

    # reads

    def opening(self) -> Opening:
        journal = self._place.journal
        return Opening(
            journal.next_shift_number(),
            open_shift.carried_over_minor(self._place),
            journal.last_shift(),
        )

    def x_report(self) -> ShiftReport:
        return close_shift.x_report(self._place, staff=self._desk.staff())

    def shifts(self) -> list[ShiftRow]:
        return self._book.shifts()

    def report(self, number: int) -> ShiftReport:
        return self._book.report(number)

    # operations

    def open(self, declared: Declared | None = None) -> Shift:
        shift = open_shift.open_shift(self._place, staff=self._desk.staff(), declared=declared)
        self._desk.committed()
        return shift

    def move(self, kind: MoveKind, amount_minor: int, why: Why) -> CashMoved:
        fact = move_cash.move_cash(self._place, kind, amount_minor, why, staff=self._desk.staff())
        self._desk.committed()
        return fact

    def open_drawer(self, why: Why) -> None:
        move_cash.open_drawer(self._place, why, staff=self._desk.staff())
        self._desk.committed()
        self._open_drawer()

    def print_x(self, with_drawer: bool = True) -> int:
        job = close_shift.print_x(self._place, staff=self._desk.staff(), with_drawer=with_drawer)
        self._desk.committed()
        return job

    def close(self, declared: Declared | None, why: Why) -> ShiftReport:
        report = close_shift.close_shift(
            self._place, self._refunds, declared, why, staff=self._desk.staff()
        )
        self._desk.committed()
        return report

    def reprint_z(self, number: int) -> int:
        job = close_shift.reprint_z(self._place, self._book, number, staff=self._desk.staff())
        self._desk.committed()
        return job

    def verify(self, number: int, verified_minor: int, note: str = "") -> ShiftRow | None:
        close_shift.verify_cash(
            self._place,
            self._book,
            number,
            verified_minor,
            staff=self._desk.staff(),
            note=note,
        )
        self._desk.committed()
        return self._book.shift(number)
