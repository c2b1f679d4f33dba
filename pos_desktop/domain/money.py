"""Exact money: whole minor units, one rounding function, exact spreading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_desktop.domain.errors import RefusalError

MAX_AMOUNT_MINOR = 4_294_967_295
"""42,949,672.95: the largest sum a fiscal document can carry (FFD tag 1043, five-byte VLN)."""


def divide_half_up(numerator: int, denominator: int) -> int:
    """Round numerator / denominator to a whole number, halves away from zero. denominator > 0."""
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((-2 * numerator + denominator) // (2 * denominator))


def spread(total_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split total_minor over weights (all >= 0) so that the parts add up to it exactly.

    Each part is within one minor unit of its share; the largest remainders get the odd units, the
    earlier place first. All weights zero puts everything on the first place. Raises ValueError
    without weights.
    """
    if not weights:
        raise ValueError("nothing to spread over")
    if total_minor < 0:
        return tuple(-part for part in spread(-total_minor, weights))
    base = sum(weights)
    if base == 0:
        return (total_minor, *([0] * (len(weights) - 1)))
    parts = [total_minor * weight // base for weight in weights]
    left = total_minor - sum(parts)
    order = sorted(range(len(weights)), key=lambda i: (-(total_minor * weights[i] % base), i))
    for place in order[:left]:
        parts[place] += 1
    return tuple(parts)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount of one currency.

    amount_minor: whole minor units (kopecks, cents) by the ISO 4217 exponent; negative only for
    refunds and cash taken out. currency: ISO 4217 alphabetic code, "RUB".
    """

    amount_minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount_minor, self.currency)

    def __bool__(self) -> bool:
        return self.amount_minor != 0

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")


def parse_amount_minor(text: str) -> int:
    """Read "1 245,50", "1245.5", "−3" into minor units of a two-decimal currency.

    Raises RefusalError("amount.unreadable", value=...) for anything else, more than two decimals
    included.
    """
    plain = "".join(ch for ch in text if not ch.isspace() and ch not in "\u00a0\u202f'₽")
    plain = plain.replace("\u2212", "-").replace(",", ".")
    sign = -1 if plain.startswith("-") else 1
    whole, _, fraction = plain.removeprefix("-").partition(".")
    digits = whole + fraction
    if not digits or not digits.isascii() or not digits.isdigit() or len(fraction) > 2:
        raise RefusalError("amount.unreadable", value=text)
    amount_minor = int(whole or "0") * 100 + int(fraction.ljust(2, "0") or "0")
    if amount_minor > MAX_AMOUNT_MINOR:
        raise RefusalError("amount.too_large", value=text)
    return sign * amount_minor
