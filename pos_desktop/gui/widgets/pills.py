"""Status pills of the top bar: how each device and the link to the outside are."""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.pressable import Pressable

PillState = Literal["ok", "warn", "danger", "off"]

HEIGHT = 32
_DOT = 9
# What stands for a state whose pill brings no icon of its own.
_SIGNS: dict[PillState, str] = {
    "ok": "check",
    "off": "minus",
    "warn": "triangle-alert",
    "danger": "triangle-alert",
}


class PillData(NamedTuple):
    """What a pill says.

    pill_id: the device or service, carried by the top bar's signal. icon: shown by the compact
    group and, for warn and danger, in the pill. text: always words, colour is never the only sign.
    """

    pill_id: str
    text: str
    state: PillState = "ok"
    icon: str = ""


def pill_colours(state: PillState) -> tuple[QColor, QColor, QColor]:
    """Return fill, text and sign colour of a pill in the current theme."""
    now = theme.current()
    if state == "warn":
        return now.pill_warn, now.pill_warn_text, now.panel_warn
    if state == "danger":
        return now.pill_bad, now.pill_bad_text, now.panel_bad
    if state == "off":
        return now.topbar_pill, now.topbar_muted, now.pill_off
    return now.topbar_pill, now.pill_text, now.pill_ok


class Pill(Pressable):
    """One pill: a dot when all is well, the icon when something needs an eye, then words."""

    def __init__(
        self, data: PillData, *, plain: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._data = data
        self._plain = plain
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # The finger gets the full height of the bar, the pill is drawn in its middle.
        self.setFixedHeight(theme.TOPBAR_HEIGHT)
        self.set_data(data)

    def set_data(self, data: PillData) -> None:
        """Show another state; nothing is repainted when it is the same."""
        same = data == self._data and self.text()
        self._data = data
        if same:
            return
        self.setText(data.text.replace("&", "&&"))
        self.setAccessibleName(data.text)
        self.updateGeometry()
        self.redraw()

    def data(self) -> PillData:
        """Return what is shown."""
        return self._data

    def _sign_px(self) -> int:
        if self._plain:
            return 0
        return 24 if self._icon() else 17

    def _icon(self) -> str:
        if self._data.state == "ok" or self._plain:
            return ""
        return self._data.icon or ("triangle-alert" if self._data.state != "off" else "")

    def sizeHint(self) -> QSize:
        wide = paint.width(paint.SMALL, self._data.text) + self._sign_px()
        return QSize(round(wide) + 24, theme.TOPBAR_HEIGHT)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        fill, ink, sign = pill_colours(self._data.state)
        rect = QRectF(0, (rect.height() - HEIGHT) / 2, rect.width(), HEIGHT)
        if self.isDown():
            fill = paint.mixed(fill, ink, 0.2)
        paint.rounded(painter, rect, HEIGHT / 2, fill)
        x = 12.0
        if self._icon():
            at = QPointF(x, self.height() / 2 - 8)
            icons.paint(painter, self._icon(), ink, at, 16)
        elif not self._plain:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(sign)
            painter.drawEllipse(QRectF(x, (self.height() - _DOT) / 2, _DOT, _DOT))
        x += self._sign_px()
        line = QRectF(x, rect.top(), rect.width() - x, HEIGHT)
        paint.text(painter, line, paint.LEFT, paint.SMALL, ink, self._data.text)
        if self.ringed():
            now = theme.current()
            paint.ring(painter, rect, HEIGHT / 2, now.panel_accent, now.topbar)


class PillGroup(Pressable):
    """Several states that are well as icons in one pill, for narrow screens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pills: list[PillData] = []
        self.setFixedHeight(theme.TOPBAR_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_pills(self, pills: list[PillData]) -> None:
        """Show these states."""
        if pills == self._pills:
            return
        self._pills = pills
        self.setAccessibleName(", ".join(pill.text for pill in pills))
        self.setToolTip("\n".join(pill.text for pill in pills))
        self.updateGeometry()
        self.redraw()

    def sizeHint(self) -> QSize:
        return QSize(10 + 30 * len(self._pills), theme.TOPBAR_HEIGHT)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        rect = QRectF(0, (rect.height() - HEIGHT) / 2, rect.width(), HEIGHT)
        paint.rounded(painter, rect, HEIGHT / 2, now.topbar_pill)
        for index, pill in enumerate(self._pills):
            at = QPointF(11 + 30 * index, self.height() / 2 - 9)
            ink = now.panel_ok if pill.state == "ok" else pill_colours(pill.state)[2]
            icons.paint(painter, pill.icon or _SIGNS[pill.state], ink, at, 18)
        if self.ringed():
            paint.ring(painter, rect, HEIGHT / 2, now.panel_accent, now.topbar)
