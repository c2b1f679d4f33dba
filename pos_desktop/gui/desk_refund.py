"""The desk of refunds: receipts found, money given back, exchanges and corrections. Qt-free.

What is chosen on the page is counted there; here everything is checked again and stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import RefundBegun, SaleCompleted
from pos_desktop.domain.pricing import PricedSale
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.gui.desk import Desk
from pos_desktop.gui.desk_customers import CustomerRow, CustomersDesk
from pos_desktop.operations import correct, find_receipt, give_back, hear_refund, refund
from pos_desktop.operations.basket import add_to_basket
from pos_desktop.operations.correct import CorrectionRequest, Ffd, MissedRequest
from pos_desktop.operations.exchange import ExchangeRequest, plan_exchange
from pos_desktop.operations.find_receipt import Found, How
from pos_desktop.operations.give_back import GivenBack, Planned
from pos_desktop.operations.hear_refund import Heard
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.refund import LooseRequest, Original, RefundRequest
from pos_desktop.operations.sell import WeightWanted
from pos_desktop.ports import RefundBook, SaleDetail


@dataclass(frozen=True, slots=True)
class Opened:
    """A receipt on the page. others: more receipts that may be meant; signed: its code fits;
    customers: people of whom one is to be chosen first."""

    original: Original | None
    others: tuple[SaleDetail, ...] = ()
    signed: bool = False
    customers: tuple[CustomerRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Basket:
    """Goods scanned on the page. wanted: a product that waits for its weight."""

    sale: Sale | None
    priced: PricedSale | None
    wanted: Product | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction would make; error: why it cannot."""

    receipts: tuple[SaleCompleted, ...]
    error: RefusalError | None = None


_ANY = StaffMember("", "", "", Role.OWNER)
"""Whoever looks: a preview is made by nobody and stored nowhere."""

EMPTY_BASKET = Basket(None, None)


