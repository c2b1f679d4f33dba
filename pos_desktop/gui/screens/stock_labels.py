"""Labels and price tags: what to print, how many, how it will look."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop import i18n
from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.stock import DraftLine
from pos_desktop.gui import theme
from pos_desktop.gui.screens.stock_parts import Framed
from pos_desktop.gui.screens.stock_ports import AskWith
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, ValueRow
from pos_desktop.gui.widgets.chips import Chip, ChipRow
from pos_desktop.gui.widgets.label_view import LabelView
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.plain_table import Cell, Column, PlainTable
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.i18n import t
from pos_desktop.operations.print_labels import LabelOrder
from pos_desktop.ports import LabelQuestion, WeightRead, WeightStatus

_COLUMNS = (
    Column("name"), Column("price", 110, 100, right=True), Column("copies", 116, 100, right=True),
)  # fmt: skip
_SEARCH_MS = 150


class LabelsPanel(QWidget):
    """left: back to the sale. printed(how many): they wait for the printer."""

    left = Signal()
    printed = Signal(int)

    def __init__(self, shop: Shop, ask_with: AskWith) -> None:
        super().__init__()
        self._shop = shop
        self._orders: list[LabelOrder] = []
        self._weight_grams = 0
        self._asked: list[LabelQuestion] = []
        self.doubt = Banner("warning")
        self.doubt.hide()
        self.questions = ask_with(self)
        self.search = SearchField(key="F2", height=theme.TOUCH)
        self.hits = PlainTable(_COLUMNS[:2], _hit_cell, _title, row_px=52)
        self.table = PlainTable(_COLUMNS, _cell, _title, row_px=52)
        self.nothing = Nothing()
        self.changed = KeyedButton(icon="tag", key="F6", arrange="row")
        self.received = KeyedButton(icon="truck", key="F7", arrange="row")
        self.copies = KeyedButton(icon="hash", key="Enter", arrange="row")
        self.remove = KeyedButton(icon="trash-2", key="Del", arrange="row")
        self.templates = ChipRow()
        self.view = LabelView()
        self._total = ValueRow(bold=True, line=True)
        self._where = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self.print = KeyedButton(icon="printer", key="F12", kind="pay", arrange="row")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._build()
        self._connect()
        self.show_orders([])

    def _build(self) -> None:
        self._stack = QStackedWidget()
        for page in (self.nothing, self.table, self.hits):
            self._stack.addWidget(page)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.changed, self.received, self.copies, self.remove):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            acts.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.search)
        column.addWidget(Framed(self._stack), 1)
        column.addLayout(acts)
        self.side = Card(spacing=8)
        self.side.setFixedWidth(320)
        self.print.setFixedHeight(64)
        for widget in (self.templates, self.view, self._total, self._where):
            self.side.body().addWidget(widget)
        self.side.body().addStretch(1)
        self.side.body().addWidget(self.print)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addLayout(column, 1)
        line.addWidget(self.side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.doubt)
        whole.addLayout(line, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        desk = self._shop.desks.stock
        ask = self._shop.till.ask
        self._soon.timeout.connect(self._find)
        self.search.text_changed.connect(lambda _text: self._soon.start(_SEARCH_MS))
        self.search.submitted.connect(lambda _text: self._take_hit(self.hits.current()))
        self.search.cancelled.connect(self.end_search)
        self.hits.entered.connect(self._take_hit)
        self.hits.clicked.connect(lambda index: self._take_hit(self.hits.row_at(index.row())))
        self.table.chosen.connect(lambda _order: self._preview())
        self.table.entered.connect(lambda _order: self.ask_copies())
        self.table.removal_wanted.connect(lambda _order: self.take_out())
        self.changed.clicked.connect(
            lambda: self.questions.ask_since(
                lambda days: ask(lambda: desk.changed_prices(days), self.show_orders)
            )
        )
        self.doubt.first_pressed.connect(lambda: self._settle(came_out=False))
        self.doubt.second_pressed.connect(lambda: self._settle(came_out=True))
        self.received.clicked.connect(lambda: ask(desk.received_last, self.show_orders))
        self.copies.clicked.connect(self.ask_copies)
        self.remove.clicked.connect(self.take_out)
        self.templates.chosen.connect(lambda _name: self._preview())
        self.print.clicked.connect(self.print_all)

    # ------------------------------------------------------------------ what to print

    def orders(self) -> list[LabelOrder]:
        return self._orders

    def show_orders(self, orders: list[LabelOrder], at: int | None = None) -> None:
        self._orders = orders
        self.end_search()
        self.table.show_rows(orders, at)
        self._refresh()

    def add(self, product: Product) -> None:
        """A label more; weighed goods with what lies on the scale."""
        weight = self._weight_grams if product.weighed else 0
        for place, order in enumerate(self._orders):
            if order.product.product_id == product.product_id and order.weight_grams == weight:
                grown = replace(order, copies=order.copies + 1)
                orders = [*self._orders[:place], grown, *self._orders[place + 1 :]]
                self.show_orders(orders, place)
                return
        fresh = LabelOrder(product, weight_grams=weight)
        self.show_orders([*self._orders, fresh], len(self._orders))

    def take_out(self) -> None:
        order = self.table.current()
        if order is not None:
            self.show_orders([o for o in self._orders if o is not order])

    def ask_copies(self) -> None:
        order = self.table.current()
        if not isinstance(order, LabelOrder):
            return
        line = DraftLine(1, "", order.product.name, Unit.PIECE, order.copies * 1000)

        def set_copies(thousandths: int) -> None:
            changed = replace(order, copies=thousandths // 1000)
            self.show_orders([changed if o is order else o for o in self._orders])

        self.questions.ask_quantity(line, False, set_copies)

    def print_all(self) -> None:
        if not self._orders:
            return
        desk, orders, name = self._shop.desks.stock, self._orders, self.templates.current()
        self._shop.till.run(lambda: desk.print_labels(name, orders), self._printed)

    def _printed(self, count: int) -> None:
        self.show_orders([])
        self.printed.emit(count)

    # ------------------------------------------------------------------ drawing

    def _refresh(self) -> None:
        filled = bool(self._orders)
        for button in (self.copies, self.remove, self.print):
            button.setEnabled(filled)
        self._total.set_value(i18n.number(sum(order.copies for order in self._orders)))
        self._preview()

    def _preview(self) -> None:
        order = self.table.current()
        if not isinstance(order, LabelOrder) or order not in self._orders:
            self.view.show_label(None)
            return
        self.view.show_label(self._shop.desks.stock.placed(self.templates.current(), order))

    def _find(self) -> None:
        text = self.search.text().strip()
        if not text:
            self.end_search()
            return
        desk = self._shop.desks.stock
        self._shop.till.ask(lambda: desk.found(text), self._show_hits)

    def _show_hits(self, products: list[Product]) -> None:
        if self.search.text().strip():
            self.hits.show_rows(products, 0)
            self._stack.setCurrentWidget(self.hits)

    def _take_hit(self, product: object) -> None:
        if isinstance(product, Product):
            self.add(product)

    def end_search(self) -> None:
        self.search.clear()
        if not self._orders:
            self.nothing.say("tags", "stock.empty_labels")
        self._stack.setCurrentWidget(self.table if self._orders else self.nothing)

    # ------------------------------------------------------------------ a section of the page

    def opened(self) -> None:
        self.table.setFocus()
        self.look_at_questions()

    def look_at_questions(self) -> None:
        """Labels of which nobody knows whether they came out are asked about, one at a time."""
        self._shop.till.ask(self._shop.desks.stock.label_questions, self.show_questions)

    def show_questions(self, asked: list[LabelQuestion]) -> None:
        self._asked = asked
        self.doubt.setVisible(bool(asked))
        if asked:
            title = t("stock.labels_unsure", name=asked[0].title)
            self.doubt.set_notice("warning", title, t("stock.labels_unsure_detail"))
            self.doubt.set_buttons(t("stock.labels_again"), t("stock.labels_there"))

    def _settle(self, *, came_out: bool) -> None:
        desk, job_id = self._shop.desks.stock, self._asked[0].job_id
        self._shop.till.run(
            lambda: desk.settle_labels(job_id, came_out=came_out), self.show_questions
        )

    def take_scan(self, text: str) -> bool:
        desk = self._shop.desks.stock
        self._shop.till.ask(lambda: desk.scanned_row(text), lambda row: self.add(row.product))
        return True

    def weighed(self, event: WeightRead) -> None:
        """What lies on the scale now."""
        stable = event.status is WeightStatus.STABLE and event.weight_grams is not None
        self._weight_grams = max(0, event.weight_grams or 0) if stable else 0

    def escape(self) -> bool:
        if self.search.text():
            self.end_search()
            return True
        return False

    def start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = {
            Qt.Key.Key_F6: self.changed,
            Qt.Key.Key_F7: self.received,
            Qt.Key.Key_F12: self.print,
        }.get(Qt.Key(event.key()))
        if pressed is not None:
            pressed.click()
        else:
            super().keyPressEvent(event)

    def set_narrow(self, narrow: bool) -> None:
        self.side.setFixedWidth(280 if narrow else 320)
        keys = {self.changed: "F6", self.received: "F7", self.copies: "Enter", self.remove: "Del"}
        icons = {self.changed: "tag", self.received: "truck", self.copies: "hash",
                 self.remove: "trash-2"}  # fmt: skip
        for button, key in keys.items():
            button.set_icon("" if narrow else icons[button])
            button.set_padding(6 if narrow else 12)
            button.set_key("" if narrow else key)

    def retranslate(self) -> None:
        desk = self._shop.desks.stock
        self.search.set_placeholder(t("stock.search_add"))
        self.table.retranslate(t("stock.section.labels"))
        self.hits.retranslate(t("stock.search_add"))
        for name in ("changed", "received", "copies", "remove"):
            getattr(self, name).setText(t(f"stock.label_act.{name}"))
        self.templates.set_more_text(t("stock.more"))
        russian = i18n.language() == "ru"
        self.templates.set_chips(
            [Chip(x.name, x.title_ru if russian else x.title_en) for x in desk.templates]
        )
        self._total.set_name(t("stock.labels_total"))
        where = "stock.on_label_printer" if desk.has_label_printer else "stock.on_receipt_printer"
        self._where.setText(t(where))
        self.print.setText(t("stock.print"))
        self.view.setAccessibleName(t("stock.preview"))
        self.nothing.retranslate()
        self.show_questions(self._asked)
        self._refresh()


def _title(column: str) -> str:
    return t(f"stock.column.{column}")


def _cell(order: LabelOrder, column: str) -> Cell:
    product = order.product
    if column == "name":
        grams = order.weight_grams
        return Cell(product.name, sub=i18n.weight_kg(grams) if grams else "")
    if column == "price":
        return Cell(money(product.price_minor, symbol=False))
    return Cell(i18n.number(order.copies), bold=True)


def _hit_cell(product: Product, column: str) -> Cell:
    if column == "name":
        return Cell(product.name, sub=product.barcodes[0] if product.barcodes else product.article)
    return Cell(money(product.price_minor, symbol=False))
