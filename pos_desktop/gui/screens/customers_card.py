"""The card of one customer: who it is, what there is on the accounts, what happened on them."""

from __future__ import annotations

from datetime import date as day
from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.customers import AccountMove
from pos_desktop.gui import theme
from pos_desktop.gui.customer_words import customer_name, moment, points_text
from pos_desktop.gui.desk_customers import CustomerCard
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import ElidedLabel, IconLabel, Label
from pos_desktop.gui.widgets.reason import ChipFlow
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.i18n import date, number, t
from pos_desktop.operations.telephone import readable

_RIGHT = Qt.AlignmentFlag.AlignRight
_NARROW_PX = 760
_TABS = ("purchases", "points", "money")


class _Sum(Card):
    """One account as a number with its name."""

    def __init__(self) -> None:
        super().__init__(fill="card_quiet", padding=12, spacing=2)
        self._name = ElidedLabel("", theme.SMALL, theme.REGULAR, "muted")
        self._value = ElidedLabel("", theme.LARGE, theme.SEMIBOLD)
        self.body().addWidget(self._name)
        self.body().addWidget(self._value)

    def show_sum(self, name: str, value: str, *, owed: bool = False) -> None:
        self._name.setText(name)
        self._value.setText(value)
        self._value.set_tone("warning_text" if owed else "ink")


class _Row(QWidget):
    """When, what, and how much."""

    def __init__(self, left: str, middle: str, right: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 8, 0)
        line.setSpacing(12)
        when = Label(left, theme.SMALL, theme.REGULAR, "muted")
        when.setFixedWidth(120)
        line.addWidget(when)
        line.addWidget(ElidedLabel(middle, theme.BODY, theme.REGULAR), 1)
        line.addWidget(Label(right, theme.BODY, theme.MEDIUM, align=_RIGHT))
        self.setFixedHeight(36)


