"""The form of a promotion: its kind, what it does, for what goods, when and for whom."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from pos_desktop.domain.promotions.card import KINDS
from pos_desktop.domain.promotions.writing import Card
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.messages import Message
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.chips import Chip, ChipRow
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.i18n import t

_GOODS = ("categories", "products")
_FIELDS: dict[str, tuple[str, ...]] = {
    "percent": ("percent", *_GOODS),
    "n_for_m": ("take", "pay", "percent", *_GOODS),
    "bundle": ("parts", "price"),
    "receipt_sum_off": ("sum", "min_receipt", "categories"),
    "gift": ("gift", "count", "min_receipt", "products"),
    "tiers": ("by", "steps", *_GOODS),
    "new_price": ("price", *_GOODS),
    "sum_off": ("sum", *_GOODS),
}
"""Kind -> what is asked first; the common ones first in the row of kinds."""

_WHEN = ("days", "from_time", "until_time", "from_date", "until_date", "coupon")
_SCANNED = ("products", "parts", "gift")
_COLUMNS = 3


class _Field(QWidget):
    """A name above a line of text, an example in it."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__()
        name = t(f"promotions.key_{key}")
        self.edit = LineEdit(text)
        self.edit.setFixedHeight(theme.TOUCH)
        self.edit.setFont(theme.font(theme.BODY, tabular=False))
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(t(f"promotions.hint_{key}"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(Label(name, theme.SMALL, theme.MEDIUM, "ink_soft"))
        rows.addWidget(self.edit)


class PromotionForm(DecisionFrame):
    """confirmed(card): as written. card: of the promotion to be changed, {} for a new one; what the
    form does not show of it stays."""

    confirmed = Signal(object)

    def __init__(self, card: Card) -> None:
        title = t("promotions.edit_title" if card else "promotions.new_title")
        super().__init__(title, width=880)
        self._card = dict(card)
        self._texts = {key: _text(value) for key, value in card.items()}
        self.fields: dict[str, _Field] = {}
        self.kinds = ChipRow(t("sale.more"))
        self.kinds.set_chips([Chip(kind, t(f"promotions.kind_{kind}")) for kind in _FIELDS])
        self.kinds.set_current(str(card.get("kind", "percent")))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._told = Banner("warning")
        self._told.hide()
        self.ok = KeyedButton(t("promotions.save"), key="Enter", kind="pay", arrange="row")
        self.ok.setFixedHeight(64)
        self.ok.clicked.connect(self.confirm)
        self.rows.addWidget(self.kinds)
        self.rows.addLayout(self._grid)
        self.rows.addWidget(self._told)
        self.rows.addWidget(self.ok)
        self.kinds.chosen.connect(lambda _kind: self._show_kind())
        self._show_kind()

    def card(self) -> Card:
        """What is written now; fields of another kind are left out."""
        kind = self.kinds.current()
        foreign = {key for must, may in KINDS.values() for key in (*must, *may)}
        own = {*KINDS[kind][0], *KINDS[kind][1]}
        kept = {k: v for k, v in self._card.items() if k not in foreign or k in own}
        written = {key: field.edit.text().strip() for key, field in self.fields.items()}
        return {**kept, **written, "kind": kind}

    def confirm(self) -> None:
        self.confirmed.emit(self.card())

    def tell(self, message: Message) -> None:
        """What is wrong in it."""
        self._told.set_notice(message.level, message.title, message.detail)
        self._told.show()

    def take_scan(self, code: str) -> None:
        """A scanned product goes into the field of goods, the one with the focus first."""
        focused = QApplication.focusWidget()
        fields = [self.fields[key] for key in _SCANNED if key in self.fields]
        field = next((f for f in fields if f.edit is focused), fields[0] if fields else None)
        if field is not None:
            before = field.edit.text().strip()
            field.edit.setText(f"{before}, {code}" if before else code)

    def _show_kind(self) -> None:
        for key, field in self.fields.items():
            self._texts[key] = field.edit.text()
            self._grid.removeWidget(field)
            field.hide()
            field.deleteLater()
        self.fields = {}
        for place, key in enumerate(("name", *_FIELDS[self.kinds.current()], *_WHEN)):
            field = _Field(key, self._texts.get(key, ""))
            self.fields[key] = field
            self._grid.addWidget(field, place // _COLUMNS, place % _COLUMNS)
        self._told.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm()
        else:
            super().keyPressEvent(event)


def _text(value: object) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
