"""The dots that count the digits of a PIN without showing them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from pos_desktop.gui import theme

_DIAMETER = 16
_STEP = 36


class PinDots(QWidget):
    """A row of circles; the first `count` of `length` are full. `wrong` colours them as a
    refusal.
    """

    def __init__(self, length: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = length
        self._count = 0
        self._wrong = False
        self.setFixedHeight(24)

    def set_length(self, length: int) -> None:
        """Set how many digits there are at all."""
        self._length = length
        self.updateGeometry()
        self.update()

    def set_count(self, count: int) -> None:
        """Set how many digits have been typed; clears the refusal."""
        self._count = max(0, min(count, self._length))
        self._wrong = False
        self.setAccessibleName(f"{self._count} / {self._length}")
        self.update()

    def count(self) -> int:
        """Return how many digits have been typed."""
        return self._count

    def set_wrong(self, wrong: bool) -> None:
        """Show that the PIN was refused."""
        self._wrong = wrong
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_STEP * self._length, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = (self.width() - _STEP * (self._length - 1)) / 2
        for index in range(self._length):
            centre = QPointF(x + index * _STEP, self.height() / 2)
            full = index < self._count
            colour = now.danger_text if self._wrong else now.ink if full else now.faint
            painter.setPen(QPen(colour, 2))
            painter.setBrush(colour if full else Qt.BrushStyle.NoBrush)
            half = _DIAMETER / 2 - 1
            painter.drawEllipse(QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half))
