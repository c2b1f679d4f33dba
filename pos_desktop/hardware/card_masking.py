"""Takes card numbers and codes out of what a device and the register say to each other, before a
byte of it is kept.
"""

from __future__ import annotations

_SHOWN_DIGITS = 6  # the issuer's number, which tells no card (PCI DSS 3.3 shows six and four)
_SHOWN_PAIRS = 3
_LONG_PAIRS = 6  # a card number has at least 12 digits; six bytes of two digits each
_SHOWN_LETTERS = 3  # as many as "]d2" has, by which a scanner says what it has read
_STAR = 0x2A
_HIDDEN_PAIR = 0xEE


class CodeMask:
    """One direction of a scanner: a code keeps its beginning, its length and what is no letter and
    no digit, so that prefix, suffix and separators are seen. A badge or a gift certificate opens
    something to whoever reads its code.
    """

    def __init__(self) -> None:
        self._letters = 0

    def cover(self, data: bytes) -> bytes:
        """Return as many bytes with all but the first three letters of each run hidden."""
        shown = bytearray(data)
        for place, byte in enumerate(data):
            self._letters = self._letters + 1 if 0x21 <= byte < 0x7F else 0
            if self._letters > _SHOWN_LETTERS:
                shown[place] = _STAR
        return bytes(shown)


class CardMask:
    """One direction of one line. A run of digits, as text or as two digits in a byte, keeps its
    beginning only; a run that was cut by the end of a piece of bytes goes on in the next one.

    packed: whether there may be two digits in a byte; in what is certainly text, many a letter
    would be taken for them.
    """

    def __init__(self, *, packed: bool = True) -> None:
        self._packed = packed
        self._digits = 0
        self._pairs = 0

    def cover(self, data: bytes) -> bytes:
        """Return as many bytes with every long number hidden."""
        shown = bytearray(data)
        if self._packed:
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
