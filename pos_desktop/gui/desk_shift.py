"""The desk of the shift and its drawer: opening, moves of cash, X, closing, history. Qt-free; runs
on the cashier's lane."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from pos_desktop.domain.errors import PosError
from pos_desktop.domain.facts import CashMoved, ReconciliationRequested, TerminalReconciled
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.shift_report import ShiftReport
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.desk import Desk
from pos_desktop.operations import close_shift, count_drawer, move_cash, open_shift, reconcile
from pos_desktop.operations.move_cash import MoveKind, Why
from pos_desktop.operations.open_shift import Declared
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import RefundBook, ReportBook, ShiftBook, ShiftRow, TerminalAnswer

_log = logging.getLogger(__name__)
_LOOK_BACK_US = 3 * 24 * 3600 * 1_000_000


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
        reports: ReportBook,
    ) -> None:
        """desk: who is signed in. open_drawer: opens it now, once; returns at once. reports: where
        a comparison of totals is found that the register did not hear the end of."""
        self._place = place
        self._desk = desk
        self._book = book
        self._refunds = refunds
        self._open_drawer = open_drawer
        self._reports = reports
        self._reconciling: dict[str, ReconciliationRequested] = {}
        self._looked = False

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

    def count(self, declared: Declared, *, blind_close: bool) -> ShiftReport:
        """Keep a count of the drawer; the sums of the shift, which may be shown from now on."""
        report = count_drawer.count_drawer(
            self._place, declared, staff=self._desk.staff(), blind_close=blind_close
        )
        self._desk.committed()
        return report

    def close(self, declared: Declared | None, why: Why) -> ShiftReport:
        report = close_shift.close_shift(
            self._place, self._refunds, declared, why, staff=self._desk.staff()
        )
        self._desk.committed()
        if self._place.payments.reconcile and TenderKind.CARD in self._place.terminals:
            try:
                self._reconcile(report.number)
            except PosError as error:
                # The shift is closed; the totals can be compared from the menu at any time.
                _log.warning("the terminal was not asked for its totals: %s", error)
        return report

    def reconcile(self) -> None:
        """Compare the card terminal's totals with the bank now; RefusalError(
        "terminal.not_set_up")."""
        shift = self._place.journal.open_shift()
        self._reconcile(shift.number if shift is not None else 0)

    def _reconcile(self, shift_number: int) -> None:
        asked = reconcile.reconcile(self._place, shift_number, staff=self._desk.staff())
        self._reconciling[asked.op_id] = asked

    def look_after_reconciliation(self) -> None:
        """A comparison that the register did not hear the end of is asked about, once a run. One
        whose terminal is not set up now is looked at again when the next person comes."""
        if self._looked or TenderKind.CARD not in self._place.terminals:
            return
        self._looked = True
        since_us = self._place.clock.now_us() - _LOOK_BACK_US
        for asked in reconcile.left_open(self._place, self._reports, since_us):
            if asked.op_id in self._reconciling:
                continue
            if reconcile.ask_about_reconciliation(self._place, asked):
                self._reconciling[asked.op_id] = asked
            else:
                self._looked = False

    def hear(self, op_id: str, answer: TerminalAnswer) -> TerminalReconciled | None:
        """What the terminal answered about its totals; None where it was not asked that."""
        asked = self._reconciling.pop(op_id, None)
        if asked is None:
            return None
        fact = reconcile.hear_reconciliation(self._place, asked, answer)
        self._desk.committed()
        return fact

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
