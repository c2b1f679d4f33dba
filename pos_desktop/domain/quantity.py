"""Quantities in thousandths of a unit of measure: pieces, kilograms, litres."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import divide_half_up

MAX_QUANTITY_THOUSANDTHS = 99_999_999
"""99,999.999: the largest quantity of one position (FFD tag 1023 as operators accept it)."""


class Unit(StrEnum):
    """Unit of measure; the fiscal code of each is the operator's business (FFD tag 2108)."""

    PIECE = "pcs"
    GRAM = "g"
    KILOGRAM = "kg"
    CENTIMETRE = "cm"
    METRE = "m"
    SQUARE_METRE = "m2"
    MILLILITRE = "ml"
    LITRE = "l"
    CUBIC_METRE = "m3"
    HOUR = "h"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Quantity:
    """thousandths: 1,172 of KILOGRAM is 1.172 kg; whole pieces are multiples of 1,000."""

    thousandths: int
    unit: Unit

    def cost_minor(self, price_minor: int) -> int:
        """The cost of this much at price_minor a unit, rounded half up to a minor unit."""
        return divide_half_up(self.thousandths * price_minor, 1000)

    def plus(self, other: Quantity) -> Quantity:
        if other.unit is not self.unit:
            raise ValueError(f"{self.unit} and {other.unit} cannot be added")
        return checked(self.thousandths + other.thousandths, self.unit)


def pieces(count: int) -> Quantity:
    return Quantity(count * 1000, Unit.PIECE)


def grams(weight_grams: int) -> Quantity:
    """A weight as kilograms: 1172 g is 1.172 kg."""
    return Quantity(weight_grams, Unit.KILOGRAM)


def checked(thousandths: int, unit: Unit) -> Quantity:
    """A quantity that a sale may hold, or RefusalError("quantity.out_of_range" |
    "quantity.not_whole")."""
    if not 0 < thousandths <= MAX_QUANTITY_THOUSANDTHS:
        raise RefusalError("quantity.out_of_range", thousandths=thousandths)
    if unit is Unit.PIECE and thousandths % 1000:
        raise RefusalError("quantity.not_whole", thousandths=thousandths)
    return Quantity(thousandths, unit)


def parse_quantity(text: str, unit: Unit) -> Quantity:
    """Read "2", "1,172" or "0.5"; RefusalError("quantity.unreadable") names the value."""
    plain = "".join(text.split()).replace(",", ".")
    whole, _, fraction = plain.partition(".")
    digits = whole + fraction
    if not digits.isascii() or not digits.isdigit() or len(fraction) > 3 or len(whole) > 6:
        raise RefusalError("quantity.unreadable", value=text)
    return checked(int(whole or "0") * 1000 + int(fraction.ljust(3, "0") or "0"), unit)