class RefundDesk:
    def __init__(self, desk: Desk, book: RefundBook, *, limit_days: int, ffd: Ffd) -> None:
        self._desk = desk
        self._people = CustomersDesk(desk)
        self._place = desk.place
        self._book = book
        self._limit_days = limit_days
        self.ffd: Ffd = ffd

    # ------------------------------------------------------------------ finding

    def find(self, how: How, text: str) -> Opened:
        """The one receipt that fits, or those to choose from; RefusalError as of find_receipts and
        "refund.customer_unknown"."""
        if how is How.CUSTOMER:
            return self._of_people(text)
        return self._shown(find_receipt.find_receipts(self._place, self._book, how, text))

    def _shown(self, found: Found) -> Opened:
        if len(found.receipts) == 1:
            only = self.open(found.receipts[0].fact.sale_id)
            return Opened(only.original, signed=found.signed)
        return Opened(None, found.receipts)

    def _of_people(self, text: str) -> Opened:
        rows = tuple(self._people.found(text))
        if not rows:
            raise RefusalError("refund.customer_unknown", value=text)
        if len(rows) > 1:
            return Opened(None, customers=rows)
        return self.of_customer(rows[0].customer.customer_id)

    def of_customer(self, customer_id: str) -> Opened:
        """His receipts whose goods may come back, newest first."""
        return self._shown(
            find_receipt.find_receipts(self._place, self._book, How.CUSTOMER, customer_id)
        )

    def open(self, sale_id: str) -> Opened:
        return Opened(refund.look_up(self._place, self._book, sale_id, self._limit_days))

    def unfinished(self) -> RefundBegun | None:
        return self._book.unfinished()

    # ------------------------------------------------------------------ refunds

    def give_back(self, request: RefundRequest) -> GivenBack | RefundBegun:
        original = self._original(request.sale_id)
        planned = refund.plan_refund(self._place, original, request, staff=self._desk.staff())
        return self._carry_out(planned)

    def give_back_without_receipt(self, request: LooseRequest) -> GivenBack | RefundBegun:
        return self._carry_out(
            refund.plan_without_receipt(self._place, request, staff=self._desk.staff())
        )

    def exchange(self, request: ExchangeRequest) -> GivenBack | RefundBegun:
        original = self._original(request.refund.sale_id)
        planned = plan_exchange(self._place, original, request, staff=self._desk.staff())
        done = self._carry_out(planned)
        self._place.catalogue.note_sold(line.product_id for line in request.basket.lines)
        return done

    def answer(self, went: bool) -> Heard:
        """What the person saw, or did."""
        done = hear_refund.answer(self._place, self._book, went=went, staff=self._desk.staff())
        self._desk.committed()
        return done

    def give_rest_in_cash(self) -> GivenBack | RefundBegun:
        done = hear_refund.give_rest_in_cash(self._place, self._book, staff=self._desk.staff())
        self._desk.committed()
        return done

    def try_rest_again(self) -> RefundBegun:
        return hear_refund.try_rest_again(self._place, self._book, staff=self._desk.staff())

    def give_up_waiting(self) -> None:
        hear_refund.give_up_refund(self._place, self._book, staff=self._desk.staff())

    # ------------------------------------------------------------------ corrections

    def preview(self, sale_id: str, request: CorrectionRequest | MissedRequest) -> Preview:
        """The receipts as they will be, nothing stored. Who may correct is asked when it is
        done, and so is the reason."""
        try:
            planned = self._planned(sale_id, replace(request, reason=request.reason or "."))
        except RefusalError as error:
            return Preview((), error)
        return Preview(planned.receipts)

    def _planned(
        self, sale_id: str, request: CorrectionRequest | MissedRequest, staff: StaffMember = _ANY
    ) -> Planned:
        if isinstance(request, MissedRequest):
            return correct.plan_missed(self._place, request, staff=staff)
        original = self._original(sale_id)
        return correct.plan_correction(self._place, original, request, self.ffd, staff=staff)

    def correct(
        self, sale_id: str, request: CorrectionRequest | MissedRequest
    ) -> GivenBack | RefundBegun:
        return self._carry_out(self._planned(sale_id, request, self._desk.staff()))

    # ------------------------------------------------------------------ goods on the page

    def begin_basket(self, customer_id: str) -> Sale | None:
        """What a regular takes in exchange has his prices and earns him points; None = nobody
        known."""
        known = self._place.customers.customer(customer_id) if customer_id else None
        if known is None:
            return None
        ids, clock = self._place.ids, self._place.clock
        return Sale(ids.new_id(), clock.now_us(), customer=known.as_buyer())

    def add(self, sale: Sale | None, code: str = "", product_id: str = "", weight_grams: int = 0,
            *, customer_id: str = "") -> Basket:  # fmt: skip
        """One more product in a basket that is not the open sale; refusals as of selling.
        customer_id: whose basket it is where it begins now."""
        sale = sale or self.begin_basket(customer_id)
        added = add_to_basket(
            self._place, sale, code, product_id, weight_grams, staff=self._desk.staff()
        )
        if isinstance(added, WeightWanted):
            return Basket(sale, self._priced(sale), added.product)
        return Basket(added.sale, self._priced(added.sale))

    def set_quantity(self, sale: Sale, line_id: int, thousandths: int) -> Basket:
        """Change a line of the basket; 0 takes it out."""
        if thousandths > 0:
            changed, _line = sale.set_quantity(line_id, thousandths)
        else:
            changed = sale.remove(line_id)
        return Basket(changed, self._priced(changed)) if changed.lines else EMPTY_BASKET

    # ------------------------------------------------------------------ inside

    def _original(self, sale_id: str) -> Original:
        original = self.open(sale_id).original
        if original is None:
            raise RefusalError("sale.unknown", sale_id=sale_id)
        return original

    def _carry_out(self, planned: Planned) -> GivenBack | RefundBegun:
        done = give_back.carry_out(self._place, self._book, planned, staff=self._desk.staff())
        self._desk.committed()
        return done

    def _priced(self, sale: Sale | None) -> PricedSale | None:
        return priced(self._place, sale) if sale is not None else None
