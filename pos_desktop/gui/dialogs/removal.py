"""A marked pack leaves the receipt: it is scanned again, so that the one that stays is the one that
is sold."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.messages import Message
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import IconLabel
from pos_desktop.i18n import t


class RemovalDialog(DecisionFrame):
    """The window brings scans here. unscanned: the pack is not at hand, by right."""

    unscanned = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(t("removal.title"), t("removal.detail", name=name), width=520)
        self._told = Banner("warning")
        self._told.hide()
        self._without = KeyedButton(
            t("removal.unscanned"), key="F8", kind="danger_plain", arrange="stack"
        )
        self._keep = KeyedButton(t("removal.keep"), key="Esc", arrange="stack")
        self._without.clicked.connect(self.unscanned)
        self._keep.clicked.connect(self.cancelled)
        self.rows.addSpacing(8)
        self.rows.addWidget(
            IconLabel("scan-barcode", 56, "accent_text"), alignment=Qt.AlignmentFlag.AlignHCenter
        )
        self.rows.addSpacing(8)
        self.rows.addWidget(self._told)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for button in (self._keep, self._without):
            button.setFixedHeight(theme.PAY_HEIGHT)
            foot.addWidget(button, 1)
        self.rows.addLayout(foot)

    def tell(self, message: Message) -> None:
        """What a scan brought that was not this pack."""
        self._told.set_notice(message.level, message.title, message.detail)
        self._told.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F8:
            self.unscanned.emit()
        else:
            super().keyPressEvent(event)


class TwiceDialog(DecisionFrame):
    """A pack was scanned that is in the receipt already: perhaps it is to go."""

    removed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(t("removal.twice_title"), t("removal.twice_detail", name=name), width=520)
        keep = KeyedButton(t("removal.keep"), key="Enter", kind="accent", arrange="stack")
        remove = KeyedButton(t("removal.remove"), key="Del", kind="danger_plain", arrange="stack")
        keep.clicked.connect(self.cancelled)
        remove.clicked.connect(self.removed)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for button in (keep, remove):
            button.setFixedHeight(theme.PAY_HEIGHT)
            foot.addWidget(button, 1)
        self.rows.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
