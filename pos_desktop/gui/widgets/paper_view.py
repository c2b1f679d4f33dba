"""Receipts as paper: a scrolling strip of pictures, each torn off at its lower edge."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QEasingCurve, QEvent, QPointF, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScroller, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.scrolling import thin_bars

_TOOTH = 6
_GAP = 16
_PAD = 14
_KEPT = 12
_FEED_PX_PER_SECOND = 700


class PaperView(QAbstractScrollArea):
    """A strip of receipts, the newest on top, scrolled by finger, wheel and keys.

    `show_images` sets them at once (preview); `feed` lets one more come out from the top edge as
    from a printer. A picture is drawn one to one if it fits, else as wide as the paper; only the
    last 12 are kept. margin: room left and right of the paper; top: room above the first one, 0
    where it comes out of a printer; surface: token of the ground, empty for none.
    """

    def __init__(
        self,
        *,
        margin: int = 16,
        top: int = 0,
        surface: str = "paper_ground",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._images: deque[QImage] = deque(maxlen=_KEPT)
        self._scaled: list[QPixmap] = []
        self._margin = margin
        self._top = top
        self._surface = surface
        self._fed = 0.0
        self._feed_animation = QVariantAnimation(self)
        self._feed_animation.valueChanged.connect(self._move_paper)
        self._feed_animation.setEasingCurve(QEasingCurve.Type.Linear)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        thin_bars(self)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.viewport().setAutoFillBackground(False)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)

    def show_images(self, images: list[QImage]) -> None:
        """Show these receipts, the first on top."""
        self._feed_animation.stop()
        self._images = deque(images, maxlen=_KEPT)
        self._fed = 0.0
        self._scale()
        self.verticalScrollBar().setValue(0)

    def feed(self, image: QImage, *, animated: bool = True) -> None:
        """Let one more receipt come out on top; a picture that is still moving arrives at once."""
        self._feed_animation.stop()
        if len(self._images) == _KEPT:
            self._images.pop()
        self._images.appendleft(image)
        self._fed = 0.0
        self._scale()
        self.verticalScrollBar().setValue(0)
        if animated and self.isVisible():
            height = self._height_of(0)
            self._feed_animation.setStartValue(-float(height))
            self._feed_animation.setEndValue(0.0)
            self._feed_animation.setDuration(int(1000 * height / _FEED_PX_PER_SECOND))
            self._feed_animation.start()

    def clear(self) -> None:
        """Take all paper away."""
        self.show_images([])

    def count(self) -> int:
        """Return how many receipts are kept."""
        return len(self._images)

    def _move_paper(self, value: object) -> None:
        self._fed = float(value) if isinstance(value, (int, float)) else 0.0
        self.viewport().update()

    def _paper_width(self) -> int:
        return max(32, self.viewport().width() - 2 * self._margin)

    def _height_of(self, index: int) -> int:
        picture = self._scaled[index]
        return round(picture.height() / picture.devicePixelRatio()) + 2 * _PAD + _TOOTH

    def _scale(self) -> None:
        ratio = self.devicePixelRatioF()
        room = self._paper_width() - 2 * _PAD
        self._scaled = []
        for image in self._images:
            picture = QPixmap.fromImage(image)
            if picture.width() > room:
                mode = Qt.TransformationMode.SmoothTransformation
                picture = picture.scaledToWidth(max(1, round(room * ratio)), mode)
                picture.setDevicePixelRatio(ratio)
            self._scaled.append(picture)
        total = self._top + sum(self._height_of(index) + _GAP for index in range(len(self._scaled)))
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, total - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(48)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scale()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        view = self.viewport()
        painter = QPainter(view)
        if self._surface:
            paint.flat(painter, view.rect(), getattr(now, self._surface))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._paper_width()
        y = self._top + float(self._fed) - self.verticalScrollBar().value()
        for index, picture in enumerate(self._scaled):
            high = self._height_of(index)
            if y + high >= 0 and y <= view.height():
                self._paint_receipt(painter, QRectF(self._margin, y, wide, high), picture)
            y += high + _GAP

    def _paint_receipt(self, painter: QPainter, rect: QRectF, picture: QPixmap) -> None:
        now = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.shadow)
        painter.setOpacity(0.25)
        painter.drawRect(rect.adjusted(-1, 1, 1, 1 - _TOOTH))
        painter.setOpacity(1.0)
        painter.setBrush(now.paper)
        painter.drawPolygon(_torn(rect))
        ratio = picture.devicePixelRatio()
        left = rect.left() + (rect.width() - picture.width() / ratio) / 2
        painter.drawPixmap(QPointF(round(left), round(rect.top() + _PAD)), picture)


def _torn(rect: QRectF) -> QPolygonF:
    """Return the outline of a piece of paper with teeth along its lower edge."""
    outline = [rect.topLeft(), rect.topRight()]
    teeth = max(2, round(rect.width() / (2 * _TOOTH)))
    step = rect.width() / teeth
    bottom = rect.bottom()
    for tooth in range(teeth):
        right = rect.right() - tooth * step
        outline.append(QPointF(right, bottom))
        outline.append(QPointF(right - step / 2, bottom - _TOOTH))
    outline.append(rect.bottomLeft())
    return QPolygonF(outline)
