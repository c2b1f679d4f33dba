"""Refunds: goods of a receipt come back, wholly or in part, and the money goes the way it came.

Here a refund is counted and its receipt made up; `give_back` stores it. Every rule is checked
before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import PaidTender, RefundPart, SaleCompleted, SoldLine
from pos_desktop.domain.positions import parts_of, vat_of_parts
from pos_desktop.domain.refund import (
    RETURNABLE,
    Returned,
    Wish,
    debt_paid_by,
    is_other_way,
    left_by_kind,
    refunded_lines,
    tenders_behind,
    vat_sums,
    way_back,
)
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tax import VatTable
from pos_desktop.domain.tender import BY_TERMINAL, TenderKind
from pos_desktop.operations.give_back import Planned
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.refund_terminal import Over, other_over, payments_outside
from pos_desktop.operations.store_receipt import sold_line
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import RefundBook, ReturnedBefore, SaleDetail

_IN_HAND = frozenset({TenderKind.CASH, TenderKind.CARD, TenderKind.QR, TenderKind.OTHER})
"""Kinds that need no account to give money back to."""


@dataclass(frozen=True, slots=True)
class Original:
    """A receipt whose goods may come back, and what of it did already. left: minor units that may
    still go back by kind of tender, given: what did; days: since it was made; limit_days: after so
    many a refund needs a senior's word; spent_certificates: sold by it, with less on them now.
    outside: payments that no device set up here can give back; over: how else it may be."""

    detail: SaleDetail
    returned: Mapping[int, Returned]
    left: Mapping[str, int]
    days: int
    limit_days: int
    given: Mapping[str, int] = field(default_factory=dict)
    spent_certificates: frozenset[str] = frozenset()
    outside: tuple[RefundPart, ...] = ()
    over: Over = Over.AS_PAID

    @property
    def fact(self) -> SaleCompleted:
        return self.detail.fact

    @property
    def is_late(self) -> bool:
        return self.days > self.limit_days

    @property
    def returned_minor(self) -> int:
        return sum(line.total_minor for line in self.returned.values())


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """What the cashier chose. money: (kind of tender, minor units), empty = the way it came;
    contact: for the electronic receipt, "". over: what moves money of one payment."""

    sale_id: str
    wishes: tuple[Wish, ...]
    reason: str
    money: tuple[tuple[str, int], ...] = ()
    contact: str = ""
    over: Over = Over.AS_PAID


@dataclass(frozen=True, slots=True)
class PaperReceipt:
    """A receipt that is not in this journal, as its paper says; "" and None: not known."""

    fn: str = ""
    fd: str = ""
    fp: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class LooseRequest:
    """Goods that come back without a receipt of this register. written_off: line_ids of the basket
    that do not go back to stock."""

    basket: Sale
    reason: str
    kind: str = TenderKind.CASH.value
    written_off: frozenset[int] = frozenset()
    paper: PaperReceipt = PaperReceipt()
    contact: str = ""


def look_up(place: Workplace, book: RefundBook, sale_id: str, limit_days: int) -> Original:
    """The receipt with what came back of it; for one that was corrected, the right one.

    RefusalError("sale.unknown" | "refund.not_returnable").
    """
    detail = book.by_id(sale_id)
    if detail is None:
        raise RefusalError("sale.unknown", sale_id=sale_id)
    while (right := book.corrected_by(detail.fact.sale_id)) is not None:
        detail = right
    if detail.fact.operation not in RETURNABLE:
        raise RefusalError("refund.not_returnable", number=detail.fact.number)
    sale_id = detail.fact.sale_id
    given = book.given_back(sale_id)
    left = _debt_apart(place, detail.fact, left_by_kind(detail.fact, given))
    sold_on = local_day(place, detail.row.occurred_at_us)
    days = (place.clock.today() - sold_on).days
    spent = frozenset(
        line.certificate
        for line in detail.fact.lines
        if line.certificate and _held_minor(place, line.certificate) < line.total_minor
    )
    return Original(
        detail, book.returned(sale_id), left, days, limit_days, given, spent,
        payments_outside(place, detail.fact.tenders), other_over(place, detail.fact.tenders),
    )  # fmt: skip


def _debt_apart(place: Workplace, fact: SaleCompleted, left: dict[str, int]) -> dict[str, int]:
    """Goods on credit take back the debt; what of it was paid since goes back as money."""
    owed_minor = left.get(TenderKind.CREDIT, 0)
    if not owed_minor or not fact.customer_id:
        return left
    debt_minor = max(0, place.customers.holdings(fact.customer_id).debt_minor)
    paid_minor = max(0, owed_minor - debt_minor)
    if not paid_minor:
        return left
    cash_minor = left.get(TenderKind.CASH, 0) + paid_minor
    return {**left, TenderKind.CREDIT.value: owed_minor - paid_minor, "cash": cash_minor}


def _held_minor(place: Workplace, number: str) -> int:
    held = place.customers.certificate(number)
    return held.balance_minor if held else 0


def local_day(place: Workplace, at_us: int) -> date:
    """The day of the shop on which something happened."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)
    return moment.astimezone(place.zone).date()


