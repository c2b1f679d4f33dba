"""Takes card numbers out of what a payment terminal and the register say to each other, before a
byte of it is kept.
"""

from __future__ import annotations

_SHOWN_DIGITS = 6  # the issuer's number, which tells no card (PCI DSS 3.3 shows six and four)
_SHOWN_PAIRS = 3
_LONG_PAIRS = 6  # a card number has at least 12 digits; six bytes of two digits each
_STAR = 0x2A
_HIDDEN_PAIR = 0xEE


class CardMask:
    """One direction of one line. A run of digits, as text or as two digits in a byte, keeps its
    beginning only; a run that was cut by the end of a piece of bytes goes on in the next one.
    """

    def __init__(self) -> None:
        self._digits = 0
        self._pairs = 0

    def cover(self, data: bytes) -> bytes:
        """Return as many bytes with every long number hidden."""
        shown = bytearray(data)
        self._cover_pairs(data, shown)
        self._cover_digits(data, shown)
        return bytes(shown)

    def _cover_digits(self, data: bytes, shown: bytearray) -> None:
        for place, byte in enumerate(data):
            if 0x30 <= byte <= 0x39:
                self._digits += 1
                if self._digits > _SHOWN_DIGITS:
                    shown[place] = _STAR
            elif byte not in b" -":  # a printed number may be grouped
                self._digits = 0

    def _cover_pairs(self, data: bytes, shown: bytearray) -> None:
        """Short runs inside one piece are amounts and lengths; they stay."""
        before, start = self._pairs, 0
        while start < len(data):
            end = start
            while end < len(data) and _is_pair(data[end]):
                end += 1
            carried = before if start == 0 else 0
            is_long = end - start + carried >= _LONG_PAIRS or end == len(data)
            if is_long and not data[start:end].isdigit():
                for place in range(start + max(0, _SHOWN_PAIRS - carried), end):
                    shown[place] = _HIDDEN_PAIR
            self._pairs = carried + end - start if end == len(data) else 0
            start = end + 1


def _is_pair(byte: int) -> bool:
    return byte >> 4 <= 9 and byte & 15 <= 9
