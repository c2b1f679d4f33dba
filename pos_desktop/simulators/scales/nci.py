"""A scale that speaks NCI's protocol: Weigh-Tronix 7800, Adam MDW, the Diva in its NCI mode.

Sources: manuals of the NCI 7800 p. 32 and of the Avery Weigh-Tronix 7821 p. 25 (SCP-01), of Adam's
MDW p. 12-13 and of Mettler Toledo's Diva p. 34-37 (NCI-ECR, with the bits of the status). `W` CR is
answered with the display, the status and ETX; other commands with a question mark. No checksum.
"""

from __future__ import annotations

from .plate import Plate

LF, CR, ETX = b"\n", b"\r", b"\x03"
ALWAYS = 0x30
MOVING, AT_ZERO = 0x01, 0x02
UNDER, OVER, MORE = 0x01, 0x02, 0x40
NET = 0x04
FIELD = 7
LONGEST_COMMAND = 16


class Nci:
    """Kilograms with three decimals. ecr: the form for cash registers, which puts an S before the
    status and sends nothing else while there is no weight to sell by.
    """

    def __init__(self, plate: Plate | None = None, *, ecr: bool = False) -> None:
        self.plate = plate or Plate()
        self.ecr = ecr
        self._command = b""

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return b"".join(self._take(data[at : at + 1]) for at in range(len(data)))

    def idle(self) -> bytes:
        """The scale never speaks first."""
        return b""

    def _take(self, byte: bytes) -> bytes:
        if byte != CR:
            self._command = (self._command + byte)[-LONGEST_COMMAND:]
            return b""
        command, self._command = self._command[-1:], b""
        if command == b"W":
            return self._weight() + self._status()
        if command == b"S":
            return self._status()
        if command == b"Z":
            self.plate.set_zero()
            return self._status()
        if command == b"T" and not self.ecr:
            self.plate.take_tare()
            return self._status()
        return LF + b"?" + CR + ETX

    def _weight(self) -> bytes:
        plate = self.plate
        grams = plate.shown_grams
        if self.ecr:
            if plate.moving or plate.is_over or grams < 0:
                return b""
            return LF + f"{grams / 1000:06.3f}KG".encode("ascii") + CR
        shown = f"{grams / 1000:{FIELD}.3f}"
        if plate.is_over or plate.is_under:
            shown = ("^" if plate.is_over else "_") * FIELD
        return LF + f"{shown}kg".encode("ascii") + CR

    def _status(self) -> bytes:
        plate = self.plate
        is_under = plate.is_under or (self.ecr and plate.shown_grams < 0)
        first = ALWAYS | MOVING * plate.moving | AT_ZERO * plate.is_at_zero
        second = ALWAYS | UNDER * is_under | OVER * plate.is_over | MORE
        third = ALWAYS | NET * (plate.tare_grams > 0)
        return LF + b"S" * self.ecr + bytes([first, second, third]) + CR + ETX
