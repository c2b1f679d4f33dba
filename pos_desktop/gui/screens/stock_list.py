"""What is on hand: the list with its filters, and how a chosen product moved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.domain.catalogue import Product
from pos_desktop.gui import theme
from pos_desktop.gui.desk_stock import OnHand
from pos_desktop.gui.screens.stock_parts import Framed
from pos_desktop.gui.screens.stock_ports import AskWith
from pos_desktop.gui.screens.stock_words import amount, move_cell, stock_cell, unit_of_row
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, ValueRow
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.plain_table import Cell, Column, PlainTable
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.i18n import number, t
from pos_desktop.ports import ProductMove

_FILTERS: dict[str, Callable[[OnHand], bool] | None] = {
    "all": None,
    "below_zero": lambda row: row.below_zero,
    "below_minimum": lambda row: row.below_minimum,
}
_COLUMNS = (
    Column("name"),
    Column("stock", 140, 120, right=True),
    Column("least", 124, right=True),
    Column("price", 110, 100, right=True),
)
_SEARCH_MS = 150
_FIRST_ROWS = 1000
_NEAR_END_PX = 2000
_CARD_MS = 80


class ProductCard(Card):
    """One product: its figure, what it cost last, how it moved. labels_wanted: print its labels."""

    labels_wanted = Signal(object)

    def __init__(self, shop: Shop) -> None:
        super().__init__(spacing=6)
        self._shop = shop
        self._row: OnHand | None = None
        self._name = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True, tabular=False)
        self._stock = ValueRow(bold=True, line=True)
        self._price = ValueRow(line=True)
        self._cost = ValueRow(line=True)
        self.moves = PlainTable(
            (Column("what"), Column("qty", 124, 100, right=True)), self._cell, self._title,
            row_px=52, narrow_px=300,
        )  # fmt: skip
        self.moves.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.body().addWidget(self._name)
        for row in (self._stock, self._price, self._cost):
            self.body().addWidget(row)
        self._still = Label("", theme.BODY, theme.REGULAR, "muted", wrap=True)
        self._still.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._still.hide()
        self.body().addWidget(self.moves, 1)
        self.body().addWidget(self._still, 1)
        self.edit = KeyedButton(icon="pencil", key="F4", arrange="row")
        self.body().addWidget(self.edit)
        self.retranslate()

    def show_row(self, row: OnHand | None) -> None:
        self._row = row
        self.setVisible(row is not None)
        self.moves.show_rows(())
        self.retranslate()

    def show_card(self, product_id: str, card: tuple[list[ProductMove], int]) -> None:
        """The movements came; not shown where another product is chosen by now."""
        if self._row is not None and self._row.product.product_id == product_id:
            moves, cost_minor = card
            self.moves.show_rows(moves, 0)
            self.moves.setVisible(bool(moves))
            self._still.setVisible(not moves)
            shown = cost_minor or self._row.product.cost_minor
            self._cost.set_value(money(shown) if shown else "—")

    def retranslate(self) -> None:
        self.moves.retranslate(t("stock.moves"))
        self._still.setText(t("stock.no_moves"))
        self.edit.setText(t("stock.edit"))
        self._stock.set_name(t("stock.column.stock"))
        self._price.set_name(t("stock.act.price"))
        self._cost.set_name(t("stock.last_cost"))
        row = self._row
        if row is None:
            return
        known = row.thousandths is not None
        shown = amount(row.thousandths or 0, unit_of_row(row)) if known else t("stock.not_known")
        self._name.setText(row.product.name)
        self._stock.set_value(shown, "danger_text" if row.below_zero else "ink")
        self._price.set_value(money(row.product.price_minor))
        self._cost.set_value(money(row.product.cost_minor) if row.product.cost_minor else "—")

    def _cell(self, move: ProductMove, column: str) -> Cell:
        assert self._row is not None
        return move_cell(move, unit_of_row(self._row), self._shop.zone, column)

    def _title(self, column: str) -> str:
        return t(f"stock.column.{column}")


class StockListPanel(QWidget):
    """left: back to the sale. product_saved: the catalogue is another one now."""

    left = Signal()
    product_saved = Signal()

    def __init__(self, shop: Shop, ask_with: AskWith) -> None:
        super().__init__()
        self._shop = shop
        self.questions = ask_with(self)
        self._filter = "all"
        self._limit = _FIRST_ROWS
        self._growing = False
        self.search = SearchField(key="F2", height=theme.TOUCH)
        self.table = PlainTable(_COLUMNS, stock_cell, lambda c: t(f"stock.column.{c}"), row_px=52)
        self.card = ProductCard(shop)
        self.card.setFixedWidth(340)
        self.nothing = Nothing()
        self._buttons: dict[str, KeyedButton] = {}
        self._soon = QTimer(self)
        self._card_soon = QTimer(self)
        for timer, act in ((self._soon, self.refresh), (self._card_soon, self._read_card)):
            timer.setSingleShot(True)
            timer.timeout.connect(act)
        self._build()
        self.search.text_changed.connect(lambda _text: self._soon.start(_SEARCH_MS))
        self.search.submitted.connect(lambda _text: self.table.setFocus())
        self.search.cancelled.connect(self.table.setFocus)
        self.table.chosen.connect(self._choose)
        self.table.entered.connect(lambda _row: self.edit())
        self.card.edit.clicked.connect(self.edit)
        self.table.verticalScrollBar().valueChanged.connect(self._look_for_end)
        self.setFocusProxy(self.table)
        self.card.show_row(None)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        for name in _FILTERS:
            button = KeyedButton(arrange="row")
            button.setCheckable(True)
            button.setChecked(name == self._filter)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, n=name: self._choose_filter(n))
            self._buttons[name] = button
            head.addWidget(button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(Framed(self._stack), 1)
        line.addWidget(self.card)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addLayout(line, 1)

    def opened(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self._limit = _FIRST_ROWS
        self._read(self._show)

    def _read(self, then: Callable[[list[OnHand]], None]) -> None:
        desk, only = self._shop.desks.stock, _FILTERS[self._filter]
        text, limit = self.search.text().strip(), self._limit
        self._shop.till.ask(lambda: desk.on_hand(text, only, limit), then)

    def _look_for_end(self, value: int) -> None:
        """Read more by and by: the lane is the cashier's, a hundred thousand products wait."""
        bar = self.table.verticalScrollBar()
        whole = self._filter != "all" or bool(self.search.text().strip())
        if whole or self._growing or len(self.table.rows()) < self._limit:
            return
        if bar.maximum() - value < _NEAR_END_PX:
            self._growing = True
            self._limit *= 4
            self._read(self._grown)

    def _grown(self, rows: list[OnHand]) -> None:
        self._growing = False
        self.table.show_rows(rows)
        self._count(rows)

    def edit(self) -> None:
        """Change the chosen product."""
        row = self.table.current()
        if not isinstance(row, OnHand):
            return
        desk, till, product = self._shop.desks.stock, self._shop.till, row.product

        def saved(_product: Product) -> None:
            self.questions.close()
            self.refresh()
            self.product_saved.emit()

        self.questions.ask_card(
            product,
            lambda wanted: till.run(lambda: desk.edit_card(product.product_id, wanted), saved),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4:
            self.edit()
        else:
            super().keyPressEvent(event)

    def take_scan(self, text: str) -> bool:
        """The product's card."""
        desk = self._shop.desks.stock
        self._shop.till.ask(lambda: desk.scanned_row(text), lambda row: self._show([row]))
        return True

    def escape(self) -> bool:
        """Whether there was something to leave here first."""
        if self.search.text():
            self.search.clear()
            return True
        return False

    def start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self, rows: list[OnHand]) -> None:
        self._stack.setCurrentWidget(self.table if rows else self.nothing)
        self.table.show_rows(rows, 0)
        self._count(rows)
        self._choose(rows[0] if rows else None)
        if not rows:
            what = "search" if self.search.text().strip() else self._filter
            self.nothing.say("search" if what == "search" else "package", f"stock.empty_{what}")

    def _count(self, rows: list[OnHand]) -> None:
        """ "All · 8"; "All · 1 000+" where there are more than were read."""
        more = "+" if self._filter == "all" and len(rows) == self._limit else ""
        name = t(f"stock.filter.{self._filter}")
        self._buttons[self._filter].setText(f"{name} · {number(len(rows))}{more}")

    def _choose(self, row: OnHand | None) -> None:
        self.card.show_row(row)
        self._card_soon.start(_CARD_MS)

    def _read_card(self) -> None:
        row = self.table.current()
        if row is None:
            return
        desk, product_id = self._shop.desks.stock, row.product.product_id
        self._shop.till.ask(
            lambda: desk.card(product_id), lambda card: self.card.show_card(product_id, card)
        )

    def _choose_filter(self, name: str) -> None:
        self._filter = name
        self._name_filters()
        self.refresh()

    def _name_filters(self) -> None:
        for name, button in self._buttons.items():
            button.setChecked(name == self._filter)
            button.setText(t(f"stock.filter.{name}"))

    def set_narrow(self, narrow: bool) -> None:
        self.card.setFixedWidth(280 if narrow else 340)
        self.search.set_key("" if narrow else "F2")

    def retranslate(self) -> None:
        self.search.set_placeholder(t("stock.search"))
        self.table.retranslate(t("stock.section.list"))
        self.card.retranslate()
        self._name_filters()
        self.nothing.retranslate()
