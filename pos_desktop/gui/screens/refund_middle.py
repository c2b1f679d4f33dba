"""The middle column of the refund page: its lines, the reason and what becomes of the goods."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.models.refund import Choice
from pos_desktop.gui.screens.refund_lines import LineList
from pos_desktop.gui.screens.refund_words import reasons
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, Line
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.gui.widgets.reason import ChipFlow
from pos_desktop.i18n import t

OTHER = "other"


class ReasonFoot(QWidget):
    """Why, and to stock or written off. stock_chosen(to_stock), changed."""

    stock_chosen = Signal(bool)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._why = Label("", theme.SMALL, theme.REGULAR, "muted")
        self.chips = ChipFlow(keeps=True)
        self.words = LineEdit()
        self.words.setFixedHeight(theme.TOUCH)
        self.words.setFont(theme.font(theme.BODY))
        self.words.setMaxLength(200)
        self.words.hide()
        self._what = Label("", theme.SMALL, theme.REGULAR, "muted")
        self.to_stock = KeyedButton(icon="package", arrange="row")
        self.write_off = KeyedButton(icon="trash-2", arrange="row")
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self.to_stock, self.write_off):
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            line.addWidget(button, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(8)
        for label in (self._why, self._what):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for widget in (self._why, self.chips, self.words, self._what):
            rows.addWidget(widget)
        rows.addLayout(line)
        self.chips.chosen.connect(self._chip)
        self.words.textChanged.connect(lambda _text: self.changed.emit())
        self.to_stock.clicked.connect(lambda: self.stock_chosen.emit(True))
        self.write_off.clicked.connect(lambda: self.stock_chosen.emit(False))

    def reason(self) -> str:
        """In the words of the chip, or the cashier's own."""
        chip = self.chips.current()
        if chip == OTHER:
            return self.words.text().strip()
        return self.chips.button(chip).label() if chip else ""

    def show_stock(self, to_stock: bool) -> None:
        self.to_stock.setChecked(to_stock)
        self.write_off.setChecked(not to_stock)

    def reset(self) -> None:
        """The usual reason is chosen; a refund by a scanned receipt is three taps with it."""
        self.words.clear()
        self.words.hide()
        self.chips.set_current(reasons()[0][0])

    def retranslate(self) -> None:
        self._why.setText(t("refund.why"))
        self._what.setText(t("refund.goods"))
        self.to_stock.setText(t("refund.to_stock"))
        self.write_off.setText(t("refund.write_off"))
        self.chips.set_chips([*reasons(), (OTHER, t("refund.reason.other"))])
        self.words.setPlaceholderText(t("refund.reason_words"))
        self.words.setAccessibleName(t("refund.reason_words"))
        if not self.chips.current():
            self.reset()

    def _chip(self, chip: str) -> None:
        self.words.setVisible(chip == OTHER)
        if chip == OTHER:
            self.words.setFocus()
        self.changed.emit()


class LinesCard(Card):
    """all_pressed; the rest is `lines`."""

    all_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(padding=0, spacing=0)
        self._title = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True)
        self.all = KeyedButton(key="F5", kind="soft", arrange="row")
        self.all.clicked.connect(self.all_pressed)
        self.lines = LineList()
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.addWidget(self._title, 1)
        head.addWidget(self.all)
        body = self.body()
        body.addLayout(head)
        body.addWidget(Line("line_soft"))
        body.addWidget(self.lines, 1)

    def show_choice(self, choice: Choice | None) -> None:
        self.lines.show_choice(choice)
        whole = choice is not None and choice.everything().wishes.keys() == choice.wishes.keys()
        full = (
            whole
            and choice is not None
            and all(choice.qty(n) == choice.left(n) for n in choice.wishes)
        )
        self.all.setEnabled(choice is not None)
        self.all.setText(t("refund.none") if full and choice and choice.wishes else t("refund.all"))

    def retranslate(self) -> None:
        self._title.setText(t("refund.what"))
        self.all.setText(t("refund.all"))
        self.lines.retranslate()
