"""The customers' desk: who buys, what they hold, and paying with it. Qt-free; runs on the cashier's
lane."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.customers import (
    Account,
    AccountMove,
    Certificate,
    Customer,
    Holdings,
    Purchase,
)
from pos_desktop.domain.errors import RefusalError
from pos_desktop.gui.desk import Desk, Snapshot
from pos_desktop.operations import certificates, credit, customers, loyalty

_MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A line of a list. points_minor: what has not lapsed."""

    customer: Customer
    points_minor: int
    debt_minor: int


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """All of one customer. points_minor: what has not lapsed."""

    customer: Customer
    holdings: Holdings
    points_minor: int
    purchases: tuple[Purchase, ...]
    points: tuple[AccountMove, ...]
    money: tuple[AccountMove, ...]


class CustomersDesk:
    """Every method refuses as its operation does, and then nothing was changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._place = desk.place

    # ------------------------------------------------------------------ reads

    def found(self, text: str) -> list[CustomerRow]:
        """Those a person means by the text; with none those who were added last."""
        book = self._place.customers
        people = book.search(text, _MOST_SHOWN) if text.strip() else book.last(_MOST_SHOWN)
        return [self._row(customer) for customer in people]

    def card(self, customer_id: str) -> CustomerCard | None:
        book = self._place.customers
        customer = book.customer(customer_id)
        if customer is None:
            return None
        money = [
            move
            for account in (Account.DEBT, Account.STORE_CREDIT)
            for move in book.moves(account, customer_id)
        ]
        return CustomerCard(
            customer,
            book.holdings(customer_id),
            loyalty.balance(self._place, customer_id),
            tuple(book.purchases(customer_id)),
            tuple(book.moves(Account.BONUS, customer_id)),
            tuple(sorted(money, key=lambda move: move.at_us, reverse=True)),
        )

    def certificate(self, number: str) -> Certificate | None:
        """None where it was not sold here; RefusalError("certificate.bad_number")."""
        try:
            return certificates.find(self._place, number)
        except RefusalError as error:
            if error.code != "certificate.unknown":
                raise
            return None

    # ------------------------------------------------------------------ the open sale

    def attach(self, customer_id: str) -> None:
        desk = self._desk
        desk.keep(customers.attach(self._place, desk.in_hand(), customer_id, staff=desk.staff()))

    def detach(self) -> None:
        desk = self._desk
        desk.put(customers.detach(self._place, desk.changing(), staff=desk.staff()))

    def add(self, asked: Customer) -> Customer:
        """A new customer, named on the open sale at once."""
        made = self.add_only(asked)
        self.attach(made.customer_id)
        return made

    def add_only(self, asked: Customer) -> Customer:
        """A new customer, who buys nothing now."""
        made = customers.add(self._place, asked, staff=self._desk.staff())
        self._desk.committed()
        return made

    def put_on_certificate(self, number: str, amount_minor: int) -> None:
        """Sell a certificate or top it up with the open sale."""
        desk = self._desk
        sale = desk.in_hand()
        desk.take(
            certificates.put_money(self._place, sale, number, amount_minor, staff=desk.staff())
        )

    def repay(self, customer_id: str, amount_minor: int) -> None:
        """Repay so much of a debt with the open sale."""
        desk = self._desk
        desk.take(
            credit.repay(self._place, desk.in_hand(), customer_id, amount_minor, staff=desk.staff())
        )

    # ------------------------------------------------------------------ paying

    def spend_points(self, amount_minor: int) -> Snapshot:
        """Pay so much with points, 0 = none of them after all."""
        desk = self._desk
        sale = loyalty.spend_points(
            self._place, desk.paying().priced.sale, amount_minor, staff=desk.staff()
        )
        return desk.pay_instead(sale)

    def pay_by_certificate(self, number: str, amount_minor: int = 0) -> Snapshot:
        desk = self._desk
        return desk.go_on_paying(
            certificates.spend(self._place, desk.paying(), number, amount_minor, staff=desk.staff())
        )

    # ------------------------------------------------------------------ the card

    def change(self, asked: Customer) -> Customer:
        made = customers.change(self._place, asked, staff=self._desk.staff())
        self._desk.committed()
        self._refresh(made)
        return made

    def adjust(self, customer_id: str, amount_minor: int, reason: str) -> int:
        """Points more or fewer by hand; the new balance."""
        left = loyalty.adjust(
            self._place, customer_id, amount_minor, reason, staff=self._desk.staff()
        )
        self._desk.committed()
        return left

    def _refresh(self, customer: Customer) -> None:
        """The open sale knows its customer as he is now; one that is being paid stays as it is."""
        sale = self._desk.in_hand_unpaid()
        named = sale.customer if sale is not None else None
        if named is not None and named.customer_id == customer.customer_id:
            self.attach(customer.customer_id)

    def _row(self, customer: Customer) -> CustomerRow:
        held = self._place.customers.holdings(customer.customer_id)
        points_minor = loyalty.balance(self._place, customer.customer_id)
        return CustomerRow(customer, points_minor, held.debt_minor)
