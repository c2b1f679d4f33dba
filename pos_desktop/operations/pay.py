"""Paying: tender by tender, then one durable transaction. When complete() returns, the sale
exists."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    PaidTender,
    SaleCompleted,
    TenderAccepted,
    VatSum,
)
from pos_desktop.domain.positions import parts_of
from pos_desktop.domain.pricing import PricedSale
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.shift import SHIFT_LIMIT_HOURS, Shift
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import Tender, TenderKind, left_to_pay_minor, take
from pos_desktop.operations.next_shift import next_shift
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.sell import refuse_below_minimum, refuse_unconfirmed_age
from pos_desktop.operations.send_copy import copies_of
from pos_desktop.operations.store_receipt import fiscal_key_of, receipt_jobs, sold_line
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, NewFiscalDocument

_HOUR_US = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Payment:
    """A sale being paid: what is due and what was taken so far."""

    priced: PricedSale
    tenders: tuple[Tender, ...] = ()

    @property
    def left_minor(self) -> int:
        return left_to_pay_minor(self.priced.total_minor, self.tenders)

    @property
    def change_minor(self) -> int:
        return sum(tender.change_minor for tender in self.tenders)


@dataclass(frozen=True, slots=True)
class CompletedSale:
    """What the screen shows of a sale that is on disk."""

    sale_id: str
    number: int
    total_minor: int
    change_minor: int
    seq: int


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
    if not sale.tenders:
        # A sale put aside last year: the rate is that of the day it is sold on.
        for line in sale.lines:
            place.country.vat.rate_on(line.vat, place.clock.today())
    settled = sale if sale.priced_at_us else replace(sale, priced_at_us=place.clock.now_us())
    priced_sale = priced(place, settled)
    if priced_sale.total_minor <= 0:
        raise RefusalError("sale.nothing_to_pay")
    limit = place.max_positions
    if limit and _positions(priced_sale) > limit:
        raise RefusalError("sale.too_many_lines", limit=limit)
    return Payment(priced_sale, settled.tenders)


def _positions(sale: PricedSale) -> int:
    """How many positions its fiscal document would have; a discount may split a line in two."""
    return sum(
        len(parts_of(line.line.quantity.thousandths, line.line.price_minor, line.total_minor))
        for line in sale.lines
    )


def resume_payment(place: Workplace, sale: Sale) -> Payment | None:
    """The payment that a power cut interrupted: money was taken, the sale was not complete."""
    return Payment(priced(place, sale), sale.tenders) if sale.tenders else None


def add_tender(
    place: Workplace,
    payment: Payment,
    kind: TenderKind,
    received_minor: int,
    *,
    staff: StaffMember,
) -> Payment:
    """Take one more tender; refusals as domain.tender.take.

    A tender that leaves something to pay is stored with the open sale before it is shown, so that
    money taken is never asked for twice; the last one is stored by complete().
    """
    demand(staff, Action.SELL)
    tender = take(place.ids.new_id(), kind, received_minor, payment.left_minor)
    tenders = (*payment.tenders, tender)
    sale = replace(payment.priced.sale, tenders=tenders)
    grown = Payment(replace(payment.priced, sale=sale), tenders)
    if grown.left_minor > 0:
        place.journal.save_draft(sale, staff.staff_id, [])
    return grown


def complete(
    place: Workplace, payment: Payment, shift: Shift, *, staff: StaffMember, contact: str = ""
) -> CompletedSale:
    """Make the sale a fact: journal, projections, print job, fiscal document, draft removed - at
    once.

    A shift that has lasted its day is changed for the next one first. Raises
    RefusalError("sale.not_paid") and StorageError; then there is no sale.
    """
    demand(staff, Action.SELL)
    if payment.left_minor != 0:
        raise RefusalError("sale.not_paid", left_minor=payment.left_minor)
    if place.clock.now_us() - shift.opened_at_us >= SHIFT_LIMIT_HOURS * _HOUR_US:
        shift = next_shift(place, shift, staff=staff)
    # One time for paper, journal and fiscal document, and never before its shift was opened.
    now_us = place.clock.now_us()
    number = place.journal.next_sale_number()
    fact = _fact(place, payment, shift, staff, number, contact)
    commit = Commit(
        facts=(
            *(TenderAccepted(fact.sale_id, t, fact.currency) for t in fact.tenders),
            fact,
        ),
        print_jobs=receipt_jobs(place, fact, now_us),
        fiscal_documents=(NewFiscalDocument(fact.fiscal_key, fact.sale_id, number),)
        if place.fiscal_due
        else (),
        draft_removed=fact.sale_id,
        deliveries=copies_of(place, fact),
        occurred_at_us=now_us,
    )
    seq = place.journal.commit(commit)
    return CompletedSale(fact.sale_id, number, fact.total_minor, fact.change_minor, seq)


def _fact(
    place: Workplace,
    payment: Payment,
    shift: Shift,
    staff: StaffMember,
    number: int,
    contact: str,
) -> SaleCompleted:
    sums = payment.priced
    customer = sums.sale.customer
    return SaleCompleted(
        sale_id=sums.sale.sale_id,
        number=number,
        shift_number=shift.number,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        staff_inn=staff.inn,
        operation="sell",
        currency=place.country.currency,
        total_minor=sums.total_minor,
        discount_minor=sums.discount_minor,
        change_minor=payment.change_minor,
        lines=tuple(sold_line(n, line) for n, line in enumerate(sums.lines, start=1)),
        vats=tuple(VatSum(v.vat, v.base_minor, v.vat_minor) for v in sums.vats),
        tenders=tuple(
            PaidTender(t.tender_id, t.kind.value, t.amount_minor, t.received_minor, t.reference)
            for t in payment.tenders
        ),
        tax_system=place.seller.tax_system,
        fiscal_key=fiscal_key_of(place, number) if place.fiscal_due else "",
        contact=contact or sums.sale.customer_contact,
        customer_id=customer.customer_id if customer else "",
        customer_name=customer.name if customer else "",
        buyer_name=customer.name if customer and customer.buyer_inn else "",
        buyer_inn=customer.buyer_inn if customer else "",
        coupons=sums.sale.coupons,
        bonus_spent_minor=sums.bonus_minor,
        note=sums.sale.note,
        on_paper=place.encoder is not None,
    )
