"""Mettler Toledo 8217 (Ariva, Viva, Diva and many scanner-scales), 9600 7E1.

Source: Mettler Toledo's Diva manual p. 45. Questions are single letters; an answer is STX, text,
CR. The status answer `STX ? st CR` has a fixed length, because st may well be 0x02 or 0x0D.
"""

from __future__ import annotations

import re

from pos_desktop.hardware.scales.framing import FrameStream, skip_to
from pos_desktop.hardware.scales.readings import (
    ALL_ABILITIES,
    Ability,
    CommandDone,
    CommandRefused,
    ScaleFault,
    ScaleReading,
    ScaleStatus,
    Step,
)

_STX, _CR = b"\x02", b"\r"
_MOVING, _OVER, _UNDER, _OUTSIDE_ZERO, _NET = 0x01, 0x02, 0x04, 0x08, 0x20
_LONGEST_TEXT = 10
_WEIGHT = re.compile(rb"(\d{1,3})\.(\d{3})(N?)")
# Pounds have two decimals.
_POUNDS = re.compile(rb"\d{1,3}\.\d{2}N?")
MAX_TARE_GRAMS = 99_999


class Toledo8217:
    """The codec: no clock and no wire in it."""

    abilities = ALL_ABILITIES
    confirms = True

    def __init__(self) -> None:
        self._frames = FrameStream(self._front, _LONGEST_TEXT + 2)
        self._command: Ability | None = None
        self._clearing = False

    def poll(self) -> bytes:
        self._begin(None)
        return b"W"

    def zero(self) -> bytes:
        self._begin(Ability.ZERO)
        return b"Z"

    def tare(self, weight_grams: int | None) -> bytes:
        """Return the command that tares what lies there (None), a known weight, or nothing (0)."""
        self._begin(Ability.TARE)
        self._clearing = weight_grams == 0
        if weight_grams is None:
            return b"T\r"
        if weight_grams == 0:
            return b"C"
        return b"T%05d" % min(weight_grams, MAX_TARE_GRAMS)

    def _begin(self, command: Ability | None) -> None:
        self._frames.clear()
        self._command = command

    def feed(self, data: bytes) -> list[Step]:
        return self._frames.feed(data)

    def _front(self, buffer: bytes) -> tuple[int, list[Step]]:
        if noise := skip_to(buffer, _STX):
            return noise, []
        if len(buffer) < 2:
            return 0, []
        if buffer[1:2] == b"?":
            return self._status(buffer)
        if buffer[1:2] == _STX:
            return 1, []
        if not buffer.endswith(_CR):
            return (1 if buffer.endswith(_STX) else 0), []
        text = buffer[1:-1]
        if _POUNDS.fullmatch(text):
            return len(buffer), [ScaleFault("scale.unit", {"unit": "lb"})]
        match = _WEIGHT.fullmatch(text)
        if match is None or self._command is not None:
            return 1, []
        grams = int(match[1]) * 1000 + int(match[2])
        return len(buffer), [ScaleReading(grams, is_net=match[3] == b"N")]

    def _status(self, buffer: bytes) -> tuple[int, list[Step]]:
        if len(buffer) < 4:
            return 0, []
        if buffer[3:4] != _CR:
            return 1, []
        bits = buffer[2]
        if self._command is not None:
            return 4, [self._outcome(bits)]
        # Bit 6 says "bad command" on the 8217 and is always set on the 8213: it tells nothing.
        return 4, [
            ScaleStatus(
                moving=bool(bits & _MOVING), over=bool(bits & _OVER), under=bool(bits & _UNDER)
            )
        ]

    def _outcome(self, bits: int) -> CommandDone | CommandRefused:
        if bits & _MOVING:
            return CommandRefused("scale.moving")
        if bits & _OVER:
            return CommandRefused("scale.over")
        if self._command is Ability.ZERO:
            return CommandRefused("scale.zero_range") if bits & _OUTSIDE_ZERO else CommandDone()
        if self._clearing or bits & _NET:
            return CommandDone()
        return CommandRefused("scale.tare_refused")
