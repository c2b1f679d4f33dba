"""Sending a receipt by e-mail, or by a code that the customer follows with Telegram."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel

from pos_desktop.domain.delivery import Delivery, DeliveryChannel, DeliveryState
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.messages import Message, reason_text
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.chips import Badge, State
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.gui.widgets.qr import code_image
from pos_desktop.i18n import t

_CODE_PX = 220
_STATES: dict[DeliveryState, State] = {
    DeliveryState.WAITING: "info",
    DeliveryState.QUEUED: "wait",
    DeliveryState.SENDING: "busy",
    DeliveryState.SENT: "ok",
    DeliveryState.UNKNOWN: "wait",
    DeliveryState.FAILED: "fail",
}


class SendCopyDialog(DecisionFrame):
    """email_wanted(address), telegram_wanted, again_wanted(delivery_id)."""

    email_wanted = Signal(str)
    telegram_wanted = Signal()
    again_wanted = Signal(str)

    def __init__(self, title: str, channels: frozenset[DeliveryChannel], address: str) -> None:
        super().__init__(title, width=560)
        self.edit = LineEdit(address)
        self.edit.setFixedHeight(theme.TOUCH)
        self.edit.setFont(theme.font(theme.BODY, tabular=False))
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.edit.setAccessibleName(t("send.email"))
        self.edit.setPlaceholderText(t("send.email_hint"))
        self.email = KeyedButton(t("send.by_email"), key="Enter", icon="mail", kind="accent")
        self.telegram = KeyedButton(t("send.by_telegram"), icon="smartphone", arrange="row")
        self.problem = Label("", theme.SMALL, theme.REGULAR, "danger_text", wrap=True)
        self.problem.hide()
        self._code = QLabel()
        self._code.setFixedSize(_CODE_PX, _CODE_PX)
        self._code.hide()
        self._code_words = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self._code_words.hide()
        self._copies: list[tuple[Badge, KeyedButton]] = []
        self._build(channels)
        self.email.clicked.connect(self._send)
        self.edit.returnPressed.connect(self._send)
        self.telegram.clicked.connect(self.telegram_wanted)

    def _build(self, channels: frozenset[DeliveryChannel]) -> None:
        by_email = DeliveryChannel.EMAIL in channels
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.edit, 1)
        line.addWidget(self.email)
        self.rows.addLayout(line)
        self.rows.addWidget(self.problem)
        self.edit.setVisible(by_email)
        self.email.setVisible(by_email)
        self.rows.addWidget(self.telegram)
        self.telegram.setVisible(DeliveryChannel.TELEGRAM in channels)
        shown = QHBoxLayout()
        shown.setSpacing(16)
        shown.addWidget(self._code)
        shown.addWidget(self._code_words, 1)
        self.rows.addLayout(shown)
        if not channels:
            self.detail.setText(t("send.not_set_up"))
            self.detail.show()

    def show_code(self, text: str) -> None:
        """The code to follow, for a customer who looks at this screen."""
        image: QImage = code_image(text)
        pixmap = QPixmap.fromImage(image).scaled(_CODE_PX, _CODE_PX)
        self._code.setPixmap(pixmap)
        self._code.setAccessibleName(t("send.code"))
        self._code_words.setText(t("send.code_how"))
        self._code.show()
        self._code_words.show()
        self._fit()

    def show_copies(self, copies: list[Delivery]) -> None:
        """What was sent of this receipt, and how it went."""
        for badge, again in self._copies:
            badge.deleteLater()
            again.deleteLater()
        self._copies = []
        for copy in copies[-3:]:
            badge = Badge()
            words = t(f"send.state_{copy.state.value}")
            reason = reason_text(copy.reason) if copy.reason else ""
            told = reason if copy.state is not DeliveryState.SENT else ""
            badge.set_state(_STATES[copy.state], " · ".join(part for part in (words, told) if part))
            again = KeyedButton(t("send.again"), arrange="row")
            again.clicked.connect(lambda _on=False, i=copy.delivery_id: self.again_wanted.emit(i))
            stuck = copy.state in (DeliveryState.FAILED, DeliveryState.UNKNOWN)
            again.setVisible(stuck and bool(copy.address))
            self.rows.addWidget(badge)
            self.rows.addWidget(again)
            self._copies.append((badge, again))
        self._fit()

    def tell(self, message: Message) -> None:
        """What was wrong with the address."""
        self.problem.setText(f"{message.title}. {message.detail}")
        self.problem.show()
        self._fit()

    def _send(self) -> None:
        self.problem.hide()
        self.email_wanted.emit(self.edit.text())

    def _fit(self) -> None:
        parent = self.parentWidget()
        self.adjustSize()
        while parent is not None and not hasattr(parent, "set_size"):
            parent = parent.parentWidget()
        if parent is not None:
            parent.set_size(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.email.isVisible():
            self._send()
        else:
            super().keyPressEvent(event)