class CardView(Card):
    """attach_wanted(customer_id), edit_wanted(Customer); adjust_wanted and repay_wanted carry the
    CustomerCard."""

    attach_wanted = Signal(str)
    edit_wanted = Signal(object)
    adjust_wanted = Signal(object)
    repay_wanted = Signal(object)

    def __init__(self, zone: tzinfo | None) -> None:
        super().__init__(padding=20, spacing=12)
        self._zone = zone
        self._found: CustomerCard | None = None
        self._tab = _TABS[0]
        self._name = ElidedLabel("", theme.TITLE, theme.SEMIBOLD)
        self._details = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self._sums = [_Sum() for _ in range(4)]
        self.attach = KeyedButton("", icon="receipt-text", kind="accent", arrange="row")
        self.edit = KeyedButton("", icon="pencil", arrange="row")
        self.adjust = KeyedButton("", icon="coins", arrange="row")
        self.repay = KeyedButton("", icon="hand-coins", arrange="row")
        self.tabs = ChipFlow(keeps=True)
        self._listed = QVBoxLayout()
        self._whole = QWidget()
        self._empty = QWidget()
        self._nobody = Label(
            "", theme.BODY, theme.REGULAR, "muted", wrap=True, align=Qt.AlignmentFlag.AlignHCenter
        )
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        rows = QVBoxLayout(self._whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self._name)
        rows.addWidget(self._details)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._place_sums(len(self._sums))
        rows.addLayout(self._grid)
        acts = QGridLayout()
        acts.setSpacing(8)
        for place, button in enumerate((self.attach, self.edit, self.adjust, self.repay)):
            acts.addWidget(button, place // 2, place % 2)
        rows.addLayout(acts)
        rows.addWidget(self.tabs)
        inside = QWidget()
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.addLayout(self._listed)
        listed.addStretch(1)
        area = ScrollArea()
        area.setWidget(inside)
        rows.addWidget(area, 1)
        nothing = QVBoxLayout(self._empty)
        nothing.addStretch(1)
        nothing.addWidget(IconLabel("users", 48, "faint"), 0, Qt.AlignmentFlag.AlignHCenter)
        nothing.addWidget(self._nobody)
        nothing.addStretch(1)
        self.body().addWidget(self._whole, 1)
        self.body().addWidget(self._empty, 1)

    def _connect(self) -> None:
        self.attach.clicked.connect(lambda: self._with(self.attach_wanted, "id"))
        self.edit.clicked.connect(lambda: self._with(self.edit_wanted, "customer"))
        self.adjust.clicked.connect(lambda: self._with(self.adjust_wanted, "card"))
        self.repay.clicked.connect(lambda: self._with(self.repay_wanted, "card"))
        self.tabs.chosen.connect(self._choose)

    def _place_sums(self, columns: int) -> None:
        for place, one in enumerate(self._sums):
            self._grid.addWidget(one, place // columns, place % columns)
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_sums(2 if event.size().width() < _NARROW_PX else 4)

    def _with(self, signal: object, what: str) -> None:
        found = self._found
        if found is None:
            return
        values = {"id": found.customer.customer_id, "customer": found.customer, "card": found}
        signal.emit(values[what])  # type: ignore[attr-defined]

    def _choose(self, tab: str) -> None:
        self._tab = tab or self._tab
        self.tabs.set_current(self._tab)
        self._show_tab()

    # ------------------------------------------------------------------ showing

    def show_card(self, found: CustomerCard | None) -> None:
        self._found = found
        self._whole.setVisible(found is not None)
        self._empty.setVisible(found is None)
        if found is None:
            return
        held = found.holdings
        self._name.setText(customer_name(found.customer))
        self._details.setText(_details(found))
        limit_minor = found.customer.credit_limit_minor
        for one, (name, value, owed) in zip(
            self._sums,
            (
                ("points", points_text(found.points_minor), found.points_minor < 0),
                ("debt", money(held.debt_minor), held.debt_minor > 0),
                ("store_credit", money(held.store_credit_minor), False),
                ("limit", money(limit_minor), False),
            ),
            strict=True,
        ):
            one.show_sum(t(f"customers.sum.{name}"), value, owed=owed)
        self.repay.setEnabled(held.debt_minor > 0)
        self._show_tab()

    def _show_tab(self) -> None:
        while self._listed.count():
            item = self._listed.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rows = self._tab_rows()
        for row in rows:
            self._listed.addWidget(row)
        if not rows:
            words = t(f"customers.no_{self._tab}")
            self._listed.addWidget(Label(words, theme.BODY, theme.REGULAR, "muted", wrap=True))

    def _tab_rows(self) -> list[QWidget]:
        found = self._found
        if found is None:
            return []
        if self._tab == "points":
            return [self._move(move, points_text(move.amount_minor)) for move in found.points]
        if self._tab == "money":
            return [self._move(move, money(move.amount_minor)) for move in found.money]
        return [
            _Row(
                moment(one.at_us, self._zone),
                t(f"customers.operation.{one.operation}", number=number(one.number)),
                money(one.total_minor),
            )
            for one in found.purchases
        ]

    def _move(self, move: AccountMove, amount: str) -> _Row:
        words = t(f"customers.why.{move.why}")
        told = " · ".join(part for part in (words, move.reason, move.staff_name) if part)
        return _Row(moment(move.at_us, self._zone), told, amount)

    def retranslate(self) -> None:
        self._nobody.setText(t("customers.choose_one"))
        for button, key in (
            (self.attach, "attach"),
            (self.edit, "edit"),
            (self.adjust, "adjust"),
            (self.repay, "repay"),
        ):
            button.setText(t(f"customers.{key}"))
        self.tabs.set_chips([(tab, t(f"customers.tab.{tab}")) for tab in _TABS])
        self.tabs.set_current(self._tab)
        self.show_card(self._found)


def _details(found: CustomerCard) -> str:
    customer = found.customer
    born = (
        t("customers.born", day=date(day.fromisoformat(customer.birth_date)))
        if customer.birth_date
        else ""
    )
    parts = (
        readable(customer.phone) if customer.phone else "",
        customer.email,
        t("customers.card_number", number=customer.card) if customer.card else "",
        customer.group,
        t("customers.price_list_is", name=customer.price_list) if customer.price_list else "",
        born,
        customer.note,
    )
    return " · ".join(part for part in parts if part) or t("customers.no_details")
