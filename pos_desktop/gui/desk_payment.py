"""The desk of the payment screen, beside the selling desk: terminals, money back, shared bills, how
the receipt is handed over. Qt-free."""

from __future__ import annotations

from collections.abc import Collection

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.tender import TenderKind, TenderOutcome
from pos_desktop.gui.desk import Desk, Snapshot
from pos_desktop.operations import pay
from pos_desktop.operations.ask_terminal import (
    ask_again,
    ask_terminal,
    give_up_waiting,
    settle_terminal,
)
from pos_desktop.operations.choose_receipt import choose_receipt
from pos_desktop.operations.hear_terminal import hear_terminal, settle_return
from pos_desktop.operations.name_order import name_order
from pos_desktop.operations.return_tender import return_tender
from pos_desktop.operations.split_bill import split_by_lines
from pos_desktop.operations.terminal_requests import device_behind
from pos_desktop.ports import TerminalAnswer


class PaymentDesk:
    """sale: the desk whose open sale is paid; every method ends with what is to be drawn."""

    def __init__(self, sale: Desk) -> None:
        self._sale = sale
        self._questioned = ""

    def close(self) -> Snapshot:
        """Everything is paid already; RefusalError("sale.not_paid") where it is not."""
        desk = self._sale
        if not desk.paying().paid:
            raise RefusalError("sale.not_paid", left_minor=desk.paying().left_minor)
        return desk.go_on_paying(desk.paying())

    def ask_terminal(self, kind: TenderKind, amount_minor: int) -> Snapshot:
        """The cashier goes to a terminal that the register does not know; the answer is asked for
        until it is given."""
        desk = self._sale
        asked = ask_terminal(
            desk.place, desk.paying(), kind, amount_minor, staff=desk.staff(), by_hand=True
        )
        return desk.go_on_paying(asked)

    def hear(self, op_id: str, answer: TerminalAnswer) -> Snapshot:
        """What a device answered; an approved rest completes the sale. An answer nobody can read
        anything from is asked about once by itself. Stored whoever is signed in."""
        desk = self._sale
        payment = desk.payment_in_hand
        asker = desk.member or desk.asker
        if payment is None or payment.pending is None or asker is None:
            return desk.snapshot()
        if payment.pending.op_id != op_id:
            return desk.snapshot()
        heard = hear_terminal(desk.place, payment, op_id, answer, staff=asker)
        desk.waits_for, desk.told = "", answer
        desk.hold(heard)
        desk.committed()  # there may be a slip to print
        still = heard.pending is not None and device_behind(desk.place, heard.pending) is not None
        if still and desk.member is not None and self._questioned != op_id:
            return self.ask_again()
        if desk.member is None:
            return desk.snapshot()
        return desk.go_on_paying(heard)

    def look_after(self) -> Snapshot:
        """Money that a device has not told about, after a restart, a change of people or of
        devices: it is asked. Nothing where it is on its way or nothing waits; where another device
        has taken its place, nobody is waited for until the one that was asked is back."""
        desk = self._sale
        payment = desk.payment_in_hand
        if desk.member is None or payment is None or payment.pending is None:
            return desk.snapshot()
        desk.asker = desk.member
        if device_behind(desk.place, payment.pending) is None:
            desk.waits_for = self._questioned = ""
            return desk.snapshot()
        if desk.waits_for or self._questioned == payment.pending.op_id:
            return desk.snapshot()
        return self.ask_again()

    def ask_again(self) -> Snapshot:
        """Ask the device what became of the money that waits; moves none."""
        desk = self._sale
        payment = desk.paying()
        desk.asker = desk.member
        desk.waits_for = ask_again(desk.place, payment, staff=desk.staff())
        desk.asks = True
        self._questioned = desk.waits_for
        return desk.snapshot()

    def give_up_waiting(self) -> Snapshot:
        """The customer has no card after all, or nobody wants to wait."""
        desk = self._sale
        give_up_waiting(desk.place, desk.paying(), staff=desk.staff())
        return desk.snapshot()

    def settle_return(self, went: bool) -> Snapshot:
        """What a person saw on the terminal: the money went back, or it did not."""
        desk = self._sale
        settled = settle_return(desk.place, desk.paying(), went=went, staff=desk.staff())
        desk.waits_for = ""
        return desk.go_on_paying(settled)

    def answer(self, outcome: TenderOutcome, reference: str = "") -> Snapshot:
        """What the terminal said; an approved rest completes the sale."""
        desk = self._sale
        settled = settle_terminal(
            desk.place, desk.paying(), outcome, staff=desk.staff(), reference=reference
        )
        # Its answer is stored, whether or not the sale can be completed now.
        desk.waits_for = ""
        desk.hold(settled)
        return desk.go_on_paying(settled)

    def give_back(self, tender_id: str, reason: str = "", by_hand: bool = False) -> Snapshot:
        """Money of this tender goes back to the customer: over the device that took it, or it went
        by hand."""
        desk = self._sale
        left = return_tender(
            desk.place,
            desk.paying(),
            tender_id,
            staff=desk.staff(),
            reason=reason,
            by_hand=by_hand,
        )
        desk.wait_for_device(left)
        return desk.go_on_paying(left)

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
