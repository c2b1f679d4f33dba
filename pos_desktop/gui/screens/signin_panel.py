"""The dark panel of the sign-in screen: clock, shop, devices, languages."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.models.signin import HealthRow, PlaceTexts
from pos_desktop.gui.theme import Theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import t

_ROW = 44
_TALL_ROW = 40
_VALUE_LINE = 18
_CLOCK_PX = 56


class _Mark(QWidget):
    """The sign of the program: a receipt on the accent colour."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(40, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.rounded(painter, QRectF(self.rect()), 10, now.accent)
        icons.paint(painter, "receipt-text", now.on_accent, QPointF(9, 9), 22)


class HealthList(QWidget):
    """Devices and services, one line each: icon, name, state in words."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[HealthRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: list[HealthRow]) -> None:
        """Show these lines; none at all hides the list."""
        if rows == self._rows:
            return
        self._rows = rows
        self.setAccessibleName("; ".join(f"{row.name}: {row.value}" for row in rows))
        self.setVisible(bool(rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.height() != self._height():
            self.updateGeometry()

    def _fits(self, row: HealthRow) -> bool:
        """Return whether name and words stand beside each other; else the words go below."""
        wide = paint.width(paint.BODY, row.name) + paint.width(paint.SMALL, row.value)
        return wide + 48 + 16 + 12 <= self.width()

    def _height(self) -> int:
        return 8 + sum(self._row_height(row) for row in self._rows)

    def _row_height(self, row: HealthRow) -> int:
        return _ROW if self._fits(row) else _TALL_ROW + _VALUE_LINE * len(self._words(row))

    def _words(self, row: HealthRow) -> tuple[str, ...]:
        return paint.wrapped(paint.SMALL, row.value, self.width() - 64)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.rounded(painter, QRectF(self.rect()), theme.RADIUS, now.panel_card)
        top = 4
        for row in self._rows:
            if top > 4:
                paint.flat(painter, QRectF(16, top, self.width() - 32, 1), now.panel_line)
            high = self._row_height(row)
            self._paint_row(painter, row, QRectF(48, top, self.width() - 64, high))
            top += high

    def _paint_row(self, painter: QPainter, row: HealthRow, box: QRectF) -> None:
        now = theme.current()
        sign, ink = _colours(row, now)
        at = QPointF(16, box.center().y() - 10)
        icons.paint(painter, row.icon, sign, at, 20)
        if box.height() == _ROW:
            paint.text(painter, box, paint.LEFT, paint.BODY, now.panel_text, row.name)
            paint.text(painter, box, paint.RIGHT, paint.SMALL, ink, row.value)
            return
        name = paint.elided(paint.BODY, row.name, int(box.width()))
        line = QRectF(box.left(), box.top() + 8, box.width(), 22)
        paint.text(painter, line, paint.LEFT, paint.BODY, now.panel_text, name)
        line = QRectF(box.left(), box.top() + 31, box.width(), _VALUE_LINE)
        for words in self._words(row):
            paint.text(painter, line, paint.LEFT, paint.SMALL, ink, words)
            line.translate(0, _VALUE_LINE)


def _colours(row: HealthRow, now: Theme) -> tuple[QColor, QColor]:
    """Return the colours of the icon and of the words."""
    if row.state == "warn":
        return now.panel_warn, now.panel_warn_text
    if row.state == "danger":
        return now.panel_bad, now.panel_bad
    if row.state == "off":
        return now.pill_off, now.panel_muted
    return now.panel_ok, now.panel_value


class SignInPanel(QWidget):
    """The panel; `language_chosen` carries the code of a language."""

    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._moment: dt.datetime | None = None
        self._languages: dict[str, KeyedButton] = {}
        self._title = Label("", theme.LARGE, theme.SEMIBOLD, "panel_text")
        self._clock = Label("", _CLOCK_PX, theme.BOLD, "panel_text", tabular=False)
        self._date = Label("", theme.LARGE, theme.REGULAR, "panel_muted", tabular=False, wrap=True)
        self._shop = Label("", theme.TITLE, theme.SEMIBOLD, "panel_text", wrap=True, tabular=False)
        self._register = Label("", theme.BODY, tone="panel_muted", wrap=True, tabular=False)
        self._shift = Label("", theme.BODY, tone="panel_muted", wrap=True)
        self.health = HealthList()
        self.health.hide()
        self._language_row = QHBoxLayout()
        self._language_row.setSpacing(8)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(_Mark())
        head.addWidget(self._title, 1)
        column.addLayout(head)
        column.addSpacing(22)
        self._clock.setFixedHeight(62)
        column.addWidget(self._clock)
        column.addWidget(self._date)
        column.addSpacing(24)
        column.addWidget(self._shop)
        column.addSpacing(2)
        column.addWidget(self._register)
        column.addWidget(self._shift)
        column.addStretch(1)
        column.addWidget(self.health)
        column.addSpacing(16)
        column.addLayout(self._language_row)

    def set_now(self, moment: dt.datetime) -> None:
        """Show the time of day and the date of `moment`, in its own zone."""
        before = self._moment
        self._moment = moment
        # Formats of the locale need Babel, which costs more than the whole first picture.
        self._clock.setText(f"{moment.hour:02}:{moment.minute:02}")
        if before is None or before.date() != moment.date():
            self._show_date()

    def _show_date(self) -> None:
        if self._moment is not None:
            weekday = t(f"signin.weekday.{self._moment.isoweekday()}")
            month = t(f"signin.month.{self._moment.month}")
            self._date.setText(t("signin.date", weekday=weekday, day=self._moment.day, month=month))

    def set_place(self, texts: PlaceTexts) -> None:
        """Show shop, register and shift."""
        self._shop.setText(texts.shop)
        self._register.setText(texts.register)
        self._shift.setText(texts.shift)

    def set_languages(self, names: dict[str, str], current: str) -> None:
        """Offer languages: code and what each calls itself, in this order."""
        for code, name in names.items():
            if code not in self._languages:
                button = KeyedButton(name, kind="panel", arrange="row")
                button.setCheckable(True)
                button.clicked.connect(lambda _on=False, c=code: self._choose(c))
                button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                self._languages[code] = button
                self._language_row.addWidget(button, 1)
        self._mark(current)

    def _choose(self, code: str) -> None:
        self._mark(code)
        self.language_chosen.emit(code)

    def _mark(self, current: str) -> None:
        for code, button in self._languages.items():
            button.setChecked(code == current)
            button.set_icon("check" if code == current else "")

    def set_compact(self, compact: bool) -> None:
        """Take less room on a narrow window."""
        side = 24 if compact else 32
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(side, 32, side, 32)
        self._language_row.setSpacing(4 if compact else 8)

    def retranslate(self) -> None:
        """Show all texts of the panel in the current language."""
        self._title.setText(t("signin.title"))
        self._show_date()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint.flat(QPainter(self), self.rect(), theme.current().panel)
