"""Several that may be meant - receipts or customers - to choose one of."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.scrolling import ScrollArea


class Offers(ScrollArea):
    """chosen(name): of the one that was pressed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        rows.addLayout(self._rows)
        rows.addStretch(1)
        self.buttons: list[KeyedButton] = []
        self.setWidget(inside)

    def offer(self, offers: Iterable[tuple[str, str, str]]) -> None:
        """(name, title, what else is known) of each, in that order."""
        for button in self.buttons:
            self._rows.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        for name, title, sub in offers:
            button = KeyedButton(title, arrange="stack")
            button.set_align_left(True)
            button.set_sub(sub)
            button.clicked.connect(lambda _on=False, n=name: self.chosen.emit(n))
            self._rows.addWidget(button)
            self.buttons.append(button)
        self.setVisible(bool(self.buttons))
        self.verticalScrollBar().setValue(0)
