"""Two scales of Adam Equipment, without checksum and without a word for a weight that moves.

Sources: Adam's CPWplus manual p. 14: `G` gross, `N` net, `T` tells the tare, `Z` is its key for
tare and zero; AZextra manual p. 14 for `P`, `T` and `Z`. What `P` brings it does not say: that is
taken from an older driver of Odoo. What moves, is negative or too great is not answered, since no
manual has a word for it: no host can take silence for a weight.
"""

from __future__ import annotations

from .lines import END, LineReader
from .plate import Plate


class AdamCpw:
    """Kilograms with three decimals; 9600 8N1."""

    def __init__(self, plate: Plate | None = None) -> None:
        self.plate = plate or Plate()
        self._lines = LineReader()

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return b"".join(self._take(line) for line in self._lines.feed(data))

    def idle(self) -> bytes:
        """The scale never speaks first."""
        return b""

    def _take(self, line: bytes) -> bytes:
        plate = self.plate
        if line == b"Z" and plate.set_zero() == "range":
            plate.take_tare()
        if line not in (b"G", b"N", b"T") or not _is_told(plate):
            return b""
        net, tare = plate.shown_grams, plate.tare_grams
        grams = {b"N": net, b"G": net + tare, b"T": tare}[line]
        return line + f" + {grams // 1000}.{grams % 1000:03d} kg".encode("ascii") + END


class AdamAzextra:
    """Answers when the weight is another than it told before, and never that there is none."""

    def __init__(self, plate: Plate | None = None) -> None:
        self.plate = plate or Plate()
        self._lines = LineReader()
        self._told = 0

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return b"".join(self._take(line) for line in self._lines.feed(data))

    def idle(self) -> bytes:
        """The scale never speaks first."""
        return b""

    def _take(self, line: bytes) -> bytes:
        if line == b"Z":
            self.plate.set_zero()
        if line == b"T":
            self.plate.take_tare()
        grams = self.plate.shown_grams
        if line != b"P" or not _is_told(self.plate) or grams == self._told:
            return b""
        self._told = grams
        return f"{grams // 1000:3d}.{grams % 1000:03d}kg".encode("ascii") + END if grams else b""


def _is_told(plate: Plate) -> bool:
    return not (plate.moving or plate.is_over or plate.shown_grams < 0)
