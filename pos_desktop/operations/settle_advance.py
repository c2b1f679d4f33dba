"""The end of what was paid before, or not paid yet: the goods of an order are handed over and its
prepayment is offset, an advance pays for goods, a debt is paid."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.catalogue import ProductKind
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import SaleCompleted, SoldAgent, SoldLine
from pos_desktop.domain.quantity import Quantity, Unit
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale, SaleCustomer, SaleLine
from pos_desktop.domain.settlement import (
    PREPAID,
    Agent,
    AgentKind,
    OpenSettlement,
    PaymentMethod,
)
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import Tender, TenderKind
from pos_desktop.i18n import translate
from pos_desktop.operations.pay import Payment, grown_payment, refuse_kind, refuse_pending
from pos_desktop.operations.take_advance import lines_of_sum, money_line
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports.settlement import SettlementBook


def finish_order(
    place: Workplace, book: SettlementBook, sale_id: str, *, staff: StaffMember
) -> Sale:
    """The goods of a prepaid order as a new open sale, at the agreed price and the plain rate.

    What was paid before is offset when it is paid (offset_advance). RefusalError("advance.used_up"
    | "advance.no_goods": an advance names none).
    """
    demand(staff, Action.SELL)
    found = open_one(book, sale_id)
    if not found.has_goods:
        raise RefusalError("advance.no_goods", name=found.name)
    fact = _receipt(place, sale_id)
    ordered = [sold for sold in fact.lines if sold.product_id and sold.method in PREPAID]
    made = [one for sold in ordered for one in _handed_over(place, sold, fact.tax_system)]
    lines = tuple(replace(line, line_id=n) for n, line in enumerate(made, start=1))
    sale = Sale(
        place.ids.new_id(), place.clock.now_us(), lines, len(lines) + 1,
        customer=_customer(fact), order=found.name, settles=(sale_id,),
    )  # fmt: skip
    place.journal.save_draft(sale.within_limits(), staff.staff_id, lines)
    return sale


def offset_advance(
    place: Workplace,
    book: SettlementBook,
    payment: Payment,
    sale_id: str,
    *,
    staff: StaffMember,
    most_minor: int = 0,
) -> Payment:
    """Pay as much as there is, and as is due, from an advance (tender ADVANCE, FFD tag 1215).
    most_minor: and no more than that, 0 = all of it.

    RefusalError("advance.used_up" | "advance.taken_already" | "tender.nothing_due" |
    "tender.money_only" | "tender.unsettled").
    """
    demand(staff, Action.SELL)
    refuse_pending(payment)
    refuse_kind(payment, TenderKind.ADVANCE)
    found = open_one(book, sale_id)
    if any(tender.reference == sale_id for tender in payment.tenders):
        raise RefusalError("advance.taken_already", name=found.name)
    due_minor = payment.left_by(TenderKind.ADVANCE)
    if due_minor <= 0:
        raise RefusalError("tender.nothing_due")
    amount_minor = min(found.left_minor, due_minor, most_minor or due_minor)
    tender = Tender(
        place.ids.new_id(), TenderKind.ADVANCE, amount_minor, amount_minor, reference=sale_id
    )
    grown = grown_payment(payment, (*payment.tenders, tender))
    place.journal.save_draft(grown.priced.sale, staff.staff_id, [])
    return grown


def pay_debt(
    place: Workplace, book: SettlementBook, sale_id: str, amount_minor: int, *, staff: StaffMember
) -> Sale:
    """A sale of one line: so much of the debt of that receipt (FFD 1214 "credit_payment"; the tax
    was charged when the goods were handed over). RefusalError("debt.paid_already" |
    "debt.out_of_range" with left_minor=)."""
    demand(staff, Action.SELL)
    found = book.of_sale(sale_id)
    if found is None or not found.is_debt or found.left_minor <= 0:
        raise RefusalError("debt.paid_already")
    if not 0 < amount_minor <= found.left_minor:
        raise RefusalError("debt.out_of_range", left_minor=found.left_minor)
    name = translate(place.style.lang, "receipt.debt_line", number=found.number)
    line = money_line(1, name, amount_minor, "none", PaymentMethod.CREDIT_PAYMENT)
    sale = Sale(
        place.ids.new_id(), place.clock.now_us(), (line,), 2,
        customer=_customer(_receipt(place, sale_id)), order=found.name, settles=(sale_id,),
    )  # fmt: skip
    place.journal.save_draft(sale, staff.staff_id, [line])
    return sale


def open_one(book: SettlementBook, sale_id: str) -> OpenSettlement:
    """An advance or order with something left; RefusalError("advance.used_up")."""
    found = book.of_sale(sale_id)
    if found is None or found.is_debt or found.left_minor <= 0:
        raise RefusalError("advance.used_up")
    return found


def _receipt(place: Workplace, sale_id: str) -> SaleCompleted:
    detail = place.ledger.sale(sale_id)
    if detail is None:
        raise RefusalError("advance.used_up")
    return detail.fact


def _customer(fact: SaleCompleted) -> SaleCustomer | None:
    if not fact.customer_id:
        return None
    return SaleCustomer(fact.customer_id, fact.customer_name, buyer_inn=fact.buyer_inn)


def _handed_over(place: Workplace, sold: SoldLine, tax_system: str) -> tuple[SaleLine, ...]:
    """The line as it is handed over: the agreed sum, the rate of the day (Tax Code art. 168), no
    promotion of today."""
    product = place.catalogue.by_id(sold.product_id)
    line = SaleLine(
        line_id=0,
        product_id=sold.product_id,
        article=product.article if product else "",
        name=sold.name,
        quantity=Quantity(sold.qty, Unit(sold.unit)),
        price_minor=sold.price_minor,
        vat=product.vat if product else place.country.vat.plain(sold.vat).code,
        kind=ProductKind(sold.kind),
        barcode=sold.barcode,
        marked_group=sold.marked_group or None,
        marking_code=sold.marking or None,
        age_limit=product.age_limit if product else 0,
        name_en=(product.short_name_en or product.name_en) if product else "",
        note=sold.note,
        category_id=sold.category_id,
        cost_minor=sold.cost_minor,
        agent=_agent(sold.agent),
        tax_system="" if tax_system == place.seller.tax_system else tax_system,
        parts=tuple(replace(part, qty=part.qty * 1000 // sold.qty) for part in sold.parts),
    )
    return lines_of_sum(line, sold.whole_minor or sold.total_minor)


def _agent(sold: SoldAgent | None) -> Agent | None:
    if sold is None:
        return None
    return Agent(AgentKind(sold.kind), sold.supplier_name, sold.supplier_inn, sold.supplier_phone)