def plan_refund(
    place: Workplace, original: Original, request: RefundRequest, *, staff: StaffMember
) -> Planned:
    """Count the refund and make up its receipt.

    RefusalError: as of look_up and domain.refund, "refund.nothing_chosen", "refund.no_reason",
    "refund.certificate", "refund.no_such_account", "refund.nothing_to_give",
    "refund.money_mismatch", "sale.too_many_lines", "rights.missing".
    """
    demand(staff, Action.REFUND)
    fact = original.fact
    if not request.wishes:
        raise RefusalError("refund.nothing_chosen")
    _demand_reason(request.reason)
    lines = refunded_lines(fact, original.returned, request.wishes, place.country.vat)
    _refuse_spent_certificates(place, lines)
    total_minor = _worth(place, lines)
    money = dict(request.money) or way_back(total_minor, original.left)
    if sum(money.values()) != total_minor or any(minor < 0 for minor in money.values()):
        raise RefusalError("refund.money_mismatch", total_minor=total_minor)
    if original.is_late:
        demand(staff, Action.REFUND_LATE)
    _refuse_strange_accounts(original, money)
    if is_other_way(money, original.left):
        demand(staff, Action.REFUND_OTHER_WAY)
    behind = tenders_behind(fact.tenders, original.given, money)
    receipt = replace(
        receipt_of(place, lines, tenders_of(place, behind), staff=staff),
        reason=request.reason.strip(),
        contact=request.contact,
        vats=vat_sums(lines, [vat.vat for vat in fact.vats]),
        tax_system=fact.tax_system,
        customer_id=fact.customer_id,
        customer_name=fact.customer_name,
        buyer_name=fact.buyer_name,
        buyer_inn=fact.buyer_inn,
        original_sale_id=fact.sale_id,
        original_number=fact.number,
        debt_sale_id=debt_paid_by(fact),
        original_fp=original.detail.fiscal.fp if original.detail.fiscal else "",
    )
    before = tuple(
        ReturnedBefore(fact.sale_id, n, original.returned.get(n, Returned()).qty)
        for n in sorted({wish.n for wish in request.wishes})
    )
    return Planned((receipt,), before, cashless_minor(receipt), request.over)


def plan_without_receipt(place: Workplace, request: LooseRequest, *, staff: StaffMember) -> Planned:
    """Goods come back that no receipt of this journal shows: today's price, the rate of the day on
    the paper.

    RefusalError: "refund.nothing_chosen", "refund.no_reason", "refund.nothing_to_give",
    "refund.bad_paper", "rights.missing".
    """
    demand(staff, Action.REFUND)
    demand(staff, Action.REFUND_WITHOUT_RECEIPT)
    if not request.basket.lines:
        raise RefusalError("refund.nothing_chosen")
    _demand_reason(request.reason)
    paper = _checked(request.paper)
    sums = priced(place, request.basket)
    lines = tuple(
        replace(
            _at_the_rate_of(sold_line(n, line), place.country.vat, paper.day),
            to_stock=line.line.line_id not in request.written_off,
        )
        for n, line in enumerate(sums.lines, start=1)
    )
    total_minor = _worth(place, lines)
    receipt = replace(
        receipt_of(
            place, lines, tenders_of(place, [RefundPart(request.kind, total_minor)]), staff=staff
        ),
        reason=request.reason.strip(),
        contact=request.contact,
        original_fp=paper.fp,
        note=" ".join(
            f"{name} {value}" for name, value in (("ФН", paper.fn), ("ФД", paper.fd)) if value
        ),
    )
    return Planned((receipt,), (), cashless_minor(receipt))


