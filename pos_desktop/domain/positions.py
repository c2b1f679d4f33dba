"""Folding a discount into the price: the fiscal format wants total = round(price x quantity) for
each position
(FFD tags 1079, 1023, 1043), so a line whose total no single price gives becomes two positions.
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

    qty > 0 thousandths; whole quantities stay whole. price_minor is kept where it already gives
    the total.
    """
    if _cost(qty, price_minor) == total_minor:
        return (Part(qty, price_minor, total_minor),)
    low = total_minor * 1000 // qty
    for price in (low, low + 1):
        if _cost(qty, price) == total_minor:
            return (Part(qty, price, total_minor),)
    step = 1000 if qty % 1000 == 0 else 1
    second = _dearer_share(qty, low, total_minor, step)
    first_total = _cost(qty - second, low)
    return (Part(qty - second, low, first_total), Part(second, low + 1, total_minor - first_total))


def vat_of_parts(rate: VatRate, parts: tuple[Part, ...]) -> int:
    """The tax of a line as its positions carry it: rounded once in each (FFD tag 1200)."""
    return sum(rate.included_minor(part.total_minor) for part in parts)


def _dearer_share(qty: int, low: int, total_minor: int, step: int) -> int:
    """How much of qty must cost one minor unit more, in thousandths and a multiple of step."""

    def reached(count: int) -> int:
        return _cost(qty - count * step, low) + _cost(count * step, low + 1)

    left, right = 1, qty // step - 1
    while left < right:
        middle = (left + right) // 2
        left, right = (middle + 1, right) if reached(middle) < total_minor else (left, middle)
    # Two independent roundings make the sum step back now and then: look around the place found.
    around = sorted(range(1, qty // step), key=lambda count: abs(count - left))
    for count in around:
        if reached(count) == total_minor:
            return count * step
    raise ValueError(f"no split: {qty} thousandths for {total_minor}")


def _cost(qty: int, price_minor: int) -> int:
    return divide_half_up(qty * price_minor, 1000)
