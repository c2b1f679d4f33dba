"""Refunds: what of a receipt may still be returned, what a part of it is worth, how the money goes
back. Everything comes from the original line, never from today's catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    OPERATION_SIGNS,
    PaidTender,
    PriceShare,
    RefundPart,
    SaleCompleted,
    SoldLine,
    StockPart,
    VatSum,
)
from pos_desktop.domain.money import divide_half_up, spread
from pos_desktop.domain.positions import parts_of, vat_of_parts
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.domain.tax import VatTable
from pos_desktop.domain.tender import BY_TERMINAL

RETURNABLE = frozenset({"sell", "sell_correction"})
"""Operations whose goods a customer may bring back."""

GIVES_BACK = frozenset({"sell_refund", "sell_refund_correction"})
"""Operations that undo (a part of) another receipt."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What of one line came back before: thousandths and minor units."""

    qty: int = 0
    total_minor: int = 0


NOTHING = Returned()


@dataclass(frozen=True, slots=True)
class Wish:
    """What of one line comes back now. n: of the original line; qty: thousandths; marking: the
    code scanned from the goods, ""; to_stock: back on the shelf, else written off."""

    n: int
    qty: int
    to_stock: bool = True
    marking: str = ""


def left_qty(line: SoldLine, before: Returned = NOTHING) -> int:
    """Thousandths of the line that have not come back yet."""
    return max(0, line.qty - before.qty)


def debt_paid_by(fact: SaleCompleted) -> str:
    """The receipt whose debt this one pays; "" where it pays none, or one that it does not name.
    The original of a correction is the wrong receipt, not the one that is owed for."""
    if not any(line.method == PaymentMethod.CREDIT_PAYMENT for line in fact.lines):
        return ""
    first_hand = fact.operation == "sell" and not fact.reason
    return fact.debt_sale_id or (fact.original_sale_id if first_hand else "")


def worth_minor(line: SoldLine, before: Returned, qty: int) -> int:
    """What so much of the line is worth: its share of what was paid, so that all parts of a line
    add up to it exactly, in whatever pieces it comes back; the last part takes what is left."""
    after = before.qty + qty
    if after >= line.qty:
        return max(0, line.total_minor - before.total_minor)
    return max(0, divide_half_up(line.total_minor * after, line.qty) - before.total_minor)


def refunded_line(
    line: SoldLine, before: Returned, wish: Wish, n: int, rates: VatTable
) -> SoldLine:
    """Line n of the refund receipt: price, rate, method and agent of the original, and its share
    of money, discounts and parts.

    The tax is that of the refund's own positions, each rounded once (FFD tag 1200): a registrar
    takes no other. RefusalError("refund.too_much" | "refund.not_whole" |
    "refund.marking_wanted" | "refund.marking_other").
    """
    _check(line, before, wish)
    total_minor = worth_minor(line, before, wish.qty)
    gross_minor = divide_half_up(wish.qty * line.price_minor, 1000)
    tax = vat_of_parts(rates.rate(line.vat), parts_of(wish.qty, line.price_minor, total_minor))
    return replace(
        line,
        n=n,
        of_line=line.n,
        qty=wish.qty,
        discount_minor=max(0, gross_minor - total_minor),
        total_minor=total_minor,
        vat_minor=tax,
        shares=tuple(
            PriceShare(s.kind, s.name, _part(s.amount_minor, line, before, wish.qty), s.source_id)
            for s in line.shares
        ),
        parts=tuple(
            StockPart(p.product_id, _part(p.qty, line, before, wish.qty)) for p in line.parts
        ),
        to_stock=wish.to_stock,
    )


def refunded_lines(
    original: SaleCompleted,
    returned: Mapping[int, Returned],
    wishes: Iterable[Wish],
    rates: VatTable,
) -> tuple[SoldLine, ...]:
    """The lines of a refund receipt, numbered from 1; the same line may be wished for twice.

    RefusalError: as of refunded_line, "refund.no_such_line".
    """
    sold = {line.n: line for line in original.lines}
    before = dict(returned)
    lines: list[SoldLine] = []
    for wish in wishes:
        if wish.n not in sold:
            raise RefusalError("refund.no_such_line", n=wish.n)
        so_far = before.get(wish.n, NOTHING)
        line = refunded_line(sold[wish.n], so_far, wish, len(lines) + 1, rates)
        before[wish.n] = Returned(so_far.qty + line.qty, so_far.total_minor + line.total_minor)
        lines.append(line)
    return tuple(lines)


