"""Scales that answer one question with one frame and can be told nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from pos_desktop.hardware.scales.framing import FrameStream, Front
from pos_desktop.hardware.scales.readings import NO_ABILITIES, Step

LONGEST_LINE_BYTES = 40


class AskedScale:
    """question: b"" where the scale speaks by itself. front, longest: as in FrameStream."""

    abilities = NO_ABILITIES
    confirms = False

    def __init__(self, question: bytes, front: Front, longest: int = LONGEST_LINE_BYTES) -> None:
        self._question = question
        self._frames = FrameStream(front, longest)

    def poll(self) -> bytes:
        # A scale that speaks by itself does not know that somebody asks anew.
        if self._question:
            self._frames.clear()
        return self._question

    def zero(self) -> bytes:
        """The protocol has none; the loop does not ask for what is not in `abilities`."""
        return b""

    def tare(self, weight_grams: int | None) -> bytes:
        return b""

    def feed(self, data: bytes) -> list[Step]:
        return self._frames.feed(data)


def line_front(
    pattern: re.Pattern[bytes], read: Callable[[re.Match[bytes]], Step | None], end: bytes = b"\n"
) -> Front:
    """Return the front of a protocol of lines. pattern: what stands in a line up to its end,
    whatever noise stands before it. end: the last byte of a line.
    """

    def front(buffer: bytes) -> tuple[int, list[Step]]:
        if not buffer.endswith(end):
            return 0, []
        match = pattern.search(buffer)
        step = read(match) if match is not None else None
        return len(buffer), [] if step is None else [step]

    return front
