"""Frames that Massa-K's protocols "100" and "1C" share.

`F8 55 CE`, length of the body (two bytes, low first), body, CRC-16 of the body (low first). The CRC
is the maker's: polynomial 1021h, from 0, each bit of a byte shifted in at the low end, so that the
sum of a single byte is that byte. Source: Massa-K's "Protocol 100" (Mk.2.790.237) with captured
frames; see the vectors in the tests.
"""

from __future__ import annotations

HEADER = b"\xf8\x55\xce"
POLYNOMIAL = 0x1021
# No request of the protocol is longer; a greater length is noise, or its bytes are the wrong way.
LONGEST_REQUEST = 64


def crc16(body: bytes) -> int:
    """The maker's sum of a body."""
    crc = 0
    for byte in body:
        for place in range(7, -1, -1):
            carry = crc & 0x8000
            crc = (crc << 1 & 0xFFFF) | (byte >> place & 1)
            if carry:
                crc ^= POLYNOMIAL
    return crc


def frame(body: bytes, *, spoil: bool = False) -> bytes:
    """A whole frame; spoil: with a wrong sum."""
    crc = crc16(body) ^ (0x5AA5 if spoil else 0)
    return HEADER + len(body).to_bytes(2, "little") + body + crc.to_bytes(2, "little")


class RequestReader:
    """Finds requests in a stream. Their CRC is not looked at: the scales do not either, and hosts
    are about that send zeros."""

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Return the bodies of the requests that are whole now."""
        self._buffer += data
        bodies: list[bytes] = []
        while True:
            start = self._buffer.find(HEADER)
            if start < 0:
                keep = next((n for n in (2, 1) if self._buffer.endswith(HEADER[:n])), 0)
                self._buffer = self._buffer[len(self._buffer) - keep :]
                return bodies
            self._buffer = self._buffer[start:]
            if len(self._buffer) < 5:
                return bodies
            length = _length(self._buffer[3:5])
            if length == 0:
                self._buffer = self._buffer[1:]
                continue
            if len(self._buffer) < 5 + length + 2:
                return bodies
            bodies.append(self._buffer[5 : 5 + length])
            self._buffer = self._buffer[5 + length + 2 :]


def _length(two: bytes) -> int:
    """Length of the body, 0 where it cannot be one. Low byte first; hosts that send the high byte
    first are served by the scales, too."""
    for order in (two, two[::-1]):
        length = int.from_bytes(order, "little")
        if 0 < length <= LONGEST_REQUEST:
            return length
    return 0
