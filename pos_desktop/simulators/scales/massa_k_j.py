"""A scale that speaks Massa-K's "Protocol 2", also called J: MK and BT, 4800 8E1; and an MK that
tells each weighing by itself.

Source: field codes and the maker's manual of the MK. There is no frame and no checksum: one byte
asks, a fixed number of bytes answers. Overload has no code: the weight then does not settle.
"""

from __future__ import annotations

from .plate import Plate

STATE_AND_WEIGHT, SHORT_WEIGHT, ZERO = 0x4A, 0x45, 0x0E
ZERO_AND_STABLE, STABLE, MOVING = 0xC0, 0x80, 0x00
# Tenths of a gram in one unit of a weight, by the code of the division.
TENTHS_BY_DIVISION = {0: 10, 1: 1, 4: 100, 5: 1000}
SIGN_BIT = 0x80


class MassaKJ:
    """division: code of the unit weights are told in: 0 = 1 g, 1 = 0.1 g, 4 = 10 g, 5 = 100 g."""

    def __init__(self, plate: Plate | None = None, *, division: int = 0) -> None:
        self.plate = plate or Plate()
        self.division = division

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return b"".join(self._take(byte) for byte in data)

    def idle(self) -> bytes:
        """The scale never speaks first."""
        return b""

    def _take(self, byte: int) -> bytes:
        if byte == STATE_AND_WEIGHT:
            return self._state_and_weight()
        if byte == SHORT_WEIGHT:
            return max(0, min(self.plate.shown_grams, 0xFFFF)).to_bytes(2, "little")
        if byte == ZERO:
            self.plate.set_zero()
        # The rest, the 00 some hosts send after a question among it, is not answered.
        return b""

    def _state_and_weight(self) -> bytes:
        plate = self.plate
        if plate.moving or plate.is_over or plate.is_under:
            state = MOVING
        else:
            state = ZERO_AND_STABLE if plate.is_at_zero else STABLE
        units = abs(plate.shown_grams) * 10 // TENTHS_BY_DIVISION[self.division]
        weight = bytearray(min(units, 0x7FFFFF).to_bytes(3, "little"))
        if plate.shown_grams < 0:
            weight[2] |= SIGN_BIT
        return bytes([state, self.division]) + bytes(weight)


class MassaKPush:
    """The MK with a printer key: the frame `55 AA` after each weighing, twice, and no answers. What
    the frame has for a checksum is its repetition: a spoilt one says another weight.
    """

    def __init__(self, plate: Plate | None = None) -> None:
        self.plate = plate or Plate()
        self.spoils_checksum = False
        self._pushed: int | None = None

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host, which mean nothing to it."""
        return b""

    def idle(self) -> bytes:
        """Tell each new stable weight."""
        plate = self.plate
        grams = plate.shown_grams
        if plate.moving or plate.is_over or grams == self._pushed:
            return b""
        self._pushed = grams
        return _pushed(grams) + _pushed(grams ^ 1 if self.spoils_checksum else grams)


def _pushed(grams: int) -> bytes:
    sign = SIGN_BIT if grams < 0 else 0
    return b"\x55\xaa" + min(abs(grams), 0xFFFF).to_bytes(2, "little") + bytes([sign])
