"""From the figures of a scale to whole grams."""

from __future__ import annotations

import re

from pos_desktop.domain.money import divide_half_up
from pos_desktop.hardware.scales.readings import ScaleFault

_MILLIGRAMS = {"mg": 1, "g": 1000, "kg": 1_000_000}
_NUMBER = re.compile(rb"([+-]?) *(\d{1,9})(?:[.,](\d{1,6}))?")


def in_grams(number: bytes, unit: bytes) -> int | ScaleFault | None:
    """Return "1.255" "kg" as 1255; a fault for pounds and ounces, which nobody sells by here; None
    for what is no number. Finer figures than a gram are rounded half up.
    """
    match = _NUMBER.fullmatch(number.strip())
    if match is None:
        return None
    name = unit.strip(b" _").decode("ascii", "replace").lower()
    if name not in _MILLIGRAMS:
        return ScaleFault("scale.unit", {"unit": name or "?"})
    decimals = match[3] or b""
    digits = int(match[2] + decimals)
    grams = divide_half_up(digits * _MILLIGRAMS[name], 1000 * 10 ** len(decimals))
    return -grams if match[1] == b"-" else grams


def power_in_grams(value: int, power: int) -> int:
    """Return value x 10^power kilograms in grams."""
    power += 3
    return value * 10**power if power >= 0 else divide_half_up(value, 10**-power)
