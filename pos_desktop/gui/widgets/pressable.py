"""What all things one presses share: touch, keyboard focus that shows itself, and a picture kept
between paints.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint

_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Pressable(QAbstractButton):
    """A button that draws itself in `draw` and keeps the picture until its content or state
    changes.

    A repaint of the window then copies pictures instead of laying out text. The ring of focus is
    shown only after the keyboard moved there (`ringed`), a finger leaves none; Enter presses a
    ringed button, as the space bar does.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ringed = False
        self._picture: QPixmap | None = None
        self._canvas: QPixmap | None = None
        self._picture_key: tuple[object, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw content and ring; the painter is antialiased, `rect` is the whole widget."""
        raise TypeError(f"{type(self).__name__} must draw itself")

    def ringed(self) -> bool:
        """Return whether the sign of keyboard focus is to be drawn."""
        return self._ringed

    def redraw(self) -> None:
        """Forget the kept picture because the content changed."""
        self._picture = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in _KEYBOARD_REASONS
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._ringed:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        key = (
            self.width(),
            self.height(),
            ratio,
            theme.current().name,
            self.isDown(),
            self.underMouse(),
            self.isChecked(),
            self.isEnabled(),
            self._ringed,
        )
        # Who listens for cut texts wants to hear of those in a kept picture, too.
        if self._picture is None or key != self._picture_key or paint.on_cut:
            self._picture = self._drawn(ratio)
            self._picture_key = key
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)

    def _drawn(self, ratio: float) -> QPixmap:
        wide, high = round(self.width() * ratio), round(self.height() * ratio)
        picture = self._canvas = paint.canvas(self._canvas, wide, high, ratio)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, QRectF(self.rect()))
        painter.end()
        return picture
