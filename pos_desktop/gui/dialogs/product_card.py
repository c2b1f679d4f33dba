"""A product's card: name, price, VAT, category, barcodes and minimum stock, to be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from pos_desktop import i18n
from pos_desktop.domain.catalogue import Category, Product
from pos_desktop.domain.errors import PosError
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.domain.tax import VatRate
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.texts import money, vat_title
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.combo import Combo
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.i18n import t
from pos_desktop.operations.save_product import CardText

_WIDE = ("name", "barcodes", "category")


class ProductCardDialog(DecisionFrame):
    """confirmed(CardText)."""

    confirmed = Signal(object)

    def __init__(
        self, product: Product, rates: Sequence[VatRate], categories: Sequence[Category]
    ) -> None:
        super().__init__(t("stock.edit_product"), product.article, width=600)
        self.name, self.price, self.barcodes, self.least = (LineEdit() for _ in range(4))
        self.vat, self.category = Combo(), Combo()
        for rate in rates:
            if not rate.calculated:
                self.vat.addItem(vat_title(rate.code), rate.code)
        self.category.addItem(t("stock.no_category"), "")
        for category in categories:
            self.category.addItem(category.name, category.category_id)
        self.save = KeyedButton(t("stock.save_product"), key="Enter", kind="pay", arrange="row")
        self.save.setFixedHeight(64)
        self.save.clicked.connect(self.confirm)
        self._fill(product)
        self._build(product)
        for edit in (self.name, self.price):
            edit.textChanged.connect(self._refresh)
        self.name.setFocus()
        self._refresh()

    def _fill(self, product: Product) -> None:
        self.name.setText(product.name)
        self.price.setText(money(product.price_minor, symbol=False))
        self.barcodes.setText(", ".join(product.barcodes))
        least = product.min_stock_thousandths
        if least:
            decimals = 3 if least % 1000 else 0
            self.least.setText(i18n.quantity(least, decimals) if decimals else str(least // 1000))
        _choose(self.vat, product.vat, vat_title(product.vat))
        _choose(self.category, product.category_id, product.category_id)

    def _build(self, product: Product) -> None:
        grid = QGridLayout()
        grid.setSpacing(6)
        fields: dict[str, QWidget] = {
            "name": self.name,
            "price": self.price,
            "vat": self.vat,
            "least": self.least,
            "barcodes": self.barcodes,
            "category": self.category,
        }
        row, column = 0, 0
        for key, widget in fields.items():
            title = t(f"stock.field.{key}")
            widget.setMinimumHeight(theme.TOUCH)
            widget.setAccessibleName(title)
            span = 3 if key in _WIDE else 1
            label = Label(title, theme.SMALL, theme.REGULAR, "ink_soft")
            grid.addWidget(label, row, column, 1, span)
            grid.addWidget(widget, row + 1, column, 1, span)
            column += span
            if column >= 3:
                row, column = row + 2, 0
        for place in range(3):
            grid.setColumnStretch(place, 1)
        self.rows.addLayout(grid)
        if product.packs:
            packs = ", ".join(pack.name for pack in product.packs)
            words = t("stock.packs", names=packs)
            self.rows.addWidget(Label(words, theme.SMALL, theme.REGULAR, "muted", wrap=True))
        self.rows.addWidget(self.save)

    def _price_minor(self) -> int:
        try:
            return parse_amount_minor(self.price.text() or "0")
        except PosError:
            return 0

    def _refresh(self) -> None:
        self.save.setEnabled(bool(self.name.text().strip()) and self._price_minor() > 0)

    def confirm(self) -> None:
        if not self.save.isEnabled():
            return
        self.confirmed.emit(
            CardText(
                name=self.name.text(),
                price_minor=self._price_minor(),
                vat=str(self.vat.currentData()),
                category_id=str(self.category.currentData()),
                barcodes=self.barcodes.text(),
                min_stock=self.least.text(),
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm()
        else:
            super().keyPressEvent(event)


def _choose(box: QComboBox, code: str, name: str) -> None:
    """What the product has stays chosen, even where nobody would be offered it any more."""
    if box.findData(code) < 0:
        box.addItem(name, code)
    box.setCurrentIndex(box.findData(code))
