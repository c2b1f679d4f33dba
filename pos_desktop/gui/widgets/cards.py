"""Rounded cards and what stands in them: headers, key-value rows, choices."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.labels import ElidedLabel, Label, Tone
from pos_desktop.gui.widgets.pressable import Pressable

_NAME_GAP = 12
_LEAST_VALUE_PX = 12


class Card(QFrame):
    """A white rounded frame with a thin edge; put a layout into `body()`.

    fill, border: names of tokens of `Theme`; an empty border draws none. padding: room inside, in
    pixels.
    """

    def __init__(
        self,
        *,
        fill: str = "card",
        border: str = "card_line",
        radius: float = theme.RADIUS,
        padding: int = 16,
        spacing: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fill = fill
        self._border = border
        self._radius = radius
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(padding, padding, padding, padding)
        self._body.setSpacing(spacing)

    def body(self) -> QVBoxLayout:
        """Return the vertical layout inside the card."""
        return self._body

    def set_tokens(self, fill: str, border: str) -> None:
        """Change the tokens of fill and border."""
        self._fill = fill
        self._border = border
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = getattr(now, self._border) if self._border else None
        paint.rounded(painter, QRectF(self.rect()), self._radius, getattr(now, self._fill), border)


class Line(QWidget):
    """A hairline; `colour` names its token in `Theme`."""

    def __init__(
        self, colour: str = "line_soft", *, vertical: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._colour = colour
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint.flat(QPainter(self), self.rect(), getattr(theme.current(), self._colour))


class ValueRow(QWidget):
    """A name at the left and its value at the right, one line, with an optional hairline below."""

    def __init__(
        self,
        name: str = "",
        value: str = "",
        *,
        tone: Tone = "ink",
        name_tone: Tone = "ink_soft",
        bold: bool = False,
        line: bool = False,
        height: int = 33,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lined = line
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_NAME_GAP)
        weight = theme.SEMIBOLD if bold else theme.REGULAR
        self._face = paint.BODY_BOLD if bold else paint.BODY
        self._name = ElidedLabel(name, theme.BODY, theme.REGULAR, name_tone)
        self._value = Label(value, theme.BODY, weight, tone, align=Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._name, 1)
        row.addWidget(self._value)
        self.setFixedHeight(height)
        self._say()

    def set_name(self, name: str) -> None:
        """Set the text at the left."""
        self._name.setText(name)
        self._fit()
        self._say()

    def set_value(self, value: str, tone: Tone | None = None) -> None:
        """Set the text at the right."""
        self._value.setText(value)
        if tone is not None:
            self._value.set_tone(tone)
        self._fit()
        self._say()

    def value(self) -> str:
        """Return the text at the right."""
        return self._value.text()

    def _fit(self) -> None:
        """A long value is smaller, so that its name is whole."""
        room = self.width() - int(paint.width(paint.BODY, self._name.text())) - _NAME_GAP - 3
        face = paint.fitting(self._face, self._value.text(), room, _LEAST_VALUE_PX)
        if face.px != self._value.font().pixelSize():
            self._value.set_face(face.px, face.weight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _say(self) -> None:
        self.setAccessibleName(f"{self._name.text()}: {self._value.text()}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._lined:
            painter = QPainter(self)
            paint.flat(
                painter, QRectF(0, self.height() - 1, self.width(), 1), theme.current().line_soft
            )


class ChoiceCard(Pressable):
    """A choice among several with a round mark, a title and a line that explains it."""

    def __init__(self, title: str = "", detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail = detail
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(theme.TOUCH)
        self.set_texts(title, detail)

    def set_texts(self, title: str, detail: str = "") -> None:
        """Set the title and the explaining line."""
        self._detail = detail
        self.setText(title.replace("&", "&&"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.updateGeometry()
        self.redraw()

    def sizeHint(self) -> QSize:
        return QSize(240, 68 if self._detail else theme.TOUCH)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        if self.isChecked():
            paint.rounded(painter, rect, theme.RADIUS, now.accent_soft, now.focus, 2)
        else:
            fill = now.card if self.isEnabled() else now.disabled_fill
            paint.rounded(painter, rect, theme.RADIUS, fill, now.line)
        centre = QPointF(28, rect.height() / 2)
        painter.setPen(QPen(now.focus if self.isChecked() else now.faint, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 10, 10)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.accent)
            painter.drawEllipse(centre, 5, 5)
        self._paint_texts(painter, rect)
        if self.ringed():
            paint.ring(painter, rect, theme.RADIUS, now.focus, now.card)

    def _paint_texts(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        ink = now.ink if self.isEnabled() else now.ink_soft
        title = self.text().replace("&&", "&")
        room = int(rect.width()) - 62
        face = paint.BODY_BOLD if self.isChecked() else paint.BODY_MEDIUM
        face, titles = paint.told(face, title, room)
        small, details = paint.told(paint.SMALL, self._detail, room) if self._detail else (face, ())
        title_px, detail_px = (20 if len(titles) == 1 else 15), (19 if len(details) == 1 else 14)
        top = (rect.height() - title_px * len(titles) - detail_px * len(details)) / 2
        line = QRectF(50, top, room, title_px)
        for row in titles:
            paint.text(painter, line, paint.LEFT, face, ink, row)
            line.translate(0, title_px)
        line.setHeight(detail_px)
        for row in details:
            paint.text(painter, line, paint.LEFT, small, now.ink_soft, row)
            line.translate(0, detail_px)
