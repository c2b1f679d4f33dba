"""A line of text with its name above it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.labels import Label

Typed = Literal["words", "digits", "latin"]

_HINTS: dict[Typed, Qt.InputMethodHint] = {
    "words": Qt.InputMethodHint.ImhNone,
    "digits": Qt.InputMethodHint.ImhDigitsOnly,
    "latin": Qt.InputMethodHint.ImhLatinOnly,
}


class NamedField(QWidget):
    """typed: what the on-screen keyboard opens with. submitted: by Enter."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, name: str = "", *, typed: Typed = "words", longest: int = 256) -> None:
        super().__init__()
        self._name = Label("", theme.SMALL, theme.MEDIUM, "ink_soft")
        self.edit = QLineEdit()
        self.edit.setFixedHeight(theme.TOUCH)
        self.edit.setFont(theme.font(theme.BODY, tabular=False))
        self.edit.setInputMethodHints(_HINTS[typed])
        self.edit.setMaxLength(longest)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self._name)
        rows.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self.edit.returnPressed.connect(self.submitted)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        self._name.setText(name)
        self.edit.setAccessibleName(name)

    def text(self) -> str:
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)
