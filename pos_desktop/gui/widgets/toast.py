"""A quiet short notice at the bottom of the window that goes away by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.widgets import paint

_HEIGHT = 52
_BOTTOM = 24


class Toast(QWidget):
    """One notice at a time over `host`; a new one takes the place of the old, a tap sends it
    away.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._text = ""
        self._icon = "info"
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
        """Show `text` for some seconds and tell it to screen readers."""
        self._text = text
        self._icon = icon
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self.update()
        paint.announce(self)
        self._timer.start(int(seconds * 1000))

    def text(self) -> str:
        """Return the notice that is or was shown last."""
        return self._text

    def _place(self) -> None:
        host = self._host
        wide = min(round(paint.width(paint.BODY_MEDIUM, self._text)) + 72, host.width() - 32)
        top = host.height() - _HEIGHT - self._bottom
        self.setGeometry((host.width() - wide) // 2, top, wide, _HEIGHT)

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
        room = int(rect.width()) - 72
        line = paint.elided(paint.BODY_MEDIUM, self._text, room + 2)
        box = rect.adjusted(52, 0, -16, 0)
        paint.text(painter, box, paint.LEFT, paint.BODY_MEDIUM, now.on_strong, line)
