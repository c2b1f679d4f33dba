"""Mettler Toledo 8217 (Ariva, Viva, Diva and many scanner-scales), 9600 7E1.

Source: Mettler Toledo's Diva manual p. 45. Questions are single letters; an answer is STX, text,
CR. The status answer `STX ? st CR` has a fixed length, because st may well be 0x02 or 0x0D.
"""

from __future__ import annotations

import re

from pos_desktop.hardware.scales.readings import Answer, ScaleReading, ScaleStatus

_STX, _CR = 0x02, 0x0D
_MOVING, _OVER, _UNDER = 0x01, 0x02, 0x04
_LONGEST_TEXT = 10
_WEIGHT = re.compile(rb"(\d{1,3})\.(\d{3})(N?)")
MAX_TARE_GRAMS = 99_999


class Toledo8217:
    """The codec: no clock and no wire in it."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def poll(self) -> bytes:
        return b"W"

    def zero(self) -> bytes:
        return b"Z"

    def tare(self, weight_grams: int | None) -> bytes:
        """Return the command that tares what lies there (None), a known weight, or nothing (0)."""
        if weight_grams is None:
            return b"T\r"
        if weight_grams == 0:
            return b"C"
        return b"T%05d" % min(weight_grams, MAX_TARE_GRAMS)

    def reset(self) -> None:
        """Forget half an answer: a new question is asked."""
        self._buffer.clear()

    def feed(self, data: bytes) -> list[Answer]:
        """Return the answers that are complete now. Never raises; noise is skipped."""
        self._buffer += data
        answers: list[Answer] = []
        while self._buffer:
            size, answer = self._front()
            if size == 0:
                break
            del self._buffer[:size]
            if answer is not None:
                answers.append(answer)
        return answers

    def _front(self) -> tuple[int, Answer | None]:
        """Return how many bytes to take and what they say; 0 = wait for more."""
        buffer = self._buffer
        if buffer[0] != _STX:
            start = buffer.find(_STX)
            return (start if start > 0 else len(buffer)), None
        if len(buffer) < 2:
            return 0, None
        if buffer[1] == 0x3F:
            return self._status()
        end = buffer.find(_CR, 1, _LONGEST_TEXT + 2)
        if end < 0:
            too_long = len(buffer) > _LONGEST_TEXT + 1
            return (1 if too_long or buffer.find(_STX, 1) > 0 else 0), None
        match = _WEIGHT.fullmatch(bytes(buffer[1:end]))
        if match is None:
            return 1, None
        grams = int(match[1]) * 1000 + int(match[2])
        return end + 1, ScaleReading(grams, is_net=match[3] == b"N")

    def _status(self) -> tuple[int, Answer | None]:
        if len(self._buffer) < 4:
            return 0, None
        if self._buffer[3] != _CR:
            return 1, None
        bits = self._buffer[2]
        # Bit 6 says "bad command" on the 8217 and is always set on the 8213: it tells nothing.
        return 4, ScaleStatus(
            moving=bool(bits & _MOVING), over=bool(bits & _OVER), under=bool(bits & _UNDER)
        )
