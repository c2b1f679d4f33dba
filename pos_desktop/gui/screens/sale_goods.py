"""The right side of the sale screen: search, categories, tiles, actions and the pay row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.catalogue import Category, Product, SearchHit
from pos_desktop.domain.quantity import Quantity, Unit
from pos_desktop.gui import theme
from pos_desktop.gui.texts import line_amount, money, unit_text, whole_money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.chips import Chip, ChipRow
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.gui.widgets.tiles import Tile, TileGrid
from pos_desktop.i18n import language, t

FAVOURITES = "favourites"
_TYPING_MS = 40
_MOST_AT_ONCE = 999


def tile_of(product: Product, *, with_stock: bool = False) -> Tile:
    """How a product looks on a tile; English names where the shop has them."""
    name = product.short_name or product.name
    if language() == "en":
        name = product.short_name_en or product.name_en or name
    note = ""
    if with_stock and product.stock_thousandths is not None:
        unit = Unit.KILOGRAM if product.weighed else product.unit
        amount = line_amount(Quantity(product.stock_thousandths, unit))
        note = t("sale.stock", amount=amount)
    return Tile(
        product_id=product.product_id,
        name=name,
        price_text=money(product.price_minor, symbol=False),
        unit_text=t("sale.per_unit", unit=unit_text(product.unit)) if product.weighed else "",
        weighed=product.weighed,
        colour_index=product.colour_index,
        note_text=note,
    )


class GoodsPanel(QWidget):
    """Finding products.

    product_chosen(product_id), search_wanted(text), category_wanted(category_id). Enter in the
    search field takes the first result. Digits and "*" there say how many the next goods are.
    held(product_id): a tile was pressed long. moved(product_id, before): a favourite goes in front
    of another.
    """

    product_chosen = Signal(str)
    search_wanted = Signal(str)
    search_left = Signal()
    category_wanted = Signal(str)
    held = Signal(str)
    moved = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField(key="F2")
        self.chips = ChipRow()
        self.grid = TileGrid()
        self._note = Label("", theme.BODY, theme.REGULAR, "muted", wrap=True)
        self._note.hide()
        self._categories: list[Category] = []
        self._favourites: list[Product] = []
        self._shown: list[Product] = []
        self._with_stock = False
        self._found_for = ""
        self._take_when_found = ""
        self._count = 1
        self._moving = ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(lambda: self.search_wanted.emit(self.search.text()))
        self.search.text_changed.connect(self._text_changed)
        self.search.edit().installEventFilter(self)
        self.grid.held.connect(self.held)
        self.search.submitted.connect(self._take_first)
        self.search.cancelled.connect(self.leave_search)
        self.chips.chosen.connect(self._category_chosen)
        self.grid.chosen.connect(self._chosen)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self.search)
        rows.addWidget(self.chips)
        rows.addWidget(self._note)
        rows.addWidget(self.grid, 1)

    def show_catalogue(self, categories: list[Category], favourites: list[Product]) -> None:
        self._categories = categories
        self._favourites = favourites
        self._show_chips()
        if self.search.text():
            self.search_wanted.emit(self.search.text())
        else:
            self.leave_search()

    def show_products(self, products: list[Product]) -> None:
        self._note.hide()
        self._show(products, with_stock=False)

    def show_hits(self, text: str, hits: list[SearchHit]) -> None:
        """Results of a search; those of an older text than the field's are dropped."""
        if text != self.search.text():
            return
        wanted, self._take_when_found = self._take_when_found, ""
        self._show([hit.product for hit in hits], with_stock=True)
        self._found_for = text
        if hits and wanted == text:
            self._chosen(hits[0].product.product_id)
            return
        note = ""
        if not hits:
            note = f"{t('sale.nothing_found')}. {t('sale.nothing_found_detail')}"
        elif hits[0].matched == "layout":
            note = t("sale.found_by_layout")
        elif hits[0].matched == "typo":
            note = t("sale.found_by_typo")
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def take_count(self) -> int:
        """How many the next goods are; asked for once, then it is one again."""
        count, self._count = self._count, 1
        if count != 1:
            self._note.hide()
        return count

    def begin_move(self, product_id: str) -> None:
        """The next tile tapped is the one to stand behind the favourite."""
        self._moving = product_id
        self._tell(t("sale.favourite_move"))

    def is_favourite(self, product_id: str) -> bool:
        return any(product.product_id == product_id for product in self._favourites)

    def _tell(self, words: str) -> None:
        self._note.setText(words)
        self._note.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """ "3" and "*": the next goods are three."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            text = self.search.text().strip()
            if event.text() == "*" and text.isdecimal() and 0 < int(text) <= _MOST_AT_ONCE:
                self.search.clear()
                self._count = int(text)
                self._tell(t("sale.next_count", count=text))
                return True
        return super().eventFilter(watched, event)

    def leave_search(self) -> None:
        """Back to the chosen category."""
        self._note.hide()
        self._count, self._moving = 1, ""
        if self.search.edit().hasFocus():
            self.search_left.emit()
        if self.search.text():
            self.search.clear()
            return
        self._category_chosen(self.chips.current() or FAVOURITES)

    def focus_search(self) -> None:
        self.search.edit().setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.edit().selectAll()

    def retranslate(self) -> None:
        self.search.set_placeholder(t("sale.search"))
        self.chips.set_more_text(t("sale.more"))
        self._show_chips()
        self._show(self._shown, with_stock=self._with_stock)

    def set_compact(self, compact: bool) -> None:
        self.search.setFixedHeight(48 if compact else 52)
        self.grid.set_columns(4 if compact else 0)

    def _show(self, products: list[Product], *, with_stock: bool) -> None:
        self._shown = products
        self._with_stock = with_stock
        if not with_stock:
            self._found_for = ""
        self.grid.set_tiles([tile_of(product, with_stock=with_stock) for product in products])

    def _show_chips(self) -> None:
        chips = [Chip(FAVOURITES, t("sale.favourites"))]
        english = language() == "en"
        for category in self._categories:
            name = category.name_en if english and category.name_en else category.name
            chips.append(Chip(category.category_id, name))
        self.chips.set_chips(chips)

    def _category_chosen(self, category_id: str) -> None:
        if self.search.text():
            self.search.clear()
        if category_id == FAVOURITES:
            self.show_products(self._favourites)
        else:
            self.category_wanted.emit(category_id)

    def _text_changed(self, text: str) -> None:
        if text.strip():
            self._typing.start()
        else:
            self._typing.stop()
            self._category_chosen(self.chips.current() or FAVOURITES)

    def _take_first(self, text: str) -> None:
        """A typed barcode or article goes through the same way as a scan; else the first hit is
        taken."""
        self._typing.stop()
        if self._found_for == text and self._shown:
            self._chosen(self._shown[0].product_id)
        elif text.strip():
            # Enter was quicker than the answer: what is shown belongs to an earlier text.
            self._take_when_found = text
            self.search_wanted.emit(text)

    def _chosen(self, product_id: str) -> None:
        if self._moving:
            moving, self._moving = self._moving, ""
            self._note.hide()
            self.moved.emit(moving, product_id)
            return
        self.product_chosen.emit(product_id)
        if self.search.text():
            self.search.clear()
        if self.search.edit().hasFocus():
            self.search_left.emit()


class ActionRow(QWidget):
    """What one does with the receipt: one row on wide windows, two on narrow ones."""

    def __init__(self, actions: list[tuple[str, str, Callable[[], None]]]) -> None:
        """actions: (text key, key cap, what to do)."""
        super().__init__()
        self._buttons: list[tuple[str, KeyedButton]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for text_key, cap, act in actions:
            button = KeyedButton("", key=cap)
            button.clicked.connect(act)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._buttons.append((text_key, button))
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        columns = 3 if compact else len(self._buttons)
        for number, (_, button) in enumerate(self._buttons):
            button.setFixedHeight(50 if compact else 60)
            button.set_arrange("row" if compact else "stack")
            self._grid.addWidget(button, number // columns, number % columns)
        for column in range(len(self._buttons)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._grid.setSpacing(8)

    def retranslate(self) -> None:
        for text_key, button in self._buttons:
            button.setText(t(text_key))
            button.setAccessibleName(t(text_key))


class PayRow(QWidget):
    """The one-tap payments and Pay. with_qr: whether the shop takes QR codes."""

    exact_pressed = Signal()
    note_pressed = Signal()
    card_pressed = Signal()
    qr_pressed = Signal()
    pay_pressed = Signal()

    def __init__(self, *, with_qr: bool = False) -> None:
        super().__init__()
        self.exact = KeyedButton("", key="F8", kind="outline_pay", arrange="stack")
        self.note = KeyedButton("", key="Shift+F8", kind="outline_pay", arrange="stack")
        self.card = KeyedButton("", key="F11", kind="outline_pay", arrange="stack")
        self.qr = KeyedButton("", key="Shift+F11", kind="outline_pay", arrange="stack")
        self.pay = KeyedButton("", key="F12", kind="pay", arrange="stack")
        self.exact.clicked.connect(self.exact_pressed)
        self.note.clicked.connect(self.note_pressed)
        self.card.clicked.connect(self.card_pressed)
        self.qr.clicked.connect(self.qr_pressed)
        self.pay.clicked.connect(self.pay_pressed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        for button in (self.exact, self.note, self.card, self.qr):
            button.setFixedHeight(theme.PAY_HEIGHT)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._row.addWidget(button, 2)
        self.qr.setVisible(with_qr)
        self.pay.setFixedHeight(theme.PAY_HEIGHT)
        self.pay.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row.addWidget(self.pay, 5)

    def give_pay(self) -> KeyedButton:
        """The Pay button alone, for the narrow window's place under the totals."""
        self._row.removeWidget(self.pay)
        return self.pay

    def take_pay_back(self) -> None:
        self._row.addWidget(self.pay, 5)

    def show_total(self, total_minor: int, cash_minor: int, likely_minor: int) -> None:
        """cash_minor: what is due where everything is paid in cash."""
        due = total_minor > 0
        for button in (self.exact, self.card, self.qr, self.pay):
            button.setEnabled(due)
        self.pay.setText(t("sale.pay_sum", total=money(total_minor)) if due else t("sale.pay"))
        self.pay.setAccessibleName(t("sale.pay"))
        self.note.setEnabled(due and likely_minor > 0)
        if due and likely_minor:
            self.note.setText(whole_money(likely_minor))
            change = money(likely_minor - cash_minor, symbol=False)
            self.note.set_sub(t("sale.pay_cash_change", change=change))
        else:
            self.note.setText("—")
            self.note.set_sub("")

    def retranslate(self) -> None:
        self.exact.setText(t("sale.pay_exact"))
        self.card.setText(t("sale.pay_card"))
        self.qr.setText(t("sale.pay_qr"))
