"""Words for a sale: a note, a reason, a name. Ready ones as chips, own ones by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.reason import ReasonPicker
from pos_desktop.i18n import t


class WordsDialog(DecisionFrame):
    """confirmed(text). needed: an empty text cannot be confirmed; at_once: a tap on a ready one is
    the answer."""

    confirmed = Signal(str)

    def __init__(
        self,
        title: str,
        ready: tuple[str, ...],
        current: str = "",
        *,
        needed: bool = False,
        at_once: bool = False,
    ) -> None:
        super().__init__(title, width=560)
        self._needed = needed
        self._at_once = at_once
        self.picker = ReasonPicker()
        self.picker.set_texts([(text, text) for text in ready], t("words.own"))
        self.picker.chips.setVisible(bool(ready))
        self.picker.edit.setText(current)
        self.ok = KeyedButton(t("dialog.ok"), key="Enter", kind="pay", arrange="row")
        self.ok.setFixedHeight(64)
        self.picker.chips.chosen.connect(self._chip_tapped)
        self.picker.changed.connect(self._refresh)
        self.picker.submitted.connect(self.confirm)
        self.ok.clicked.connect(self.confirm)
        self.rows.addWidget(self.picker)
        self.rows.addWidget(self.ok)
        self._refresh()

    def confirm(self) -> None:
        if self.ok.isEnabled():
            self.confirmed.emit(self.picker.words())

    def _chip_tapped(self, chip: str) -> None:
        if chip and self._at_once:
            self.confirm()

    def _refresh(self) -> None:
        self.ok.setEnabled(bool(self.picker.words()) or not self._needed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm()
        else:
            super().keyPressEvent(event)


def ready_words(own: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """The shop's own ready words, else those every shop can use; kind: "void", "price", "note"."""
    return own or tuple(t(f"words.{kind}_{number}") for number in range(1, 5))
