"""A scale that speaks Dibal's TISA, the protocol of EPOS cash registers.

Source: Dibal DPOS 400 manual 49-TGDP4ES02, 4.4: the host sends `98`, five digits of price, the
exclusive or of all before it, CR LF; the scale answers `99`, status, five digits of weight, status
of the amount, six digits of amount, exclusive or, CR LF. Status 1: moving (with the momentary
weight), negative or out of range (without one).
"""

from __future__ import annotations

from functools import reduce

from .lines import END, LineReader
from .plate import Plate

PRICE_DIGITS = 5
STEPS = 20


class DibalTisa:
    """wants_change: between two requests the weight must move by twenty divisions or pass zero;
    minimum: less than twenty divisions is no weight. Both are settings of the real scale.
    """

    def __init__(
        self, plate: Plate | None = None, *, wants_change: bool = False, minimum: bool = False
    ) -> None:
        self.plate = plate or Plate()
        self.wants_change = wants_change
        self.minimum = minimum
        self.spoils_checksum = False
        self._lines = LineReader()
        self._told: int | None = None

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return b"".join(self._take(line) for line in self._lines.feed(data))

    def idle(self) -> bytes:
        """Remember that the plate was empty, which lets the same weight be asked for again."""
        if self.plate.shown_grams == 0:
            self._told = None
        return b""

    def _take(self, line: bytes) -> bytes:
        body, check = line[:-1], line[-1:]
        price = body.removeprefix(b"98")
        is_request = body.startswith(b"98") and len(price) == PRICE_DIGITS and price.isdigit()
        if not is_request or check != _check(body):
            # The manual has no answer for it.
            return b""
        good, grams = self._weight()
        amount = (int(price) * grams + 500) // 1000 if good else 0
        if amount > 999_999:
            amount = 0
        status = "0" if good else "1"
        answer = f"99{status}{grams:05d}{status}{amount:06d}".encode("ascii")
        return answer + _check(answer, spoil=self.spoils_checksum) + END

    def _weight(self) -> tuple[bool, int]:
        """Whether it counts, and the grams to tell."""
        plate = self.plate
        grams, step = plate.shown_grams, STEPS * plate.division_grams
        if grams < 0 or plate.is_over or grams > 99_999:
            return False, 0
        if plate.moving:
            return False, grams
        if self.minimum and grams < step:
            return False, 0
        if self.wants_change and self._told is not None and abs(grams - self._told) < step:
            return False, grams
        self._told = grams or None
        return True, grams


def _check(data: bytes, *, spoil: bool = False) -> bytes:
    return bytes([reduce(lambda sum_, byte: sum_ ^ byte, data, 0) ^ (0x01 if spoil else 0)])
