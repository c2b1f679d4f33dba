"""The ZVT protocol as a register speaks it over TCP. Pure: bytes in, messages out.

Source: interface description ZVT (700), revision 13; HARDWARE facts, section 5. A message (APDU) is
two bytes of control field, a length (FF lo hi above 254) and data. TCP protects the bytes, so there
is no checksum; what cannot begin a message is skipped and counted.
"""

from __future__ import annotations

from dataclasses import dataclass

ACK = bytes.fromhex("800000")
NOT_UNDERSTOOD = bytes.fromhex("848300")
ABORT = bytes.fromhex("06b000")

ACKNOWLEDGED, REFUSED_CLASS = 0x8000, 0x84
INTERMEDIATE, STATUS = 0x04FF, 0x040F
COMPLETED, ABORTED = 0x060F, 0x061E
PRINT_LINE, PRINT_BLOCK = 0x06D1, 0x06D3

PAYMENT_RECEIPT, ADMIN_RECEIPT, WANTS_INTERMEDIATE, WITH_TEXTS = 0x02, 0x04, 0x08, 0x80
_CLASSES = frozenset({0x04, 0x05, 0x06, 0x08, 0x80, 0x84})
_LONGEST = 8192
_LONG = 0xFF


@dataclass(frozen=True, slots=True)
class Apdu:
    """control: both bytes as one number."""

    control: int
    data: bytes = b""

    def encode(self) -> bytes:
        size = len(self.data)
        length = bytes([size]) if size < _LONG else b"\xff" + size.to_bytes(2, "little")
        return self.control.to_bytes(2, "big") + length + self.data


class ZvtCodec:
    """Cuts a stream into messages; a byte that begins none is skipped."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def reset(self) -> None:
        """Forget half a message: the connection is a new one."""
        self._buffer.clear()

    def feed(self, data: bytes) -> list[Apdu]:
        self._buffer += data
        found = []
        while (message := self._cut()) is not None:
            found.append(message)
        return found

    def _cut(self) -> Apdu | None:
        buffer = self._buffer
        while len(buffer) >= 3:
            start, size = 3, buffer[2]
            if size == _LONG:
                if len(buffer) < 5:
                    return None
                start, size = 5, int.from_bytes(buffer[3:5], "little")
            if buffer[0] not in _CLASSES or size > _LONGEST:
                del buffer[0]
                continue
            if len(buffer) < start + size:
                return None
            message = Apdu(int.from_bytes(buffer[:2], "big"), bytes(buffer[start : start + size]))
            del buffer[: start + size]
            return message
        return None


def registration(password: str, config: int, currency: int) -> bytes:
    """06 00: how the register and the terminal work together; service byte 0."""
    return Apdu(
        0x0600, bytes.fromhex(password) + bytes([config]) + _bcd(currency, 2) + b"\x03\x00"
    ).encode()


def authorisation(amount_minor: int) -> bytes:
    """06 01: take money from a card; 10.00 is 06 01 07 04 00 00 00 00 10 00."""
    return Apdu(0x0601, b"\x04" + _bcd(amount_minor, 6)).encode()


def reversal(password: str, receipt: int) -> bytes:
    """06 30: take the payment of this receipt back."""
    return Apdu(0x0630, bytes.fromhex(password) + b"\x87" + _bcd(receipt, 2)).encode()


def refund(password: str, amount_minor: int) -> bytes:
    """06 31: give money to a card."""
    data = bytes.fromhex(password) + b"\x04" + _bcd(amount_minor, 6)
    return Apdu(0x0631, data).encode()


def end_of_day(password: str) -> bytes:
    """06 50: compare the totals with the bank."""
    return Apdu(0x0650, bytes.fromhex(password)).encode()


def repeat_receipt(password: str) -> bytes:
    """06 20: tell the newest transaction once more."""
    return Apdu(0x0620, bytes.fromhex(password)).encode()


def _bcd(number: int, size: int) -> bytes:
    """Packed decimal digits; ValueError for a number that has more of them."""
    digits = f"{number:0{size * 2}d}"
    if number < 0 or len(digits) > size * 2:
        raise ValueError(f"{number} has no {size * 2} digits")
    return bytes.fromhex(digits)
