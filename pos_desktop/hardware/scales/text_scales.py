"""Scales that answer in a line of text: A&D, Adam, and NCI's form of the weight (Adam MDW,
Weigh-Tronix, Diva in NCI mode). None of them can be told to zero or to tare here.

Sources: A&D's standard format with command Q; Adam's CPWplus manual p. 13-14 and AZextra manual
p. 14, which names the command and not the answer; for `W` the manuals of the NCI 7800 p. 32 and
Avery Weigh-Tronix 7821 p. 25 (SCP-01) and of Mettler Toledo's Diva p. 34-37 (NCI-ECR).
"""

from __future__ import annotations

import re

from pos_desktop.hardware.scales.asked import AskedScale, line_front
from pos_desktop.hardware.scales.readings import ScaleFault, ScaleReading, ScaleStatus, Step
from pos_desktop.hardware.scales.units import in_grams

_AND = re.compile(rb"(ST|US|OL|QT),([+-][\d. ]*(?:E[+-]?\d+)?) *([A-Za-z]{0,3})\r\n")
# Nothing marks where this line begins, so noise before it spoils it.
_AZEXTRA = re.compile(rb"\A *(-?\d+\.\d+) *(kg|g|lb|oz)\r\n")
# The manual shows `N + 1.00 kg` for the answer and `N/W: + 1.00 kg` for the Print key.
_CPW = re.compile(rb"([GNT])(?:/W:?)? *([+-] *\d+\.?\d*) *([A-Za-z]{1,2}) *\r\n")
# What stands on the display, which is a weight or not, and the status; only NCI-ECR puts the S.
_NCI = re.compile(rb"(?:\n([^\r\n\x03]*)\r)?\n *S?([\x30-\x3f][\x30-\x3f\x70-\x7f]{1,3})\r\x03")
_NCI_WEIGHT = re.compile(rb" *(-? *\d+(?:\.\d+)?) *([A-Za-z]{1,5}) *")
_NCI_UNKNOWN = re.compile(rb"\n\? *\r\x03")
# The low bits of the first, the second and, where there is one, the third byte of the status.
_NCI_MOVING, _NCI_UNDER, _NCI_OVER, _NCI_NET, _NCI_ZERO_ERROR = 0x01, 0x01, 0x02, 0x04, 0x08
_NCI_BROKEN = 0x0C


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
    return AskedScale(b"W\r", _nci)


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


def _nci(buffer: bytes) -> tuple[int, list[Step]]:
    if not buffer.endswith(b"\x03"):
        return 0, []
    if match := _NCI.search(buffer):
        return len(buffer), [_read_nci(match[1] or b"", match[2])]
    unknown = _NCI_UNKNOWN.search(buffer)
    return len(buffer), [ScaleFault("scale.protocol")] if unknown else []


def _read_nci(shown: bytes, status: bytes) -> Step:
    first, second, third = status[0], status[1], status[2] if len(status) > 2 else 0
    if (first | second) & _NCI_BROKEN:
        return ScaleFault("scale.broken", {"number": status.hex().upper()})
    if third & _NCI_ZERO_ERROR:
        return ScaleFault("scale.load_at_start")
    if second & (_NCI_UNDER | _NCI_OVER):
        return ScaleStatus(under=bool(second & _NCI_UNDER), over=bool(second & _NCI_OVER))
    if first & _NCI_MOVING:
        return ScaleStatus(moving=True)
    weight = _NCI_WEIGHT.fullmatch(shown)
    step = _plain(weight[1], weight[2]) if weight is not None else None
    if isinstance(step, ScaleReading):
        # Whether a tare is off is in the third byte, which not every scale sends.
        return ScaleReading(step.weight_grams, bool(third & _NCI_NET) if third else None)
    return step or ScaleStatus()
