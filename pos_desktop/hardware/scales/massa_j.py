"""Massa-K Protocol 2, called "J" after its question (MK, BT and older scales), 4800 8E1, and what
the MK sends by itself.

Source: field code of Massa-K's protocol 2; the MK's manual p. 20 for the sent weight. Neither has a
checksum, and nothing tells where an answer begins: a state, a division and a weight that cannot be
are skipped, and the loop asks again.
"""

from __future__ import annotations

from pos_desktop.domain.money import divide_half_up
from pos_desktop.hardware.scales.asked import AskedScale
from pos_desktop.hardware.scales.framing import FrameStream, skip_to
from pos_desktop.hardware.scales.readings import (
    Ability,
    ScaleReading,
    ScaleStatus,
    Step,
)

_STABLE = 0x80
_STATES = (0xC0, 0x80, 0x00)
_DIVISIONS_MILLIGRAMS = {0: 1000, 1: 100, 4: 10_000, 5: 100_000}
ANSWER_BYTES = 5


class MassaJ:
    """`4A` brings state, division and a three-byte weight, low byte first, sign in the top bit."""

    abilities = frozenset({Ability.ZERO})
    # What, if anything, the scale answers to the zero command is not documented.
    confirms = False

    def __init__(self) -> None:
        self._frames = FrameStream(_weight, ANSWER_BYTES)

    def poll(self) -> bytes:
        self._frames.clear()
        return b"J"

    def zero(self) -> bytes:
        self._frames.clear()
        return b"\x0e"

    def tare(self, weight_grams: int | None) -> bytes:
        """The protocol has none; the loop does not ask for what is not in `abilities`."""
        return b""

    def feed(self, data: bytes) -> list[Step]:
        return self._frames.feed(data)


def massa_push() -> AskedScale:
    """`55 AA`, weight low and high byte, sign 00 or 80: sent twice when a weighing is done.

    Only a weight that came the same both times is one. No unit comes with it; the MK sells in
    grams.
    """
    return AskedScale(b"", _pushed, 2 * ANSWER_BYTES)


def _weight(buffer: bytes) -> tuple[int, list[Step]]:
    if buffer[0] not in _STATES or (len(buffer) > 1 and buffer[1] not in _DIVISIONS_MILLIGRAMS):
        return 1, []
    if len(buffer) < ANSWER_BYTES:
        return 0, []
    if not buffer[0] & _STABLE:
        return ANSWER_BYTES, [ScaleStatus(moving=True)]
    value = int.from_bytes(buffer[2:4], "little") | (buffer[4] & 0x7F) << 16
    grams = divide_half_up(value * _DIVISIONS_MILLIGRAMS[buffer[1]], 1000)
    return ANSWER_BYTES, [ScaleReading(-grams if buffer[4] & 0x80 else grams)]


def _pushed(buffer: bytes) -> tuple[int, list[Step]]:
    if noise := skip_to(buffer, b"\x55\xaa"):
        return noise, []
    if len(buffer) >= ANSWER_BYTES and buffer[4] not in (0x00, 0x80):
        return 1, []
    if len(buffer) < 2 * ANSWER_BYTES:
        return 0, []
    if buffer[:ANSWER_BYTES] != buffer[ANSWER_BYTES:]:
        return ANSWER_BYTES, []
    grams = int.from_bytes(buffer[2:4], "little")
    return len(buffer), [ScaleReading(-grams if buffer[4] else grams)]
