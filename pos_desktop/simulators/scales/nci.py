"""A scale that speaks NCI's protocol: Weigh-Tronix 7800, Adam MDW, the Diva in its NCI mode.

Source: Mettler Toledo's Diva manual p. 41. `W` CR is answered with the weight, four characters of
status and ETX; beyond its range the scale sends the status alone. No checksum.
"""

from __future__ import annotations

from .plate import Plate

LF, CR, ETX = b"\n", b"\r", b"\x03"
MOVING, AT_ZERO = 0x31, 0x32
UNDER, OVER = 0x31, 0x32
NOTHING = 0x30


class Nci:
    """Kilograms with three decimals."""

    def __init__(self, plate: Plate | None = None) -> None:
        self.plate = plate or Plate()
        self._last = b""

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return b"".join(self._take(data[at : at + 1]) for at in range(len(data)))

    def idle(self) -> bytes:
        """The scale never speaks first."""
        return b""

    def _take(self, byte: bytes) -> bytes:
        asked, self._last = self._last + byte, byte
        return self._weight() if asked == b"W" + CR else b""

    def _weight(self) -> bytes:
        plate = self.plate
        grams = plate.shown_grams
        first = MOVING * plate.moving | AT_ZERO * plate.is_at_zero | NOTHING
        second = UNDER * (grams < 0) | OVER * plate.is_over | NOTHING
        status = b"S" + bytes([first, second]) + b"00" + CR + ETX
        if grams < 0 or plate.is_over:
            return LF + status
        weight = f"{grams // 1000:02d}.{grams % 1000:03d}KG".encode("ascii")
        return LF + weight + CR + LF + status
