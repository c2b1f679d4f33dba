"""A scale of A&D in the company's standard format: 2400 7E1, lines end with CR LF.

Source: A&D EK-L manual, data format and commands. `Q` (or `SI`) is answered at once, `S` when the
weight is stable, `SIR` goes on until `C`; `Z` and `T` are echoed when done, `I` says not now, `?`
says unknown.
"""

from __future__ import annotations

from .lines import END, LineReader
from .plate import Outcome, Plate


class AAndD:
    """unit: "g" or "kg"."""

    def __init__(self, plate: Plate | None = None, *, unit: str = "kg") -> None:
        self.plate = plate or Plate()
        self.unit = unit
        self._lines = LineReader()
        self._waits = False
        self._repeats = False

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return b"".join(self._take(line) for line in self._lines.feed(data))

    def idle(self) -> bytes:
        """Send what an `S` waited for, and the next of a `SIR`."""
        if self._waits and not self.plate.moving:
            self._waits = False
            return self._weight()
        return self._weight() if self._repeats else b""

    def _take(self, line: bytes) -> bytes:
        self._waits = self._repeats = False
        if line in (b"Q", b"SI"):
            return self._weight()
        if line == b"S":
            self._waits = self.plate.moving
            return b"" if self._waits else self._weight()
        if line == b"SIR":
            self._repeats = True
            return self._weight()
        if line == b"C":
            return b""
        if line == b"Z":
            return _echo(line, self.plate.set_zero())
        if line == b"T":
            return _echo(line, self.plate.take_tare())
        return b"?" + END

    def _weight(self) -> bytes:
        plate = self.plate
        if plate.is_over or plate.is_under:
            nines = "99999999" if self.unit == "g" else "9999.999"
            return self._said("OL", "-" if plate.is_under else "+", nines)
        grams = abs(plate.shown_grams)
        digits = f"{grams:08d}" if self.unit == "g" else f"{grams // 1000:04d}.{grams % 1000:03d}"
        sign = "-" if plate.shown_grams < 0 else "+"
        return self._said("US" if plate.moving else "ST", sign, digits)

    def _said(self, header: str, sign: str, digits: str) -> bytes:
        return f"{header},{sign}{digits}{self.unit:>3}".encode("ascii") + END


def _echo(command: bytes, outcome: Outcome) -> bytes:
    return (command if outcome == "done" else b"I") + END
