"""What somebody with the right found when the money of a closed shift was counted again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.texts import currency_sign
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.gui.widgets.sum_pad import SumPad
from pos_desktop.i18n import number, t


class VerifyCashDialog(QWidget):
    """confirmed(amount in minor units, note)."""

    confirmed = Signal(object, str)
    cancelled = Signal()

    def __init__(self, shift_number: int) -> None:
        super().__init__()
        self.pad = SumPad(currency_sign())
        self.note = LineEdit()
        self.note.setFixedHeight(theme.TOUCH)
        self.note.setMaxLength(200)
        self.note.setPlaceholderText(t("cash.note"))
        self.note.setAccessibleName(t("cash.note"))
        self.ok = KeyedButton(t("dialog.ok"), key="Enter", kind="pay", arrange="row")
        self.ok.setFixedHeight(72)
        close = IconButton("x", t("dialog.close"), kind="soft")
        close.clicked.connect(self.cancelled)
        title = t("shift_history.verify_title", number=number(shift_number))
        head = QHBoxLayout()
        head.addWidget(Label(title, theme.LARGE, theme.SEMIBOLD, wrap=True), 1)
        head.addWidget(close)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 20)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addWidget(self.pad, 1)
        rows.addWidget(self.note)
        rows.addWidget(self.ok)
        self.ok.clicked.connect(self.confirm)
        self.note.returnPressed.connect(self.confirm)
        self.pad.changed.connect(self._show)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(400, 600)
        self._show()

    def confirm(self) -> None:
        if self.ok.isEnabled():
            self.confirmed.emit(self.pad.amount_minor(), self.note.text().strip())

    def _show(self) -> None:
        """Nothing at all may have been there: a typed 0 counts."""
        self.ok.setEnabled(not self.pad.is_empty())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif not self.pad.press(event.key(), event.text()):
            super().keyPressEvent(event)
