"""Labels of in-store scales: EAN-13 codes of the prefixes 20-29 whose digits the shop itself gave a
meaning (GS1 General Specifications 2.1.11, restricted circulation numbers).

A pattern is written as thirteen signs, "21IIIIIWWWWWC": the prefix, I item number on the scale, W
weight in grams, P price in minor units, N pieces, V check digit of the value, C that of the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import divide_half_up
from pos_desktop.domain.quantity import grams

_LENGTH = 13
_ITEM_DIGITS = (4, 5, 6)


class LabelValue(StrEnum):
    """What the digits after the item number say."""

    WEIGHT = "W"
    PRICE = "P"
    PIECES = "N"


@dataclass(frozen=True, slots=True)
class LabelPattern:
    """prefix: "20" to "29". item_digits: of the item number after it. verifier: whether a digit
    that checks the value stands before it."""

    prefix: str
    item_digits: int
    value: LabelValue
    verifier: bool = False

    @property
    def text(self) -> str:
        """The thirteen signs."""
        check = "V" if self.verifier else ""
        values = _LENGTH - 1 - len(self.prefix) - self.item_digits - len(check)
        return f"{self.prefix}{'I' * self.item_digits}{check}{self.value.value * values}C"

    @property
    def value_digits(self) -> int:
        return self.text.count(self.value.value)

    def write(self, item: int, amount: int) -> str:
        """The twelve digits of an item number and its amount, before the check digit of the code;
        "" where one has too many."""
        digits = self.value_digits
        if not 0 < item < 10**self.item_digits or not 0 < amount < 10**digits:
            return ""
        value = f"{amount:0{digits}d}"
        check = value_check_digit(value) if self.verifier else ""
        return f"{self.prefix}{item:0{self.item_digits}d}{check}{value}"

    def read(self, code: str) -> LabelReading:
        """What a code of thirteen digits says by this pattern."""
        after = 2 + self.item_digits
        return LabelReading(
            self, code[2:after], int(code[after + self.verifier : -1]), code[after : after + 1]
        )


@dataclass(frozen=True, slots=True)
class LabelReading:
    """item: the number as printed, with its zeros; amount: grams, minor units or pieces;
    check: the digit before the value, of use where the pattern has a verifier."""

    pattern: LabelPattern
    item: str
    amount: int
    check: str = ""


DEFAULT_PATTERNS = (LabelPattern("21", 5, LabelValue.WEIGHT),)
"""What scales in Russia are delivered with."""


def value_check_digit(value: str) -> str:
    """The digit that checks a price or a weight of four or five digits, as GS1 reckons it."""
    from biip.checksums import gs1_price_weight_check_digit  # not before the first label

    return str(gs1_price_weight_check_digit(value))


def parse_pattern(text: str) -> LabelPattern:
    """A pattern from its thirteen signs; RefusalError("label.bad_pattern", pattern=)."""
    items = text.count("I")
    for value in LabelValue:
        for verifier in (False, True):
            pattern = LabelPattern(text[:2], items, value, verifier)
            if _is_in_store(text[:2]) and items in _ITEM_DIGITS and pattern.text == text:
                return pattern
    raise RefusalError("label.bad_pattern", pattern=text)


def pattern_of(code: str, patterns: tuple[LabelPattern, ...]) -> LabelPattern | None:
    """The pattern that reads a code of thirteen digits, None where it is no label of the shop."""
    if len(code) != _LENGTH:
        return None
    return next((p for p in patterns if code.startswith(p.prefix)), None)


def readings(code: str) -> tuple[LabelReading, ...]:
    """Every way to read a scanned label, for somebody to choose from; none for another code."""
    if len(code) != _LENGTH or not code.isdigit() or not _is_in_store(code[:2]):
        return ()
    found: list[LabelReading] = []
    for items in (5, 4, 6):
        for value in (LabelValue.WEIGHT, LabelValue.PRICE, LabelValue.PIECES):
            for verifier in (False, True) if items == 4 else (False,):
                reading = LabelPattern(code[:2], items, value, verifier).read(code)
                if reading.amount and int(reading.item):
                    found.append(reading)
    return tuple(found)


def with_pattern(
    patterns: tuple[LabelPattern, ...], chosen: LabelPattern
) -> tuple[LabelPattern, ...]:
    """The patterns with another one for its prefix."""
    others = [pattern for pattern in patterns if pattern.prefix != chosen.prefix]
    return tuple(sorted((*others, chosen), key=lambda pattern: pattern.prefix))


def weight_at_price(total_minor: int, price_minor: int) -> tuple[int, int]:
    """(grams, price of a kilogram) that come to exactly the total of a price label.

    The kilogram's price of the catalogue stays wherever it gives the total; where the label was
    printed at another price, the nearest one that does is taken. Both must be above 0.
    """
    around = max(1, divide_half_up(total_minor * 1000, price_minor))
    best: tuple[int, int, int] | None = None
    for step in range(_STEPS):
        for weight in {around - step, around + step}:
            if weight <= 0:
                continue
            near = price_minor
            if grams(weight).cost_minor(near) != total_minor:
                near = divide_half_up(total_minor * 1000, weight)
            if grams(weight).cost_minor(near) == total_minor:
                off = abs(near - price_minor), weight, near
                best = off if best is None else min(best, off)
        if best is not None and (best[0] == 0 or step >= _ENOUGH_STEPS):
            break
    if best is None:
        raise RefusalError("label.no_weight", total_minor=total_minor)
    return best[1], best[2]


_STEPS = 2000
_ENOUGH_STEPS = 2


def _is_in_store(prefix: str) -> bool:
    return len(prefix) == 2 and prefix.isdigit() and prefix[0] == "2"
