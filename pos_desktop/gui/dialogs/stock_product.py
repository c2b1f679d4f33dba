"""A code that is no product's: add the product on the spot, or bind the code to a known one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_desktop.domain.catalogue import Category, Product
from pos_desktop.domain.errors import PosError
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.tax import VatRate
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.texts import money, unit_text, vat_title
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.combo import Combo
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.gui.widgets.plain_table import Cell, Column, PlainTable
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.i18n import t
from pos_desktop.operations.save_product import NewProduct

_UNITS = (Unit.PIECE, Unit.KILOGRAM, Unit.LITRE, Unit.METRE, Unit.OTHER)
_SEARCH_MS = 150


class _Form(QWidget):
    """Name, price, VAT, unit, category. wanted(NewProduct)."""

    wanted = Signal(object)

    def __init__(self, code: str, rates: Sequence[VatRate], categories: Sequence[Category]) -> None:
        super().__init__()
        self._code = code
        self.name, self.price = LineEdit(), LineEdit()
        self.vat, self.unit, self.category = Combo(), Combo(), Combo()
        for rate in rates:
            if not rate.calculated:
                self.vat.addItem(vat_title(rate.code), rate.code)
        for unit in _UNITS:
            self.unit.addItem(unit_text(unit), unit.value)
        self.category.addItem(t("stock.no_category"), "")
        for category in categories:
            self.category.addItem(category.name, category.category_id)
        self.add = KeyedButton(t("stock.add_product"), key="Enter", kind="pay", arrange="row")
        self.add.setFixedHeight(64)
        self.add.clicked.connect(self._tell)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self._row(rows, "name", self.name)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        rows.addLayout(pair)
        for key, widget in (("price", self.price), ("vat", self.vat), ("unit", self.unit)):
            column = QVBoxLayout()
            pair.addLayout(column, 1)
            self._row(column, key, widget)
        self._row(rows, "category", self.category)
        rows.addSpacing(6)
        rows.addWidget(self.add)
        for edit in (self.name, self.price):
            edit.textChanged.connect(self._refresh)
            edit.returnPressed.connect(self._tell)
        self._refresh()

    def _row(self, rows: QVBoxLayout, key: str, widget: QWidget) -> None:
        title = t(f"stock.field.{key}")
        widget.setMinimumHeight(theme.TOUCH)
        widget.setAccessibleName(title)
        rows.addWidget(Label(title, theme.SMALL, theme.REGULAR, "ink_soft"))
        rows.addWidget(widget)

    def _price_minor(self) -> int:
        try:
            return parse_amount_minor(self.price.text() or "0")
        except PosError:
            return 0

    def _refresh(self) -> None:
        self.add.setEnabled(bool(self.name.text().strip()) and self._price_minor() > 0)

    def _tell(self) -> None:
        if not self.add.isEnabled():
            return
        self.wanted.emit(
            NewProduct(
                name=self.name.text(),
                price_minor=self._price_minor(),
                vat=str(self.vat.currentData()),
                barcode=self._code,
                unit=Unit(str(self.unit.currentData())),
                category_id=str(self.category.currentData()),
            )
        )


class UnknownCodeDialog(DecisionFrame):
    """added(NewProduct), bound(product_id); searched(text): show_found is to bring the hits."""

    added = Signal(object)
    bound = Signal(str)
    searched = Signal(str)

    def __init__(
        self,
        code: str,
        rates: Sequence[VatRate],
        categories: Sequence[Category],
        usual_vat: str = "",
    ) -> None:
        super().__init__(t("stock.unknown_code", code=code), t("stock.unknown_detail"), width=600)
        self.form = _Form(code, rates, categories)
        self.form.vat.setCurrentIndex(max(0, self.form.vat.findData(usual_vat)))
        self.form.wanted.connect(self.added)
        self.search = SearchField(t("stock.search_add"), height=theme.TOUCH)
        self.hits = PlainTable(
            (Column("name"), Column("price", 110, 110, right=True)), _hit_cell,
            lambda c: t(f"stock.column.{c}"), row_px=52,
        )  # fmt: skip
        self.hits.setAccessibleName(t("stock.search_add"))
        self.bind = KeyedButton(t("stock.bind"), kind="pay", arrange="row")
        self.bind.setFixedHeight(64)
        self.bind.setEnabled(False)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(lambda: self.searched.emit(self.search.text().strip()))
        self.search.text_changed.connect(lambda _text: self._soon.start(_SEARCH_MS))
        self.search.submitted.connect(lambda _text: self._bind())
        self.hits.entered.connect(lambda _row: self._bind())
        self.bind.clicked.connect(self._bind)
        self._build()

    def _build(self) -> None:
        known = QWidget()
        rows = QVBoxLayout(known)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self.search)
        rows.addWidget(self.hits, 1)
        rows.addWidget(self.bind)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.form)
        self.pages.addWidget(known)
        tabs = QHBoxLayout()
        tabs.setSpacing(8)
        self.tabs: list[KeyedButton] = []
        for place, key in enumerate(("stock.tab_new", "stock.tab_known")):
            button = KeyedButton(t(key), arrange="row")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, p=place: self.show_tab(p))
            self.tabs.append(button)
            tabs.addWidget(button, 1)
        self.rows.addLayout(tabs)
        self.rows.addWidget(self.pages)
        self.show_tab(0)

    def show_tab(self, place: int) -> None:
        self.pages.setCurrentIndex(place)
        for n, button in enumerate(self.tabs):
            button.setChecked(n == place)
        (self.search if place else self.form.name).setFocus()

    def show_found(self, products: list[Product]) -> None:
        self.hits.show_rows(products, 0)
        self.bind.setEnabled(bool(products))

    def _bind(self) -> None:
        product = self.hits.current()
        if isinstance(product, Product):
            self.bound.emit(product.product_id)


def _hit_cell(product: Product, column: str) -> Cell:
    if column == "name":
        return Cell(product.name, sub=product.article)
    return Cell(money(product.price_minor, symbol=False))
