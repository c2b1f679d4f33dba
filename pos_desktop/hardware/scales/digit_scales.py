"""Scales that answer in bare digits: Toledo Prix III and the old Mercury and Massa counters.

Source: stoqdrivers for the Prix III; a published description of the Mercury exchange. Neither tells
whether the weight moves, and neither has a checksum: only equal answers make a weight.
"""

from __future__ import annotations

from pos_desktop.hardware.scales.asked import AskedScale
from pos_desktop.hardware.scales.framing import skip_to
from pos_desktop.hardware.scales.readings import ScaleReading, ScaleStatus, Step

_PRIX_BYTES = 7
_PRIX_STATES = {
    b"IIIII": ScaleStatus(moving=True),
    b"NNNNN": ScaleStatus(under=True),
    b"SSSSS": ScaleStatus(over=True),
}
# Six digits each of weight, price and sum, one digit a byte, lowest first.
_MERCURY_BYTES, _WEIGHT_DIGITS = 18, 6


def prix_iii() -> AskedScale:
    """ENQ brings STX, five digits of grams, ETX."""
    return AskedScale(b"\x05", _prix, _PRIX_BYTES)


def mercury() -> AskedScale:
    """`03` brings eighteen digits, of which the first six are grams."""
    return AskedScale(b"\x03", _mercury, _MERCURY_BYTES)


def _prix(buffer: bytes) -> tuple[int, list[Step]]:
    if noise := skip_to(buffer, b"\x02"):
        return noise, []
    if len(buffer) < _PRIX_BYTES:
        return (1 if buffer.rfind(b"\x02") > 0 else 0), []
    said = buffer[1:6]
    if buffer[6:] != b"\x03":
        return 1, []
    if said in _PRIX_STATES:
        return _PRIX_BYTES, [_PRIX_STATES[said]]
    if not said.isdigit():
        return 1, []
    return _PRIX_BYTES, [ScaleReading(int(said))]


def _mercury(buffer: bytes) -> tuple[int, list[Step]]:
    if buffer[-1] > 9:
        return len(buffer), []
    if len(buffer) < _MERCURY_BYTES:
        return 0, []
    digits = reversed(buffer[:_WEIGHT_DIGITS])
    return _MERCURY_BYTES, [ScaleReading(int("".join(str(digit) for digit in digits)))]
