"""Goods that minors may not buy: the buyer is old enough, or the goods go off the receipt."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import date, t


class AgeDialog(DecisionFrame):
    """confirmed: the buyer is that old; refused: the goods go. Esc leaves it for later, payment
    asks again."""

    confirmed = Signal()
    refused = Signal()

    def __init__(self, years: int, name: str, born: dt.date) -> None:
        super().__init__(t("age.title", years=years), name, width=520)
        self.years = years
        card = Card(fill="card_quiet")
        day = Label(date(born), theme.HUGE, theme.BOLD, align=Qt.AlignmentFlag.AlignHCenter)
        day.setObjectName("born")
        words = Label(
            t("age.born"), theme.BODY, theme.REGULAR, "ink_soft",
            align=Qt.AlignmentFlag.AlignHCenter,
        )  # fmt: skip
        card.body().addWidget(words)
        card.body().addWidget(day)
        self.rows.addWidget(card)
        self.rows.addWidget(Label(t("age.detail"), theme.SMALL, theme.REGULAR, "muted", wrap=True))
        self._refuse = KeyedButton(t("age.refuse"), key="Del", kind="danger_plain", arrange="stack")
        self._confirm = KeyedButton(
            t("age.confirm", years=years), key="Enter", kind="pay", arrange="stack"
        )
        self._refuse.clicked.connect(self.refused)
        self._confirm.clicked.connect(self.confirmed)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for button in (self._refuse, self._confirm):
            button.setFixedHeight(theme.PAY_HEIGHT)
            foot.addWidget(button, 2 if button is self._refuse else 3)
        self.rows.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.refused.emit()
        else:
            super().keyPressEvent(event)
