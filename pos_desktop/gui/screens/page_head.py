"""The upper edge of a page: back, its title, and buttons at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

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
        self._texts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._texts.setSpacing(16)
        self._texts.addWidget(self.title, 1)
        self._line.addLayout(self._texts, 1)

    def set_gap(self, gap_px: int) -> None:
        """Another distance between the button and the title than usual."""
        self._line.setSpacing(gap_px)

    def put_beside_title(self, widget: QWidget) -> None:
        """Put something after the title, which then takes no more room than it needs."""
        self.title.setWordWrap(False)
        self._texts.addWidget(widget)
        self.set_stacked(stacked=False)

    def room_for_texts(self) -> int:
        """What the buttons leave, in px."""
        taken = 0
        for place in range(self._line.count()):
            item = self._line.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None and not widget.isHidden():
                taken += widget.sizeHint().width() + self._line.spacing()
        return self.width() - taken

    def set_stacked(self, *, stacked: bool) -> None:
        """What is beside the title goes below it where there is little room."""
        texts, way = self._texts, QBoxLayout.Direction
        texts.setDirection(way.TopToBottom if stacked else way.LeftToRight)
        texts.setSpacing(2 if stacked else 16)
        for place in range(texts.count()):
            texts.setStretch(place, 0 if stacked or place == 0 else 1)

    def add(self, widget: QWidget) -> None:
        """Put a button at the right end."""
        self._line.addWidget(widget)

    def retranslate(self, title: str, back: str = "") -> None:
        """back: what the button says where it does not lead back."""
        self.back.setText(back or t("journal.back"))
        self.title.setText(title)
