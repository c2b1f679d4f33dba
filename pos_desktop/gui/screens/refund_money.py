"""The right side of the refund page: how much goes back, in which way, and the one red button."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from pos_desktop.domain.facts import VatSum
from pos_desktop.gui import theme
from pos_desktop.gui.screens.refund_words import MOST_WAYS
from pos_desktop.gui.texts import money, vat_title
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, ChoiceCard, Line, ValueRow
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.i18n import t

_MOST_RATES = 3
_LONG = 22
_CONTACTS = ("paper", "email", "phone")


class MoneyCard(Card):
    """way_chosen(way), go_pressed, contact_changed."""

    way_chosen = Signal(str)
    go_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(padding=16, spacing=8)
        self._word = Label("", theme.BODY, theme.REGULAR, "ink_soft")
        self._sum = Label("", theme.HUGE, theme.BOLD)
        self._count = ValueRow(line=True)
        self._rates = [ValueRow(name_tone="muted") for _ in range(_MOST_RATES)]
        self._how = Label("", theme.SMALL, theme.REGULAR, "muted")
        self._ways = [ChoiceCard() for _ in range(MOST_WAYS)]
        self._names: list[str] = []
        self._receipt = Label("", theme.SMALL, theme.REGULAR, "muted")
        self._contacts = {name: KeyedButton(arrange="row") for name in _CONTACTS}
        self.contact_field = LineEdit()
        self.go = KeyedButton(key="F12", kind="danger", arrange="stack")
        self._build()
        self.go.clicked.connect(self.go_pressed)
        self._choose_contact("paper")

    def _build(self) -> None:
        body = self.body()
        body.addWidget(self._word)
        body.addWidget(self._sum)
        body.addWidget(Line("line_soft"))
        body.addWidget(self._count)
        for row in self._rates:
            body.addWidget(row)
        body.addSpacing(8)
        body.addWidget(self._how)
        for place, card in enumerate(self._ways):
            card.clicked.connect(lambda _on=False, p=place: self.way_chosen.emit(self._names[p]))
            body.addWidget(card)
        body.addStretch(1)
        body.addWidget(self._receipt)
        line = QHBoxLayout()
        line.setSpacing(8)
        for name, button in self._contacts.items():
            button.setCheckable(True)
            button.set_padding(8)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, n=name: self._choose_contact(n))
            line.addWidget(button, 1)
        body.addLayout(line)
        self.contact_field.setFixedHeight(theme.TOUCH)
        self.contact_field.setFont(theme.font(theme.BODY))
        self.contact_field.setMaxLength(64)
        body.addWidget(self.contact_field)
        body.addSpacing(8)
        self.go.setFixedHeight(theme.PAY_HEIGHT)
        self.go.set_face(theme.TITLE, theme.SEMIBOLD)
        body.addWidget(self.go)

    # ------------------------------------------------------------------ content

    def show_sum(self, word: str, total_minor: int, button: str, *, ready: bool) -> None:
        self._word.setText(word)
        self._sum.setText(money(total_minor))
        self.go.setText(button)
        self.go.set_face(theme.TITLE if len(button) < _LONG else theme.LARGE, theme.SEMIBOLD)
        self.go.setEnabled(ready)

    def show_count(self, name: str, value: str, vats: tuple[VatSum, ...]) -> None:
        self._count.set_name(name)
        self._count.set_value(value)
        self._count.setVisible(bool(name))
        taxed = [vat for vat in vats if vat.vat != "none"]
        for row, vat in zip(self._rates, taxed, strict=False):
            row.set_name(t("refund.vat_in", rate=vat_title(vat.vat)))
            row.set_value(money(vat.vat_minor, symbol=False))
        for place, row in enumerate(self._rates):
            row.setVisible(place < len(taxed))

    def show_ways(self, title: str, ways: list[tuple[str, str, str]], chosen: str) -> None:
        """(name, title, detail) of the ways there are."""
        self._how.setText(title)
        self._how.setVisible(bool(ways))
        self._names = [name for name, _, _ in ways]
        for place, card in enumerate(self._ways):
            card.setVisible(place < len(ways))
        for card, (name, words, detail) in zip(self._ways, ways, strict=False):
            card.set_texts(words, detail)
            card.setChecked(name == chosen)

    def contact(self) -> str:
        """Where the electronic receipt goes, "" for paper alone."""
        return "" if self._contacts["paper"].isChecked() else self.contact_field.text().strip()

    def clear_contact(self) -> None:
        self.contact_field.clear()
        self._choose_contact("paper")

    def set_red(self, red: bool) -> None:
        """Money goes out: red; money comes in: green."""
        self.go.set_kind("danger" if red else "pay")

    def retranslate(self) -> None:
        self._receipt.setText(t("refund.receipt_to"))
        for name, button in self._contacts.items():
            button.setText(t(f"refund.to.{name}"))

    def _choose_contact(self, chosen: str) -> None:
        for name, button in self._contacts.items():
            button.setChecked(name == chosen)
        self.contact_field.setVisible(chosen != "paper")
        if chosen != "paper":
            name = t(f"refund.to.{chosen}")
            self.contact_field.setPlaceholderText(name)
            self.contact_field.setAccessibleName(name)
            self.contact_field.setFocus()


class AnswerCard(Card):
    """In place of the money: what the terminal did, or what is to be handed over.

    first_pressed, second_pressed, third_pressed.
    """

    first_pressed = Signal()
    second_pressed = Signal()
    third_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(padding=16, spacing=12)
        self._word = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self._sum = Label("", theme.HUGE, theme.BOLD)
        self._title = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True)
        self._detail = Label("", theme.BODY, theme.REGULAR, "muted", wrap=True)
        self.first = KeyedButton(key="F12", kind="pay", arrange="stack")
        self.second = KeyedButton(key="F8", arrange="row")
        self.third = KeyedButton(key="F7", arrange="row")
        body = self.body()
        for widget in (self._word, self._sum, self._title, self._detail):
            body.addWidget(widget)
        body.addStretch(1)
        body.addWidget(self.third)
        body.addWidget(self.second)
        self.first.setFixedHeight(theme.PAY_HEIGHT)
        self.first.set_face(theme.LARGE, theme.SEMIBOLD)
        body.addWidget(self.first)
        self.first.clicked.connect(self.first_pressed)
        self.second.clicked.connect(self.second_pressed)
        self.third.clicked.connect(self.third_pressed)

    def say(self, word: str, amount_minor: int, title: str, detail: str) -> None:
        self._word.setText(word)
        self._sum.setText(money(amount_minor))
        self._sum.setVisible(bool(amount_minor))
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))

    def offer(self, first: str, second: str = "", third: str = "") -> None:
        self.first.setText(first)
        for button, text in ((self.second, second), (self.third, third)):
            button.setText(text)
            button.setVisible(bool(text))
