"""How far something is: a level bar with marks, a progress bar that can be cancelled, a spinner."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.gui.widgets.slider import paint_marks

_BAR = 10
_STEP_DEGREES = 30
_STEP_MS = 80


class LevelBar(QWidget):
    """A filled track, as the load of a scale or a share. share: 0 to 1; colour: name of a token of
    `Theme`.
    """

    def __init__(
        self,
        share: float = 0.0,
        colour: str = "pay",
        *,
        marks: tuple[str, ...] = (),
        bar_px: int = _BAR,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._share = share
        self._colour = colour
        self._marks = marks
        self._bar_px = bar_px
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(bar_px + (24 if marks else 0))

    def set_share(self, share: float) -> None:
        """Show another share; values outside 0 to 1 are cut off."""
        share = min(1.0, max(0.0, share))
        if share != self._share:
            self._share = share
            self.update()

    def share(self) -> float:
        """Return the share that is shown."""
        return self._share

    def set_marks(self, marks: tuple[str, ...]) -> None:
        """Set the texts below the track."""
        self._marks = marks
        self.setFixedHeight(self._bar_px + (24 if marks else 0))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self._bar_px / 2
        bar = QRectF(0, 0, self.width(), self._bar_px)
        paint.rounded(painter, bar, radius, now.track)
        if self._share > 0:
            bar.setWidth(max(self._bar_px, self.width() * self._share))
            paint.rounded(painter, bar, radius, getattr(now, self._colour))
        marks = QRectF(0, self._bar_px + 3, self.width(), 20)
        paint_marks(painter, marks, self._marks)


class Spinner(QWidget):
    """A turning arc; it turns, and costs time, only while it can be seen."""

    def __init__(self, px: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._angle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._turn)
        self.setFixedSize(px, px)

    def _turn(self) -> None:
        self._angle = (self._angle - _STEP_DEGREES) % 360
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(now.track, 3))
        painter.drawEllipse(box)
        painter.setPen(QPen(now.accent, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(box, self._angle * 16, 90 * 16)


class ProgressPanel(QWidget):
    """Long work: what is done, how much is left, and a button to cancel where that is safe
    (`cancelled`).
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", theme.BODY, theme.SEMIBOLD)
        self._left = ElidedLabel("", theme.SMALL, theme.REGULAR, "ink_soft")
        self._bar = LevelBar(0.0, "accent")
        self._cancel = KeyedButton(arrange="row")
        self._cancel.clicked.connect(self.cancelled)
        self._cancel.hide()
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(self._title)
        texts.addWidget(self._bar)
        texts.addWidget(self._left)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addLayout(texts, 1)
        line.addWidget(self._cancel)

    def set_texts(self, title: str, cancel: str = "") -> None:
        """Name the work and the button; an empty name hides the button."""
        self._title.setText(title)
        self._cancel.setText(cancel)
        self._cancel.setVisible(bool(cancel))

    def set_progress(self, share: float, left_text: str) -> None:
        """Show how much is done (0 to 1) and what is left, in words."""
        self._bar.set_share(share)
        self._left.setText(left_text)
        self.setAccessibleName(f"{self._title.text()}: {left_text}")
