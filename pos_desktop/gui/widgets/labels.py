"""Lines of text in the tones of the theme."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.paint import Face

Tone = Literal[
    "ink",
    "ink_soft",
    "muted",
    "faint",
    "accent_text",
    "pay_text",
    "warning",
    "warning_text",
    "danger_text",
    "on_accent",
    "on_strong",
    "topbar_text",
    "topbar_muted",
    "panel_text",
    "panel_muted",
    "panel_value",
    "panel_ok",
    "panel_warn_text",
    "panel_bad",
    "panel_change",
]


def tone_colour(tone: Tone) -> QColor:
    """Return the colour that a tone has in the current theme."""
    colour: QColor = getattr(theme.current(), tone)
    return colour


def _even_width(metrics: QFontMetrics, text: str, room: int) -> int:
    """Return the smallest width in which `text` needs no more lines than in `room` pixels."""

    def high_px(wide: int) -> int:
        box = QRect(0, 0, wide, 1 << 14)
        return metrics.boundingRect(box, int(Qt.TextFlag.TextWordWrap), text).height()

    words = [metrics.horizontalAdvance(word) for word in text.split(" ")]
    least, most, high = min(max(words), room), room, high_px(room)
    while least < most:
        middle = (least + most) // 2
        least, most = (least, middle) if high_px(middle) <= high else (middle + 1, most)
    return most


class Label(QLabel):
    """A QLabel in Inter with tabular figures whose colour follows the theme.

    px: text size; weight: one of theme.REGULAR, MEDIUM, SEMIBOLD, BOLD; tone: name of a text colour
        of `Theme`.
    wrap: break long text into lines. tabular: False for names, whose hyphens it would widen. Rich
        text is off: a product's name never becomes markup.
    """

    def __init__(
        self,
        text: str = "",
        px: int = theme.BODY,
        weight: QFont.Weight = theme.REGULAR,
        tone: Tone = "ink",
        *,
        wrap: bool = False,
        tabular: bool = True,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._tone: Tone = tone
        self._told: tuple[str, int, str] = ("", 0, "")
        self._even_px = 0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(px, weight, tabular))
        self.setWordWrap(wrap)
        self.setAlignment(align | Qt.AlignmentFlag.AlignVCenter)
        self._colour()

    def need_height_at(self, room: int) -> None:
        """Be as high as the text is in so many pixels: a scrolling area asks nobody. What was
        needed in a narrower place before would count, so it is given up first."""
        self.setMinimumHeight(0)
        self.setMinimumHeight(max(0, self.heightForWidth(room)))

    def set_tone(self, tone: Tone) -> None:
        """Change the colour of the text."""
        if tone != self._tone:
            self._tone = tone
            self._colour()

    def set_face(self, px: int, weight: QFont.Weight) -> None:
        """Change size and weight of the text."""
        self.setFont(theme.font(px, weight))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._colour()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lines in the middle are about equally long: no single word is left for the last one."""
        align = self.alignment()
        if not self.wordWrap() or not align & Qt.AlignmentFlag.AlignHCenter:
            super().paintEvent(event)
            return
        room = self.contentsRect()
        told = (self.text(), room.width(), self.font().key())
        if told != self._told:
            self._told = told
            self._even_px = _even_width(self.fontMetrics(), self.text(), room.width())
        side = (room.width() - self._even_px) // 2
        flags = int(align) | int(Qt.TextFlag.TextWordWrap)
        self.style().drawItemText(
            QPainter(self), room.adjusted(side, 0, -side, 0), flags, self.palette(),
            self.isEnabled(), self.text(), self.foregroundRole(),
        )  # fmt: skip

    def _colour(self) -> None:
        colour = tone_colour(self._tone)
        palette = self.palette()
        if palette.color(QPalette.ColorRole.WindowText) != colour:
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            self.setPalette(palette)


class ElidedLabel(QWidget):
    """One line that ends with an ellipsis where the room ends; the whole text is its accessible
    name.
    """

    def __init__(
        self,
        text: str = "",
        px: int = theme.BODY,
        weight: QFont.Weight = theme.REGULAR,
        tone: Tone = "ink",
        *,
        right: bool = False,
        tabular: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self._face = Face(px, weight, tabular)
        self._tone: Tone = tone
        self._flags = paint.RIGHT if right else paint.LEFT
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def setText(self, text: str) -> None:
        """Set the text."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: Tone) -> None:
        """Change the colour of the text."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(paint.width(self._face, self._text)) + 2, round(self._face.px * 1.4))

    def minimumSizeHint(self) -> QSize:
        return QSize(24, round(self._face.px * 1.4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = paint.elided(self._face, self._text, self.width())
        rect = QRectF(self.rect())
        paint.text(painter, rect, self._flags, self._face, tone_colour(self._tone), line)


class IconLabel(QWidget):
    """An icon without text in a tone of the theme, on a rounded box if `boxed`."""

    def __init__(
        self,
        icon: str,
        px: int = 20,
        tone: Tone = "ink",
        *,
        boxed: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._px = px
        self._tone: Tone = tone
        self._boxed = boxed
        self._fill = "icon_box"
        side = boxed or px
        self.setFixedSize(side, side)

    def set_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self.update()

    def set_px(self, px: int) -> None:
        """Change the size of the icon; the box keeps its own."""
        self._px = px
        if not self._boxed:
            self.setFixedSize(px, px)
        self.update()

    def set_tone(self, tone: Tone, fill: str = "") -> None:
        """Change the colour of the icon and, by its name in `Theme`, of the box."""
        self._tone = tone
        self._fill = fill or self._fill
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._boxed:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint.rounded(painter, rect, theme.RADIUS, getattr(theme.current(), self._fill))
        at = rect.center()
        at.setX(at.x() - self._px / 2)
        at.setY(at.y() - self._px / 2)
        icons.paint(painter, self._icon, tone_colour(self._tone), at, self._px)
