"""The frame of a training: a band at the top edge and a border all around, above everything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.i18n import t

_BORDER_PX = 6
_BAND_PX = 28


class TrainingFrame(QWidget):
    """Lies over the window, lets every tap through, and keeps its band free of the screens."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(t("training.band"))
        layout = window.layout()
        if layout is not None:
            layout.setContentsMargins(_BORDER_PX, _BAND_PX, _BORDER_PX, _BORDER_PX)
        window.installEventFilter(self)
        self._cover()

    def _cover(self) -> None:
        self.setGeometry(self._window.rect())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() in (
            QEvent.Type.Resize,
            QEvent.Type.Show,
            QEvent.Type.ChildAdded,
        ):
            self._cover()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.warning, _BORDER_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = _BORDER_PX / 2
        painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
        band = QRectF(0, 0, self.width(), _BAND_PX)
        paint.flat(painter, band, now.warning)
        line = band.adjusted(12, 0, -12, 0)
        words = paint.elided(paint.BODY_BOLD, t("training.band"), int(line.width()))
        paint.text(painter, line, paint.CENTRE, paint.BODY_BOLD, now.on_accent, words)
