"""Money that was taken goes back before the sale is made."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from pos_desktop.domain.facts import RefundPart
from pos_desktop.domain.tender import BY_TERMINAL, WITHOUT_MONEY, Tender, TenderKind
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.refund_texts import taken_elsewhere
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.i18n import t


class GiveBackDialog(DecisionFrame):
    """confirmed: the customer has the money, or the terminal has cancelled the payment.
    over_device: the device that took it is to give it back."""

    confirmed = Signal()
    over_device = Signal()

    def __init__(self, tender: Tender, *, with_device: bool = False) -> None:
        """with_device: the device that took the money is there."""
        kind = t(f"payment.kind.{tender.kind.value}")
        self._with_device = with_device
        amount = money(tender.amount_minor)
        title = t("payment.give_back_title", kind=kind, amount=amount)
        super().__init__(title, _how(tender, with_device=with_device), width=520)
        keep = KeyedButton(t("payment.give_back_keep"), key="Esc", arrange="stack")
        name = "payment.give_back_by_hand" if with_device else "payment.give_back_done"
        key = "F2" if with_device else "Enter"
        done = KeyedButton(t(name), key=key, kind="danger_plain", arrange="stack")
        keep.clicked.connect(self.cancelled)
        done.clicked.connect(self.confirmed)
        by_code = tender.kind is TenderKind.QR
        through = t("payment.give_back_over_bank" if by_code else "payment.give_back_over")
        over = KeyedButton(through, key="Enter", kind="pay", arrange="row")
        over.clicked.connect(self.over_device)
        over.setFixedHeight(theme.PAY_HEIGHT)
        if not with_device:
            over.hide()
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for button in (keep, done):
            button.setFixedHeight(theme.PAY_HEIGHT)
            foot.addWidget(button, 1)
        self.rows.addLayout(foot)
        self.rows.addWidget(over)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.over_device if self._with_device else self.confirmed).emit()
        elif event.key() == Qt.Key.Key_F2 and self._with_device:
            self.confirmed.emit()
        else:
            super().keyPressEvent(event)


def _how(tender: Tender, *, with_device: bool) -> str:
    """What is done, and where by whom: who took it where that is not the device of today."""
    by_code = tender.kind is TenderKind.QR
    if with_device:
        return t("payment.give_back_bank" if by_code else "payment.give_back_device")
    if by_code or tender.by:
        part = RefundPart(tender.kind.value, 0, tender.reference, tender.by, tender.peer)
        return f"{taken_elsewhere(part)} {t('payment.give_back_there')}"
    if tender.kind in BY_TERMINAL:
        return t("payment.give_back_terminal")
    return t(
        "payment.give_back_other" if tender.kind in WITHOUT_MONEY else "payment.give_back_cash"
    )
