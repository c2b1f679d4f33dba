"""Who buys: found by telephone, card, name or e-mail, or added in two fields."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.customers import Customer
from pos_desktop.gui import theme
from pos_desktop.gui.customer_words import customer_name, customer_sub
from pos_desktop.gui.desk_customers import CustomerCard, CustomerRow
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.gui.widgets.named_field import NamedField
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.i18n import t

_SEARCH_MS = 120
_ROW_PX = 60
_NUMBER = re.compile(r"[\d\s()+\-]{4,}")

Find = Callable[[str, Callable[[list[CustomerRow]], None]], None]


class _Attached(Card):
    """The customer of the open sale, with what there is to know at the till."""

    removed = Signal()
    card_wanted = Signal()

    def __init__(self, found: CustomerCard) -> None:
        super().__init__(fill="accent_soft", border="accent_line", spacing=6)
        held = found.holdings
        self.body().addWidget(
            ElidedLabel(customer_name(found.customer), theme.LARGE, theme.SEMIBOLD)
        )
        self.body().addWidget(
            ElidedLabel(
                customer_sub(found.customer, found.points_minor, held.debt_minor),
                theme.BODY,
                theme.REGULAR,
                "ink_soft",
            )
        )
        if held.store_credit_minor:
            text = t("customers.store_credit_is", amount=money(held.store_credit_minor))
            self.body().addWidget(Label(text, theme.BODY, theme.REGULAR, "ink_soft"))
        if found.customer.note:
            self.body().addWidget(
                ElidedLabel(found.customer.note, theme.SMALL, theme.REGULAR, "ink_soft")
            )
        row = QHBoxLayout()
        row.setSpacing(8)
        for icon, key, signal in (
            ("x", "customers.remove", self.removed),
            ("id-card", "customers.open_card", self.card_wanted),
        ):
            button = KeyedButton(t(key), icon=icon, arrange="row")
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        self.body().addSpacing(4)
        self.body().addLayout(row)


class CustomerDialog(DecisionFrame):
    """chosen(customer_id), added(Customer without an id), removed(), card_wanted(customer_id)."""

    chosen = Signal(str)
    added = Signal(object)
    removed = Signal()
    card_wanted = Signal(str)

    def __init__(self, find: Find, attached: CustomerCard | None = None) -> None:
        super().__init__(t("customers.title_one"), width=640)
        self._find = find
        self._asked = 0
        self._has_typed = False
        self._rows: list[CustomerRow] = []
        self.search = SearchField(t("customers.search"), icon="search")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_MS)
        self._timer.timeout.connect(self._search)
        if attached is not None:
            self.rows.addWidget(self._attached(attached))
        self.rows.addWidget(self.search)
        self._listed = QVBoxLayout()
        self._listed.setContentsMargins(0, 0, 0, 0)
        self._listed.setSpacing(6)
        self.rows.addWidget(self._scrolled(), 1)
        self._new = self._new_customer()
        self.rows.addWidget(self._new)
        self.search.text_changed.connect(self._typed)
        self.search.submitted.connect(lambda _text: self._take_first())
        self.search.cancelled.connect(self._search_left)
        self.setFixedHeight(640)
        self.setFocusProxy(self.search)
        self._search()

    def _attached(self, found: CustomerCard) -> _Attached:
        panel = _Attached(found)
        panel.removed.connect(self.removed)
        panel.card_wanted.connect(lambda: self.card_wanted.emit(found.customer.customer_id))
        return panel

    def _scrolled(self) -> ScrollArea:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._listed)
        rows.addStretch(1)
        area = ScrollArea()
        area.setWidget(inside)
        return area

    def _new_customer(self) -> Card:
        card = Card(fill="card_quiet", spacing=8)
        card.body().addWidget(Label(t("customers.new"), theme.BODY, theme.SEMIBOLD))
        self.phone = NamedField(t("customers.field.phone"), typed="digits", longest=32)
        self.name = NamedField(t("customers.field.name"))
        self.add = KeyedButton(t("customers.add"), key="Enter", kind="accent", arrange="row")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.phone, 1)
        row.addWidget(self.name, 1)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        card.body().addLayout(row)
        for field in (self.phone, self.name):
            field.changed.connect(self._typed_new)
            field.submitted.connect(self._add)
        self.add.clicked.connect(self._add)
        self._typed_new()
        return card

    def _typed_new(self) -> None:
        self.add.setEnabled(bool(self.phone.text() or self.name.text()))

    def _add(self) -> None:
        if self.add.isEnabled():
            self.added.emit(Customer("", self.name.text(), self.phone.text()))

    # ------------------------------------------------------------------ searching

    def _typed(self, text: str) -> None:
        self._has_typed = self._has_typed or bool(text)
        self._timer.start()

    def _search_left(self) -> None:
        """Esc empties the field first, then closes."""
        if not self._has_typed:
            self.cancelled.emit()
        self._has_typed = False

    def _search(self) -> None:
        self._asked += 1
        asked, text = self._asked, self.search.text()

        def answered(rows: list[CustomerRow]) -> None:
            # An answer that was overtaken by the next letter is not shown.
            if asked == self._asked:
                self.show_rows(rows, text)

        self._find(text, answered)

    def show_rows(self, rows: list[CustomerRow], text: str) -> None:
        """The answer; what was typed goes into the fields of a new customer where nobody fits."""
        self._rows = rows
        while self._listed.count():
            item = self._listed.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._listed.addWidget(self._row(row))
        if not rows:
            typed = bool(text.strip())
            key = "customers.nobody" if typed else "customers.none_yet"
            self._listed.addWidget(Nothing("search" if typed else "users", key))
            self._offer(text)

    def _offer(self, text: str) -> None:
        field = self.phone if _NUMBER.fullmatch(text) else self.name
        other = self.name if field is self.phone else self.phone
        if text.strip() and not other.text():
            field.set_text(text.strip())

    def _row(self, row: CustomerRow) -> KeyedButton:
        customer = row.customer
        button = KeyedButton(
            customer_name(customer),
            sub=customer_sub(customer, row.points_minor, row.debt_minor),
        )
        button.set_align_left(True)
        button.setFixedHeight(_ROW_PX)
        button.clicked.connect(lambda _checked=False, i=customer.customer_id: self.chosen.emit(i))
        return button

    def _take_first(self) -> None:
        """Enter takes the only one that fits."""
        if len(self._rows) == 1 and not self._timer.isActive():
            self.chosen.emit(self._rows[0].customer.customer_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)
