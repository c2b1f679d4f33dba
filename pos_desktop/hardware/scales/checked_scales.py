"""Scales with a price of their own whose answer carries a check byte: Dibal (EPOS TISA) and DIGI
(Siemens Nixdorf). Neither tells whether the weight moves, nor can be told to zero or to tare.

Source: r_keeper's list of scale drivers; for Dibal also a published exchange with a G310.
"""

from __future__ import annotations

import re
from functools import reduce

from pos_desktop.hardware.scales.asked import AskedScale
from pos_desktop.hardware.scales.framing import skip_to
from pos_desktop.hardware.scales.readings import ScaleReading, ScaleStatus, Step

_DIBAL_HEAD = b"99"
# State, weight, and what the scale reckons: how long that is depends on the model.
_DIBAL = re.compile(rb"99(\d)(\d{5})\d{7,11}", re.DOTALL)
_DIGI_HEAD = b"\x02w"
_DIGI = re.compile(rb"w(\d{3})[^\d](\d{3})[\x20-\x7e]*")
_LONGEST_BYTES = 32


def check(data: bytes) -> int:
    """Return the XOR of all bytes."""
    return reduce(lambda sum_, byte: sum_ ^ byte, data, 0)


def dibal_question(price_minor: int = 0) -> bytes:
    """Return "98", the price in five digits, their XOR, CR LF."""
    said = b"98%05d" % price_minor
    return said + bytes([check(said)]) + b"\r\n"


def dibal() -> AskedScale:
    """Asked with a price of nothing: the sum is this program's own business."""
    return AskedScale(dibal_question(), _dibal, _LONGEST_BYTES)


def digi() -> AskedScale:
    """`STX W ETX` brings `STX w`, kilograms, a separator, grams, more, the check byte, ETX."""
    return AskedScale(b"\x02W\x03", _digi, _LONGEST_BYTES)


def _dibal(buffer: bytes) -> tuple[int, list[Step]]:
    if noise := skip_to(buffer, _DIBAL_HEAD):
        return noise, []
    if not buffer.endswith(b"\r\n"):
        return 0, []
    match = _DIBAL.fullmatch(buffer[:-3])
    if match is None or check(buffer[:-3]) != buffer[-3]:
        return 1, []
    if match[1] != b"0":
        return len(buffer), [ScaleStatus()]
    return len(buffer), [ScaleReading(int(match[2]))]


def _digi(buffer: bytes) -> tuple[int, list[Step]]:
    if noise := skip_to(buffer, _DIGI_HEAD):
        return noise, []
    if len(buffer) < 11 or not buffer.endswith(b"\x03"):
        return 0, []
    match = _DIGI.fullmatch(buffer[1:-2])
    if match is None or check(buffer[1:-2]) != buffer[-2]:
        return 0, []
    return len(buffer), [ScaleReading(int(match[1]) * 1000 + int(match[2]))]
