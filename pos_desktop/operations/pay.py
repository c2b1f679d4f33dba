"""Paying: tender by tender. What is due, what was taken, what waits for an answer.

Asking a terminal is in ask_terminal.py, giving money back in return_tender.py, making the paid
sale a fact in complete_sale.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.positions import parts_of
from pos_desktop.domain.pricing import PricedSale
from pos_desktop.domain.receipt_shares import systems_of
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.settlement import MONEY_ONLY
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import (
    WITHOUT_MONEY,
    Tender,
    TenderKind,
    left_to_pay_minor,
    pending_of,
    take,
)
from pos_desktop.operations.complete_sale import CompletedSale, complete
from pos_desktop.operations.loyalty import refuse_above_limit
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.sell import refuse_below_minimum, refuse_unconfirmed_age
from pos_desktop.operations.workplace import Workplace

__all__ = [
    "CompletedSale",
    "Payment",
    "add_tender",
    "begin_payment",
    "cash_rounding_minor",
    "complete",
    "grown_payment",
    "refuse_kind",
    "refuse_pending",
    "resume_payment",
    "with_sale",
]


@dataclass(frozen=True, slots=True)
class Payment:
    """A sale being paid: what is due and what was taken so far.

    rounding_minor: what cash rounding takes off, as long as everything is paid in cash.
    """

    priced: PricedSale
    tenders: tuple[Tender, ...] = ()
    rounding_minor: int = 0

    @property
    def left_minor(self) -> int:
        return self.left_by(None)

    def left_by(self, kind: TenderKind | None) -> int:
        """What is left where the rest is paid that way; None: by nothing more."""
        left_minor = left_to_pay_minor(self.priced.total_minor, self.tenders)
        return left_minor - self.rounding_by(kind)

    def rounding_by(self, kind: TenderKind | None) -> int:
        """What rounding takes off: everything taken, and the rest if any, must be cash."""
        if kind is None and not self.tenders:
            return 0
        kinds = {tender.kind for tender in self.tenders} | ({kind} if kind else set())
        return self.rounding_minor if kinds == {TenderKind.CASH} else 0

    @property
    def pending(self) -> Tender | None:
        """A tender that must be settled before anything else."""
        return pending_of(self.tenders)

    @property
    def paid(self) -> bool:
        return self.pending is None and self.left_minor == 0

    @property
    def change_minor(self) -> int:
        return sum(tender.change_minor for tender in self.tenders)


def begin_payment(place: Workplace, sale: Sale, *, staff: StaffMember) -> Payment:
    """Price the sale for payment; RefusalError("sale.empty" | "sale.nothing_to_pay" |
    "sale.too_many_lines" | "sale.age_not_confirmed" | "discount.below_minimum" | "vat.not_valid").

    The moment of its prices is settled here: a happy hour does not end between two banknotes, and
    the sale that a power cut interrupted comes to the same sums.
    """
    demand(staff, Action.SELL)
    if not sale.lines:
        raise RefusalError("sale.empty")
    refuse_unconfirmed_age(sale)
    refuse_below_minimum(place, sale)
    refuse_above_limit(place, sale)
    if not sale.tenders:
        # A sale put aside last year: the rate is that of the day it is sold on.
        for line in sale.lines:
            place.country.vat.rate_on(line.vat, place.clock.today())
    settled = sale if sale.priced_at_us else replace(sale, priced_at_us=place.clock.now_us())
    payment = _payment(place, settled)
    if payment.priced.total_minor <= 0:
        raise RefusalError("sale.nothing_to_pay")
    limit = place.max_positions
    if limit and _most_positions(payment.priced, place.seller.tax_system) > limit:
        raise RefusalError("sale.too_many_lines", limit=limit)
    return payment


def _payment(place: Workplace, sale: Sale) -> Payment:
    return Payment(priced(place, sale), sale.tenders, cash_rounding_minor(place, sale))


def cash_rounding_minor(place: Workplace, sale: Sale) -> int:
    """What cash rounding would take off the sale as it is now."""
    step_minor = place.payments.cash_rounding_minor
    return priced(place, sale, round_to_minor=step_minor).rounding_minor if step_minor else 0


def _most_positions(sale: PricedSale, tax_system: str) -> int:
    """How many positions its longest fiscal document would have; a discount may split a line in
    two, and every tax system gets a document of its own."""
    counts = dict.fromkeys(systems_of(sale, tax_system), 0)
    for line in sale.lines:
        parts = parts_of(line.line.quantity.thousandths, line.line.price_minor, line.total_minor)
        counts[line.line.tax_system or tax_system] += len(parts)
    return max(counts.values())


def resume_payment(place: Workplace, sale: Sale) -> Payment | None:
    """The payment that a power cut interrupted: money was taken, the sale was not complete."""
    return _payment(place, sale) if sale.tenders else None


def add_tender(
    place: Workplace,
    payment: Payment,
    kind: TenderKind,
    received_minor: int,
    *,
    staff: StaffMember,
    reference: str = "",
) -> Payment:
    """Take one more tender; refusals as domain.tender.take, and "tender.unsettled",
    "tender.money_only" (an advance or a debt is paid with money), and where nobody said which
    advance, certificate or customer it is.

    A tender that leaves something to pay is stored with the open sale before it is shown, so that
    money taken is never asked for twice; the last one is stored by complete().
    """
    nobodys_debt = kind is TenderKind.CREDIT and payment.priced.sale.customer is None
    demand(staff, Action.SELL_ON_CREDIT if nobodys_debt else Action.SELL)
    refuse_pending(payment)
    refuse_kind(payment, kind)
    _refuse_without_source(payment, kind, reference)
    tender = take(place.ids.new_id(), kind, received_minor, payment.left_by(kind))
    grown = grown_payment(payment, (*payment.tenders, replace(tender, reference=reference)))
    if not grown.paid:
        place.journal.save_draft(grown.priced.sale, staff.staff_id, [])
    return grown


def _refuse_without_source(payment: Payment, kind: TenderKind, reference: str) -> None:
    """What was paid before names where it was: RefusalError("advance.choose" |
    "certificate.scan_it" | "credit.no_customer")."""
    if kind is TenderKind.ADVANCE and not reference:
        raise RefusalError("advance.choose")
    if kind is TenderKind.CERTIFICATE and not reference:
        raise RefusalError("certificate.scan_it")
    if kind is TenderKind.STORE_CREDIT and payment.priced.sale.customer is None:
        raise RefusalError("credit.no_customer")


def refuse_kind(payment: Payment, kind: TenderKind) -> None:
    """RefusalError("tender.money_only") for an advance or a debt that is to be paid by another."""
    if kind in WITHOUT_MONEY and any(
        line.line.method in MONEY_ONLY for line in payment.priced.lines
    ):
        raise RefusalError("tender.money_only")


def refuse_pending(payment: Payment) -> None:
    """Nothing else happens with a sale whose money may be on its way: RefusalError(
    "tender.unsettled")."""
    if payment.pending is not None:
        raise RefusalError("tender.unsettled", amount_minor=payment.pending.amount_minor)


def grown_payment(payment: Payment, tenders: tuple[Tender, ...]) -> Payment:
    """The payment and its sale with these tenders."""
    return with_sale(payment, replace(payment.priced.sale, tenders=tenders))


def with_sale(payment: Payment, sale: Sale) -> Payment:
    """The payment of the sale as it is now; nothing that changes its sums has changed."""
    return replace(payment, priced=replace(payment.priced, sale=sale), tenders=sale.tenders)
