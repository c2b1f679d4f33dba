"""Customers: found at the left; the card of one with purchases and accounts at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.customers import Customer
from pos_desktop.gui import theme
from pos_desktop.gui.customer_words import customer_name, customer_sub
from pos_desktop.gui.desk_customers import CustomerCard, CustomerRow
from pos_desktop.gui.dialogs.customer_form import AdjustDialog, CustomerForm, RepayDialog
from pos_desktop.gui.price_lists import PriceLists
from pos_desktop.gui.screens.customers_card import CardView
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.one_modal import OneModal
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.i18n import t
from pos_desktop.ports import Event

_SEARCH_MS = 120
_COMPACT_PX = 1200
_ROW_PX = 60


class CustomersScreen(QWidget):
    """All reading happens on the lane; back_wanted: to the sale."""

    back_wanted = Signal()

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._desk = shop.desks.customers
        self._chosen = ""
        self._asked = 0
        self._rows: list[CustomerRow] = []
        self._buttons: dict[str, KeyedButton] = {}
        self._modal = OneModal(self)
        self.back = KeyedButton("", icon="arrow-left", key="Esc", arrange="row")
        self.title = Label("", theme.TITLE, theme.SEMIBOLD)
        self.search = SearchField("", key="F2")
        self.prices = KeyedButton("", icon="tags", key="F4", arrange="row")
        self.price_lists = PriceLists(self, shop)
        self.new = KeyedButton("", icon="plus", key="F3", kind="accent", arrange="row")
        self.card = CardView(shop.zone)
        self._nobody = Nothing()
        self._listed = QVBoxLayout()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_MS)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.title)
        head.addWidget(self.search, 1)
        head.addWidget(self.prices)
        head.addWidget(self.new)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 8, 0)
        self._listed.setSpacing(6)
        rows.addLayout(self._listed)
        rows.addWidget(self._nobody, 1)
        rows.addStretch(0)
        self._list = ScrollArea()
        self._list.setWidget(inside)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._list)
        line.addWidget(self.card, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addLayout(line, 1)
        self._list.setFixedWidth(420)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_wanted)
        self.search.text_changed.connect(lambda _text: self._timer.start())
        self.search.cancelled.connect(self.setFocus)
        self._timer.timeout.connect(self._read)
        self.prices.clicked.connect(self.price_lists.show)
        self.new.clicked.connect(lambda: self._edit(Customer("", "")))
        self.card.edit_wanted.connect(self._edit)
        self.card.attach_wanted.connect(self._attach)
        self.card.adjust_wanted.connect(self._adjust)
        self.card.repay_wanted.connect(self._repay)

    # ------------------------------------------------------------------ the page

    def opened(self) -> None:
        self._read()

    def take_scan(self, text: str) -> bool:
        """A card shows its customer; everything else goes to the sale."""
        customers = self._shop.place.customers

        def found(customer: Customer | None) -> None:
            if customer is not None:
                self.show_customer(customer.customer_id)
            else:
                self.search.set_text(text)

        if not text.startswith(self._shop.place.customer_rules.card_prefixes):
            return False
        self._shop.till.ask(lambda: customers.by_card(text), found)
        return True

    def note(self, event: Event) -> None:
        """Nothing behind the window changes customers."""

    def show_customer(self, customer_id: str) -> None:
        self._chosen = customer_id
        self._mark()
        self._shop.till.ask(lambda: self._desk.card(customer_id), self._show_card)

    # ------------------------------------------------------------------ reading

    def _read(self) -> None:
        self._asked += 1
        asked, text = self._asked, self.search.text()

        def answered(rows: list[CustomerRow]) -> None:
            if asked == self._asked:
                self._show_rows(rows)

        self._shop.till.ask(lambda: self._desk.found(text), answered)

    def _show_rows(self, rows: list[CustomerRow]) -> None:
        self._rows = rows
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for row in rows:
            customer = row.customer
            button = KeyedButton(
                customer_name(customer),
                sub=customer_sub(customer, row.points_minor, row.debt_minor),
            )
            button.set_align_left(True)
            button.setFixedHeight(_ROW_PX)
            # A long telephone, group and debt end with an ellipsis; the card beside has them all.
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, i=customer.customer_id: self.show_customer(i))
            self._buttons[customer.customer_id] = button
            self._listed.addWidget(button)
        self._nobody.setVisible(not rows)
        self._say_nobody()
        if self._chosen not in self._buttons and rows and not self.search.text():
            self._chosen = self._chosen or rows[0].customer.customer_id
        if self._chosen:
            self.show_customer(self._chosen)
        else:
            self._show_card(None)

    def _say_nobody(self) -> None:
        if self.search.text():
            self._nobody.say("search", "customers.nobody")
        else:
            self._nobody.say("users", "customers.none_yet")

    def _mark(self) -> None:
        for customer_id, button in self._buttons.items():
            button.setChecked(customer_id == self._chosen)

    def _show_card(self, found: CustomerCard | None) -> None:
        if found is None or found.customer.customer_id == self._chosen:
            self.card.show_card(found)

    # ------------------------------------------------------------------ acts

    def _attach(self, customer_id: str) -> None:
        self._shop.till.run(
            lambda: self._desk.attach(customer_id), lambda _done: self.back_wanted.emit()
        )

    def _edit(self, customer: Customer) -> None:
        form = CustomerForm(customer)

        def saved(made: Customer) -> None:
            self._modal.close()
            self._chosen = made.customer_id
            self._read()

        def confirmed(asked: Customer) -> None:
            # It stays open until the card is saved: a wrong field is corrected in place.
            act = self._desk.change if asked.customer_id else self._desk.add_only
            self._shop.till.run(lambda: act(asked), saved)

        form.confirmed.connect(confirmed)
        self._open(form)

    def _adjust(self, found: CustomerCard) -> None:
        dialog = AdjustDialog(found.holdings.bonus_minor)
        customer_id = found.customer.customer_id

        def confirmed(amount_minor: int, reason: str) -> None:
            self._shop.till.run(
                lambda: self._desk.adjust(customer_id, amount_minor, reason),
                lambda _left: self._done(),
            )

        dialog.confirmed.connect(confirmed)
        self._open(dialog)

    def _repay(self, found: CustomerCard) -> None:
        dialog = RepayDialog(found.holdings.debt_minor)
        customer_id = found.customer.customer_id

        def repaid(_done: object) -> None:
            self._modal.close()
            self.back_wanted.emit()

        def confirmed(amount_minor: int) -> None:
            self._shop.till.run(lambda: self._desk.repay(customer_id, amount_minor), repaid)

        dialog.confirmed.connect(confirmed)
        self._open(dialog)

    def _done(self) -> None:
        self._modal.close()
        self._read()

    def _open(self, dialog: CustomerForm | AdjustDialog | RepayDialog) -> None:
        self._modal.show(dialog)

    # ------------------------------------------------------------------ looks and keys

    def retranslate(self) -> None:
        self.setAccessibleName(t("customers.title"))
        self.title.setText(t("customers.title"))
        self.back.setText(t("customers.back"))
        self.search.set_placeholder(t("customers.search"))
        self.prices.setText(t("customers.prices.title"))
        self.new.setText(t("customers.new_short"))
        self._say_nobody()
        self.card.retranslate()
        if self._rows:
            self._show_rows(self._rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif key == Qt.Key.Key_F2:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif key == Qt.Key.Key_F3:
            self.new.click()
        elif key == Qt.Key.Key_F4:
            self.prices.click()
        elif event.text().isprintable() and event.text().strip():
            self.search.edit().setFocus()
            self.search.edit().insert(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = event.size().width() < _COMPACT_PX
        self._list.setFixedWidth(400 if compact else 420)
        # Where it is narrow the hint of the search is worth more than outlines on the buttons.
        self.prices.set_icon("" if compact else "tags")
        self.new.set_icon("" if compact else "plus")

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
