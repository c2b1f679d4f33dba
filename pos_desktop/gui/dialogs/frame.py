"""The frame that the small decisions of a sale share: a title, a way out, the content below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import IconButton
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.i18n import t


class DecisionFrame(QWidget):
    """cancelled: by the cross or Esc. rows: where the content goes."""

    cancelled = Signal()

    def __init__(self, title: str, detail: str = "", *, width: int = 480) -> None:
        super().__init__()
        close = IconButton("x", t("dialog.close"), kind="soft")
        close.clicked.connect(self.cancelled)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(ElidedLabel(title, theme.LARGE, theme.SEMIBOLD), 1)
        head.addWidget(close)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(20, 16, 20, 20)
        self.rows.setSpacing(12)
        self.rows.addLayout(head)
        self.detail = Label(detail, theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        if not detail:
            self.detail.hide()
        self.rows.addWidget(self.detail)
        self.setFixedWidth(width)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
