"""A notice inside the screen: what happened, what was kept and what to press. Selling goes on."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import IconLabel, Label, Tone

Level = Literal["info", "ok", "warning", "danger"]

_ICONS: dict[str, str] = {
    "info": "info",
    "ok": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
}
_TONES: dict[str, Tone] = {
    "info": "accent_text",
    "ok": "pay_text",
    "warning": "warning",
    "danger": "danger_text",
}
_FILLS: dict[str, tuple[str, str]] = {
    "info": ("accent_soft", "accent_line"),
    "ok": ("pay_soft", "pay_edge"),
    "warning": ("warning_soft", "warning_line"),
    "danger": ("danger_soft", "danger_line"),
}


class Banner(QWidget):
    """An inline notice with an icon, a title, a detail line and up to two buttons.

    `first_pressed` and `second_pressed` are the buttons. The notice is told to screen readers when
    it changes.
    """

    first_pressed = Signal()
    second_pressed = Signal()

    def __init__(self, level: Level = "warning", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level: Level = level
        self._icon = IconLabel(_ICONS[level], 24, _TONES[level])
        self._title = Label("", theme.BODY, theme.SEMIBOLD, wrap=True)
        self._detail = Label("", theme.SMALL, theme.REGULAR, "ink_soft", wrap=True)
        self._first = KeyedButton(arrange="row")
        self._second = KeyedButton(arrange="row")
        self._first.clicked.connect(self.first_pressed)
        self._second.clicked.connect(self.second_pressed)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(self._title)
        texts.addWidget(self._detail)
        texts.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(18, 8, 8, 8)
        line.setSpacing(16)
        line.addWidget(self._icon)
        line.addLayout(texts, 1)
        line.addWidget(self._second)
        line.addWidget(self._first)
        for widget in (self._detail, self._first, self._second):
            widget.hide()
        self.setMinimumHeight(56)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def set_notice(self, level: Level, title: str, detail: str = "", *, icon: str = "") -> None:
        """Show a notice; icon: name in `icons`, the level's own if empty."""
        self._level = level
        self._icon.set_icon(icon or _ICONS[level])
        self._icon.set_tone(_TONES[level])
        self._icon.set_px(20 if level == "info" else 24)
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._title.set_face(theme.BODY, theme.SEMIBOLD if detail else theme.REGULAR)
        self.setAccessibleName(f"{title} {detail}".strip())
        paint.announce(self)
        self.update()

    def set_title_rich(self, html: str) -> None:
        """Show a title with <b> in it; the caller escapes what people typed."""
        self._title.setTextFormat(Qt.TextFormat.RichText)
        self._title.setText(html)

    def set_buttons(self, first: str, second: str = "", *, icon: str = "", key: str = "") -> None:
        """Name the buttons; an empty name hides one. icon and key are those of the first."""
        self._first.setText(first)
        self._first.set_icon(icon)
        self._first.set_key(key)
        self._first.setVisible(bool(first))
        self._second.setText(second)
        self._second.setVisible(bool(second))

    def buttons(self) -> tuple[KeyedButton, KeyedButton]:
        """Return the first and the second button."""
        return self._first, self._second

    def level(self) -> Level:
        """Return the level of the notice."""
        return self._level

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, border = _FILLS[self._level]
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, theme.RADIUS, getattr(now, fill), getattr(now, border))