def tenders_of(place: Workplace, parts: Iterable[RefundPart]) -> tuple[PaidTender, ...]:
    """A tender for each part."""
    return tuple(
        PaidTender(
            place.ids.new_id(), part.kind, part.amount_minor, part.amount_minor,
            part.reference, part.by, peer=part.peer,
        )
        for part in parts
        if part.amount_minor
    )  # fmt: skip


def cashless_minor(receipt: SaleCompleted) -> int:
    """What of a receipt goes over a terminal."""
    return sum(tender.amount_minor for tender in receipt.tenders if tender.kind in BY_TERMINAL)


def rate_of_day(rates: VatTable, code: str, day: date) -> str:
    """The rate that stood in the place of this one on a day: 22 % was 20 % until 2025."""
    rate = rates.rate(code)
    if rate.valid_from <= day <= rate.valid_until or rate.percent is None:
        return code
    then = [
        other
        for other in rates.valid_on(day)
        if other.calculated == rate.calculated and other.percent is not None
    ]
    wanted = rate.percent
    return min(then, key=lambda other: abs((other.percent or 0) - wanted)).code if then else code


def receipt_of(
    place: Workplace,
    lines: tuple[SoldLine, ...],
    tenders: tuple[PaidTender, ...],
    *,
    staff: StaffMember,
    operation: str = "sell_refund",
) -> SaleCompleted:
    """A receipt with the sums of its lines; number, shift and key come when it is stored."""
    return SaleCompleted(
        sale_id=place.ids.new_id(),
        number=0,
        shift_number=0,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        staff_inn=staff.inn,
        operation=operation,
        currency=place.country.currency,
        total_minor=sum(line.total_minor for line in lines),
        discount_minor=sum(line.discount_minor for line in lines),
        change_minor=0,
        lines=lines,
        vats=vat_sums(lines, ()),
        tenders=tenders,
        tax_system=place.seller.tax_system,
    )


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise RefusalError("refund.no_reason")


def _refuse_spent_certificates(place: Workplace, lines: Iterable[SoldLine]) -> None:
    """RefusalError("refund.certificate"): money that was spent from a certificate stays spent."""
    put: dict[str, int] = {}
    for line in lines:
        if line.certificate:
            put[line.certificate] = put.get(line.certificate, 0) + line.total_minor
    for number, amount_minor in put.items():
        held_minor = _held_minor(place, number)
        if held_minor < amount_minor:
            raise RefusalError("refund.certificate", number=number, held_minor=held_minor)


def _refuse_strange_accounts(original: Original, money: Mapping[str, int]) -> None:
    """RefusalError("refund.no_such_account"): only what was paid from an advance, a certificate or
    as a debt goes back there; a known customer may leave money with the shop."""
    for kind, minor in money.items():
        most_minor = original.left.get(kind, 0)
        keeps = kind == TenderKind.STORE_CREDIT and original.fact.customer_id
        if minor > most_minor and kind not in _IN_HAND and not keeps:
            raise RefusalError("refund.no_such_account", most_minor=most_minor)


def _worth(place: Workplace, lines: tuple[SoldLine, ...]) -> int:
    total_minor = sum(line.total_minor for line in lines)
    if total_minor <= 0:
        raise RefusalError("refund.nothing_to_give")
    positions = sum(len(parts_of(line.qty, line.price_minor, line.total_minor)) for line in lines)
    if place.max_positions and positions > place.max_positions:
        raise RefusalError("sale.too_many_lines", limit=place.max_positions)
    return total_minor


def _checked(paper: PaperReceipt) -> PaperReceipt:
    for name, value, longest in (
        ("fn", paper.fn, 16),
        ("fd", paper.fd, 10),
        ("fp", paper.fp, 10),
    ):
        if value and not (value.isascii() and value.isdigit() and len(value) <= longest):
            raise RefusalError("refund.bad_paper", field=name.upper(), value=value)
    return paper


def _at_the_rate_of(line: SoldLine, rates: VatTable, day: date | None) -> SoldLine:
    if day is None:
        return line
    code = rate_of_day(rates, line.vat, day)
    tax = vat_of_parts(rates.rate(code), parts_of(line.qty, line.price_minor, line.total_minor))
    return replace(line, vat=code, vat_minor=tax)
