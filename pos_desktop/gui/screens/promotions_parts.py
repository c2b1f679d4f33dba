"""Parts of the promotions page: a row of the list, and the side with the example."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.pricing import PricedSale
from pos_desktop.domain.promotions.rules import Promotion
from pos_desktop.gui import theme
from pos_desktop.gui.promotion_words import effect_text, rule_name, sentence, when_text
from pos_desktop.gui.texts import line_amount, line_name, money
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, Line
from pos_desktop.gui.widgets.labels import ElidedLabel, Label, Tone
from pos_desktop.gui.widgets.switch import Switch
from pos_desktop.i18n import t

_SIDE_PX = 360
_RIGHT = Qt.AlignmentFlag.AlignRight


class PromotionRow(QWidget):
    """switched(id, on): asked for, the row itself waits for the answer. chosen(id): look at it."""

    switched = Signal(str, bool)
    chosen = Signal(str)

    def __init__(self, rule: Promotion) -> None:
        super().__init__()
        self.promotion_id = rule.promotion_id
        self._is_chosen = False
        name = rule_name(rule)
        self.switch = Switch(name)
        self.switch.setChecked(rule.on)
        self.switch.clicked.connect(lambda: self._asked(rule.on))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        tone: Tone = "ink" if rule.on else "muted"
        texts.addWidget(ElidedLabel(name, theme.BODY + 1, theme.SEMIBOLD, tone))
        texts.addWidget(
            ElidedLabel(sentence(effect_text(rule)), theme.SMALL, theme.REGULAR, "ink_soft")
        )
        texts.addWidget(ElidedLabel(sentence(when_text(rule)), theme.SMALL, theme.REGULAR, "muted"))
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 10, 16, 10)
        line.setSpacing(16)
        line.addLayout(texts, 1)
        line.addWidget(self.switch)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{name}. {effect_text(rule)}. {when_text(rule)}")

    def set_chosen(self, chosen: bool) -> None:
        self._is_chosen = chosen
        self.update()

    def _asked(self, is_on: bool) -> None:
        # It shows what is stored; a right may be missing.
        self.switch.setChecked(is_on)
        self.switched.emit(self.promotion_id, not is_on)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.chosen.emit(self.promotion_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit(self.promotion_id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = now.accent_soft if self._is_chosen else now.card
        edge = now.focus if self._is_chosen else now.card_line
        paint.rounded(
            painter, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, fill, edge
        )


class PromotionSide(Card):
    """What the chosen promotion does, on an example; edit_wanted, remove_wanted."""

    edit_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True)
        self._what = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self._when = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self._title = Label("", theme.SMALL, theme.SEMIBOLD, "muted")
        self._example = QVBoxLayout()
        self._example.setSpacing(6)
        self.edit = KeyedButton(icon="pencil", arrange="row")
        self.remove = KeyedButton(icon="trash-2", kind="danger_plain", arrange="row")
        self._asked = False
        rows = self.body()
        rows.setSpacing(10)
        for widget in (self._name, self._what, self._when, Line(), self._title):
            rows.addWidget(widget)
        rows.addLayout(self._example)
        rows.addStretch(1)
        rows.addWidget(self.edit)
        rows.addWidget(self.remove)
        self.edit.clicked.connect(self.edit_wanted)
        self.remove.clicked.connect(self._removing)
        self.setFixedWidth(_SIDE_PX)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(t("promotions.example"))
        self.edit.setText(t("promotions.edit"))
        self._ask(False)

    def show_nothing(self) -> None:
        self._name.setText(t("promotions.none_chosen"))
        for label in (self._what, self._when):
            label.setText("")
        self._clear()
        self._title.hide()
        self.edit.hide()
        self.remove.hide()

    def show_rule(self, rule: Promotion) -> None:
        self._name.setText(rule_name(rule))
        self._what.setText(sentence(effect_text(rule)))
        self._when.setText(sentence(when_text(rule)))
        self._clear()
        for widget in (self._title, self.edit, self.remove):
            widget.show()
        self._ask(False)

    def show_example(self, rule: Promotion, priced: PricedSale | None) -> None:
        """priced: None where the shop has no goods it could apply to."""
        self._clear()
        if rule_name(rule) != self._name.text():
            return
        if priced is None:
            self._example.addWidget(
                Label(
                    t("promotions.no_goods"), theme.BODY, theme.REGULAR, "warning_text", wrap=True
                )
            )
            return
        for line in priced.lines:
            what = f"{line_name(line.line)} · {line_amount(line.line.quantity)}"
            self._row(what, money(line.gross_minor, symbol=False), "ink_soft")
        off = money(-priced.discount_minor, symbol=False)
        self._row(t("promotions.example_off"), off, "warning_text")
        self._row(t("promotions.example_total"), money(priced.total_minor), "ink")

    def _row(self, what: str, amount: str, tone: Tone) -> None:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(Label(what, theme.BODY, theme.REGULAR, tone, wrap=True), 1)
        line.addWidget(Label(amount, theme.BODY, theme.SEMIBOLD, tone, align=_RIGHT))
        self._example.addWidget(holder)

    def _clear(self) -> None:
        while (item := self._example.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _removing(self) -> None:
        """For good: asked once more on the same button."""
        if self._asked:
            self.remove_wanted.emit()
        self._ask(not self._asked)

    def _ask(self, asked: bool) -> None:
        self._asked = asked
        self.remove.setText(t("promotions.remove_sure" if asked else "promotions.remove"))
