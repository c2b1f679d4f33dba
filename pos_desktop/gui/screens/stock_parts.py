"""Small parts that the screens of the stock share."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.i18n import t


class Framed(QWidget):
    """A card around a table; the table keeps off its corners."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 6, 1, 8)
        rows.addWidget(inside)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.rounded(painter, QRectF(self.rect()), theme.RADIUS, now.card, now.card_line)


class Field(QWidget):
    """One line of text with its name above. left: it was changed and is left."""

    left = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self.name = Label("", theme.SMALL, theme.REGULAR, "ink_soft")
        self.edit = LineEdit()
        self.edit.setMinimumHeight(theme.TOUCH)
        self.edit.setMaxLength(200)
        self.edit.editingFinished.connect(self._done)
        self._shown = ""
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(self.name)
        rows.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.retranslate()

    def text(self) -> str:
        return self.edit.text().strip()

    def show_text(self, text: str) -> None:
        self._shown = text
        self.edit.setText(text)

    def retranslate(self) -> None:
        self.name.setText(t(f"stock.field.{self._key}"))
        self.edit.setAccessibleName(self.name.text())
        if self._key == "paper_date":
            self.edit.setPlaceholderText(t("stock.date_shape"))

    def _done(self) -> None:
        if self.text() != self._shown:
            self._shown = self.text()
            self.left.emit()
