"""A gift certificate by its number: what is on it, and an amount to put on it or to pay with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_desktop.domain.customers import Certificate
from pos_desktop.domain.errors import PosError
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.keypad import Keypad, KeypadInput
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.named_field import NamedField
from pos_desktop.i18n import date, language, t

Mode = Literal["put", "pay"]
Look = Callable[[str, Callable[[Certificate | None], None]], None]

_LOOK_MS = 200


class CertificateDialog(DecisionFrame):
    """confirmed(number, amount_minor). mode "put": sold or topped up with the open sale; "pay": the
    amount is preset with what is left to pay, as far as the certificate has it. kept_minor: money
    the shop kept for the customer, which pays by kept_money()."""

    confirmed = Signal(str, int)
    kept_money = Signal()

    def __init__(self, mode: Mode, look: Look, left_minor: int = 0, kept_minor: int = 0) -> None:
        super().__init__(t(f"customers.certificate_{mode}"), width=720)
        self._mode = mode
        self._look = look
        self._left_minor = left_minor
        self._found: Certificate | None = None
        self._asked = ""
        self.number = NamedField(t("customers.certificate_number"), typed="digits", longest=32)
        self.state = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self.input = KeypadInput(max_whole=7, max_decimals=2, parent=self)
        self.keypad = Keypad("quantity")
        self.keypad.set_decimal_sign("," if language() == "ru" else ".")
        self.amount = Label("", theme.HUGE, theme.BOLD, align=Qt.AlignmentFlag.AlignRight)
        self.ok = KeyedButton("", key="Enter", kind="pay", arrange="row")
        kept = t("customers.kept_money", amount=money(min(left_minor, kept_minor)))
        self.kept = KeyedButton(kept, icon="wallet", arrange="row")
        self.kept.setVisible(mode == "pay" and kept_minor > 0)
        self.kept.clicked.connect(self.kept_money)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look_up)
        self._build()
        self.number.changed.connect(self._number_changed)
        self.number.submitted.connect(self._number_done)
        self.keypad.pressed.connect(self.input.press)
        self.input.changed.connect(lambda _text: self._refresh())
        self.ok.clicked.connect(self.confirm)
        self._say("")

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.number)
        card = Card(fill="card_quiet", spacing=4)
        card.body().addWidget(self.state)
        left.addWidget(card)
        left.addWidget(self.kept)
        left.addStretch(1)
        left.addWidget(Label(t("customers.amount"), theme.SMALL, theme.MEDIUM, "ink_soft"))
        left.addWidget(self.amount)
        self.ok.setFixedHeight(72)
        left.addWidget(self.ok)
        self.keypad.setFixedWidth(320)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addLayout(left, 1)
        line.addWidget(self.keypad)
        self.rows.addLayout(line, 1)
        self.setFixedHeight(480)

    def scanned(self, code: str) -> None:
        """A certificate was scanned while this is open: what is typed next is the amount."""
        self.number.set_text(code)
        self._number_done()

    def _number_done(self) -> None:
        self._timer.stop()
        self._look_up()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        if self.ok.isEnabled():
            self.confirmed.emit(self.number.text(), self._amount_minor())

    # ------------------------------------------------------------------ what is on it

    def _number_changed(self) -> None:
        self._found = None
        self._say("")
        self._timer.start()

    def _look_up(self) -> None:
        self._asked = self.number.text()
        asked = self._asked

        def answered(found: Certificate | None) -> None:
            if asked == self.number.text():
                self._show(found)

        if asked:
            self._look(asked, answered)

    def _show(self, found: Certificate | None) -> None:
        self._found = found
        if found is None:
            self._say(t(f"customers.certificate_new_{self._mode}"))
            return
        until = date(found.valid_until) if found.valid_until else t("customers.no_end")
        self._say(
            t(
                "customers.certificate_has",
                amount=money(found.balance_minor),
                until=until,
            )
        )
        if self._mode == "pay":
            self.input.preset(_typed(min(found.balance_minor, self._left_minor)))

    def _say(self, text: str) -> None:
        self.state.setText(text or t("customers.certificate_ask"))
        self._refresh()

    def _amount_minor(self) -> int:
        try:
            return parse_amount_minor(self.input.text() or "0")
        except PosError:
            return 0

    def _refresh(self) -> None:
        amount_minor = self._amount_minor()
        self.amount.setText(money(amount_minor))
        known = self._found is not None
        key = "pay" if self._mode == "pay" else "top_up" if known else "sell"
        self.ok.setText(t(f"customers.certificate_do_{key}"))
        enough = bool(self.number.text()) and amount_minor > 0
        self.ok.setEnabled(enough and (known or self._mode == "put"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = Keypad.key_of(event.key(), event.text())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm()
        elif name:
            self.input.press(name)
        else:
            super().keyPressEvent(event)


def _typed(amount_minor: int) -> str:
    """The amount as the keypad would have typed it: "517,66"."""
    return f"{amount_minor // 100},{amount_minor % 100:02d}"
