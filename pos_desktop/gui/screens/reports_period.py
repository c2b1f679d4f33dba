"""Choosing a period: a month of days, tapped twice for the first and the last."""

from __future__ import annotations

from calendar import Calendar
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.reports import period as periods
from pos_desktop.domain.reports.period import Period
from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import date as date_text
from pos_desktop.i18n import t

_DAYS = 42
_QUICK = {
    "this_month": periods.month,
    "last_month": periods.previous_month,
    "this_year": periods.year,
}


class PeriodDialog(QWidget):
    """chosen(Period); cancelled. The first tap is the first day, a second one the last; arrows
    move by days and weeks."""

    chosen = Signal(object)
    cancelled = Signal()

    def __init__(self, period: Period, today: date) -> None:
        super().__init__()
        self._today = today
        self._first, self._last = period.first, period.last
        self._half = False
        self._month = period.last.replace(day=1)
        self._days: list[date] = []
        self.days = [KeyedButton(kind="ghost", arrange="row") for _ in range(_DAYS)]
        self._title = Label("", theme.LARGE, theme.SEMIBOLD)
        self._title.setText(t("reports.period.title"))
        self._name = Label("", theme.BODY, theme.SEMIBOLD, align=Qt.AlignmentFlag.AlignHCenter)
        self._span = Label("", theme.BODY, theme.SEMIBOLD)
        self._show = KeyedButton(
            t("reports.period.show"), icon="check", kind="accent", key="Enter", arrange="row"
        )
        self._show.clicked.connect(self._done)
        self._build()
        self._draw()

    def _build(self) -> None:
        close = IconButton("x", t("dialog.close"), kind="soft")
        close.clicked.connect(self.cancelled)
        earlier = IconButton("chevron-left", t("reports.period.earlier"))
        earlier.clicked.connect(lambda: self._turn(-1))
        later = IconButton("chevron-right", t("reports.period.later"))
        later.clicked.connect(lambda: self._turn(1))
        head, month, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(close)
        month.addWidget(earlier)
        month.addWidget(self._name, 1)
        month.addWidget(later)
        quick = QHBoxLayout()
        for name, made in _QUICK.items():
            button = KeyedButton(t(f"reports.period.{name}"), arrange="row")
            button.clicked.connect(lambda _checked=False, m=made: self._take(m(self._today)))
            quick.addWidget(button)
        foot.addWidget(self._span, 1)
        foot.addWidget(self._show)
        grid = QGridLayout()
        grid.setSpacing(4)
        for column in range(7):
            centre = Qt.AlignmentFlag.AlignHCenter
            text = t(f"reports.weekday.{column}")
            day = Label(text, theme.SMALL, theme.REGULAR, "muted", align=centre)
            grid.addWidget(day, 0, column)
        for place, button in enumerate(self.days):
            button.setCheckable(True)
            button.setMinimumWidth(theme.TOUCH)
            button.set_padding(4)
            button.clicked.connect(lambda _checked=False, p=place: self._tap(self._days[p]))
            grid.addWidget(button, 1 + place // 7, place % 7)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 20)
        rows.setSpacing(10)
        for part in (head, quick, month, grid, foot):
            rows.addLayout(part)
        self.setFixedWidth(480)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def period(self) -> Period:
        """What is chosen now."""
        return Period(self._first, self._last)

    def _tap(self, day: date) -> None:
        if self._half:
            self._first, self._last = min(self._first, day), max(self._first, day)
        else:
            self._first = self._last = day
        self._half = not self._half
        self._draw()

    def _take(self, period: Period) -> None:
        self._first, self._last = period.first, period.last
        self._half = False
        self._month = period.last.replace(day=1)
        self._draw()

    def _turn(self, by: int) -> None:
        months = self._month.year * 12 + self._month.month - 1 + by
        self._month = date(months // 12, months % 12 + 1, 1)
        self._draw()

    def _draw(self) -> None:
        # Five weeks of a month, or four, are filled up to six so that nothing jumps.
        first = next(iter(Calendar().itermonthdates(self._month.year, self._month.month)))
        self._days = [first + timedelta(n) for n in range(_DAYS)]
        self._name.setText(f"{t(f'reports.month.{self._month.month}')} {self._month.year}")
        for day, button in zip(self._days, self.days, strict=True):
            button.setText(str(day.day))
            button.setAccessibleName(date_text(day))
            within = self._first <= day <= self._last
            edge = day in (self._first, self._last)
            button.set_kind("nav" if edge else "ghost")
            button.set_align_left(False)
            button.setChecked(within)
            button.setEnabled(day <= self._today)
            if day.month != self._month.month:
                button.set_face(theme.SMALL, theme.REGULAR)
        first_text, last_text = date_text(self._first), date_text(self._last)
        self._span.setText(t("reports.period.chosen", first=first_text, last=last_text))
        if self._first == self._last:
            self._span.setText(first_text)

    def _done(self) -> None:
        self.chosen.emit(self.period())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -7,
            Qt.Key.Key_Down: 7,
        }
        step = steps.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._done()
        elif step is not None:
            self._step(step, longer=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _step(self, by: int, *, longer: bool) -> None:
        """Move the day, or with Shift the end of the period."""
        last = min(self._last + timedelta(by), self._today)
        self._first = min(self._first, last) if longer else last
        self._last = last
        self._half = False
        self._month = last.replace(day=1)
        self._draw()
