"""Opening what is about customers over the window: who buys, certificates, the form of a card."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_desktop.domain.customers import Certificate, Customer
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.desk_customers import CustomerCard, CustomerRow
from pos_desktop.gui.dialogs.certificate import CertificateDialog
from pos_desktop.gui.dialogs.customer import CustomerDialog
from pos_desktop.gui.pages import Pages
from pos_desktop.gui.screens.payment import PaymentScreen
from pos_desktop.gui.screens.sale import SaleScreen
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.one_modal import OneModal


class Customers:
    """One panel at a time. open_page: shows a page of pages.py."""

    def __init__(
        self, host: QWidget, shop: Shop, open_page: Callable[[str], None], pages: Pages
    ) -> None:
        self._shop = shop
        self._desk = shop.desks.customers
        self._open_page = open_page
        self._pages = pages
        self._modal = OneModal(host)

    def listen(self, sale: SaleScreen, payment: PaymentScreen) -> None:
        """The screens that ask."""
        sale.customer_wanted.connect(self.choose)
        payment.points_wanted.connect(self.spend_points)

    @property
    def dialog(self) -> QWidget | None:
        """What is open now."""
        return self._modal.content

    def close(self) -> None:
        self._modal.close()

    def take_scan(self, text: str) -> bool:
        """Whether a scan was meant for the panel that is open; every other scan closes it."""
        if isinstance(self.dialog, CertificateDialog):
            self.dialog.scanned(text)
            return True
        self.close()
        return False

    # ------------------------------------------------------------------ who buys

    def choose(self) -> None:
        """F3: the customer of the open sale."""
        shown = self._shop.till.current
        if shown is None or shown.staff is None:
            return
        sale = shown.priced.sale if shown.priced is not None else None
        if sale is None or sale.customer is None:
            self._show_choice(None)
            return
        customer_id = sale.customer.customer_id
        self._shop.till.ask(lambda: self._desk.card(customer_id), self._show_choice)

    def _show_choice(self, attached: CustomerCard | None) -> None:
        dialog = CustomerDialog(self._find, attached)
        till = self._shop.till

        def chosen(customer_id: str) -> None:
            self.close()
            till.run(lambda: self._desk.attach(customer_id))

        def added(customer: Customer) -> None:
            # It stays open until the customer is there: a wrong telephone is corrected in place.
            till.run(lambda: self._desk.add(customer), lambda _made: self.close())

        def removed() -> None:
            self.close()
            till.run(self._desk.detach)

        def card_wanted(customer_id: str) -> None:
            from pos_desktop.gui.customers_page import CustomersScreen

            self.close()
            self._open_page("customers")
            page = self._pages.page("customers")
            if isinstance(page, CustomersScreen):
                page.show_customer(customer_id)

        dialog.chosen.connect(chosen)
        dialog.added.connect(added)
        dialog.removed.connect(removed)
        dialog.card_wanted.connect(card_wanted)
        self._open(dialog)
        dialog.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self, text: str, then: Callable[[list[CustomerRow]], None]) -> None:
        self._shop.till.ask(lambda: self._desk.found(text), then)

    def spend_points(self, amount_minor: int) -> None:
        """Pay so much with points of the customer, 0 = none of them after all."""
        self._shop.till.run(lambda: self._desk.spend_points(amount_minor))

    # ------------------------------------------------------------------ certificates

    def certificates(self) -> None:
        """Sell, top up, or look what is on one."""
        dialog = CertificateDialog("put", self._look)

        def confirmed(number: str, amount_minor: int) -> None:
            till = self._shop.till
            till.run(
                lambda: self._desk.put_on_certificate(number, amount_minor),
                lambda _done: self.close(),
            )

        dialog.confirmed.connect(confirmed)
        self._open(dialog)
        dialog.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def pay_by_certificate(self) -> None:
        """A certificate as payment, by number or scan; or the money kept for the customer."""
        shown = self._shop.till.current
        if shown is None or shown.payment is None:
            return
        left_minor = shown.payment.left_minor
        buyer = shown.payment.priced.sale.customer
        if buyer is None:
            self._show_payment(left_minor, 0)
            return
        held = self._shop.place.customers.holdings
        self._shop.till.ask(
            lambda: held(buyer.customer_id).store_credit_minor,
            lambda kept_minor: self._show_payment(left_minor, kept_minor),
        )

    def _show_payment(self, left_minor: int, kept_minor: int) -> None:
        dialog = CertificateDialog("pay", self._look, left_minor, kept_minor)
        till = self._shop.till

        def confirmed(number: str, amount_minor: int) -> None:
            till.run(
                lambda: self._desk.pay_by_certificate(number, amount_minor),
                lambda _done: self.close(),
            )

        def kept_money() -> None:
            self.close()
            till.tender(TenderKind.STORE_CREDIT, min(left_minor, kept_minor))

        dialog.confirmed.connect(confirmed)
        dialog.kept_money.connect(kept_money)
        self._open(dialog)
        dialog.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self, number: str, then: Callable[[Certificate | None], None]) -> None:
        self._shop.till.ask(lambda: self._desk.certificate(number), then)

    # ------------------------------------------------------------------ inside

    def _open(self, dialog: CustomerDialog | CertificateDialog) -> None:
        self._modal.show(dialog)
