"""From the open sale to sums: discounts spread to the kopeck, VAT inside each line rounded once."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.facts import PriceShare
from pos_desktop.domain.money import divide_half_up, spread
from pos_desktop.domain.positions import parts_of, vat_of_parts
from pos_desktop.domain.sale import NO_DISCOUNT, Discount, Sale, SaleLine
from pos_desktop.domain.tax import VatRate, VatTable


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with its sums in minor units: gross (price x quantity), discount (>= 0), total, VAT
    inside it. shares: why it costs that, what took how much off."""

    line: SaleLine
    gross_minor: int
    discount_minor: int
    total_minor: int
    vat_minor: int
    shares: tuple[PriceShare, ...] = ()


@dataclass(frozen=True, slots=True)
class VatTotal:
    """Sum of the lines of one rate and the tax inside it (the sum of the lines' taxes, so it never
    drifts)."""

    vat: str
    base_minor: int
    vat_minor: int


@dataclass(frozen=True, slots=True)
class PricedSale:
    """A sale with all its sums. vats: one per rate in use, higher tax first. bonus_minor: points
    spent, part of the discount."""

    sale: Sale
    lines: tuple[PricedLine, ...]
    gross_minor: int
    discount_minor: int
    total_minor: int
    vats: tuple[VatTotal, ...]
    bonus_minor: int = 0

    @property
    def quantity_thousandths(self) -> int:
        return sum(line.line.quantity.thousandths for line in self.lines)


def price(sale: Sale, rates: VatTable) -> PricedSale:
    """Compute every sum of the sale. Order: line discount, then the receipt's discount spread by
    line totals.

    The law wants each position's sum with its discount (54-FZ art. 4.7; FFD 1079/1043), so a
    discount of the
    whole receipt is never a sum of its own.
    """
    gross = [line.quantity.cost_minor(line.price_minor) for line in sale.lines]
    off = [_off(line.discount, g) for line, g in zip(sale.lines, gross, strict=True)]
    net = [g - o for g, o in zip(gross, off, strict=True)]
    if sale.discount != NO_DISCOUNT and net:
        receipt_off_minor = min(_off(sale.discount, sum(net)), sum(net))
        off = [o + part for o, part in zip(off, spread(receipt_off_minor, net), strict=True)]
    lines: list[PricedLine] = []
    bases: dict[str, list[int]] = {}
    for line, g, o in zip(sale.lines, gross, off, strict=True):
        vat_minor = _vat(rates.rate(line.vat), line, g, g - o)
        lines.append(PricedLine(line, g, o, g - o, vat_minor))
        base = bases.setdefault(line.vat, [0, 0])
        base[0] += g - o
        base[1] += vat_minor
    vats = sorted(
        (VatTotal(v, b, t) for v, (b, t) in bases.items()),
        key=lambda total: _rate_order(rates, total.vat),
    )
    return PricedSale(sale, tuple(lines), sum(gross), sum(off), sum(gross) - sum(off), tuple(vats))


def _vat(rate: VatRate, line: SaleLine, gross_minor: int, total_minor: int) -> int:
    """Rounded once in each fiscal position of the line: one position, or two where a discount
    splits it."""
    if gross_minor == total_minor:
        return rate.included_minor(total_minor)
    return vat_of_parts(rate, parts_of(line.quantity.thousandths, line.price_minor, total_minor))


def _off(discount: Discount, gross_minor: int) -> int:
    if discount.percent_hundredths:
        return divide_half_up(gross_minor * discount.percent_hundredths, 10_000)
    return min(discount.amount_minor, gross_minor)


def _rate_order(rates: VatTable, code: str) -> tuple[int, str]:
    percent = rates.rate(code).percent
    return (-1 if percent is None else percent) * -1, code
