"""A scale of CAS that sends a line of 22 bytes again and again: NT, CI, PDS. 9600 8N1.

Source: CAS, continuous output: state, gross or net, number of the scale, lamps, eight characters of
weight. No checksum; nothing it is sent matters.
"""

from __future__ import annotations

from .lines import END
from .plate import Plate

NUMBER, LAMPS = b"\x01", b"\x00"


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
        grams = abs(plate.shown_grams)
        sign = "-" if plate.shown_grams < 0 else ""
        weight = f"{sign}{grams // 1000}.{grams % 1000:03d}"
        head = f"{state},{kind},".encode("ascii")
        return head + NUMBER + LAMPS + f",{weight:>8} kg".encode("ascii") + END
