"""More: what is not needed in every sale."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import t


class MenuDialog(QWidget):
    """chosen(id) of the entry tapped; entries: (id, icon, text, danger)."""

    chosen = Signal(str)
    cancelled = Signal()

    def __init__(self, title: str, entries: list[tuple[str, str, str, bool]]) -> None:
        super().__init__()
        close = IconButton("x", t("dialog.close"), kind="soft")
        close.clicked.connect(self.cancelled)
        head = QHBoxLayout()
        head.addWidget(Label(title, theme.LARGE, theme.SEMIBOLD), 1)
        head.addWidget(close)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 20)
        rows.setSpacing(8)
        rows.addLayout(head)
        for entry_id, icon, text, danger in entries:
            button = KeyedButton(
                text, icon=icon, kind="danger_plain" if danger else "plain", arrange="row"
            )
            button.set_align_left(True)
            button.setFixedHeight(56)
            button.clicked.connect(lambda _checked=False, i=entry_id: self.chosen.emit(i))
            rows.addWidget(button)
        self.setFixedWidth(420)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
