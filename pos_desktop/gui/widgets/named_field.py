"""A line of text or a choice with its name above it, and below it what is wrong."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit

Typed = Literal["words", "digits", "latin"]

_HINTS: dict[Typed, Qt.InputMethodHint] = {
    "words": Qt.InputMethodHint.ImhNone,
    "digits": Qt.InputMethodHint.ImhDigitsOnly,
    "latin": Qt.InputMethodHint.ImhLatinOnly,
}


class NamedField(QWidget):
    """typed: what the on-screen keyboard opens with. secret: shown as dots. submitted: by Enter."""

    changed = Signal()
    submitted = Signal()

    def __init__(
        self,
        name: str = "",
        *,
        typed: Typed = "words",
        longest: int = 256,
        secret: bool = False,
    ) -> None:
        super().__init__()
        self._name = Label("", theme.SMALL, theme.MEDIUM, "ink_soft")
        self.edit = LineEdit()
        self.edit.setFixedHeight(theme.TOUCH)
        self.edit.setFont(theme.font(theme.BODY, tabular=False))
        self.edit.setInputMethodHints(_HINTS[typed])
        self.edit.setMaxLength(longest)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._problem = Label("", theme.SMALL, theme.REGULAR, "danger_text", wrap=True)
        self._problem.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self._name)
        rows.addWidget(self.edit)
        rows.addWidget(self._problem)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._typed)
        self.edit.returnPressed.connect(self.submitted)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        self._name.setText(name)
        self.edit.setAccessibleName(name)

    def text(self) -> str:
        return self.edit.text().strip()

    def say(self, problem: str) -> None:
        """What is wrong with it, until something else is typed; "" for nothing."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.edit.setAccessibleDescription(problem)

    def problem(self) -> str:
        """What is said below it now."""
        return "" if self._problem.isHidden() else self._problem.text()

    def _typed(self, _text: str) -> None:
        self.say("")
        self.changed.emit()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)
