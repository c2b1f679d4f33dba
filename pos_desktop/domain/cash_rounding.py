"""Rounding a sum paid in cash down to what coins can pay: a discount, spread over the lines.

The law wants it inside the prices (FFD tags 1079, 1043), so it is no sum of its own.
"""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.facts import PriceShare
from pos_desktop.domain.money import spread
from pos_desktop.domain.positions import parts_of, vat_of_parts
from pos_desktop.domain.pricing import PricedLine, PricedSale, VatTotal
from pos_desktop.domain.tax import VatTable


def rounding_of(sale: PricedSale, step_minor: int) -> int:
    """What rounding down to a multiple of step_minor takes off the total, in minor units.

    0 where that would leave nothing to pay, or bring goods below their legal minimum price.
    """
    if step_minor <= 1 or sale.total_minor < step_minor:
        return 0
    off_minor = sale.total_minor % step_minor
    return off_minor if off_minor <= sum(_slack(sale)) else 0


def rounded_down(sale: PricedSale, off_minor: int, rates: VatTable, name: str) -> PricedSale:
    """The sale with so much less to pay, the tax of each line anew; name: of the price's reason."""
    if off_minor == 0:
        return sale
    parts = spread(off_minor, _slack(sale))
    lines = tuple(
        _cheaper(line, part, rates, name) if part else line
        for line, part in zip(sale.lines, parts, strict=True)
    )
    return replace(
        sale,
        lines=lines,
        discount_minor=sale.discount_minor + off_minor,
        total_minor=sale.total_minor - off_minor,
        vats=tuple(_total(lines, vat.vat) for vat in sale.vats),
    )


def _slack(sale: PricedSale) -> list[int]:
    """How much cheaper each line may become."""
    return [
        max(0, line.total_minor - line.line.quantity.cost_minor(line.line.min_price_minor))
        for line in sale.lines
    ]


def _cheaper(line: PricedLine, off_minor: int, rates: VatTable, name: str) -> PricedLine:
    total_minor = line.total_minor - off_minor
    parts = parts_of(line.line.quantity.thousandths, line.line.price_minor, total_minor)
    return replace(
        line,
        discount_minor=line.discount_minor + off_minor,
        total_minor=total_minor,
        vat_minor=vat_of_parts(rates.rate(line.line.vat), parts),
        shares=(*line.shares, PriceShare("rounding", name, off_minor)),
    )


def _total(lines: tuple[PricedLine, ...], vat: str) -> VatTotal:
    of_rate = [line for line in lines if line.line.vat == vat]
    return VatTotal(
        vat, sum(line.total_minor for line in of_rate), sum(line.vat_minor for line in of_rate)
    )
