"""QR codes for the screen."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint


@lru_cache(maxsize=4)
def code_image(text: str) -> QImage:
    """A QR code, one pixel a module, with its quiet zone."""
    import segno

    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=3)]
    side = len(rows)
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            image.setPixel(x, y, 0xFF000000 if dark else 0xFFFFFFFF)
    return image


class QrView(QWidget):
    """A code to be photographed: black on white in every theme, as large as its room and sharp: a
    whole number of pixels a module."""

    def __init__(self, least_px: int = 200) -> None:
        super().__init__()
        self._text = ""
        self.setMinimumSize(least_px, least_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_text(self, text: str, name: str = "") -> None:
        """name: what a screen reader says of it."""
        self._text = text
        self.setAccessibleName(name)
        self.update()

    def text(self) -> str:
        return self._text

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._text:
            return
        image = code_image(self._text)
        room = min(self.width(), self.height())
        side = max(1, room // image.width()) * image.width()
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = box.adjusted(-6, -6, 6, 6).intersected(QRectF(self.rect()))
        paint.rounded(painter, frame, theme.RADIUS, theme.PAPER)
        painter.drawImage(box.toRect(), image)
