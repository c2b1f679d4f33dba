"""Debt of a customer and store credit for one: goods on credit within a limit, repayment, and money
the shop kept at a refund.

Under 54-FZ goods on credit are paid by the tender "credit" (FFD tag 1216), a repayment is a
position "payment" with the method "credit_payment" without VAT, which was due with the goods;
store credit is an advance and is offset like one (1215).
"""

from __future__ import annotations

from pos_desktop.domain.customers import Customer
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.i18n import translate
from pos_desktop.operations import customers
from pos_desktop.operations.certificates import money_line, with_line
from pos_desktop.operations.pay import Payment, add_tender
from pos_desktop.operations.workplace import Workplace


def pay_on_account(
    place: Workplace,
    payment: Payment,
    kind: TenderKind,
    amount_minor: int,
    *,
    staff: StaffMember,
) -> Payment:
    """The tender of that kind, see ON_ACCOUNT."""
    act = buy_on_credit if kind is TenderKind.CREDIT else spend_store_credit
    return act(place, payment, amount_minor, staff=staff)


def buy_on_credit(
    place: Workplace, payment: Payment, amount_minor: int = 0, *, staff: StaffMember
) -> Payment:
    """Let the customer of the sale owe so much, 0 = all that is left.

    Within his limit, which somebody with the right has set, a cashier may; above it the right
    SELL_ON_CREDIT is needed. RefusalError: "credit.no_customer" and as pay.add_tender.
    """
    demand(staff, Action.SELL)
    customer = _customer(place, payment.priced.sale)
    wanted_minor = amount_minor or payment.left_minor
    owed_minor = place.customers.holdings(customer.customer_id).debt_minor + sum(
        t.amount_minor for t in payment.tenders if t.kind is TenderKind.CREDIT
    )
    if owed_minor + wanted_minor > customer.credit_limit_minor:
        demand(staff, Action.SELL_ON_CREDIT)
    return add_tender(place, payment, TenderKind.CREDIT, wanted_minor, staff=staff)


def spend_store_credit(
    place: Workplace, payment: Payment, amount_minor: int = 0, *, staff: StaffMember
) -> Payment:
    """Pay with money the shop owes the customer: so much, 0 = all it can.

    RefusalError: "credit.no_customer", "credit.no_store_credit", "credit.too_little" (left_minor).
    """
    demand(staff, Action.SELL)
    customer = _customer(place, payment.priced.sale)
    held_minor = place.customers.holdings(customer.customer_id).store_credit_minor - sum(
        t.amount_minor for t in payment.tenders if t.kind is TenderKind.STORE_CREDIT
    )
    if held_minor <= 0:
        raise RefusalError("credit.no_store_credit", name=customer.name)
    wanted_minor = amount_minor or min(held_minor, payment.left_minor)
    if wanted_minor > held_minor:
        raise RefusalError("credit.too_little", left_minor=held_minor)
    return add_tender(place, payment, TenderKind.STORE_CREDIT, wanted_minor, staff=staff)


def repay(
    place: Workplace, sale: Sale | None, customer_id: str, amount_minor: int, *, staff: StaffMember
) -> Sale:
    """The open sale with a line that repays so much of the customer's debt.

    RefusalError: "credit.no_debt", "credit.above_debt" (debt_minor), "credit.twice",
    "tender.not_positive", "payment.in_progress".
    """
    demand(staff, Action.SELL)
    if amount_minor <= 0:
        raise RefusalError("tender.not_positive", amount_minor=amount_minor)
    debt_minor = place.customers.holdings(customer_id).debt_minor
    if debt_minor <= 0:
        raise RefusalError("credit.no_debt")
    if amount_minor > debt_minor:
        raise RefusalError("credit.above_debt", debt_minor=debt_minor)
    lines = sale.lines if sale else ()
    if any(line.method is PaymentMethod.CREDIT_PAYMENT for line in lines):
        raise RefusalError("credit.twice")
    named = customers.attach(place, sale, customer_id, staff=staff)
    name = named.customer.name if named.customer else ""
    line = money_line(
        named,
        translate(place.style.lang, "receipt.debt_repaid", name=name),
        amount_minor,
        method=PaymentMethod.CREDIT_PAYMENT,
        vat="none",
    )
    return with_line(place, named, line, staff)


def _customer(place: Workplace, sale: Sale) -> Customer:
    found = place.customers.customer(sale.customer.customer_id) if sale.customer else None
    if found is None:
        raise RefusalError("credit.no_customer")
    return found
