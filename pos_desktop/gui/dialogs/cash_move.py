"""Money into or out of the drawer, or just the drawer: how much, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.texts import currency_sign
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.gui.widgets.reason import ReasonPicker
from pos_desktop.gui.widgets.sum_pad import SumPad
from pos_desktop.i18n import t
from pos_desktop.operations.move_cash import Why

REASONS: dict[str, tuple[str, ...]] = {
    "pay_in": ("change_fund", "return", "other"),
    "pay_out": ("supplier", "expenses", "salary", "other"),
    "safe_drop": ("collection", "safe", "other"),
    "open_drawer": ("exchange", "count", "mistake", "other"),
}
"""Act -> usual reasons, ids of `cash.why`."""


class CashMoveDialog(QWidget):
    """confirmed(amount in minor units, Why). The drawer alone needs no sum."""

    confirmed = Signal(object, object)
    cancelled = Signal()

    def __init__(self, act: str) -> None:
        super().__init__()
        self._with_sum = act != "open_drawer"
        self.pad = SumPad(currency_sign())
        self.reason = ReasonPicker()
        self.ok = KeyedButton(t(f"cash.do.{act}"), key="Enter", kind="pay", arrange="row")
        self.ok.setFixedHeight(72)
        close = IconButton("x", t("dialog.close"), kind="soft")
        close.clicked.connect(self.cancelled)
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(t(f"cash.act.{act}"), theme.TITLE, theme.SEMIBOLD), 1)
        head.addWidget(close)
        chips = [(reason, t(f"cash.why.{reason}")) for reason in REASONS[act]]
        self.reason.set_texts(chips, t("cash.note"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 24)
        rows.setSpacing(16)
        rows.addLayout(head)
        rows.addLayout(self._middle(), 1)
        rows.addWidget(self.ok)
        self.pad.changed.connect(self._show)
        self.ok.clicked.connect(self.confirm)
        self.reason.submitted.connect(self.setFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(720 if self._with_sum else 520)
        self.setMinimumHeight(560 if self._with_sum else 320)
        self._show()

    def _middle(self) -> QHBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(Label(t("cash.why_title"), theme.BODY, tone="ink_soft"))
        left.addWidget(self.reason)
        left.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(24)
        middle.addLayout(left, 1)
        if self._with_sum:
            self.pad.setFixedWidth(336)
            middle.addWidget(self.pad)
        else:
            self.pad.hide()
        return middle

    def confirm(self) -> None:
        if self.ok.isEnabled():
            why = Why(self.reason.reason(), self.reason.note(), self.reason.words())
            self.confirmed.emit(self.pad.amount_minor(), why)

    def _show(self) -> None:
        self.ok.setEnabled(not self._with_sum or self.pad.amount_minor() > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif not (self._with_sum and self.pad.press(event.key(), event.text())):
            super().keyPressEvent(event)
