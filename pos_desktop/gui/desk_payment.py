"""The desk of the payment screen, beside the selling desk: terminal by hand, money back, bills that
several people pay, how the receipt is handed over. Qt-free."""

from __future__ import annotations

from collections.abc import Collection

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.tender import TenderKind, TenderOutcome
from pos_desktop.gui.desk import Desk, Snapshot
from pos_desktop.operations import pay
from pos_desktop.operations.ask_terminal import ask_terminal, settle_terminal
from pos_desktop.operations.choose_receipt import choose_receipt
from pos_desktop.operations.name_order import name_order
from pos_desktop.operations.return_tender import return_tender
from pos_desktop.operations.split_bill import split_by_lines


class PaymentDesk:
    """sale: the desk whose open sale is paid; every method ends with what is to be drawn."""

    def __init__(self, sale: Desk) -> None:
        self._sale = sale

    def close(self) -> Snapshot:
        """Everything is paid already; RefusalError("sale.not_paid") where it is not."""
        desk = self._sale
        if not desk.paying().paid:
            raise RefusalError("sale.not_paid", left_minor=desk.paying().left_minor)
        return desk.go_on_paying(desk.paying())

    def ask_terminal(self, kind: TenderKind, amount_minor: int) -> Snapshot:
        """The cashier goes to the terminal; the answer is asked for until it is given."""
        desk = self._sale
        asked = ask_terminal(desk.place, desk.paying(), kind, amount_minor, staff=desk.staff())
        return desk.go_on_paying(asked)

    def answer(self, outcome: TenderOutcome, reference: str = "") -> Snapshot:
        """What the terminal said; an approved rest completes the sale."""
        desk = self._sale
        settled = settle_terminal(
            desk.place, desk.paying(), outcome, staff=desk.staff(), reference=reference
        )
        # Its answer is stored, whether or not the sale can be completed now.
        desk.hold(settled)
        return desk.go_on_paying(settled)

    def give_back(self, tender_id: str, reason: str = "") -> Snapshot:
        """Money of this tender went back to the customer."""
        desk = self._sale
        return desk.go_on_paying(
            return_tender(desk.place, desk.paying(), tender_id, staff=desk.staff(), reason=reason)
        )

    def choose_receipt(self, contact: str, paper: bool) -> Snapshot:
        desk = self._sale
        payment = desk.paying()
        sale = choose_receipt(
            desk.place, payment.priced.sale, contact, paper=paper, staff=desk.staff()
        )
        return desk.go_on_paying(pay.with_sale(payment, sale))

    def name_order(self, name: str) -> Snapshot:
        """Whose debt it becomes."""
        desk = self._sale
        payment = desk.paying()
        sale = name_order(desk.place, payment.priced.sale, name, staff=desk.staff())
        return desk.go_on_paying(pay.with_sale(payment, sale))

    def split(self, line_ids: Collection[int], label: str) -> Snapshot:
        """The first payer pays the chosen lines; the others' wait among the parked sales and come
        to the front by themselves."""
        desk = self._sale
        sale = desk.paying().priced.sale
        split = split_by_lines(desk.place, sale, line_ids, label, staff=desk.staff())
        return desk.pay_instead(split.kept)
