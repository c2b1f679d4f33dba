"""The terminal's answer: the only thing the payment screen asks while money may be on its way."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.tender import Tender, TenderKind, TenderOutcome
from pos_desktop.gui import theme
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.gui.widgets.qr import QrView
from pos_desktop.i18n import t

CENTRE = Qt.AlignmentFlag.AlignHCenter
KEYS = {
    Qt.Key.Key_F12: TenderOutcome.APPROVED,
    Qt.Key.Key_F2: TenderOutcome.DECLINED,
    Qt.Key.Key_F3: TenderOutcome.UNKNOWN,
}
SBP = "sbp"
"""The device that has a bank make payment codes (payments.sbp_terminal.NAME)."""

_MOST_LETTERS = 40


class AskPanel(QWidget):
    """answered(outcome, what the slip says). Unknown can be answered by yes or no only. ask_wanted:
    the device behind the tender shall be asked once more."""

    answered = Signal(object, str)
    ask_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tender: Tender | None = None
        self._title = Label("", theme.TITLE, theme.SEMIBOLD, wrap=True, align=CENTRE)
        self._amount = Label("", 54, theme.BOLD, align=CENTRE)
        self._detail = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True, align=CENTRE)
        self._slip_name = Label("", theme.SMALL, theme.MEDIUM, "ink_soft")
        self.slip = LineEdit()
        self.slip.setFixedHeight(theme.TOUCH)
        self.slip.setFont(theme.font(theme.BODY, tabular=False))
        self.slip.setMaxLength(_MOST_LETTERS)
        self.approved = KeyedButton("", key="F12", kind="pay", arrange="row")
        self.declined = KeyedButton("", key="F2", kind="danger_plain", arrange="stack")
        self.unknown = KeyedButton("", key="F3", arrange="stack")
        self.again = KeyedButton("", icon="card-terminal", key="F7", arrange="stack")
        self._icon = IconLabel("card-terminal", 56, "accent_text")
        self.code = QrView(200)
        self.code.hide()
        self._build()

    def _build(self) -> None:
        card = Card(padding=24, spacing=12)
        body = card.body()
        body.addStretch(1)
        body.addWidget(self._icon, alignment=CENTRE)
        body.addWidget(self.code, 20)
        for label in (self._title, self._amount, self._detail):
            body.addWidget(label)
        body.addStretch(1)
        body.addWidget(self._slip_name)
        body.addWidget(self.slip)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        for button in (self.declined, self.unknown, self.again):
            button.setFixedHeight(72)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            foot.addWidget(button, 1)
        self.approved.setFixedHeight(88)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 16, 24, 24)
        rows.setSpacing(12)
        rows.addWidget(card, 1)
        rows.addLayout(foot)
        rows.addWidget(self.approved)
        self.again.clicked.connect(self.ask_wanted)
        for button, outcome in (
            (self.approved, TenderOutcome.APPROVED),
            (self.declined, TenderOutcome.DECLINED),
            (self.unknown, TenderOutcome.UNKNOWN),
        ):
            button.clicked.connect(lambda _on=False, o=outcome: self.answer(o))

    def show_tender(
        self, tender: Tender, *, told: str = "", with_device: bool = False, code: str = ""
    ) -> None:
        """Ask about this tender; a new question begins with an empty slip. told: what its device
        said about it; with_device: whether there is one to ask. code: the shop's own payment
        code, which the customer follows meanwhile."""
        if self._tender is None or self._tender.op_id != tender.op_id:
            self.slip.clear()
        self._tender = tender
        self.code.show_text(code, t("sbp.code_name", amount=money(tender.amount_minor)))
        self.code.setVisible(bool(code))
        self._icon.setVisible(not code)
        self._icon.set_icon("qr-code" if tender.kind is TenderKind.QR else "card-terminal")
        by_bank, by_code = tender.by == SBP, tender.kind is TenderKind.QR
        state = "unknown" if tender.outcome is TenderOutcome.UNKNOWN or tender.by else "requested"
        if tender.returning:
            state = "return"
        elif by_code and state == "requested":
            state = "code" if code else "phone"
        kind = t(f"payment.kind.{tender.kind.value}")
        self._title.setText(t(f"payment.ask_{state}_title", kind=kind))
        self._amount.setText(money(tender.amount_minor))
        self._detail.setText(f"{told} {_detail_of(tender, state, told)}".strip())
        self._slip_name.setText(t("payment.slip"))
        self.slip.setAccessibleName(t("payment.slip"))
        self.slip.setPlaceholderText(t("payment.slip_hint"))
        for part in (self.slip, self._slip_name):
            # A payment code has no slip: the bank knows it by our own order.
            part.setVisible(not tender.returning and not by_code)
        self.approved.setText(t(f"payment.ask_{state}_yes"))
        self.declined.setText(t(f"payment.ask_{state}_no"))
        self.unknown.setText(t("payment.ask_unknown"))
        self.unknown.setVisible(state in ("requested", "code", "phone"))
        self.again.setText(t("sbp.ask_bank" if by_bank else "payment.ask_again"))
        self.again.set_icon("refresh-cw" if by_bank else "card-terminal")
        self.again.setVisible(with_device)
        self.setAccessibleName(f"{self._title.text()} {self._amount.text()}")

    def answer(self, outcome: TenderOutcome) -> None:
        if outcome is not TenderOutcome.UNKNOWN or self.unknown.isVisibleTo(self):
            self.answered.emit(outcome, self.slip.text())


def _detail_of(tender: Tender, state: str, told: str) -> str:
    """Where to look. A device that told what happened has said so, too."""
    if tender.by == SBP:
        return t("sbp.ask_detail")
    if state == "unknown" and tender.kind is TenderKind.QR and not told:
        return t("sbp.ask_unknown_detail")
    said = "told" if told and state in ("unknown", "return") else "detail"
    return t(f"payment.ask_{state}_{said}")
