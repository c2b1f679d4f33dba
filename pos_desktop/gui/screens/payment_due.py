"""The left side of the payment screen: due, taken, change and how to hand it over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.texts import line_amount, line_name, money, vat_percent
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import ElidedLabel, Label, Tone
from pos_desktop.i18n import number, t
from pos_desktop.operations.pay import Payment

RIGHT = Qt.AlignmentFlag.AlignRight
_LINES_SHOWN = 6


class _PanelRow(QWidget):
    def __init__(self, left_tone: Tone, right_tone: Tone, px: int = theme.BODY) -> None:
        super().__init__()
        self._left = ElidedLabel("", px, theme.REGULAR, left_tone)
        self._right = Label("", px, theme.MEDIUM, right_tone, align=RIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._left, 1)
        row.addWidget(self._right)

    def show_texts(self, left: str, right: str) -> None:
        self._left.setText(left)
        self._right.setText(right)


class DuePanel(QWidget):
    """Dark panel: the amount due is the one number of this screen, the change the next."""

    back_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._back = KeyedButton("", icon="arrow-left", key="Esc", kind="panel", arrange="row")
        self._back.clicked.connect(self.back_pressed)
        self._due_word = Label("", theme.BODY, theme.REGULAR, "panel_muted")
        self._due = Label("", 54, theme.BOLD, "panel_text")
        self._discount = _PanelRow("panel_muted", "panel_text")
        self._vat = _PanelRow("panel_muted", "panel_text")
        self._taken = Card(fill="panel_card", border="", padding=14, spacing=8)
        self._taken_rows = [_PanelRow("panel_text", "panel_text") for _ in range(4)]
        for row in self._taken_rows:
            self._taken.body().addWidget(row)
        self._lines = [
            _PanelRow("panel_muted", "panel_muted", theme.SMALL) for _ in range(_LINES_SHOWN)
        ]
        self._change_word = Label("", theme.BODY, theme.REGULAR, "panel_muted")
        self._change = Label("", 54, theme.BOLD, "panel_change")
        self._hand_over = Label("", theme.SMALL, theme.REGULAR, "panel_muted", wrap=True)
        self._build()

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(28, 16, 28, 24)
        rows.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self._back)
        top.addStretch(1)
        rows.addLayout(top)
        rows.addSpacing(12)
        rows.addWidget(self._due_word)
        rows.addWidget(self._due)
        rows.addWidget(self._discount)
        rows.addWidget(self._vat)
        rows.addSpacing(8)
        rows.addWidget(self._taken)
        rows.addSpacing(8)
        for line in self._lines:
            rows.addWidget(line)
        rows.addStretch(1)
        rows.addWidget(self._change_word)
        rows.addWidget(self._change)
        rows.addWidget(self._hand_over)

    def show_payment(self, number_: int, payment: Payment) -> None:
        """The sale and what was taken so far."""
        priced = payment.priced
        self._back.setText(t("payment.back", number=number(number_)))
        self._back.setAccessibleName(t("payment.back_name"))
        self._due.setText(money(priced.total_minor))
        self._discount.setVisible(bool(priced.discount_minor))
        self._discount.show_texts(t("sale.discounts"), money(-priced.discount_minor, symbol=False))
        taxed = [vat for vat in priced.vats if vat.vat_minor]
        self._vat.setVisible(bool(taxed))
        rates = " / ".join(vat_percent(vat.vat) for vat in taxed)
        sums = " / ".join(money(vat.vat_minor, symbol=False) for vat in taxed)
        self._vat.show_texts(t("payment.vat", rates=rates), sums)
        self._show_taken(payment)
        shown = priced.lines[-_LINES_SHOWN:]
        for place, row in enumerate(self._lines):
            row.setVisible(place < len(shown))
            if place < len(shown):
                line = shown[place]
                text = f"{line_name(line.line)}, {line_amount(line.line.quantity)}"
                row.show_texts(text, money(line.total_minor, symbol=False))

    def _show_taken(self, payment: Payment) -> None:
        self._taken.setVisible(bool(payment.tenders))
        texts = [
            (
                f"✓ {t(f'payment.kind.{tender.kind.value}')} · {t('payment.taken')}",
                money(tender.amount_minor, symbol=False),
            )
            for tender in payment.tenders[-3:]
        ]
        texts.append((t("payment.left"), money(payment.left_minor, symbol=False)))
        for place, row in enumerate(self._taken_rows):
            row.setVisible(place < len(texts))
            if place < len(texts):
                row.show_texts(*texts[place])

    def show_change(self, change_minor: int, parts: tuple[tuple[int, int], ...]) -> None:
        """The change and how many of each banknote and coin."""
        self._change.setText(money(change_minor))
        handed = ", ".join(f"{count} × {number(minor // 100)}" for minor, count in parts)
        left_minor = change_minor - sum(minor * count for minor, count in parts)
        if left_minor and handed:
            handed = t("payment.hand_over_kopecks", parts=handed, kopecks=left_minor)
        self._hand_over.setText(t("payment.hand_over", parts=handed) if handed else "")

    def retranslate(self) -> None:
        self._due_word.setText(t("payment.due"))
        self._change_word.setText(t("payment.change"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().panel)
