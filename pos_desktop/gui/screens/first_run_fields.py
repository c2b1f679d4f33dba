"""Fields of the first run: a name above, what is wrong below, in words and with a sign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.combo import NamedChoice
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.i18n import t

Check = Callable[[str], str]
Typed = Literal["words", "digits", "latin"]

_HINTS: dict[Typed, Qt.InputMethodHint] = {
    "words": Qt.InputMethodHint.ImhNone,
    "digits": Qt.InputMethodHint.ImhDigitsOnly,
    "latin": Qt.InputMethodHint.ImhLatinOnly,
}


class _Problem(QWidget):
    """The line under a field."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("circle-alert", 16, "danger_text")
        self.text = Label("", theme.SMALL, theme.REGULAR, "danger_text", wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(2, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self._icon)
        line.addWidget(self.text, 1)
        self.hide()


class TextField(QWidget):
    """One line of text. key: `first_run.<key>` names it, `<key>_hint` stands in it while it is
    empty if `hint`. check: says what is wrong; it is asked when the field is left and by problem().
    typed: what the on-screen keyboard opens with.
    """

    changed = Signal()

    def __init__(
        self,
        key: str,
        check: Check | None = None,
        *,
        hint: bool = False,
        secret: bool = False,
        typed: Typed = "words",
    ) -> None:
        super().__init__()
        self._key = key
        self._check = check
        self._hint = hint
        self._name = Label("", theme.SMALL, theme.MEDIUM, "ink_soft")
        self.edit = LineEdit()
        self.edit.setFixedHeight(theme.TOUCH)
        self.edit.setFont(theme.font(theme.BODY, tabular=False))
        self.edit.setInputMethodHints(_HINTS[typed])
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._problem = _Problem()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self._name)
        rows.addWidget(self.edit)
        rows.addWidget(self._problem)
        rows.addStretch(1)
        self.setFocusProxy(self.edit)
        self.edit.editingFinished.connect(self._left)
        self.edit.textChanged.connect(self._typed)
        self.retranslate()

    def text(self) -> str:
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)

    def set_hint(self, words: str) -> None:
        """What stands in the field while it is empty."""
        self.edit.setPlaceholderText(words)

    def problem(self) -> str:
        """Check and show; the words of what is wrong, "" for nothing."""
        found = self._check(self.text()) if self._check else ""
        words = t(f"first_run.problem.{found}", value=self.text()) if found else ""
        self._problem.text.setText(words)
        self._problem.setVisible(bool(words))
        self.edit.setAccessibleDescription(words)
        return words

    def shown_problem(self) -> str:
        """What is said below the field now."""
        return "" if self._problem.isHidden() else self._problem.text.text()

    def say(self, words: str) -> None:
        """Show what others found wrong."""
        self._problem.text.setText(words)
        self._problem.setVisible(bool(words))

    def retranslate(self) -> None:
        name = t(f"first_run.{self._key}")
        self._name.setText(name)
        self.edit.setAccessibleName(name)
        if self._hint:
            self.edit.setPlaceholderText(t(f"first_run.{self._key}_hint"))
        if not self._problem.isHidden():
            self.problem()

    def _left(self) -> None:
        if self.text():
            self.problem()

    def _typed(self) -> None:
        if not self._problem.isHidden():
            self.problem()
        self.changed.emit()


class ChoiceField(NamedChoice):
    """A choice whose name follows the language of the window, and whose list may change."""

    def __init__(self, key: str) -> None:
        super().__init__(t(f"first_run.{key}"), [])
        self._key = key

    def set_choices(self, choices: list[tuple[str, str]]) -> None:
        """Offer (id, text); the chosen one stays chosen if it is still there, in silence."""
        before = self.current()
        self.box.blockSignals(True)
        self.box.clear()
        for choice, text in choices:
            self.box.addItem(text, choice)
        at = self.box.findData(before)
        self.box.setCurrentIndex(max(0, at))
        self.box.blockSignals(False)

    def retranslate(self) -> None:
        self.rename(t(f"first_run.{self._key}"))


class FieldGrid(QWidget):
    """Fields in two columns, some of them over both."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(14)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._row = 0
        self._column = 0

    def add(self, field: QWidget, *, wide: bool = False) -> None:
        if wide and self._column:
            self._row, self._column = self._row + 1, 0
        self._grid.addWidget(field, self._row, self._column, 1, 2 if wide else 1)
        if wide or self._column:
            self._row, self._column = self._row + 1, 0
        else:
            self._column = 1
