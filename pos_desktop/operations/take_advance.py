"""Money before the goods: an advance for goods nobody has chosen yet, or a prepayment for those in
the open sale. Both are sold and paid as any other sale; what differs is written on the lines."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_desktop.domain.catalogue import ProductKind
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import spread
from pos_desktop.domain.positions import parts_of
from pos_desktop.domain.pricing import PricedLine
from pos_desktop.domain.quantity import Quantity, pieces
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import NO_DISCOUNT, Sale, SaleCustomer, SaleLine
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.domain.staff import StaffMember
from pos_desktop.i18n import translate
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.sell import refuse_while_paying
from pos_desktop.operations.workplace import Workplace

_MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class AdvanceWish:
    """name: of the order or the customer, by which it is found again. vat: of the goods it will be
    for, as in the catalogue."""

    name: str
    amount_minor: int
    vat: str
    customer: SaleCustomer | None = None


def take_advance(place: Workplace, wish: AdvanceWish, *, staff: StaffMember) -> Sale:
    """A sale of one line, the advance itself (FFD 1214 "advance", 1212 "payment"), stored as a
    draft. RefusalError("advance.no_name" | "advance.no_amount")."""
    demand(staff, Action.TAKE_ADVANCE)
    name = order_name(wish.name, wish.customer)
    if wish.amount_minor <= 0:
        raise RefusalError("advance.no_amount")
    lang = place.style.lang
    line = money_line(
        1, translate(lang, "receipt.advance_line", name=name), wish.amount_minor,
        place.country.vat.calculated(wish.vat).code, PaymentMethod.ADVANCE,
    )  # fmt: skip
    sale = Sale(
        place.ids.new_id(), place.clock.now_us(), (line,), 2, customer=wish.customer, order=name
    )
    place.journal.save_draft(sale.within_limits(), staff.staff_id, [line])
    return sale


def money_line(
    line_id: int, name: str, amount_minor: int, vat: str, method: PaymentMethod
) -> SaleLine:
    """A line that is nothing but money: no goods, no discount."""
    return SaleLine(
        line_id, "", "", name, pieces(1), amount_minor, vat,
        kind=ProductKind.PAYMENT, method=method, discountable=False,
    )  # fmt: skip


def order_name(name: str, customer: SaleCustomer | None) -> str:
    """What an order is found by; RefusalError("advance.no_name") where nobody says anything."""
    found = " ".join(name.split())[:_MAX_NAME] or (customer.name if customer else "")
    if not found:
        raise RefusalError("advance.no_name")
    return found


def take_prepayment(
    place: Workplace, sale: Sale, name: str, amount_minor: int, *, staff: StaffMember
) -> Sale:
    """The goods of the open sale are ordered and paid for before they are handed over: in full, or
    a part that is spread over them by what they cost.

    RefusalError("advance.no_name" | "prepayment.out_of_range" with total_minor=,
    "payment.in_progress", "sale.empty").
    """
    demand(staff, Action.TAKE_ADVANCE)
    refuse_while_paying(sale)
    if not sale.lines:
        raise RefusalError("sale.empty")
    order = order_name(name, sale.customer)
    sums = priced(place, sale)
    if not 0 < amount_minor <= sums.total_minor:
        raise RefusalError("prepayment.out_of_range", total_minor=sums.total_minor)
    parts = spread(amount_minor, [line.total_minor for line in sums.lines])
    whole = amount_minor == sums.total_minor
    lines: tuple[SaleLine, ...] = ()
    for line, part in zip(sums.lines, parts, strict=True):
        lines += _prepaid(place, line, part, whole=whole)
    lines = tuple(replace(line, line_id=n) for n, line in enumerate(lines, sale.next_line_id))
    ordered = replace(
        sale,
        lines=lines,
        next_line_id=sale.next_line_id + len(lines),
        discount=NO_DISCOUNT,
        coupons=(),
        bonus_minor=0,
        order=order,
    )
    gone = [line.line_id for line in sale.lines]
    place.journal.save_draft(ordered, staff.staff_id, lines, gone)
    return ordered


def _prepaid(
    place: Workplace, sums: PricedLine, part_minor: int, *, whole: bool
) -> tuple[SaleLine, ...]:
    """What is paid of a line now; what the goods cost in full stays with it for the final
    receipt."""
    line = replace(
        sums.line,
        vat=place.country.vat.calculated(sums.line.vat).code,
        method=PaymentMethod.FULL_PREPAYMENT if whole else PaymentMethod.PREPAYMENT,
        min_price_minor=0,
    )
    made = lines_of_sum(line, part_minor)
    wholes = spread(sums.total_minor, [one.quantity.thousandths for one in made])
    return tuple(replace(one, whole_minor=minor) for one, minor in zip(made, wholes, strict=True))


def lines_of_sum(line: SaleLine, total_minor: int) -> tuple[SaleLine, ...]:
    """The line at a fixed sum that no promotion changes: one line, or two with prices one minor
    unit apart where a single price does not give the sum. Nothing for nothing."""
    if total_minor <= 0:
        return ()
    return tuple(
        replace(
            line,
            quantity=Quantity(part.qty, line.quantity.unit),
            price_minor=part.price_minor,
            discount=NO_DISCOUNT,
            list_price_minor=0,
            price_reason="",
            discountable=False,
        )
        for part in parts_of(line.quantity.thousandths, line.price_minor, total_minor)
    )
