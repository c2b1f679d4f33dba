"""Gift certificates: sold, topped up, spent, looked at - by number, scanned or typed, offline.

Under 54-FZ a certificate is an advance: selling one is a position "payment" with the method
"advance" and the calculated rate, paying with one offsets it (FFD tag 1215).
"""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.catalogue import ProductKind
from pos_desktop.domain.customers import Certificate
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import MAX_AMOUNT_MINOR
from pos_desktop.domain.quantity import pieces
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import MAX_LINES, Sale, SaleLine
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.i18n import translate
from pos_desktop.operations.loyalty import unreached_since_us
from pos_desktop.operations.pay import Payment, add_tender
from pos_desktop.operations.sell import refuse_while_paying
from pos_desktop.operations.workplace import Workplace

MOST_DIGITS = 32


def is_certificate(place: Workplace, code: str) -> bool:
    """Whether a scanned code looks like a certificate of this shop."""
    return bool(code) and code.startswith(place.customer_rules.certificate_prefixes)


def find(place: Workplace, number: str) -> Certificate:
    """RefusalError("certificate.unknown", number=)."""
    found = place.customers.certificate(_number(number))
    if found is None:
        raise RefusalError("certificate.unknown", number=number.strip())
    return found


def put_money(
    place: Workplace, sale: Sale | None, number: str, amount_minor: int, *, staff: StaffMember
) -> Sale:
    """The open sale with one line more: this certificate is sold, or topped up where it was sold
    before. It holds its money when the receipt is complete.

    RefusalError: "certificate.bad_number", "certificate.twice", "tender.not_positive",
    "sale.too_many_lines", "payment.in_progress".
    """
    demand(staff, Action.ISSUE_CERTIFICATE)
    refuse_while_paying(sale)
    code = _number(number)
    if amount_minor <= 0:
        raise RefusalError("tender.not_positive", amount_minor=amount_minor)
    begun = sale or Sale(place.ids.new_id(), place.clock.now_us())
    if any(line.certificate == code for line in begun.lines):
        raise RefusalError("certificate.twice", number=code)
    known = place.customers.certificate(code) is not None
    key = "receipt.certificate_topped_up" if known else "receipt.certificate_sold"
    line = money_line(
        begun,
        translate(place.style.lang, key, number=code),
        amount_minor,
        method=PaymentMethod.ADVANCE,
        vat=advance_vat(place),
    )
    return with_line(place, begun, replace(line, certificate=code), staff)


def spend(
    place: Workplace, payment: Payment, number: str, amount_minor: int = 0, *, staff: StaffMember
) -> Payment:
    """Pay with a certificate: so much, 0 = all it can.

    RefusalError: "certificate.unknown", "certificate.expired" (day), "certificate.empty",
    "certificate.too_little" (left_minor), "certificate.offline_limit" (most_minor) and as
    pay.add_tender.
    """
    demand(staff, Action.SELL)
    held = find(place, number)
    most_minor = _most_minor(place, payment, held)
    wanted_minor = amount_minor or min(most_minor, payment.left_minor)
    if wanted_minor > most_minor:
        raise RefusalError("certificate.too_little", number=held.number, left_minor=most_minor)
    return add_tender(
        place,
        payment,
        TenderKind.CERTIFICATE,
        wanted_minor,
        staff=staff,
        reference=held.number,
    )


def advance_vat(place: Workplace) -> str:
    """The rate of money taken before anybody knows for what (Tax Code art. 164, 4): the calculated
    form of the highest rate for a payer of VAT, none for the others."""
    if place.seller.tax_system != "osn":
        return "none"
    valid = place.country.vat.valid_on(place.clock.today())
    calculated = [rate for rate in valid if rate.calculated and rate.percent is not None]
    return max(calculated, key=lambda rate: rate.percent or 0).code if calculated else "none"


def money_line(
    sale: Sale, name: str, amount_minor: int, *, method: PaymentMethod, vat: str
) -> SaleLine:
    """A line of money without goods: no discount, no stock, one piece."""
    if len(sale.lines) >= MAX_LINES:
        raise RefusalError("sale.too_many_lines", limit=MAX_LINES)
    if amount_minor > MAX_AMOUNT_MINOR:
        raise RefusalError("sale.sum_too_large", limit_minor=MAX_AMOUNT_MINOR)
    return SaleLine(
        line_id=sale.next_line_id,
        product_id="",
        article="",
        name=name,
        quantity=pieces(1),
        price_minor=amount_minor,
        vat=vat,
        kind=ProductKind.PAYMENT,
        method=method,
        discountable=False,
    )


def with_line(place: Workplace, sale: Sale, line: SaleLine, staff: StaffMember) -> Sale:
    """The sale with a line of money, stored."""
    grown = replace(sale, lines=(*sale.lines, line), next_line_id=line.line_id + 1)
    grown.within_limits()
    place.journal.save_draft(grown, staff.staff_id, [line])
    return grown


def _most_minor(place: Workplace, payment: Payment, held: Certificate) -> int:
    if held.valid_until is not None and place.clock.today() > held.valid_until:
        raise RefusalError("certificate.expired", number=held.number, day=held.valid_until)
    taken = sum(
        tender.amount_minor
        for tender in payment.tenders
        if tender.kind is TenderKind.CERTIFICATE and tender.reference == held.number
    )
    if held.balance_minor <= taken:
        raise RefusalError("certificate.empty", number=held.number)
    since_us = unreached_since_us(place)
    if not since_us:
        return held.balance_minor - taken
    limit_minor = place.customer_rules.loyalty.certificate_offline_minor
    spent = place.customers.certificate_spent_since(held.number, since_us)
    left_minor = limit_minor - spent - taken
    if left_minor <= 0:
        raise RefusalError("certificate.offline_limit", number=held.number, most_minor=limit_minor)
    return min(held.balance_minor - taken, left_minor)


def _number(text: str) -> str:
    code = "".join(text.split())
    if not code or len(code) > MOST_DIGITS or not code.isascii() or not code.isprintable():
        raise RefusalError("certificate.bad_number", value=text, limit=MOST_DIGITS)
    return code
