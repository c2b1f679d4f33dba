"""Completing: the paid sale becomes one receipt, or one for each tax system, in one durable
transaction. When complete() returns, the sale exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    Fact,
    PaidTender,
    SaleCompleted,
    TenderAccepted,
    VatSum,
)
from pos_desktop.domain.pricing import PricedSale
from pos_desktop.domain.receipt_shares import ReceiptShare, shares_of
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import Tender, TenderKind
from pos_desktop.operations import loyalty
from pos_desktop.operations.kitchen import order_paid
from pos_desktop.operations.next_shift import next_shift
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.send_copy import copies_of
from pos_desktop.operations.store_receipt import fiscal_key_of, receipt_jobs, sold_line
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, NewFiscalDocument


class Paid(Protocol):
    """What of a payment completing needs; operations.pay.Payment is one."""

    @property
    def priced(self) -> PricedSale: ...
    @property
    def tenders(self) -> tuple[Tender, ...]: ...
    @property
    def left_minor(self) -> int: ...
    @property
    def paid(self) -> bool: ...
    @property
    def change_minor(self) -> int: ...
    def rounding_by(self, kind: TenderKind | None) -> int: ...


@dataclass(frozen=True, slots=True)
class CompletedSale:
    """What the screen shows of a sale that is on disk. number: of its last receipt."""

    sale_id: str
    number: int
    total_minor: int
    change_minor: int
    seq: int


@dataclass(frozen=True, slots=True)
class _Signed:
    """What all receipts of a sale have in common."""

    shift: Shift
    staff: StaffMember
    contact: str
    group_id: str


def complete(
    place: Workplace, payment: Paid, shift: Shift, *, staff: StaffMember, contact: str = ""
) -> CompletedSale:
    """Make the sale a fact: journal, projections, print jobs, fiscal documents, draft removed - at
    once.

    A shift that has lasted its day is changed for the next one first. Raises
    RefusalError("sale.not_paid") and StorageError; then there is no sale.
    """
    demand(staff, Action.SELL)
    if not payment.paid:
        raise RefusalError("sale.not_paid", left_minor=payment.left_minor)
    if place.clock.now_us() - shift.opened_at_us >= place.country.shift_limit_us:
        shift = next_shift(place, shift, staff=staff)
    # One time for paper, journal and fiscal document, and never before its shift was opened.
    now_us = place.clock.now_us()
    sale = payment.priced.sale
    facts = _receipts(place, payment, _Signed(shift, staff, contact, sale.group_id))
    moves = tuple(_with_moves(place, facts))
    commit = Commit(
        facts=moves,
        print_jobs=(
            *(job for fact in facts for job in receipt_jobs(place, fact, now_us)),
            *order_paid(place, sale, facts[-1].number, staff=staff),
        ),
        fiscal_documents=tuple(
            NewFiscalDocument(fact.fiscal_key, fact.sale_id, fact.number) for fact in facts
        )
        if place.fiscal_due
        else (),
        draft_removed=sale.sale_id,
        deliveries=tuple(copy for fact in facts for copy in copies_of(place, fact)),
        occurred_at_us=now_us,
        spend_limits=loyalty.spend_limits(place, moves),
    )
    seq = place.journal.commit(commit)
    total_minor = sum(fact.total_minor for fact in facts)
    return CompletedSale(sale.sale_id, facts[-1].number, total_minor, payment.change_minor, seq)


def _with_moves(place: Workplace, facts: Sequence[SaleCompleted]) -> list[Fact]:
    """Each receipt after its tenders and before what it does to the accounts of its customer."""
    found: list[Fact] = []
    for fact in facts:
        found += [TenderAccepted(fact.sale_id, t, fact.currency) for t in fact.tenders]
        found += [fact, *loyalty.facts_after(place, fact, found)]
    return found


def _receipts(place: Workplace, payment: Paid, signed: _Signed) -> list[SaleCompleted]:
    """One receipt, or one for each tax system; the numbers follow each other."""
    sums = payment.priced
    if payment.rounding_by(None):
        sums = priced(place, sums.sale, round_to_minor=place.payments.cash_rounding_minor)
    shares = shares_of(sums, payment.tenders, place.seller.tax_system)
    if len(shares) > 1:
        signed = replace(signed, group_id=signed.group_id or sums.sale.sale_id)
    first = place.journal.next_sale_number()
    facts: list[SaleCompleted] = []
    for place_, share in enumerate(shares):
        sale_id = sums.sale.sale_id if not place_ else ""
        fact = _fact(place, share, signed, first + place_, sale_id)
        earned_minor = loyalty.earned_by(place, share.priced, share.tenders)
        facts.append(loyalty.with_points(place, fact, earned_minor, facts))
    return facts


def _fact(
    place: Workplace, share: ReceiptShare, signed: _Signed, number: int, sale_id: str
) -> SaleCompleted:
    sums, sale, staff = share.priced, share.priced.sale, signed.staff
    customer = sale.customer
    return SaleCompleted(
        sale_id=sale_id or place.ids.new_id(),
        number=number,
        shift_number=signed.shift.number,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        staff_inn=staff.inn,
        operation="sell",
        currency=place.country.currency,
        total_minor=sums.total_minor,
        discount_minor=sums.discount_minor,
        change_minor=sum(tender.change_minor for tender in share.tenders),
        lines=tuple(sold_line(n, line) for n, line in enumerate(sums.lines, start=1)),
        vats=tuple(VatSum(v.vat, v.base_minor, v.vat_minor) for v in sums.vats),
        tenders=tuple(
            PaidTender(
                t.tender_id,
                t.kind.value,
                t.amount_minor,
                t.received_minor,
                t.reference,
                t.by,
                t.card,
                t.slip,
                t.shop_slip,
                t.peer,
            )
            for t in share.tenders
        ),
        tax_system=share.tax_system,
        fiscal_key=fiscal_key_of(place, number) if place.fiscal_due else "",
        contact=signed.contact or sale.customer_contact,
        customer_id=customer.customer_id if customer else "",
        customer_name=customer.name if customer else "",
        buyer_name=customer.name if customer and customer.buyer_inn else "",
        buyer_inn=customer.buyer_inn if customer else "",
        coupons=sale.coupons,
        bonus_spent_minor=sums.bonus_minor,
        rounding_minor=sums.rounding_minor,
        note=sale.note,
        order=sale.order,
        original_sale_id=_debt_paid(sale),
        group_id=signed.group_id,
        on_paper=_on_paper(place, sale),
        age=sale.age if sale.age_limit else None,
    )


def _debt_paid(sale: Sale) -> str:
    """The receipt whose debt this one pays, "" where it pays none."""
    pays = any(line.method == "credit_payment" for line in sale.lines)
    return sale.settles[0] if pays and sale.settles else ""


def _on_paper(place: Workplace, sale: Sale) -> bool:
    unwanted = sale.no_paper and bool(sale.customer_contact) and place.payments.paper_optional
    return place.encoder is not None and not unwanted
