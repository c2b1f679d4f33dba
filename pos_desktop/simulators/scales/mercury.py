"""An old scale of Mercury or Massa-K: 03 is answered with eighteen bytes, a digit in each, the
lowest first: weight in grams, price, total. 4800 8 with parity, no checksum.

Source: INKOTEX, protocol of the cash register Mercury-111K with electronic scales, AVLG 408.00
PR-02. It has no word for a weight that moves, is negative or too great, nor for a total of more
than six digits; that is not answered: no host can take silence for a weight.
"""

from __future__ import annotations

from .plate import Plate

CLEAR_TARE, SET_PRICE, ASK = 0x01, 0x02, 0x03
DIGITS = 6


class Mercury:
    """The price is kept as its six bytes came; the total is rounded half up, as in the example of
    the source."""

    def __init__(self, plate: Plate | None = None) -> None:
        self.plate = plate or Plate()
        self.price = bytes(DIGITS)
        self._price: bytes | None = None

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return b"".join(self._take(byte) for byte in data)

    def idle(self) -> bytes:
        """The scale never speaks first."""
        return b""

    def _take(self, byte: int) -> bytes:
        if self._price is not None:
            self._price += bytes([byte])
            if len(self._price) == DIGITS:
                self.price, self._price = self._price, None
            return b""
        if byte == SET_PRICE:
            self._price = b""
        if byte == CLEAR_TARE:
            self.plate.preset_tare(0)
        return self._weight() if byte == ASK else b""

    def _weight(self) -> bytes:
        plate = self.plate
        if plate.moving or plate.is_over or plate.shown_grams < 0:
            return b""
        price = sum(digit * 10**place for place, digit in enumerate(self.price))
        total = (plate.shown_grams * price + 500) // 1000
        if total >= 10**DIGITS:
            return b""
        return _digits(plate.shown_grams) + self.price + _digits(total)


def _digits(number: int) -> bytes:
    return bytes(int(digit) for digit in reversed(f"{number:0{DIGITS}d}"))
