"""The desk of advances, orders and debts, beside the selling desk. Qt-free."""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.settlement import OpenSettlement
from pos_desktop.gui.desk import Desk, Snapshot
from pos_desktop.operations import customers
from pos_desktop.operations.find_receipt import How, find_receipts
from pos_desktop.operations.pay import Payment
from pos_desktop.operations.settle_advance import finish_order, offset_advance, pay_debt
from pos_desktop.operations.take_advance import AdvanceWish, take_advance, take_prepayment
from pos_desktop.ports import RefundBook
from pos_desktop.ports.settlement import SettlementBook


class AdvanceDesk:
    """sale: the selling desk; book: what is open; receipts: to find the one that was scanned. Money
    is taken by the payment screen."""

    def __init__(self, sale: Desk, book: SettlementBook, receipts: RefundBook) -> None:
        self._sale = sale
        self._book = book
        self._receipts = receipts
        sale.payment_begun = self._offset

    def open(self, text: str = "") -> list[OpenSettlement]:
        """Advances, orders and debts whose name or receipt number holds the text."""
        return self._book.open(text)

    def of_scan(self, text: str) -> list[OpenSettlement]:
        """What is open of the scanned receipt, or of the customer whose card it is.

        RefusalError("refund.receipt_unknown" | "refund.bad_code" | "customer.unknown_card").
        """
        place = self._sale.place
        if customers.is_card(place, text):
            return self._book.open("", customers.of_card(place, text).customer_id)
        found = find_receipts(place, self._receipts, How.QR, text)
        opened = [self._book.of_sale(one.fact.sale_id) for one in found.receipts]
        return [one for one in opened if one is not None and one.left_minor > 0]

    def take_advance(self, wish: AdvanceWish) -> Snapshot:
        desk = self._sale
        self._demand_empty()
        return desk.pay_instead(take_advance(desk.place, wish, staff=desk.staff()))

    def take_prepayment(self, name: str, amount_minor: int) -> Snapshot:
        """The goods of the open sale are ordered; the payment begins."""
        desk = self._sale
        sale = take_prepayment(desk.place, desk.changing(), name, amount_minor, staff=desk.staff())
        return desk.pay_instead(sale)

    def finish(self, sale_id: str) -> Snapshot:
        """The goods of an order are in the open sale; paying offsets what was paid before."""
        desk = self._sale
        self._demand_empty()
        desk.take(finish_order(desk.place, self._book, sale_id, staff=desk.staff()))
        return desk.snapshot()

    def use(self, sale_id: str, most_minor: int = 0) -> Snapshot:
        """Pay from this advance as much as there is, and no more than so much where it is said."""
        desk, book = self._sale, self._book
        payment = offset_advance(
            desk.place, book, desk.paying(), sale_id, staff=desk.staff(), most_minor=most_minor
        )
        return desk.go_on_paying(payment)

    def pay_debt(self, sale_id: str, amount_minor: int) -> Snapshot:
        desk = self._sale
        self._demand_empty()
        sale = pay_debt(desk.place, self._book, sale_id, amount_minor, staff=desk.staff())
        return desk.pay_instead(sale)

    def _offset(self, payment: Payment) -> Payment:
        """The payment of an order begins with what was paid for it before."""
        desk = self._sale
        used = {tender.reference for tender in payment.tenders}
        for sale_id in payment.priced.sale.settles:
            if sale_id in used:
                continue
            found = self._book.of_sale(sale_id)
            if (
                found is not None
                and found.has_goods
                and found.left_minor > 0
                and payment.left_minor
            ):
                payment = offset_advance(
                    desk.place, self._book, payment, sale_id, staff=desk.staff()
                )
        return payment

    def _demand_empty(self) -> None:
        """RefusalError("advance.sale_open") where a customer's goods are on the screen."""
        sale = self._sale.in_hand()
        if sale is not None and sale.lines:
            raise RefusalError("advance.sale_open")
