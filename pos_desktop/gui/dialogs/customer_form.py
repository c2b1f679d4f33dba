"""The card of a customer as a form, points by hand, and a sum to repay."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from pos_desktop.domain.customers import Customer
from pos_desktop.domain.errors import PosError
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.gui import theme
from pos_desktop.gui.customer_words import customer_name, points_text
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.dialogs.number import NumberDialog
from pos_desktop.gui.texts import currency_sign, iso_date, money, written_date
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.named_field import NamedField, Typed
from pos_desktop.gui.widgets.reason import ReasonPicker
from pos_desktop.gui.widgets.switch import Switch
from pos_desktop.i18n import t
from pos_desktop.operations.telephone import readable

_FIELDS: tuple[tuple[str, Typed], ...] = (
    ("name", "words"),
    ("phone", "digits"),
    ("card", "latin"),
    ("email", "latin"),
    ("birth_date", "digits"),
    ("buyer_inn", "digits"),
    ("group", "words"),
    ("price_list", "words"),
    ("credit_limit", "digits"),
    ("note", "words"),
)


class CustomerForm(DecisionFrame):
    """confirmed(Customer): as typed; what is wrong in it is said by the operation."""

    confirmed = Signal(object)

    def __init__(self, customer: Customer) -> None:
        title = customer_name(customer) if customer.customer_id else t("customers.new")
        super().__init__(title, width=680)
        self._customer = customer
        self._fields = {
            name: NamedField(t(f"customers.field.{name}"), typed=typed) for name, typed in _FIELDS
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for place, field in enumerate(self._fields.values()):
            grid.addWidget(field, place // 2, place % 2)
            field.submitted.connect(self._confirm)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.rows.addLayout(grid)
        self._consent = Switch()
        self._consent.setAccessibleName(t("customers.field.consent"))
        self._consent.setChecked(customer.consent)
        consent = QHBoxLayout()
        consent.addWidget(self._consent)
        consent.addSpacing(8)
        consent.addWidget(
            Label(t("customers.field.consent"), theme.BODY, theme.REGULAR, "ink_soft"), 1
        )
        self.rows.addLayout(consent)
        self.ok = KeyedButton(t("customers.save"), key="Enter", kind="accent", arrange="row")
        self.ok.setFixedHeight(56)
        self.ok.clicked.connect(self._confirm)
        self.rows.addWidget(self.ok)
        self._show(customer)
        self.setFocusProxy(self._fields["name"])

    def field(self, name: str) -> NamedField:
        return self._fields[name]

    def _show(self, customer: Customer) -> None:
        for name in ("name", "card", "email", "buyer_inn", "group", "price_list", "note"):
            self._fields[name].set_text(getattr(customer, name))
        self._fields["phone"].set_text(readable(customer.phone).replace("\u00a0", " "))
        self._fields["birth_date"].set_text(written_date(customer.birth_date))
        if customer.credit_limit_minor:
            self._fields["credit_limit"].set_text(_typed(customer.credit_limit_minor))

    def _confirm(self) -> None:
        texts = {name: field.text() for name, field in self._fields.items()}
        self.confirmed.emit(
            replace(
                self._customer,
                name=texts["name"],
                phone=texts["phone"],
                card=texts["card"],
                email=texts["email"],
                buyer_inn=texts["buyer_inn"],
                group=texts["group"],
                price_list=texts["price_list"].casefold(),
                note=texts["note"],
                birth_date=iso_date(texts["birth_date"]),
                credit_limit_minor=_minor(texts["credit_limit"]),
                consent=self._consent.isChecked(),
            )
        )


class AdjustDialog(DecisionFrame):
    """confirmed(amount_minor, reason): points by hand, with a reason."""

    confirmed = Signal(int, str)

    def __init__(self, balance_minor: int) -> None:
        super().__init__(
            t("customers.adjust"),
            t("customers.adjust_detail", points=points_text(balance_minor)),
            width=560,
        )
        self.amount = NamedField(t("customers.field.points"), typed="digits", longest=12)
        self.reason = ReasonPicker()
        ready = [(str(n), t(f"customers.reason_{n}")) for n in range(1, 5)]
        self.reason.set_texts(ready, t("customers.field.reason"))
        self.ok = KeyedButton(t("dialog.ok"), key="Enter", kind="pay", arrange="row")
        self.ok.setFixedHeight(64)
        self.rows.addWidget(self.amount)
        self.rows.addWidget(self.reason)
        self.rows.addWidget(self.ok)
        self.amount.changed.connect(self._refresh)
        self.reason.changed.connect(self._refresh)
        self.amount.submitted.connect(self._confirm)
        self.reason.submitted.connect(self._confirm)
        self.ok.clicked.connect(self._confirm)
        self.setFocusProxy(self.amount)
        self._refresh()

    def _refresh(self) -> None:
        self.ok.setEnabled(bool(_minor(self.amount.text())) and bool(self.reason.words()))

    def _confirm(self) -> None:
        if self.ok.isEnabled():
            self.confirmed.emit(_minor(self.amount.text()), self.reason.words())


class RepayDialog(NumberDialog):
    """confirmed(amount_minor): how much of a debt is repaid."""

    confirmed = Signal(int)

    def __init__(self, debt_minor: int) -> None:
        super().__init__(t("customers.repay_of", amount=money(debt_minor)), max_decimals=2)
        self._debt_minor = debt_minor
        self.input.preset(_typed(debt_minor))
        self.refresh()

    def refresh(self) -> None:
        self.shown.show_text(self.input.text(), currency_sign())
        self.ok.setEnabled(0 < _minor(self.input.text()) <= self._debt_minor)

    def confirm(self) -> None:
        if self.ok.isEnabled():
            self.confirmed.emit(_minor(self.input.text()))


def _minor(text: str) -> int:
    """0 for what is no amount: the button stays shut or the field counts as empty."""
    try:
        return parse_amount_minor(text or "0")
    except PosError:
        return 0


def _typed(amount_minor: int) -> str:
    return f"{amount_minor // 100},{amount_minor % 100:02d}"
