"""Counting money by denominations: a plate in the note's colour, minus, how many, plus, the sum."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import IconButton
from pos_desktop.gui.widgets.cards import Line
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.paint import Face
from pos_desktop.gui.widgets.pressable import Pressable

_ROW_PX = 52
_PLATE = QSize(88, 42)
_MOST = 9999
_FACE = Face(theme.BODY, theme.SEMIBOLD)
_COUNT_FACE = Face(theme.LARGE, theme.SEMIBOLD)


class _Plate(QWidget):
    """A note in its colour, or a coin as a pale pill."""

    def __init__(self, colour_index: int | None) -> None:
        """colour_index: of `Theme.notes`, None for a coin."""
        super().__init__()
        self._colour_index = colour_index
        self._text = ""
        self.setFixedSize(_PLATE)

    def set_text(self, text: str) -> None:
        self._text = text
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self._colour_index is None:
            fill, ink, radius = now.soft, now.ink, rect.height() / 2
        else:
            fill = now.notes[self._colour_index % len(now.notes)]
            ink, radius = now.note_ink, 4.0
        edge = paint.mixed(fill, now.ink, 0.18)
        paint.rounded(painter, rect, radius, fill, edge)
        fits = paint.width(_FACE, self._text) <= _PLATE.width() - 8
        face = _FACE if fits else paint.SMALL_BOLD
        line = paint.elided(face, self._text, _PLATE.width() - 4)
        paint.text(painter, rect, paint.CENTRE, face, ink, line)


class _Count(Pressable):
    """How many; chosen it takes digits."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFixedSize(56, theme.TOUCH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._count = 0

    def show_count(self, count: int) -> None:
        self._count = count
        self.redraw()

    def nextCheckState(self) -> None:
        """The counter decides which row is chosen."""

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        border = now.focus if self.isChecked() else now.line
        paint.rounded(painter, rect, theme.RADIUS, now.card, border, 2 if self.isChecked() else 1)
        ink = now.ink if self._count else now.muted
        paint.text(painter, rect, paint.CENTRE, _COUNT_FACE, ink, str(self._count))


class _Row(QWidget):
    def __init__(self, value_minor: int, colour_index: int | None) -> None:
        super().__init__()
        self.value_minor = value_minor
        self.plate = _Plate(colour_index)
        self.minus = IconButton("minus", "")
        self.count = _Count()
        self.plus = IconButton("plus", "")
        for button in (self.minus, self.plus):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAutoRepeat(True)
        self.sum = Label("", theme.BODY, theme.SEMIBOLD, align=Qt.AlignmentFlag.AlignRight)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.plate)
        line.addSpacing(8)
        for widget in (self.minus, self.count, self.plus):
            line.addWidget(widget)
        line.addWidget(self.sum, 1)
        self.setFixedHeight(_ROW_PX - 1)


class CashCounter(QWidget):
    """Notes at the left, coins at the right, the largest first; `changed` after every change.

    Digits go to the chosen row, Enter and the arrows choose another one; `finished` when Enter is
    pressed on the last. The first digit on a row replaces what stood there.
    """

    changed = Signal()
    finished = Signal()

    def __init__(
        self,
        banknotes_minor: tuple[int, ...],
        coins_minor: tuple[int, ...],
        name_of: Callable[[int], str],
        sum_of: Callable[[int], str],
    ) -> None:
        """name_of: what stands on the plate; sum_of: an amount without its sign."""
        super().__init__()
        self._name_of = name_of
        self._sum_of = sum_of
        self._fresh = True
        self._counts: dict[int, int] = {}
        notes = sorted(banknotes_minor, reverse=True)
        coins = sorted(coins_minor, reverse=True)
        self._rows = [_Row(value, index) for index, value in enumerate(notes)]
        self._rows += [_Row(value, None) for value in coins]
        self._chosen = 0
        self.hint = Label("", theme.SMALL, tone="muted", wrap=True)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(0)
        grid.addLayout(self._column(self._rows[: len(notes)]), 0, 0)
        grid.addLayout(self._column(self._rows[len(notes) :], self.hint), 0, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._connect()
        self.retranslate()

    def _column(self, rows: list[_Row], last: QWidget | None = None) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        for row in rows:
            column.addWidget(Line("line_soft"))
            column.addWidget(row)
        if last is not None:
            column.addWidget(Line("line_soft"))
            last.setMinimumHeight(_ROW_PX - 1)
            column.addWidget(last)
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        for place, row in enumerate(self._rows):
            row.count.clicked.connect(lambda _on=False, p=place: self.choose(p))
            row.minus.clicked.connect(lambda _on=False, p=place: self._step(p, -1))
            row.plus.clicked.connect(lambda _on=False, p=place: self._step(p, 1))

    def set_compact(self, compact: bool) -> None:
        """Leave more room for the sums where the screen is narrow."""
        self._grid.setHorizontalSpacing(16 if compact else 32)
        for row in self._rows:
            row.sum.set_face(theme.SMALL if compact else theme.BODY, theme.SEMIBOLD)

    def retranslate(self) -> None:
        """Show values and sums in the current language."""
        for row in self._rows:
            name = self._name_of(row.value_minor)
            row.plate.set_text(name)
            row.minus.set_name(f"{name} −")
            row.plus.set_name(f"{name} +")
        self._show()

    # what was counted

    def counts(self) -> dict[int, int]:
        """Value in minor units -> how many, zeros left out."""
        return {value: count for value, count in self._counts.items() if count}

    def total_minor(self) -> int:
        return sum(value * count for value, count in self._counts.items())

    def sums_minor(self) -> tuple[int, int]:
        """Of the notes and of the coins."""
        notes = sum(
            row.value_minor * self._counts.get(row.value_minor, 0)
            for row in self._rows
            if row.plate._colour_index is not None
        )
        return notes, self.total_minor() - notes

    def clear(self) -> None:
        self._counts.clear()
        self.choose(0)
        self.changed.emit()

    def set_count(self, value_minor: int, count: int) -> None:
        """Put so many there."""
        self._counts[value_minor] = max(0, min(_MOST, count))
        self._show()
        self.changed.emit()

    def choose(self, place: int) -> None:
        """Digits go to this row from now on."""
        self._chosen = max(0, min(len(self._rows) - 1, place))
        self._fresh = True
        self._show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen_minor(self) -> int:
        """The value of the chosen row."""
        return self._rows[self._chosen].value_minor

    def _step(self, place: int, by: int) -> None:
        self.choose(place)
        value = self._rows[place].value_minor
        self.set_count(value, self._counts.get(value, 0) + by)

    def _show(self) -> None:
        for place, row in enumerate(self._rows):
            count = self._counts.get(row.value_minor, 0)
            row.count.show_count(count)
            row.count.setChecked(place == self._chosen)
            row.count.setAccessibleName(f"{self._name_of(row.value_minor)}: {count}")
            row.sum.setText(self._sum_of(row.value_minor * count))
            row.sum.set_tone("ink" if count else "muted")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        value = self.chosen_minor()
        count = self._counts.get(value, 0)
        if text.isdecimal() and text.isascii():
            digits = text if self._fresh else f"{count}{text}"
            self._fresh = False
            self.set_count(value, int(digits[-4:]))
        elif key == Qt.Key.Key_Backspace:
            self._fresh = False
            self.set_count(value, count // 10)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.set_count(value, count + (1 if key == Qt.Key.Key_Plus else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._chosen == len(self._rows) - 1:
                self.finished.emit()
            else:
                self.choose(self._chosen + 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.choose(self._chosen + (1 if key == Qt.Key.Key_Down else -1))
        else:
            super().keyPressEvent(event)
