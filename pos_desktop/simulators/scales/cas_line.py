"""A scale of CAS that sends a line of 22 bytes again and again: NT, CI, PDS. 9600 8N1.

Source: CAS's manuals of the indicators NT-200 p. 48, CI-150A p. 54 and CI-600D p. 74: state, gross
or net, number of the scale, lamps, eight characters of weight that begin with zeros. No checksum;
nothing it is sent matters.
"""

from __future__ import annotations

from .lines import END
from .plate import Plate

NUMBER = b"1"
# Two bits of the lamps are always set; the others are lit by what they are called after.
LAMPS, STABLE, GROSS, TARE, ZERO = 0xA0, 0x40, 0x04, 0x02, 0x01


class CasLine:
    """Kilograms with three decimals."""

    def __init__(self, plate: Plate | None = None) -> None:
        self.plate = plate or Plate()

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host, which mean nothing to it."""
        return b""

    def idle(self) -> bytes:
        """Send the next line."""
        plate = self.plate
        state = "OL" if plate.is_over else "US" if plate.moving else "ST"
        kind = "NT" if plate.tare_grams else "GS"
        lamps = LAMPS | STABLE * (state == "ST") | GROSS * (kind == "GS")
        lamps |= TARE * (kind == "NT") | ZERO * plate.is_at_zero
        grams = abs(plate.shown_grams)
        sign = "-" if plate.shown_grams < 0 else "0"
        weight = f"{sign}{grams // 1000:03d}.{grams % 1000:03d}"
        head = f"{state},{kind},".encode("ascii") + NUMBER
        return head + bytes([lamps]) + f",{weight} kg".encode("ascii") + END
