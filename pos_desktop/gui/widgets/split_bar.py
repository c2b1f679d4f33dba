"""One bar split by shares, each said below: how much of the whole has which rate."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint

_COLOURS = ("chart", "chart_soft", "chart_violet", "chart_amber")
_GAP = 3
_MOST_SAID = 2


class SplitBar(QWidget):
    """Parts with their texts; the first two are said, the others only drawn."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[int, str]] = []
        self.setFixedHeight(32)

    def set_parts(self, parts: list[tuple[int, str]]) -> None:
        """(value, what is said of it), largest first."""
        self._parts = [part for part in parts if part[0] > 0]
        self.setAccessibleName(", ".join(text for _, text in self._parts))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._parts:
            return
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = sum(value for value, _ in self._parts)
        room = self.width() - _GAP * (len(self._parts) - 1)
        x = 0.0
        for place, (value, _text) in enumerate(self._parts):
            wide = room * value / whole
            colour = getattr(now, _COLOURS[place % len(_COLOURS)])
            paint.rounded(painter, QRectF(x, 2, wide, 8), min(4.0, wide / 2), colour)
            x += wide + _GAP
        line = QRectF(0, 13, self.width(), 18)
        for place, (_value, text) in enumerate(self._parts[:_MOST_SAID]):
            flags = paint.RIGHT if place else paint.LEFT
            cut = paint.elided(paint.SMALL, text, self.width() // 2 - 4)
            paint.text(painter, line, flags, paint.SMALL, now.ink_soft, cut)
