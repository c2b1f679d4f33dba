"""Why a line costs what it costs: the steps in words, what would unlock more, the coupons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from pos_desktop.gui import theme
from pos_desktop.gui.desk_promotions import Why
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.promotion_words import steps, wish_text
from pos_desktop.gui.texts import line_name, money
from pos_desktop.gui.widgets.buttons import IconButton
from pos_desktop.gui.widgets.cards import ValueRow
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.i18n import t


class WhyDialog(DecisionFrame):
    """coupon_removed(code): take it off the sale."""

    coupon_removed = Signal(str)

    def __init__(self, why: Why) -> None:
        super().__init__(t("promotions.why"), line_name(why.line.line), width=560)
        self.texts: list[str] = []
        for what, amount in steps(why.line, why.names_en):
            self._row(what, amount)
        total = ValueRow(t("promotions.step_total"), money(why.line.total_minor))
        self.rows.addWidget(total)
        for wish in why.wishes:
            self._wish(wish_text(wish, why.line))
        for code in why.coupons:
            self._coupon(code)

    def _row(self, what: str, amount: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(Label(what, theme.BODY, theme.REGULAR, wrap=True), 1)
        right = Qt.AlignmentFlag.AlignRight
        line.addWidget(Label(amount, theme.BODY, theme.SEMIBOLD, align=right))
        self.rows.addLayout(line)
        self.texts.append(f"{what} {amount}")

    def _wish(self, text: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(IconLabel("gift", 20, "accent_text"))
        line.addWidget(Label(text, theme.BODY, theme.MEDIUM, "accent_text", wrap=True), 1)
        self.rows.addLayout(line)
        self.texts.append(text)

    def _coupon(self, code: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(IconLabel("ticket", 20, "ink_soft"))
        line.addWidget(Label(t("promotions.with_coupon", code=code), theme.BODY, theme.REGULAR), 1)
        remove = IconButton("trash-2", t("promotions.coupon_remove", code=code), kind="soft")
        remove.clicked.connect(lambda: self.coupon_removed.emit(code))
        line.addWidget(remove)
        self.rows.addLayout(line)
