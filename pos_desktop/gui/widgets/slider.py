"""A slider for fingers: thick track, large handle, marks below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint

_HANDLE = 28
_TRACK = 8


class TouchSlider(QAbstractSlider):
    """A horizontal slider over whole numbers; `valueChanged` follows the finger. marks: texts
    spread below the track.
    """

    def __init__(
        self,
        name: str = "",
        *,
        marks: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._marks = marks
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.TOUCH + (20 if marks else 0))

    def set_marks(self, marks: tuple[str, ...]) -> None:
        """Set the texts below the track, first at its left end and last at its right end."""
        self._marks = marks
        self.setFixedHeight(theme.TOUCH + (20 if marks else 0))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def _span(self) -> tuple[float, float]:
        return _HANDLE / 2, max(1.0, self.width() - _HANDLE)

    def _share(self) -> float:
        range_ = self.maximum() - self.minimum()
        return (self.value() - self.minimum()) / range_ if range_ else 0.0

    def _follow(self, event: QMouseEvent) -> None:
        left, length = self._span()
        share = min(1.0, max(0.0, (event.position().x() - left) / length))
        self.setValue(round(self.minimum() + share * (self.maximum() - self.minimum())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(True)
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, length = self._span()
        y = theme.TOUCH / 2
        x = left + length * self._share()
        track = QRectF(0, y - _TRACK / 2, self.width(), _TRACK)
        paint.rounded(painter, track, _TRACK / 2, now.track)
        track.setWidth(x)
        paint.rounded(painter, track, _TRACK / 2, now.accent)
        painter.setPen(QPen(now.accent, 2.5))
        painter.setBrush(now.knob)
        painter.drawEllipse(QPointF(x, y), _HANDLE / 2 - 1.5, _HANDLE / 2 - 1.5)
        if self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.accent)
            painter.drawEllipse(QPointF(x, y), 5, 5)
        paint_marks(painter, QRectF(0, theme.TOUCH - 4, self.width(), 20), self._marks)


def paint_marks(painter: QPainter, rect: QRectF, marks: tuple[str, ...]) -> None:
    """Write texts along a scale: the first at its left end, the last at its right end, others
    centred between.
    """
    colour = theme.current().ink_soft
    for index, mark in enumerate(marks):
        wide = paint.width(paint.SMALL, mark)
        at = rect.left() + rect.width() * index / max(1, len(marks) - 1)
        if index == len(marks) - 1 and index:
            at -= wide
        elif index:
            at -= wide / 2
        box = QRectF(at, rect.top(), wide + 4, rect.height())
        paint.text(painter, box, paint.LEFT, paint.SMALL, colour, mark)
