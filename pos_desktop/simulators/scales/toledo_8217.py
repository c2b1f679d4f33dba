"""A scale that speaks the Mettler Toledo 8217 protocol.

Source: Mettler Toledo's Diva manual, serial protocol pages (commands, status byte). The weight is
answered in kilograms as WW.WWW, "N" after it says net; a status byte comes instead of a weight
while there is no stable weight between zero and capacity.
"""

from __future__ import annotations

from collections.abc import Callable

from .plate import Plate

STX, CR = b"\x02", b"\x0d"
MOVING, OVER, UNDER, OUTSIDE_ZERO, AT_ZERO, NET, BAD_COMMAND = (1 << bit for bit in range(7))
TARE_DIGITS = 5


class Toledo8217:
    """always_bit_6: the 8213 sets that bit in every status."""

    def __init__(self, plate: Plate | None = None, *, always_bit_6: bool = False) -> None:
        self.plate = plate or Plate()
        self.always_bit_6 = always_bit_6
        self._echoing = False
        self._tare_digits: bytes | None = None
        self._commands: dict[bytes, Callable[[], bytes]] = {
            b"W": self._weight,
            b"Z": self._zero,
            b"C": self._clear_tare,
            b"A": lambda: STX + CR,
            b"B": lambda: STX + b"@" + CR,
            b"E": self._start_echo,
        }

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return b"".join(self._take(data[at : at + 1]) for at in range(len(data)))

    def idle(self) -> bytes:
        """Say what a pause on the line brings: a `T` without digits tares what lies there."""
        digits, self._tare_digits = self._tare_digits, None
        if digits is None:
            return b""
        return self._tare_load() if digits == b"" else self._status(BAD_COMMAND)

    def status_bits(self) -> int:
        """Return the status byte for what lies on the plate now."""
        plate = self.plate
        bits = BAD_COMMAND if self.always_bit_6 else 0
        bits |= MOVING * plate.moving
        bits |= OVER * plate.is_over
        bits |= UNDER * (plate.shown_grams < 0)
        bits |= NET * (plate.tare_grams > 0)
        bits |= AT_ZERO * plate.is_at_zero
        return bits

    def _take(self, byte: bytes) -> bytes:
        if self._echoing:
            if byte == b"F":
                self._echoing = False
                return b""
            return byte
        if self._tare_digits is not None:
            if byte.isdigit():
                return self._take_tare_digit(byte)
            if byte in (b"\r", b"\n"):
                return self.idle()
            return self.idle() + self._take(byte)
        if byte == b"T":
            self._tare_digits = b""
            return b""
        if byte in (b"\r", b"\n"):
            return b""
        action = self._commands.get(byte)
        return self._status(BAD_COMMAND) if action is None else action()

    def _take_tare_digit(self, byte: bytes) -> bytes:
        assert self._tare_digits is not None
        self._tare_digits += byte
        if len(self._tare_digits) < TARE_DIGITS:
            return b""
        grams = int(self._tare_digits)
        self._tare_digits = None
        done = self.plate.preset_tare(grams) == "done"
        return self._status(0 if done else BAD_COMMAND)

    def _status(self, extra: int = 0) -> bytes:
        return STX + b"?" + bytes([self.status_bits() | extra]) + CR

    def _weight(self) -> bytes:
        if self.status_bits() & (MOVING | OVER | UNDER):
            return self._status()
        grams = self.plate.shown_grams
        text = f"{grams // 1000:02d}.{grams % 1000:03d}" + ("N" if self.plate.tare_grams else "")
        return STX + text.encode("ascii") + CR

    def _zero(self) -> bytes:
        outside = self.plate.set_zero() == "range"
        return self._status(OUTSIDE_ZERO if outside else 0)

    def _tare_load(self) -> bytes:
        self.plate.take_tare()
        return self._status()

    def _clear_tare(self) -> bytes:
        self.plate.preset_tare(0)
        return self._status()

    def _start_echo(self) -> bytes:
        self._echoing = True
        return STX + b"E" + CR
