"""One number that a report is about: its name, and the figure as large as the room allows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.pressable import Pressable

_PAD = 16
_FACES = (paint.TITLE, paint.Face(theme.LARGE, theme.SEMIBOLD), paint.BODY_BOLD)


class KeyNumberCard(Pressable):
    """wanted(): it was pressed; it leads to the receipts behind it."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._value = ""
        self.setFixedHeight(84)
        self.setMinimumWidth(104)
        self.clicked.connect(self.wanted)

    def set_texts(self, name: str, value: str) -> None:
        """Another number."""
        self._name, self._value = name, value
        self.setAccessibleName(f"{name}: {value}")
        self.redraw()

    def value(self) -> str:
        return self._value

    def sizeHint(self) -> QSize:
        return QSize(200, 84)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        fill = now.card_quiet if self.isDown() else now.card
        paint.rounded(painter, rect, theme.RADIUS, fill, now.card_line)
        pad = _PAD if rect.width() > 150 else 12
        room = int(rect.width()) - 2 * pad + 1
        small, names = paint.told(paint.SMALL, self._name, room)
        box = QRectF(pad, 17 if len(names) == 1 else 7, room, 18 if len(names) == 1 else 15)
        for name in names:
            paint.text(painter, box, paint.LEFT, small, now.ink_soft, name)
            box.translate(0, box.height())
        fits = (face for face in _FACES if paint.width(face, self._value) <= room)
        face = next(fits, _FACES[-1])
        value = paint.elided(face, self._value, room)
        paint.text(painter, QRectF(pad, 36, room, 30), paint.LEFT, face, now.ink, value)
        if self.ringed():
            paint.ring(painter, rect, theme.RADIUS, now.focus, now.card)
