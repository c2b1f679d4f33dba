"""A quiet notice at the bottom of the window that goes away by itself, when it has been read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.widgets import paint

_HEIGHT = 52
_BOTTOM = 24
_WIDE_PX = 760
_ROW_PX = 22
_MARGINS_PX = 72  # the icon, and air on both sides
_MOST_ROWS = 8
_SHORT_LETTERS = 60
_LETTERS_A_SECOND = 16.0
"""How fast people read what they did not expect."""


def reading_seconds(text: str, seconds: float) -> float:
    """How long a notice stays; seconds: a short one, of a few words."""
    return seconds + max(0, len(text) - _SHORT_LETTERS) / _LETTERS_A_SECOND


class Toast(QWidget):
    """One notice at a time over `host`, whole however long it is; a new one takes the place of the
    old, a tap sends it away.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._text = ""
        self._icon = "info"
        self._rows: tuple[str, ...] = ()
        self._bottom = _BOTTOM
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    def set_bottom(self, bottom: int) -> None:
        """Set how far above the lower edge of the host it stands, in pixels."""
        self._bottom = bottom
        self._place()

    def show_text(self, text: str, *, icon: str = "info", seconds: float = 4.0) -> None:
        """Show `text` for some seconds, longer where it takes longer to read, and tell it to screen
        readers."""
        self._text = text
        self._icon = icon
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self.update()
        paint.announce(self)
        self._timer.start(int(reading_seconds(text, seconds) * 1000))

    def text(self) -> str:
        """Return the notice that is or was shown last."""
        return self._text

    def _place(self) -> None:
        host = self._host
        most = min(host.width() - 32, _WIDE_PX) - _MARGINS_PX
        self._rows = paint.wrapped(paint.BODY_MEDIUM, self._text, most, _MOST_ROWS)
        text_px = max((paint.width(paint.BODY_MEDIUM, row) for row in self._rows), default=0)
        wide = round(text_px) + _MARGINS_PX
        high = _HEIGHT + _ROW_PX * max(0, len(self._rows) - 1)
        top = host.height() - high - self._bottom
        self.setGeometry((host.width() - wide) // 2, top, wide, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._host and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, theme.RADIUS, now.strong)
        at = QPointF(20, (rect.height() - 20) / 2)
        icons.paint(painter, self._icon, now.on_strong, at, 20)
        box = QRectF(52, (rect.height() - _ROW_PX * len(self._rows)) / 2, rect.width(), _ROW_PX)
        for row in self._rows:
            paint.text(painter, box, paint.LEFT, paint.BODY_MEDIUM, now.on_strong, row)
            box.translate(0, _ROW_PX)
