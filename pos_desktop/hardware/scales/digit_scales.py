"""Scales that answer in bare digits: Toledo Prix III and the old Mercury and Massa counters.

Sources: Toledo's user manual of the Prix 3 Plus, 2.7.3 and 2.7.4 (Prt3, Prt5), and stoqdrivers for
the Prix III; INKOTEX's protocol of the Mercury-111K with electronic scales, AVLG 408.00 PR-02.
Neither has a checksum: only equal answers make a weight. The Mercury does not tell either whether
the weight moves.
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
MERCURY_BYTES, _FIELD_DIGITS = 18, 6


def prix_iii() -> AskedScale:
    """ENQ brings STX, five digits of grams, ETX."""
    return AskedScale(b"\x05", _prix, _PRIX_BYTES)


def mercury() -> AskedScale:
    """`03` brings eighteen digits, of which the first six are grams."""
    return AskedScale(b"\x03", _mercury, MERCURY_BYTES)


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
    if len(buffer) < MERCURY_BYTES:
        return 0, []
    fields = (buffer[at : at + _FIELD_DIGITS] for at in range(0, MERCURY_BYTES, _FIELD_DIGITS))
    grams, price, total = (_number(field) for field in fields)
    # The scale reckons weight by price itself; how it rounds is not told.
    if abs(total * 1000 - grams * price) >= 1000:
        return 1, []
    return MERCURY_BYTES, [ScaleReading(grams)]


def _number(field: bytes) -> int:
    """Return a number whose digits are bytes, the lowest first."""
    return sum(digit * 10**place for place, digit in enumerate(field))
