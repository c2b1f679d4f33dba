"""The upper edge of a page: back, its title, and buttons at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import t


class PageHead(QWidget):
    """back_pressed: Esc does the same."""

    back_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.back = KeyedButton(icon="arrow-left", key="Esc", arrange="row")
        self.back.clicked.connect(self.back_pressed)
        self.title = Label("", theme.TITLE, theme.SEMIBOLD, wrap=True)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(16)
        self._line.addWidget(self.back)
        self._line.addWidget(self.title, 1)

    def put_beside_title(self, widget: QWidget) -> None:
        """Put something after the title, which then takes no more room than it needs."""
        self._line.setStretch(self._line.indexOf(self.title), 0)
        self.title.setWordWrap(False)
        self._line.insertWidget(self._line.indexOf(self.title) + 1, widget, 1)

    def add(self, widget: QWidget) -> None:
        """Put a button at the right end."""
        self._line.addWidget(widget)

    def retranslate(self, title: str, back: str = "") -> None:
        """back: what the button says where it does not lead back."""
        self.back.setText(back or t("journal.back"))
        self.title.setText(title)
