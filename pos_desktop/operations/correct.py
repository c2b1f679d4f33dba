"""Correction of receipts: a wrong one is undone and made anew, one that was never made is made now.

FFD 1.2: a correction of return and a correction of sale, with items; FFD 1.05: a refund and a sale.
Both carry the fiscal sign of the wrong receipt (tag 1192). Only what was never registered is one
correction alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    CorrectionBasis,
    PaidTender,
    RefundPart,
    SaleCompleted,
    SoldLine,
)
from pos_desktop.domain.loyalty import share_of_refund
from pos_desktop.domain.money import divide_half_up, spread
from pos_desktop.domain.positions import parts_of, vat_of_parts
from pos_desktop.domain.pricing import price
from pos_desktop.domain.quantity import Unit, checked
from pos_desktop.domain.refund import NOTHING, debt_paid_by, tenders_behind, vat_sums
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tax import VatTable
from pos_desktop.operations.give_back import Planned
from pos_desktop.operations.refund import Original, local_day, receipt_of, tenders_of
from pos_desktop.operations.store_receipt import sold_line
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import ReturnedBefore

Ffd = Literal["1.05", "1.2"]


@dataclass(frozen=True, slots=True)
class RightLine:
    """How a line should have been. qty: thousandths, 0 = it should not be there; vat: "" = as it
    was; price_minor: paid for a unit, 0 = as it was."""

    n: int
    qty: int
    vat: str = ""
    price_minor: int = 0


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """What was wrong. money: the right (kind of tender, minor units), empty = as it was, in
    proportion where the sum changes; lines: those that change. order_number: of the tax
    office's order, None = the shop corrects by itself."""

    reason: str
    money: tuple[tuple[str, int], ...] = ()
    lines: tuple[RightLine, ...] = ()
    order_number: str | None = None


@dataclass(frozen=True, slots=True)
class MissedRequest:
    """A settlement of a day for which no receipt was made."""

    basket: Sale
    kind: str
    day: date
    reason: str
    order_number: str | None = None


def plan_correction(
    place: Workplace,
    original: Original,
    request: CorrectionRequest,
    ffd: Ffd,
    *,
    staff: StaffMember,
) -> Planned:
    """Make up both receipts: the one that undoes and the right one.

    RefusalError: "correct.not_registered" (its fiscal sign is wanted), "correct.partly_returned",
    "correct.nothing_changed", "correct.no_lines", "correct.order_wanted", "refund.no_reason",
    "refund.no_such_line", "refund.money_mismatch", "vat.not_valid", "rights.missing".
    """
    demand(staff, Action.CORRECT_RECEIPT)
    _demand_reason(request.reason)
    fact, fiscal = original.fact, original.detail.fiscal
    if fiscal is None and fact.fiscal_key:
        raise RefusalError("correct.not_registered", number=fact.number)
    if original.returned:
        raise RefusalError("correct.partly_returned", number=fact.number)
    day = local_day(place, original.detail.row.occurred_at_us)
    right = right_lines(fact.lines, request.lines, place.country.vat, day)
    was = _by_kind(fact.tenders)
    total_minor = sum(line.total_minor for line in right)
    money = dict(request.money) or _in_proportion(was, total_minor)
    if sum(money.values()) != total_minor or any(minor < 0 for minor in money.values()):
        raise RefusalError("refund.money_mismatch", total_minor=total_minor)
    if right == fact.lines and {k: m for k, m in money.items() if m} == was:
        raise RefusalError("correct.nothing_changed")
    basis = _basis(request.order_number, day) if ffd == "1.2" else None
    undo, anew = ("sell_refund_correction", "sell_correction") if basis else ("sell_refund", "sell")
    frame = replace(
        receipt_of(place, fact.lines, (), staff=staff),
        reason=request.reason.strip(),
        tax_system=fact.tax_system,
        customer_id=fact.customer_id,
        customer_name=fact.customer_name,
        buyer_name=fact.buyer_name,
        buyer_inn=fact.buyer_inn,
        contact=fact.contact,
        original_sale_id=fact.sale_id,
        original_number=fact.number,
        debt_sale_id=debt_paid_by(fact),
        original_fp=fiscal.fp if fiscal else "",
        correction=basis,
        group_id=place.ids.new_id(),
    )
    undone = tuple(replace(line, of_line=line.n) for line in fact.lines)
    order = [vat.vat for vat in fact.vats]
    receipts = tuple(
        replace(
            frame,
            sale_id=place.ids.new_id(),
            operation=operation,
            lines=lines,
            vats=vat_sums(lines, order),
            total_minor=sum(line.total_minor for line in lines),
            discount_minor=sum(line.discount_minor for line in lines),
            tenders=tenders_of(place, tenders_behind(fact.tenders, {}, way)),
        )
        for operation, lines, way in ((undo, undone, was), (anew, right, money))
    )
    receipts = (receipts[0], _with_points(fact, receipts[1]))
    before = tuple(ReturnedBefore(fact.sale_id, line.n, NOTHING.qty) for line in fact.lines)
    return Planned(receipts, before)