def _check(line: SoldLine, before: Returned, wish: Wish) -> None:
    left = left_qty(line, before)
    if not 0 < wish.qty <= left:
        raise RefusalError("refund.too_much", name=line.name, left=left, wanted=wish.qty)
    if line.unit == Unit.PIECE and wish.qty % 1000 and wish.qty != left:
        raise RefusalError("refund.not_whole", name=line.name)
    if line.marking and not wish.marking:
        raise RefusalError("refund.marking_wanted", name=line.name)
    if line.marking and wish.marking != line.marking:
        raise RefusalError("refund.marking_other", name=line.name)


def _part(whole: int, line: SoldLine, before: Returned, qty: int) -> int:
    """The share of a whole that belongs to this part of the line; all of them add up to it."""
    until, after = (
        divide_half_up(whole * place, line.qty) for place in (before.qty, before.qty + qty)
    )
    return after - until


def vat_sums(lines: Iterable[SoldLine], order: Sequence[str]) -> tuple[VatSum, ...]:
    """One sum for each rate of the lines, in the order of the rates of another receipt."""
    found: dict[str, VatSum] = {}
    for line in lines:
        known = found.get(line.vat, VatSum(line.vat, 0, 0))
        found[line.vat] = VatSum(
            line.vat, known.base_minor + line.total_minor, known.vat_minor + line.vat_minor
        )
    places = {vat: place for place, vat in enumerate(order)}
    return tuple(sorted(found.values(), key=lambda s: (places.get(s.vat, len(places)), s.vat)))


def left_by_kind(original: SaleCompleted, given: Mapping[str, int]) -> dict[str, int]:
    """How much may still go back by each kind of tender it was paid with, in that order."""
    paid: dict[str, int] = {}
    for tender in original.tenders:
        paid[tender.kind] = paid.get(tender.kind, 0) + tender.amount_minor
    return {kind: max(0, sum_ - given.get(kind, 0)) for kind, sum_ in paid.items()}


def way_back(total_minor: int, left: Mapping[str, int]) -> dict[str, int]:
    """The money back the way it came: over mixed tenders in proportion to what is left of each."""
    kinds = [kind for kind, minor in left.items() if minor > 0]
    if not kinds:
        return {}
    parts = spread(total_minor, [left[kind] for kind in kinds])
    return {kind: part for kind, part in zip(kinds, parts, strict=True) if part}


def tenders_behind(
    tenders: Iterable[PaidTender], given: Mapping[str, int], money: Mapping[str, int]
) -> tuple[RefundPart, ...]:
    """What goes back, to the very certificates, cards and advances it was paid by, one after the
    other. given: by kind, what went back before. What is more than a kind was paid with belongs to
    no payment."""
    parts: list[RefundPart] = []
    for kind, minor in money.items():
        start, end, place = given.get(kind, 0), given.get(kind, 0) + minor, 0
        sums: dict[RefundPart, int] = {}
        for tender in tenders:
            if tender.kind == kind:
                inside = min(end, place + tender.amount_minor) - max(start, place)
                place += tender.amount_minor
                if inside > 0:
                    _add(sums, part_of(tender), inside)
        rest = minor - sum(sums.values())
        if rest > 0:
            _add(sums, RefundPart(kind, 0), rest)
        parts += [replace(part, amount_minor=part_minor) for part, part_minor in sums.items()]
    return tuple(parts)


def part_of(tender: PaidTender) -> RefundPart:
    """The payment of a tender, without a sum."""
    return RefundPart(tender.kind, 0, tender.reference, tender.by, tender.peer)


def parts_outside(receipts: Iterable[SaleCompleted]) -> tuple[RefundPart, ...]:
    """What moves by each payment outside the register: what comes back with one receipt less what
    another one takes (an exchange). In the order of the tenders."""
    sums: dict[RefundPart, int] = {}
    for receipt in receipts:
        sign = -OPERATION_SIGNS[receipt.operation]
        for tender in receipt.tenders:
            if tender.kind in BY_TERMINAL:
                _add(sums, part_of(tender), sign * tender.amount_minor)
    return tuple(replace(part, amount_minor=minor) for part, minor in sums.items() if minor)


def _add(sums: dict[RefundPart, int], part: RefundPart, minor: int) -> None:
    sums[part] = sums.get(part, 0) + minor


def is_other_way(money: Mapping[str, int], left: Mapping[str, int]) -> bool:
    """Whether some of the money goes back by a tender that it did not come by."""
    return any(minor > left.get(kind, 0) for kind, minor in money.items())
