"""The shifts that were: how each was counted, its Z again, and the value verified afterwards."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop import i18n
from pos_desktop.domain.shift_report import ShiftReport
from pos_desktop.gui import theme
from pos_desktop.gui.screens.page_head import PageHead
from pos_desktop.gui.screens.shift_totals import ShiftTotals
from pos_desktop.gui.screens.shift_verify import VerifyCashDialog
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, ValueRow
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.i18n import number, t
from pos_desktop.ports import Event, ShiftRow

_COMPACT_PX = 1200
_ROW_PX = 64


class ShiftHistoryScreen(QWidget):
    """A page: shifts at the left, newest first; the chosen one at the right."""

    back_wanted = Signal()

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._rows: list[ShiftRow] = []
        self._chosen = 0
        self._buttons: list[KeyedButton] = []
        self.head = PageHead()
        self.again = KeyedButton(icon="printer", key="F7", arrange="row")
        self.verify = KeyedButton(icon="badge-check", key="F8", arrange="row")
        self.nothing = Nothing("history", "shift_history.empty")
        self._words = Label("", theme.BODY, tone="ink_soft", wrap=True)
        self._values = [ValueRow(bold=True) for _ in range(4)]
        self.totals = ShiftTotals(shop.country.vat, shop.zone)
        self._build()
        self.head.back_pressed.connect(self.back_wanted)
        self.again.clicked.connect(self._print_again)
        self.verify.clicked.connect(self._ask_verified)
        self.retranslate()

    def _build(self) -> None:
        self.head.add(self.verify)
        self.head.add(self.again)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        inside = QWidget()
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, 8, 0)
        listed.addWidget(self.nothing, 1)
        listed.addLayout(self._list)
        listed.addStretch(0)
        self._side = Card(padding=16, spacing=4)
        self._side.body().addWidget(self._words)
        for row in self._values:
            self._side.body().addWidget(row)
        self._side.body().addWidget(scrolling(self.totals), 1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(scrolling(inside), 1)
        middle.addWidget(self._side)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addWidget(self.head)
        rows.addLayout(middle, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # ------------------------------------------------------------------ the page

    def opened(self) -> None:
        self._shop.till.ask(self._shop.desks.shift.shifts, self._show_rows)

    def note(self, _event: Event) -> None:
        """A list of the past; it is read when the page comes into sight."""

    def take_scan(self, _text: str) -> bool:
        return False

    def retranslate(self) -> None:
        self.head.retranslate(t("shift_history.title"))
        self.again.setText(t("shift_history.z_again"))
        self.verify.setText(t("shift_history.verify"))
        self.nothing.retranslate()
        self._show_rows(self._rows)

    # ------------------------------------------------------------------ state

    def _show_rows(self, rows: list[ShiftRow]) -> None:
        self._rows = [row for row in rows if not row.is_open]
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(row) for row in self._rows]
        for button in self._buttons:
            self._list.addWidget(button)
        self.nothing.setVisible(not self._rows)
        known = {row.number for row in self._rows}
        if self._chosen not in known:
            self._chosen = self._rows[0].number if self._rows else 0
        self.choose(self._chosen)

    def _button(self, row: ShiftRow) -> KeyedButton:
        closed = datetime.fromtimestamp(row.closed_at_us / 1_000_000, self._shop.zone)
        title = t("window.shift", number=number(row.number))
        button = KeyedButton(
            f"{title} · {i18n.datetime(closed)}",
            sub=f"{row.closed_by} · {money(row.revenue_minor)}",
            arrange="stack",
        )
        button.set_align_left(True)
        button.setCheckable(True)
        button.setFixedHeight(_ROW_PX)
        button.clicked.connect(lambda _on=False, n=row.number: self.choose(n))
        return button

    def choose(self, shift_number: int) -> None:
        """Show this shift, 0 for none."""
        self._chosen = shift_number
        for row, button in zip(self._rows, self._buttons, strict=True):
            button.setChecked(row.number == shift_number)
        chosen = self._row()
        self._side.setVisible(chosen is not None)
        self.again.setEnabled(chosen is not None)
        self.verify.setEnabled(chosen is not None)
        if chosen is not None:
            self._show_values(chosen)
            desk = self._shop.desks.shift
            self._shop.till.ask(lambda: desk.report(shift_number), self._show_report)

    def _row(self) -> ShiftRow | None:
        return next((row for row in self._rows if row.number == self._chosen), None)

    def _show_values(self, row: ShiftRow) -> None:
        """The three values of the drawer and what was said about their difference."""
        nobody = t("shift_history.nobody")
        declared, verified = row.declared_minor, row.verified_minor
        shown = (
            (t("cash.expected"), money(row.expected_minor)),
            (t("cash.declared"), nobody if declared is None else money(declared)),
            (t("shift_history.verified"), nobody if verified is None else money(verified)),
            (
                t("cash.difference"),
                nobody if declared is None else money(declared - row.expected_minor),
            ),
        )
        for line, (name, value) in zip(self._values, shown, strict=True):
            line.set_name(name)
            line.set_value(value)
        reason = t(f"cash.reason.{row.reason}") if row.reason else ""
        words = [reason, row.explanation, row.verified_by, row.verified_note]
        self._words.setText(" · ".join(word for word in words if word))
        self._words.setVisible(bool(self._words.text()))

    def _show_report(self, report: ShiftReport) -> None:
        if report.number == self._chosen:
            self.totals.show_report(report, blind=False)

    # ------------------------------------------------------------------ acts

    def _print_again(self) -> None:
        shift_number, desk = self._chosen, self._shop.desks.shift
        if shift_number:
            self._shop.till.run(lambda: desk.reprint_z(shift_number))

    def _ask_verified(self) -> None:
        shift_number, desk = self._chosen, self._shop.desks.shift
        if not shift_number:
            return
        dialog = VerifyCashDialog(shift_number)
        modal = Modal(self, dialog)
        dialog.cancelled.connect(modal.close_modal)

        def confirmed(amount_minor: int, note: str) -> None:
            modal.close_modal()
            self._shop.till.run(
                lambda: desk.verify(shift_number, amount_minor, note), lambda _row: self.opened()
            )

        dialog.confirmed.connect(confirmed)
        modal.open()
        dialog.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        numbers = [row.number for row in self._rows]
        if key == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif key == Qt.Key.Key_F7:
            self._print_again()
        elif key == Qt.Key.Key_F8:
            self._ask_verified()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and numbers:
            at = numbers.index(self._chosen) + (1 if key == Qt.Key.Key_Down else -1)
            self.choose(numbers[max(0, min(len(numbers) - 1, at))])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(400 if self.width() < _COMPACT_PX else 480)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
