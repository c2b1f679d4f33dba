"""The desk: what the register is doing now - who is signed in, the open sale, the payment. Qt-free.

Runs on the cashier's lane only; every action ends in a Snapshot that the window draws. The state
of the sale is the journal's draft; this object holds the copy in hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pos_desktop.domain.assortment import Choice
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.rights import Approval, approved
from pos_desktop.domain.sale import Discount, Sale
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import BY_TERMINAL, ON_ACCOUNT, TenderKind
from pos_desktop.gui.snapshot import SaleBeside, Snapshot
from pos_desktop.operations import (
    certificates,
    credit,
    customers,
    park,
    pay,
    sell,
    sign_in,
    void,
)
from pos_desktop.operations import discount as discounts
from pos_desktop.operations.approve import Proof, Request, approve
from pos_desktop.operations.ask_terminal import ask_terminal
from pos_desktop.operations.customer_scan import (
    NO_GOODS,
    CustomerScan,
    card_of_another_form,
    customer_scan,
)
from pos_desktop.operations.loyalty import points_of
from pos_desktop.operations.open_shift import open_shift, shift_in_hand
from pos_desktop.operations.pay import CompletedSale, Payment
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Draft, StaffDirectory, TerminalAnswer

Answer = TypeVar("Answer")

__all__ = ["Desk", "Snapshot"]


class Desk:
    """Actions of one register. Refusals are raised and leave everything as it was."""

    def __init__(
        self,
        place: Workplace,
        directory: StaffDirectory,
        committed: Callable[[], None],
    ) -> None:
        """committed: tells printer and workers to look; returns at once."""
        self.place = place
        self._directory = directory
        self._committed = committed
        self._member: StaffMember | None = None
        self._sale: Sale | None = None
        self._selected = 0
        self._payment: Payment | None = None
        self.waits_for = ""
        self.asks = False
        self.asker: StaffMember | None = None
        self.told: TerminalAnswer | None = None
        self._last: CompletedSale | None = None
        self.payment_begun: Callable[[Payment], Payment] = lambda payment: payment
        self._wanted: sell.WeightWanted | None = None
        self._parked = 0
        self._approvals: tuple[Approval, ...] = ()
        self._beside: tuple[SaleBeside, ...] = ()

    # ------------------------------------------------------------------ start and people

    def restore(self) -> Snapshot:
        """Take up the sale that was open when the program ended, whatever ended it."""
        draft = self.place.journal.open_draft()
        if draft is not None and draft.sale.lines:
            self.take(draft.sale)
            self._payment = pay.resume_payment(self.place, draft.sale)
        self.recount()
        return self.snapshot()

    def sign_in(self, staff_id: str, pin: str) -> Snapshot:
        self._member = sign_in.sign_in(self.place, self._directory, staff_id, pin)
        self._committed()
        return self.snapshot()

    def lock(self, idle: bool = False) -> Snapshot:
        """Sign out; the open sale stays. idle: the register locks itself."""
        member, self._member = self._member, None
        self._wanted = None
        if member is not None:
            # Locked first: what the disk refuses here must not keep the register open.
            sign_in.sign_out(self.place, member, idle=idle)
            self._committed()
        return self.snapshot()

    def renew(self, member: StaffMember) -> None:
        """Who is signed in may have another name or role from now on."""
        if self._member is not None and self._member.staff_id == member.staff_id:
            self._member = member

    def approve(self, request: Request, proof: Proof) -> Approval:
        """A second person lets the one who is signed in do one thing; it is in the journal then."""
        approval = approve(self.place, self._directory, self._signed_in(), request, proof)
        self._committed()
        return approval

    def with_words(self, given: tuple[Approval, ...], action: Callable[[], Answer]) -> Answer:
        """Run an action with the words of others; they hold for this one run."""
        self._approvals = given
        try:
            return action()
        finally:
            self._approvals = ()

    def is_goods(self, text: str) -> bool:
        """Whether a scan means something on sale here, and so no badge."""
        return sell.is_goods(self.place, text)

    # ------------------------------------------------------------------ the sale

    def scan(self, text: str, count: int = 1) -> Snapshot:
        if self._member is None:
            if self.is_goods(text):
                # A hand that scans on before signing in guesses at no badge.
                raise RefusalError("signin.needed")
            self._member = sign_in.sign_in_by_badge(self.place, self._directory, text)
            self._committed()
            return self.snapshot()
        if meant := customer_scan(self.place, text):
            return self._take_customer_scan(meant)
        self._ready()
        try:
            added = sell.add_scanned(self.place, self._sale, text, staff=self.staff(), count=count)
        except RefusalError as error:
            meant = card_of_another_form(self.place, text) if error.code in NO_GOODS else None
            if meant is None:
                raise
            return self._take_customer_scan(meant)
        return self._added(added)

    def _take_customer_scan(self, meant: CustomerScan) -> Snapshot:
        """A card names its customer on the sale; a certificate pays while one is paying."""
        if meant.certificate:
            paying = certificates.spend(
                self.place, self._paying_or_refuse(meant), meant.certificate, staff=self.staff()
            )
            return self.go_on_paying(paying)
        self._leave_payment()
        self._sale = customers.attach(self.place, self._sale, meant.customer_id, staff=self.staff())
        return self.snapshot()

    def _paying_or_refuse(self, meant: CustomerScan) -> Payment:
        if self._payment is None:
            raise RefusalError("certificate.not_paying", number=meant.certificate)
        return self._payment

    def add_product(self, product_id: str, count: int = 1) -> Snapshot:
        self._ready()
        return self._added(
            sell.add_product(self.place, self._sale, product_id, staff=self.staff(), count=count)
        )

    def add_chosen(self, product_id: str, choice: Choice) -> Snapshot:
        """A product with its pack or modifiers, as the panel asked for them."""
        self._ready()
        return self._added(
            sell.add_product(self.place, self._sale, product_id, staff=self.staff(), choice=choice)
        )

    def add_weighed(self, product_id: str, weight_grams: int, *, by_hand: bool = False) -> Snapshot:
        self._ready()
        return self._added(
            sell.add_weighed(
                self.place, self._sale, product_id, weight_grams,
                staff=self.staff(), wanted=self._wanted, by_hand=by_hand,
            )
        )  # fmt: skip

    def want_no_weight(self) -> Snapshot:
        self._wanted = None
        return self.snapshot()

    def set_quantity(self, line_id: int, thousandths: int) -> Snapshot:
        sale = self.changing()
        self._sale = void.set_quantity(self.place, sale, line_id, thousandths, staff=self.staff())
        self._selected = line_id
        return self.snapshot()

    def change_quantity(self, line_id: int, by: int) -> Snapshot:
        """One piece more or less; the last one removes the line."""
        sale = self.changing()
        thousandths = sale.line(line_id).quantity.thousandths + by * 1000
        return self.remove(line_id) if thousandths <= 0 else self.set_quantity(line_id, thousandths)

    def discount_line(self, line_id: int, discount: Discount) -> Snapshot:
        self._sale = discounts.set_line_discount(
            self.place, self.changing(), line_id, discount, staff=self.staff()
        )
        return self.snapshot()

    def discount_sale(self, discount: Discount) -> Snapshot:
        self._sale = discounts.set_receipt_discount(
            self.place, self.changing(), discount, staff=self.staff()
        )
        return self.snapshot()

    def remove(self, line_id: int) -> Snapshot:
        self.take(void.remove_line(self.place, self.changing(), line_id, staff=self.staff()))
        return self.snapshot()

    def void(self) -> Snapshot:
        void.void_sale(self.place, self.changing(), staff=self.staff())
        self.take(None)
        return self.snapshot()

    def select(self, line_id: int) -> Snapshot:
        self._selected = line_id
        return self.snapshot()

    # ------------------------------------------------------------------ parked sales

    def park(self, label: str = "") -> Snapshot:
        park.park(self.place, self.changing(), staff=self.staff(), label=label)
        self.take(None)
        self.recount()
        return self.snapshot()

    def recall(self, parked: int) -> Snapshot:
        draft = park.recall(self.place, parked, self.in_hand(), staff=self.staff())
        self.take(draft.sale)
        self.recount()
        return self.snapshot()

    def parked_sales(self) -> list[Draft]:
        return self.place.journal.parked_drafts()

    def recount(self) -> None:
        """Sales were put aside, beside or taken up: what the head of the receipt shows of them."""
        self._parked = len(self.place.journal.parked_drafts())
        self._beside = tuple(
            SaleBeside.of(draft, priced(self.place, draft.sale).total_minor)
            for draft in self.place.journal.drafts_beside()
        )

    # ------------------------------------------------------------------ payment

    def begin_payment(self) -> Snapshot:
        self.paying()
        return self.snapshot()

    def leave_payment(self) -> Snapshot:
        self._leave_payment()
        return self.snapshot()

    def paying(self) -> Payment:
        """The payment of the open sale, begun now where it was not."""
        if self._payment is None:
            shift_in_hand(self.place)
            begun = pay.begin_payment(self.place, self._open(), staff=self.staff())
            self._payment = self.payment_begun(begun)
            self.told = None
            if self._payment.tenders:
                self._sale = self._payment.priced.sale
        return self._payment

    def go_on_paying(self, payment: Payment) -> Snapshot:
        """What was taken is in hand; the sale completes by itself when nothing is left to pay."""
        if payment.paid:
            return self._complete(payment)
        self.hold(payment)
        return self.snapshot()

    @property
    def payment_in_hand(self) -> Payment | None:
        """The payment that was begun, None where there is none."""
        return self._payment

    @property
    def member(self) -> StaffMember | None:
        """Who is signed in."""
        return self._member

    def hold(self, payment: Payment) -> None:
        """The payment as the journal has it with the open sale."""
        self._payment = payment
        self._sale = payment.priced.sale

    def pay_instead(self, sale: Sale) -> Snapshot:
        """Pay this sale in place of the one in hand, which the journal holds otherwise now."""
        self.take(sale)
        self.recount()
        self._payment = None
        return self.begin_payment()

    def is_still(self, seen: Snapshot | None) -> bool:
        """Whether what a person saw when tapping is still what is paid. The second of two quick
        taps comes when the first has done its work: it must not pay the next part of a bill, nor
        the same part again."""
        if seen is None or seen.priced is None or self._sale is None:
            return True
        if seen.priced.sale.sale_id != self._sale.sale_id:
            return False
        if seen.payment is None or self._payment is None:
            return True
        return seen.payment.tenders == self._payment.tenders

    def tender(self, kind: TenderKind, received_minor: int) -> Snapshot:
        """Take one tender; where the shop wants it, a terminal is asked first. Debt and store
        credit are of the sale's customer, a certificate is of its number."""
        if kind is TenderKind.CERTIFICATE:
            raise RefusalError("certificate.scan_it")
        if kind in ON_ACCOUNT and self.paying().priced.sale.customer is not None:
            payment = credit.pay_on_account(
                self.place, self.paying(), kind, received_minor, staff=self.staff()
            )
            return self.go_on_paying(payment)
        asked = kind in self.place.terminals or self.place.payments.asks_after(kind)
        act = ask_terminal if asked and kind in BY_TERMINAL else pay.add_tender
        payment = act(self.place, self.paying(), kind, received_minor, staff=self.staff())
        self.wait_for_device(payment)
        return self.go_on_paying(payment)

    def wait_for_device(self, payment: Payment) -> None:
        """A device of the register was asked about the money that is not settled, if one was."""
        pending = payment.pending
        self.waits_for = pending.op_id if pending is not None and pending.by else ""
        self.asks, self.told, self.asker = False, None, self._member

    def pay_exact(self, kind: TenderKind) -> Snapshot:
        """The one-tap way: all that is left, by one tender; nothing more where all was paid
        before."""
        if self.paying().paid:
            return self.go_on_paying(self.paying())
        return self.tender(kind, self.paying().left_by(kind))

    def _complete(self, payment: Payment) -> Snapshot:
        shift = shift_in_hand(self.place)
        done = pay.complete(self.place, payment, shift, staff=self.staff())
        # The sale exists: whatever fails from here on finds nothing in hand to sell again.
        self.take(None)
        self._payment = self.told = None
        self._last = done
        self._committed()
        self.place.catalogue.note_sold(line.product_id for line in payment.priced.sale.lines)
        self._take_up_rest(payment.priced.sale.group_id)
        return self.snapshot(just_completed=True)

    def _take_up_rest(self, group_id: str) -> None:
        """Of a bill that several people pay, the next part comes to the front by itself."""
        if not group_id:
            return
        for draft in self.place.journal.parked_drafts():
            if draft.sale.group_id == group_id:
                self.recall(draft.parked)
                return

    # ------------------------------------------------------------------ state

    def snapshot(self, *, just_completed: bool = False) -> Snapshot:
        return Snapshot(
            staff=self._member,
            shift=self.place.journal.open_shift(),
            number=self.place.journal.next_sale_number(),
            priced=priced(self.place, self._sale) if self._sale else None,
            selected=self._selected,
            parked=self._parked,
            beside=self._beside,
            payment=self._payment,
            last=self._last,
            wanted=self._wanted.product if self._wanted is not None else None,
            cash_off_minor=pay.cash_rounding_minor(self.place, self._sale) if self._sale else 0,
            points=points_of(self.place, self._sale),
            just_completed=just_completed,
            waits_for=self.waits_for,
            asks=self.asks,
            told=self.told if self._payment is not None else None,
        )

    def _added(self, result: sell.Added | sell.WeightWanted) -> Snapshot:
        if isinstance(result, sell.WeightWanted):
            self._wanted = result
            return self.snapshot()
        self._wanted = None
        self._sale = result.sale
        self._selected = result.line.line_id
        return self.snapshot()

    def take(self, sale: Sale | None) -> None:
        """This is the sale in hand now; its last line is the chosen one."""
        self._sale = sale
        self._selected = sale.lines[-1].line_id if sale and sale.lines else 0

    def open_shift(self) -> Snapshot:
        """Where no shift is open: take over, uncounted, what the one before left in the drawer."""
        if self.place.journal.open_shift() is None:
            open_shift(self.place, staff=self.staff())
            self._committed()
        return self.snapshot()

    def _ready(self) -> None:
        """About to sell: a shift is open, and what was priced for payment is so no longer."""
        shift_in_hand(self.place)
        self._leave_payment()

    def put(self, sale: Sale | None) -> None:
        """This is the sale in hand now, or none; the chosen line stays where there is one."""
        if sale is None:
            self.take(None)
        else:
            self.keep(sale)

    def in_hand_unpaid(self) -> Sale | None:
        """The sale in front, None where there is none or it is being paid."""
        return None if self._payment is not None else self._sale

    def _leave_payment(self) -> None:
        """Back to the sale; money already taken is not forgotten: then the payment must be
        finished."""
        if self._payment is not None and self._payment.tenders:
            pay.refuse_pending(self._payment)
            raise RefusalError("payment.in_progress", taken=len(self._payment.tenders))
        self._payment = None

    def _open(self) -> Sale:
        if self._sale is None:
            raise RefusalError("sale.empty")
        return self._sale

    def in_hand(self) -> Sale | None:
        """The sale in front, None where it has no line yet; as `changing`."""
        self._leave_payment()
        return self._sale

    def keep(self, sale: Sale) -> None:
        """The sale in hand was changed; the chosen line stays."""
        self._sale = sale

    def changing(self) -> Sale:
        """The open sale, about to be changed: what was priced for payment is so no longer."""
        self._leave_payment()
        return self._open()

    def _signed_in(self) -> StaffMember:
        if self._member is None:
            raise RefusalError("signin.needed")
        return self._member

    def staff(self) -> StaffMember:
        """Who acts, with the word of a second person where one was given for this action;
        RefusalError("signin.needed")."""
        member = self._signed_in()
        for approval in self._approvals:
            member = approved(member, approval)
        return member

    def committed(self) -> None:
        """Something was stored: printer and workers may look."""
        self._committed()
