"""A switch between on and off."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.pressable import Pressable

_WIDE, _HIGH = 52, 30


class Switch(Pressable):
    """A toggle switch drawn 52 by 30 in a touch area 48 high; `toggled` tells the new state."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_WIDE + 4, theme.TOUCH)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        if not self.isEnabled():
            painter.setOpacity(0.5)
        track = QRectF(2, (rect.height() - _HIGH) / 2, _WIDE, _HIGH)
        paint.rounded(painter, track, _HIGH / 2, now.pay if self.isChecked() else now.switch_off)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.knob)
        x = track.right() - _HIGH / 2 if self.isChecked() else track.left() + _HIGH / 2
        painter.drawEllipse(QPointF(x, track.center().y()), 12, 12)
        if self.ringed():
            around = track.adjusted(-2, -2, 2, 2)
            paint.rounded(painter, around, _HIGH / 2 + 2, None, now.focus, 2)


class SwitchRow(QWidget):
    """A switch with its name, an icon and a line that says the state in words."""

    def __init__(
        self,
        name: str = "",
        icon: str = "",
        parent: QWidget | None = None,
        *,
        wrap: bool = False,
    ) -> None:
        """wrap: a long name goes on in a second line."""
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self._icon = IconLabel(icon or "power", 20, "ink_soft")
        if not icon:
            self._icon.hide()
        self._name = Label(name, theme.BODY, theme.MEDIUM, wrap=wrap)
        self._state = Label("", theme.SMALL, theme.REGULAR, "ink_soft")
        self._state.hide()
        self._switch = Switch(name)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(self._name)
        texts.addWidget(self._state)
        texts.addStretch(1)
        line.addWidget(self._icon)
        line.addLayout(texts, 1)
        line.addWidget(self._switch)
        self.setMinimumHeight(theme.TOUCH)

    def switch(self) -> Switch:
        """Return the switch itself."""
        return self._switch

    def set_name(self, name: str) -> None:
        """Set the name, also for screen readers."""
        self._name.setText(name)
        self._switch.setAccessibleName(name)

    def fit(self, room: int) -> None:
        """Make the row as high as its name needs in a row so wide: a scrolling area asks nobody."""
        names_room = room - _WIDE - 16
        self._name.need_height_at(names_room)

    def set_state(self, text: str, *, attention: bool = False) -> None:
        """Say the state in words; attention colours it as a warning."""
        self._state.setText(text)
        self._state.setVisible(bool(text))
        self._state.set_tone("warning_text" if attention else "ink_soft")
        self._switch.setAccessibleDescription(text)
