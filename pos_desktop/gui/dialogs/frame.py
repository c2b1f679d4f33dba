"""The frame that the small decisions of a sale share: a title, a way out, the content below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.i18n import t

CONFIRM_PX = 56
_OFFER_PX = 560


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


class OfferFrame(DecisionFrame):
    """Something was done; what may be done next, on Enter, or later, on Esc. confirmed: now."""

    confirmed = Signal()

    def __init__(self, title: str, detail: str, now: str, later: str) -> None:
        super().__init__(title, detail, width=_OFFER_PX)
        self.ok = KeyedButton(now, key="Enter", kind="accent", arrange="row")
        self.later = KeyedButton(later, key="Esc", arrange="row")
        self.ok.clicked.connect(self.confirmed)
        self.later.clicked.connect(self.cancelled)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self.later, self.ok):
            button.setFixedHeight(CONFIRM_PX)
            line.addWidget(button, 2 if button is self.ok else 1)
        self.rows.addLayout(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        else:
            super().keyPressEvent(event)


class ConfirmFrame(DecisionFrame):
    """One question with one dangerous answer, on Enter. confirmed: it was given."""

    confirmed = Signal()

    def __init__(self, title: str, detail: str, answer: str) -> None:
        super().__init__(title, detail)
        self.ok = KeyedButton(answer, key="Enter", kind="danger", arrange="row")
        self.ok.setFixedHeight(CONFIRM_PX)
        self.ok.clicked.connect(self.confirmed)
        self.rows.addWidget(self.ok)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        else:
            super().keyPressEvent(event)