def plan_missed(place: Workplace, request: MissedRequest, *, staff: StaffMember) -> Planned:
    """A correction for a settlement without a receipt.

    RefusalError: "correct.no_lines", "correct.day_ahead", "correct.order_wanted",
    "refund.no_reason", "vat.not_valid", "rights.missing".
    """
    demand(staff, Action.CORRECT_RECEIPT)
    _demand_reason(request.reason)
    if not request.basket.lines:
        raise RefusalError("correct.no_lines")
    if request.day > place.clock.today():
        raise RefusalError("correct.day_ahead")
    for line in request.basket.lines:
        place.country.vat.rate_on(line.vat, request.day)
    # What was taken then: promotions of today have no say in it.
    sums = price(request.basket, place.country.vat)
    lines = tuple(sold_line(n, line) for n, line in enumerate(sums.lines, start=1))
    tenders = tenders_of(place, [RefundPart(request.kind, sums.total_minor)])
    made = receipt_of(place, lines, tenders, staff=staff, operation="sell_correction")
    return Planned(
        (
            replace(
                made,
                vats=vat_sums(lines, [vat.vat for vat in sums.vats]),
                reason=request.reason.strip(),
                correction=_basis(request.order_number, request.day),
            ),
        )
    )


def _with_points(wrong: SaleCompleted, right: SaleCompleted) -> SaleCompleted:
    """Undoing gives all points back; the right receipt spends those its lines were paid with, and
    earns its share of what the wrong one earned."""
    spent_minor = sum(
        share.amount_minor for line in right.lines for share in line.shares if share.kind == "bonus"
    )
    earned_minor = share_of_refund(
        wrong.bonus_earned_minor, wrong.total_minor, 0, right.total_minor
    )
    return replace(right, bonus_spent_minor=spent_minor, bonus_earned_minor=earned_minor)


def right_lines(
    sold: Iterable[SoldLine], changes: Iterable[RightLine], rates: VatTable, day: date
) -> tuple[SoldLine, ...]:
    """The lines as they should have been, numbered anew; the rates are those of the day of the
    sale."""
    wanted = {change.n: change for change in changes}
    lines: list[SoldLine] = []
    for line in sold:
        change = wanted.pop(line.n, None)
        if change is None:
            lines.append(replace(line, n=len(lines) + 1))
        elif change.qty:
            lines.append(replace(_changed(line, change, rates, day), n=len(lines) + 1))
    if wanted:
        raise RefusalError("refund.no_such_line", n=min(wanted))
    if not lines:
        raise RefusalError("correct.no_lines")
    return tuple(lines)


def _changed(line: SoldLine, change: RightLine, rates: VatTable, day: date) -> SoldLine:
    qty = checked(change.qty, Unit(line.unit)).thousandths
    vat = change.vat or line.vat
    rate = rates.rate_on(vat, day) if change.vat else rates.rate(vat)
    price_minor, shares = line.price_minor, line.shares
    if change.price_minor:
        price_minor, shares = change.price_minor, ()
        total_minor = divide_half_up(qty * price_minor, 1000)
    else:
        total_minor = divide_half_up(line.total_minor * qty, line.qty)
    if qty != line.qty:
        shares = tuple(
            replace(s, amount_minor=divide_half_up(s.amount_minor * qty, line.qty)) for s in shares
        )
    return replace(
        line,
        qty=qty,
        vat=vat,
        price_minor=price_minor,
        shares=shares,
        total_minor=total_minor,
        discount_minor=max(0, divide_half_up(qty * price_minor, 1000) - total_minor),
        vat_minor=vat_of_parts(rate, parts_of(qty, price_minor, total_minor)),
        parts=tuple(replace(p, qty=divide_half_up(p.qty * qty, line.qty)) for p in line.parts),
    )


def _basis(order_number: str | None, day: date) -> CorrectionBasis:
    """Tags 1173, 1178 (the day of the settlement that is corrected) and 1179."""
    if order_number is None:
        return CorrectionBasis("self", day.isoformat())
    if not order_number.strip():
        raise RefusalError("correct.order_wanted")
    return CorrectionBasis("instruction", day.isoformat(), order_number.strip())


def _by_kind(tenders: Iterable[PaidTender]) -> dict[str, int]:
    paid: dict[str, int] = {}
    for tender in tenders:
        paid[tender.kind] = paid.get(tender.kind, 0) + tender.amount_minor
    return paid


def _in_proportion(was: dict[str, int], total_minor: int) -> dict[str, int]:
    parts = spread(total_minor, list(was.values())) if was else ()
    return {kind: part for kind, part in zip(was, parts, strict=True) if part}


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise RefusalError("refund.no_reason")
