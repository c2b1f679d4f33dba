"""A scale of DIGI in its Siemens Nixdorf mode.

Source: the list of scale drivers of r_keeper, no maker's paper: `02 'W' 03` is answered by fifteen
bytes, STX, `w`, three digits, a byte, three digits, four bytes, exclusive or of bytes 2 to 13, ETX.
The unnamed bytes are sent as a decimal point and spaces. No status is named either, so a weight
that moves, is negative or too great is not answered at all: no host can take silence for a weight.
"""

from __future__ import annotations

from functools import reduce

from .plate import Plate

STX, ETX, ASK = 0x02, 0x03, ord("W")


class Digi:
    """Kilograms with three decimals."""

    def __init__(self, plate: Plate | None = None) -> None:
        self.plate = plate or Plate()
        self.spoils_checksum = False
        self._part = b""

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return b"".join(self._take(byte) for byte in data)

    def idle(self) -> bytes:
        """The scale never speaks first."""
        return b""

    def _take(self, byte: int) -> bytes:
        if byte == STX:
            self._part = bytes([STX])
            return b""
        asked = self._part + bytes([byte])
        if asked == bytes([STX, ASK]):
            self._part = asked
            return b""
        self._part = b""
        return self._weight() if asked == bytes([STX, ASK, ETX]) else b""

    def _weight(self) -> bytes:
        plate = self.plate
        grams = plate.shown_grams
        if plate.moving or plate.is_over or grams < 0:
            return b""
        body = f"w{grams // 1000:03d}.{grams % 1000:03d}".encode("ascii") + b"    "
        check = reduce(lambda sum_, byte: sum_ ^ byte, body, 0)
        return bytes([STX]) + body + bytes([check ^ (0x5A if self.spoils_checksum else 0), ETX])
