"""Bytes of the ZVT protocol as a payment terminal makes and reads them.

Written from the interface description ZVT (700), revision 13: an APDU is class, instruction, length
(FF lo hi above 254 bytes) and data; data are fields of one tag byte each, amounts and numbers are
BCD, texts have two or three digits of length, each in a byte F0..F9.
"""

from __future__ import annotations

from dataclasses import dataclass

ACK = bytes.fromhex("800000")
FIXED_BYTES = {0x03: 1, 0x04: 6, 0x0B: 3, 0x19: 1, 0x37: 3, 0x48: 2, 0x49: 2, 0x87: 2}


@dataclass(frozen=True, slots=True)
class Command:
    """One APDU from the register; control: its first two bytes as a number."""

    control: int
    data: bytes


def apdu(control: int, data: bytes = b"") -> bytes:
    """Return an APDU with its length in front."""
    size = len(data)
    length = bytes([size]) if size < 0xFF else b"\xff" + size.to_bytes(2, "little")
    return control.to_bytes(2, "big") + length + data


def take_command(buffer: bytearray) -> Command | None:
    """Cut the first whole APDU off the buffer."""
    if len(buffer) < 3:
        return None
    start, size = 3, buffer[2]
    if size == 0xFF:
        if len(buffer) < 5:
            return None
        start, size = 5, int.from_bytes(buffer[3:5], "little")
    if len(buffer) < start + size:
        return None
    found = Command(int.from_bytes(buffer[:2], "big"), bytes(buffer[start : start + size]))
    del buffer[: start + size]
    return found


def bcd(number: int, size: int) -> bytes:
    """Return a number in packed decimal digits."""
    return bytes.fromhex(f"{number:0{size * 2}d}")


def fields_of(data: bytes) -> dict[int, bytes]:
    """Return the fixed fields of a command by their tags; reading ends at one that is not known."""
    found: dict[int, bytes] = {}
    while data and data[0] in FIXED_BYTES:
        size = FIXED_BYTES[data[0]]
        found[data[0]] = data[1 : 1 + size]
        data = data[1 + size :]
    return found


def llvar(content: bytes) -> bytes:
    """Return content with two digits of length."""
    tens, ones = divmod(len(content), 10)
    return bytes([0xF0 + tens, 0xF0 + ones]) + content


def lllvar(content: bytes) -> bytes:
    """Return content with three digits of length."""
    return bytes([0xF0 + len(content) // 100]) + llvar(content)[-len(content) - 2 :]


def tlv(tag: bytes, content: bytes) -> bytes:
    """Return a tag with a length as BER writes it."""
    size = len(content)
    if size < 0x80:
        length = bytes([size])
    elif size < 0x100:
        length = b"\x81" + bytes([size])
    else:
        length = b"\x82" + size.to_bytes(2, "big")
    return tag + length + content


def text_block(lines: tuple[str, ...], receipt_type: int) -> bytes:
    """Return 06 D3: lines of a receipt. receipt_type: 1 merchant, 2 customer, 3 administration."""
    body = b"".join(tlv(b"\x07", line.encode("cp437", "replace")) for line in lines)
    inside = tlv(b"\x1f\x07", bytes([receipt_type])) + tlv(b"\x25", body + b"\x09\x01\x81")
    return apdu(0x06D3, tlv(b"\x06", inside))


def text_lines(lines: tuple[str, ...], receipt_type: int) -> list[bytes]:
    """Return 06 D1 for each line; its type stands in a container behind the text."""
    kind = tlv(b"\x06", tlv(b"\x1f\x07", bytes([receipt_type])))
    return [apdu(0x06D1, b"\x00" + line.encode("cp437", "replace") + kind) for line in lines]
