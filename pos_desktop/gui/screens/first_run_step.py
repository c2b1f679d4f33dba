"""One step of the first run: fields in a scrolling column."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScroller, QVBoxLayout, QWidget

from pos_desktop.gui.screens.first_run_fields import ChoiceField, TextField
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.settings import Settings


class Step(ScrollArea):
    """Fields of a step. key: `first_run.<key>.title` and `.detail` head it.

    A step shows settings, checks what was typed and gives settings back; skipping it gives back
    what was there before.
    """

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self._inside = QWidget()
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 2, 14, 2)
        self._rows.setSpacing(14)
        self._rows.addStretch(1)
        self.setWidget(self._inside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def add(self, widget: QWidget) -> None:
        self._rows.insertWidget(self._rows.count() - 1, widget)

    def show_settings(self, settings: Settings) -> None:
        """Fill the fields."""

    def take(self, settings: Settings) -> Settings:
        """The settings with what was typed here."""
        return settings

    def wrong_fields(self) -> list[TextField]:
        """Check every field that is used; those that are wrong, top to bottom."""
        return [field for field in self.fields() if field.problem()]

    def fields(self) -> list[TextField]:
        """The fields that must be right before one may go on."""
        return []

    def next_key(self) -> str:
        """`first_run.<this>` names the button that goes on."""
        return "next"

    def retranslate(self) -> None:
        for field in self._inside.findChildren(TextField):
            field.retranslate()
        for choice in self._inside.findChildren(ChoiceField):
            choice.retranslate()
