"""Frames that Massa-K's Protocol 100 and its 1C protocol share, on a serial line and on TCP.

`F8 55 CE`, length of the body (two bytes, low first), body, CRC16 of the body (low first). The CRC
is the maker's own: polynomial 0x1021 from 0, with no sixteen zero bits shifted in behind the last
byte, so that of one byte is that byte. Scales do not look at the CRC of a question.
"""

from __future__ import annotations

from pos_desktop.hardware.scales.framing import skip_to

HEADER = b"\xf8\x55\xce"
_MOST_BODY_BYTES = 64
LONGEST_FRAME = len(HEADER) + 2 + _MOST_BODY_BYTES + 2

UNITS_MILLIGRAMS = {0: 100, 1: 1000, 2: 10_000, 3: 100_000, 4: 1_000_000}
"""What one unit of a weight is, by the division that comes with it."""

COMMAND_ERRORS = {
    0x07: "scale.unsupported",
    0x08: "scale.over",
    0x09: "scale.not_weighing",
    0x15: "scale.zero_range",
    0x17: "scale.broken",
    0x18: "scale.load_at_start",
    0x19: "scale.broken",
}
"""Codes of the error answer 28."""


def crc16(body: bytes) -> int:
    crc = 0
    for byte in body:
        for bit in range(7, -1, -1):
            top = crc & 0x8000
            crc = ((crc << 1) & 0xFFFF) | (byte >> bit & 1)
            if top:
                crc ^= 0x1021
    return crc


def frame(body: bytes) -> bytes:
    return HEADER + len(body).to_bytes(2, "little") + body + crc16(body).to_bytes(2, "little")


def first_body(buffer: bytes) -> tuple[int, bytes]:
    """Return how many bytes to take from the start and the body they held, b"" for none; 0 = wait
    for more."""
    if noise := skip_to(buffer, HEADER):
        return noise, b""
    if len(buffer) < 5:
        return 0, b""
    length = int.from_bytes(buffer[3:5], "little")
    if not 0 < length <= _MOST_BODY_BYTES:
        return 1, b""
    if len(buffer) < length + 7:
        return 0, b""
    body = buffer[5 : 5 + length]
    if crc16(body) != int.from_bytes(buffer[5 + length : 7 + length], "little"):
        return 1, b""
    return length + 7, body
