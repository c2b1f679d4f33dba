"""An exchange: goods come back and others go. Two receipts of one settlement; the difference is
paid or given back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import PaidTender
from pos_desktop.domain.refund import tenders_behind, vat_sums, way_back
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import Tender, TenderKind
from pos_desktop.operations import loyalty
from pos_desktop.operations.give_back import Planned
from pos_desktop.operations.pay import begin_payment
from pos_desktop.operations.refund import (
    Original,
    RefundRequest,
    cashless_minor,
    plan_refund,
    receipt_of,
    tenders_of,
)
from pos_desktop.operations.store_receipt import sold_line
from pos_desktop.operations.workplace import Workplace


@dataclass(frozen=True, slots=True)
class ExchangeRequest:
    """refund: what comes back; basket: what is taken instead; more_by: how a surplus is paid."""

    refund: RefundRequest
    basket: Sale
    more_by: TenderKind = TenderKind.CASH


def difference_minor(refund_minor: int, sale_minor: int) -> int:
    """What the customer pays on top; negative: what is given back."""
    return sale_minor - refund_minor


def plan_exchange(
    place: Workplace, original: Original, request: ExchangeRequest, *, staff: StaffMember
) -> Planned:
    """Make up both receipts. What covers the other receipt has the same kind of tender in both, so
    that the drawer and the bank see the difference only. Refusals as of plan_refund and
    begin_payment."""
    refund = plan_refund(place, original, request.refund, staff=staff)
    back = refund.receipts[0]
    due = begin_payment(place, request.basket, staff=staff)
    money = _money(back.tenders, due.left_minor, request.more_by)
    tenders = tenders_of(place, tenders_behind(back.tenders, {}, money))
    lines = tuple(sold_line(n, line) for n, line in enumerate(due.priced.lines, start=1))
    group_id = place.ids.new_id()
    sold = replace(
        receipt_of(place, lines, tenders, staff=staff, operation="sell"),
        sale_id=request.basket.sale_id,
        vats=vat_sums(lines, [vat.vat for vat in due.priced.vats]),
        tax_system=_tax_system(place, request.basket),
        group_id=group_id,
        contact=request.refund.contact,
        customer_id=back.customer_id,
        customer_name=back.customer_name,
        bonus_earned_minor=loyalty.earned_by(place, due.priced, _as_taken(tenders)),
    )
    return Planned(
        (replace(back, group_id=group_id), sold),
        refund.before,
        cashless_minor(back) - cashless_minor(sold),
    )


def _as_taken(tenders: tuple[PaidTender, ...]) -> list[Tender]:
    return [
        Tender(t.tender_id, TenderKind(t.kind), t.amount_minor, t.received_minor, t.reference)
        for t in tenders
    ]


def _tax_system(place: Workplace, basket: Sale) -> str:
    """RefusalError("exchange.two_systems"): a receipt has one tax system."""
    systems = {line.tax_system or place.seller.tax_system for line in basket.lines}
    if len(systems) > 1:
        raise RefusalError("exchange.two_systems")
    return systems.pop()


def _money(back: tuple[PaidTender, ...], due_minor: int, more_by: TenderKind) -> dict[str, int]:
    """The tenders of the sale: first what comes back for the old goods, then the surplus."""
    given = {tender.kind: tender.amount_minor for tender in back}
    whole_minor = sum(given.values())
    if due_minor <= whole_minor:
        return way_back(due_minor, given)
    money = dict(given)
    money[more_by.value] = money.get(more_by.value, 0) + due_minor - whole_minor
    return money
