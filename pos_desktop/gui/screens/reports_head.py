"""The upper edge of the reports: back, title, periods, and what the report is saved as."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_desktop.domain.reports import period as periods
from pos_desktop.domain.reports.period import Period
from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import date as date_text
from pos_desktop.i18n import t

_PRESETS = {
    "today": periods.today,
    "yesterday": periods.yesterday,
    "week": periods.week,
    "month": periods.month,
}
_DAY_AND_MONTH = 5
_FILES = {"pdf": "PDF", "xlsx": "Excel", "csv": "CSV"}


class ReportsHead(QWidget):
    """back_pressed; period_chosen(Period); other_wanted: the calendar; file_wanted("pdf" | "xlsx"
    | "csv"); print_wanted."""

    back_pressed = Signal()
    period_chosen = Signal(object)
    other_wanted = Signal()
    file_wanted = Signal(str)
    print_wanted = Signal()

    def __init__(self, *, has_printer: bool) -> None:
        super().__init__()
        self._today = date.min
        self._period: Period | None = None
        self._compact = False
        self._back = KeyedButton(icon="arrow-left", key="Esc", arrange="row")
        self._back.clicked.connect(self.back_pressed)
        self._title = Label("", theme.TITLE, theme.SEMIBOLD)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self._back)
        line.addWidget(self._title)
        line.addSpacing(8)
        self._line = line
        self.periods: dict[str, KeyedButton] = {}
        for name in (*_PRESETS, "other"):
            button = KeyedButton(icon="calendar" if name == "today" else "", arrange="row")
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, n=name: self._choose(n))
            self.periods[name] = button
            line.addWidget(button)
        line.addStretch(1)
        self.print = IconButton("printer", "")
        self.print.clicked.connect(self.print_wanted)
        self.print.setVisible(has_printer)
        line.addWidget(self.print)
        self.files: dict[str, KeyedButton] = {}
        for kind, text in _FILES.items():
            button = KeyedButton(text, icon="download", arrange="row")
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, k=kind: self.file_wanted.emit(k))
            self.files[kind] = button
            line.addWidget(button)

    def show_period(self, period: Period, today: date) -> None:
        """Mark the button of a period; one that has none is said by the last button."""
        self._period, self._today = period, today
        self.retranslate()

    def set_whole(self, whole: bool) -> None:
        """Periods and files are for whom all reports are open."""
        for button in (*self.periods.values(), *self.files.values()):
            button.setVisible(whole)

    def set_busy(self, busy: bool) -> None:
        """What is not read yet cannot be saved."""
        for button in (*self.files.values(), self.print):
            button.setEnabled(not busy)

    def set_compact(self, compact: bool) -> None:
        """Leave out the title and icons where the line is short."""
        self._compact = compact
        self._title.setVisible(not compact)
        self._line.setSpacing(8 if compact else 12)
        for button in (*self.periods.values(), *self.files.values(), self._back):
            button.set_padding(10 if compact else 16)
        for button in self.files.values():
            button.set_icon("" if compact else "download")
        self.periods["today"].set_icon("" if compact else "calendar")
        self.retranslate()

    def _choose(self, name: str) -> None:
        self._mark()
        if name == "other":
            self.other_wanted.emit()
        else:
            self.period_chosen.emit(_PRESETS[name](self._today))

    def _preset(self) -> str:
        found = (n for n, made in _PRESETS.items() if made(self._today) == self._period)
        return next(found, "other") if self._period is not None else ""

    def _mark(self) -> None:
        chosen = self._preset()
        for name, button in self.periods.items():
            button.setChecked(name == chosen)

    def retranslate(self) -> None:
        self._back.setText(t("reports.back"))
        self._title.setText(t("reports.title"))
        self.print.set_name(t("reports.print"))
        if self._period is None:
            return
        self._mark()
        for name in ("yesterday", "week", "month"):
            self.periods[name].setText(t(f"reports.period.{name}"))
        self.periods["today"].setText(
            t("reports.period.today", day=date_text(self._today)[:_DAY_AND_MONTH])
        )
        other = self.periods["other"]
        other.setText(t("reports.period.other"))
        if self._preset() == "other" and not self._compact:
            other.setText(period_text(self._period))
        for kind, button in self.files.items():
            button.setAccessibleName(f"{t('reports.save_title')}: {_FILES[kind]}")


def period_text(period: Period) -> str:
    """ "24.11.2026", "01.11.2026 – 24.11.2026"."""
    if period.days == 1:
        return date_text(period.first)
    return t("reports.period.chosen", first=date_text(period.first), last=date_text(period.last))
