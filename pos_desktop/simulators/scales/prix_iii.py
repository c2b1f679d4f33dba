"""A Toledo Prix III: ENQ is answered with STX, five digits of grams, ETX. No checksum.

Source: Toledo's user manual of the Prix 3 Plus, 2.7.3 and 2.7.4. Letters stand for the digits while
there is no weight: I moving, N negative, S too much.
"""

from __future__ import annotations

from .plate import Plate

STX, ETX, ENQ = b"\x02", b"\x03", 0x05


class PrixIii:
    """Grams."""

    def __init__(self, plate: Plate | None = None) -> None:
        self.plate = plate or Plate()

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return self._weight() * data.count(ENQ)

    def idle(self) -> bytes:
        """The scale never speaks first."""
        return b""

    def _weight(self) -> bytes:
        plate = self.plate
        if plate.is_over:
            text = "SSSSS"
        elif plate.shown_grams < 0:
            text = "NNNNN"
        else:
            text = "IIIII" if plate.moving else f"{plate.shown_grams:05d}"
        return STX + text.encode("ascii") + ETX
