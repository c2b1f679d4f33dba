"""SMA SCP-0499, level 1: the protocol of the Scale Manufacturers Association, 9600 8N1.

Source: the association's document as printed in manuals of Sartorius (PR 5220), Fairbanks and
Cardinal. A question is LF, letter, CR; the answer has fixed fields: state, range, gross or net,
motion, a reserved character, the weight and its unit.
"""

from __future__ import annotations

import re

from pos_desktop.hardware.scales.framing import FrameStream
from pos_desktop.hardware.scales.readings import (
    Ability,
    CommandDone,
    CommandRefused,
    ScaleFault,
    ScaleReading,
    ScaleStatus,
    Step,
)
from pos_desktop.hardware.scales.units import in_grams

_LONGEST_LINE_BYTES = 40
_ANSWER = re.compile(
    rb"\n([ ZOUEIT])(\d)([GNTgn])([ M]).?([ ]*-?[ ]*[\d.]+|-+)([A-Za-z]{1,3}[ _]*)?\r"
)
_UNKNOWN = re.compile(rb"\n\?\r")


class Sma:
    """W asks for the weight, Z zeroes, T tares, C takes the tare off."""

    abilities = frozenset({Ability.ZERO, Ability.TARE})
    confirms = True

    def __init__(self) -> None:
        self._frames = FrameStream(self._front, _LONGEST_LINE_BYTES)
        self._command = b""

    def poll(self) -> bytes:
        self._begin(b"")
        return b"\nW\r"

    def zero(self) -> bytes:
        return self._begin(b"Z")

    def tare(self, weight_grams: int | None) -> bytes:
        """A known weight cannot be told at level 1: what lies there is tared, or nothing."""
        if weight_grams:
            return b""
        return self._begin(b"C" if weight_grams == 0 else b"T")

    def _begin(self, command: bytes) -> bytes:
        self._frames.clear()
        self._command = command
        return b"\n" + command + b"\r"

    def feed(self, data: bytes) -> list[Step]:
        return self._frames.feed(data)

    def _front(self, buffer: bytes) -> tuple[int, list[Step]]:
        if not buffer.endswith(b"\r"):
            return 0, []
        step = None
        if match := _ANSWER.search(buffer):
            step = self._outcome(match) if self._command else _weight(match)
        elif _UNKNOWN.search(buffer):
            is_told = bool(self._command)
            step = CommandRefused("scale.unsupported") if is_told else ScaleFault("scale.protocol")
        return len(buffer), [] if step is None else [step]

    def _outcome(self, match: re.Match[bytes]) -> Step:
        state, kind, motion = match[1], match[3], match[4]
        if self._command == b"Z":
            if state in (b"E", b"I"):
                return CommandRefused("scale.zero_range")
            return CommandRefused("scale.moving") if motion == b"M" else CommandDone()
        if state == b"T":
            return CommandRefused("scale.tare_refused")
        if self._command == b"T" and kind not in (b"N", b"n"):
            return CommandRefused("scale.moving" if motion == b"M" else "scale.tare_refused")
        return CommandDone()


def _weight(match: re.Match[bytes]) -> Step | None:
    state, kind, motion, number, unit = match[1], match[3], match[4], match[5], match[6]
    if kind == b"T":
        return None  # a tare is no weight
    if state == b"I":
        return ScaleFault("scale.load_at_start")
    if state in (b"O", b"U"):
        return ScaleStatus(over=state == b"O", under=state == b"U")
    if state in (b"E", b"T") or unit is None:
        return ScaleStatus()
    grams = in_grams(number.replace(b" ", b""), unit)
    if not isinstance(grams, int):
        return grams
    if motion == b"M":
        return ScaleStatus(moving=True)
    return ScaleReading(grams, is_net=kind in (b"N", b"n"))
