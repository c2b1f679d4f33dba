"""The amount being typed on the payment screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint


class AmountField(QWidget):
    """The amount being typed, large; not a line edit, so that no scan can ever land in it."""

    def __init__(self) -> None:
        super().__init__()
        self._title = ""
        self._text = ""
        self.setFixedHeight(96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_amount(self, title: str, text: str) -> None:
        self._title, self._text = title, text
        self.setAccessibleName(f"{title}: {text}")
        self.update()

    def text(self) -> str:
        return self._text

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, theme.RADIUS, now.card, now.focus, 2.0)
        inside = rect.adjusted(26, 0, -26, 0)
        paint.text(painter, inside, paint.LEFT, paint.LARGE, now.muted, self._title)
        paint.text(painter, inside, paint.RIGHT, paint.HUGE, now.ink, self._text)
