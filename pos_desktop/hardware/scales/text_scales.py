"""Scales that answer in a line of text: A&D, Adam, and NCI's form of the weight (Adam MDW,
Weigh-Tronix, Diva in NCI mode). None of them can be told to zero or to tare here.

Sources: A&D's standard format with command Q; Adam CPW's and AZextra's manuals; the Diva manual
p. 41 and NCI SCP-01 for `W`.
"""

from __future__ import annotations

import re

from pos_desktop.hardware.scales.asked import AskedScale, line_front
from pos_desktop.hardware.scales.readings import ScaleReading, ScaleStatus, Step
from pos_desktop.hardware.scales.units import in_grams

_AND = re.compile(rb"(ST|US|OL|QT),([+-][\d. ]*(?:E[+-]?\d+)?) *([A-Za-z]{0,3})\r\n")
# Nothing marks where this line begins, so noise before it spoils it.
_AZEXTRA = re.compile(rb"\A *(-?\d+\.\d+) *(kg|g|lb|oz)\r\n")
_CPW = re.compile(rb"([GNT]) ?([+-] *\d+\.?\d*) *([A-Za-z]{1,2})\r\n")
_NCI = re.compile(
    rb"(?:\n *(-?\d+\.\d+)([A-Za-z]{2})\r)?\nS([\x30-\x3f][\x30-\x3f][\x30-\x3f]{0,2})\r\x03"
)


def a_and_d() -> AskedScale:
    """`Q`: ST stable, US not, OL over capacity; 2400 7E1 from the factory."""
    return AskedScale(b"Q\r\n", line_front(_AND, _read_and))


def adam_azextra() -> AskedScale:
    """`P` brings a weight once, when it is new, and nothing otherwise; 4800 8N1."""
    return AskedScale(b"P\r\n", line_front(_AZEXTRA, lambda match: _plain(match[1], match[2])))


def adam_cpw() -> AskedScale:
    """`N` asks for the net weight."""
    return AskedScale(b"N\r\n", line_front(_CPW, _read_cpw))


def nci() -> AskedScale:
    """`W`: a weight and a status of two to four characters, whose low bits are flags."""
    return AskedScale(b"W\r", line_front(_NCI, _read_nci, end=b"\x03"))


def _plain(number: bytes, unit: bytes) -> Step | None:
    grams = in_grams(number.replace(b" ", b""), unit)
    return ScaleReading(grams) if isinstance(grams, int) else grams


def _read_and(match: re.Match[bytes]) -> Step | None:
    if match[1] == b"OL":
        below = match[2].startswith(b"-")
        return ScaleStatus(over=not below, under=below)
    step = _plain(match[2], match[3])
    return ScaleStatus(moving=True) if match[1] == b"US" and step is not None else step


def _read_cpw(match: re.Match[bytes]) -> Step | None:
    if match[1] == b"T":
        return None  # a tare is no weight
    step = _plain(match[2], match[3])
    if isinstance(step, ScaleReading):
        return ScaleReading(step.weight_grams, is_net=match[1] == b"N")
    return step


def _read_nci(match: re.Match[bytes]) -> Step | None:
    first, second = match[3][0], match[3][1]
    if second & 0b11:
        return ScaleStatus(under=bool(second & 0b01), over=bool(second & 0b10))
    if first & 0b01:
        return ScaleStatus(moving=True)
    return ScaleStatus() if match[1] is None else _plain(match[1], match[2])
