"""More: what is not needed in every sale. A long menu stands in two columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.looks import Kind
from pos_desktop.i18n import t

_ONE_COLUMN = 7
_NARROW = 420
_WIDE = 760


class MenuRow(NamedTuple):
    """key: what does the same without the menu, printed on the row."""

    row_id: str
    icon: str
    text: str
    danger: bool = False
    key: str = ""


class MenuDialog(QWidget):
    """chosen(row_id) of the row tapped."""

    chosen = Signal(str)
    cancelled = Signal()

    def __init__(self, title: str, entries: Sequence[MenuRow]) -> None:
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
        columns = 2 if len(entries) > _ONE_COLUMN else 1
        grid = QGridLayout()
        grid.setSpacing(8)
        rows.addLayout(grid)
        for place, row in enumerate(entries):
            kind: Kind = "danger_plain" if row.danger else "plain"
            button = KeyedButton(row.text, icon=row.icon, key=row.key, kind=kind, arrange="row")
            button.set_align_left(True)
            button.setFixedHeight(56)
            button.clicked.connect(lambda _checked=False, i=row.row_id: self.chosen.emit(i))
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            grid.addWidget(button, place // columns, place % columns)
        self.setFixedWidth(_WIDE if columns == 2 else _NARROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
