"""Folding a discount into the price: the fiscal format wants total = round(price x quantity) for
each position (FFD tags 1079, 1023, 1043), so a line whose total no single price gives becomes two
positions.
"""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.money import divide_half_up
from pos_desktop.domain.tax import VatRate


@dataclass(frozen=True, slots=True)
class Part:
    """qty in thousandths, price and total in minor units; total = round half up (price x qty)."""

    qty: int
    price_minor: int
    total_minor: int


def parts_of(qty: int, price_minor: int, total_minor: int) -> tuple[Part, ...]:
    """One part where a price exists, else two with prices one minor unit apart. The totals add up
    exactly.

    qty > 0 thousandths, total_minor >= 0; whole quantities stay whole. price_minor is kept where
    it already gives the total.
    """
    if _cost(qty, price_minor) == total_minor:
        return (Part(qty, price_minor, total_minor),)
    low, dearer = divmod(total_minor * 1000, qty)
    for price in (low, low + 1):
        if _cost(qty, price) == total_minor:
            return (Part(qty, price, total_minor),)
    # So many thousandths at one minor unit more make the total before rounding. Rounding can miss
    # it only where both parts end on half a minor unit; then one thousandth less makes it.
    if _cost(qty - dearer, low) + _cost(dearer, low + 1) != total_minor:
        dearer -= 1
    first_total = _cost(qty - dearer, low)
    return (Part(qty - dearer, low, first_total), Part(dearer, low + 1, total_minor - first_total))


def vat_of_parts(rate: VatRate, parts: tuple[Part, ...]) -> int:
    """The tax of a line as its positions carry it: rounded once in each (FFD tag 1200)."""
    return sum(rate.included_minor(part.total_minor) for part in parts)


def _cost(qty: int, price_minor: int) -> int:
    return divide_half_up(qty * price_minor, 1000)
