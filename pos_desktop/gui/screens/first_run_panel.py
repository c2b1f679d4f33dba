"""The dark side of the first run: the five steps, how far one is, and the language."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop import i18n
from pos_desktop.gui import icons, theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.pressable import Pressable
from pos_desktop.i18n import t

StepState = Literal["open", "current", "done", "skipped"]
_ROW_PX = 56


class StepMark(Pressable):
    """One step: its number or sign in a circle, its name, its state in words."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self._name = ""
        self._state: StepState = "open"
        self.setFixedHeight(_ROW_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_step(self, name: str, state: StepState) -> None:
        self._name, self._state = name, state
        self.setText(name.replace("&", "&&"))
        self.setAccessibleName(name)
        self.setAccessibleDescription(t(f"first_run.state_{state}"))
        self.setEnabled(state in ("done", "skipped"))
        self.redraw()

    def sizeHint(self) -> QSize:
        return QSize(220, _ROW_PX)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        current = self._state == "current"
        if current:
            paint.rounded(painter, rect, theme.RADIUS, now.panel_card)
        circle = QRectF(12, rect.center().y() - 14, 28, 28)
        if self._state == "done":
            paint.rounded(painter, circle, 14, None, now.panel_ok, 2)
            at = QPointF(circle.left() + 6, circle.top() + 6)
            icons.paint(painter, "check", now.panel_ok, at, 16)
        else:
            edge = now.panel_accent if current else now.pill_off
            paint.rounded(painter, circle, 14, None, edge, 2)
            ink = now.panel_text if current else now.panel_muted
            paint.text(painter, circle, paint.CENTRE, paint.SMALL_BOLD, ink, str(self._place))
        ink = now.panel_muted if self._state in ("open", "skipped") else now.panel_text
        face = paint.BODY_BOLD if current else paint.BODY
        room = int(rect.width()) - 60
        line = QRectF(52, 0, room + 8, rect.height())
        if self._state == "skipped":
            line = QRectF(52, 8, room + 8, 22)
            below = QRectF(52, 29, room + 8, 18)
            words = t("first_run.state_skipped")
            paint.text(painter, below, paint.LEFT, paint.SMALL, now.panel_muted, words)
        paint.text(painter, line, paint.LEFT, face, ink, paint.elided(face, self._name, room))
        if self.ringed():
            paint.ring(painter, rect, theme.RADIUS, now.panel_accent, now.panel)


class StepPanel(QWidget):
    """step_chosen(place) for a step that was done or skipped; language_chosen(code)."""

    step_chosen = Signal(int)
    language_chosen = Signal(str)

    def __init__(self, keys: list[str]) -> None:
        super().__init__()
        self._keys = keys
        self._states: list[StepState] = ["open"] * len(keys)
        self._title = Label("", theme.TITLE, theme.SEMIBOLD, "panel_text", wrap=True)
        self._detail = Label("", theme.BODY, theme.REGULAR, "panel_muted", wrap=True)
        self._marks = [StepMark(place + 1) for place in range(len(keys))]
        self._languages: dict[str, KeyedButton] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 32, 24, 24)
        rows.setSpacing(4)
        rows.addWidget(self._title)
        rows.addWidget(self._detail)
        rows.addSpacing(20)
        for place, mark in enumerate(self._marks):
            mark.clicked.connect(lambda _on=False, p=place: self.step_chosen.emit(p))
            rows.addWidget(mark)
        rows.addStretch(1)
        languages = QHBoxLayout()
        languages.setSpacing(8)
        for code in reversed(i18n.languages()):
            button = KeyedButton(i18n.language_name(code), kind="panel", arrange="row")
            button.setCheckable(True)
            button.set_padding(8)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, c=code: self._choose(c))
            self._languages[code] = button
            languages.addWidget(button, 1)
        rows.addLayout(languages)
        self.retranslate()

    def show_states(self, states: list[StepState]) -> None:
        self._states = states
        for mark, key, state in zip(self._marks, self._keys, states, strict=True):
            mark.show_step(t(f"first_run.{key}.step"), state)

    def states(self) -> list[StepState]:
        return list(self._states)

    def retranslate(self) -> None:
        self._title.setText(t("first_run.title"))
        self._detail.setText(t("first_run.subtitle"))
        self.show_states(self._states)
        for code, button in self._languages.items():
            button.setChecked(code == i18n.language())
            button.set_icon("check" if code == i18n.language() else "")

    def _choose(self, code: str) -> None:
        self.retranslate()
        self.language_chosen.emit(code)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().panel)
