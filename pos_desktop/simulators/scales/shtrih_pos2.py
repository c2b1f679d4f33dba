"""A scale that speaks Shtrih-M's POS2: Shtrih-Slim, VM100 and their like, 9600 8N1.

Source: the maker's "Protocol of the weighing module V1.2". The host asks with ENQ whether a command
may come (NAK: it may; ACK: an answer is waiting), sends `02 len command data LRC`, gets ACK or NAK,
the answer `02 len command error data LRC`, and acknowledges it. LRC: exclusive or from the length
to the last byte of data. A pause of more than 100 ms inside a message ends it. Mertech's POS2-M
(protocol of POS scales 1.0.1) is the same with fewer commands.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from .plate import Plate

ENQ, STX, ACK, NAK = 0x05, 0x02, 0x06, 0x15
READY, PENDING = bytes([NAK]), bytes([ACK])
FIXED, AUTO_ZERO, CHANNEL_ON, TARE, STABLE = 1, 2, 4, 8, 16
ZERO_ERROR, OVERLOAD, MEASURE_ERROR, UNDER, ADC_SILENT = 32, 64, 128, 256, 512
# Error codes of the manual.
BAD_TARE, UNKNOWN_COMMAND, BAD_LENGTH, BAD_PASSWORD = 17, 120, 121, 122
NO_ZERO, NO_TARE, TOO_MANY_PASSWORDS = 150, 151, 170
WRONG_PASSWORDS_TAKEN = 10
# The wire's pauses are of 50 ms: the second one in a row makes more than the 100 ms of a message.
PAUSES_IN_A_MESSAGE = 2


def lrc(data: bytes) -> int:
    """Exclusive or of all bytes."""
    return reduce(lambda sum_, byte: sum_ ^ byte, data, 0)


def message(body: bytes, *, spoil: bool = False) -> bytes:
    """A whole message from its body (command and data); spoil: with a wrong LRC."""
    counted = bytes([len(body)]) + body
    return bytes([STX]) + counted + bytes([lrc(counted) ^ (0x5A if spoil else 0)])


class ShtrihPos2:
    """password: four digits. repeats: an answer that was not acknowledged is announced and sent
    again at the next ENQ; without it the ENQ itself counts as the acknowledgement, since the
    maker's own host leaves it out. tells_channel: without it neither the channel nor the type can
    be asked for, as in POS2-M.
    """

    def __init__(
        self,
        plate: Plate | None = None,
        *,
        password: str = "0030",  # noqa: S107 the maker's factory setting
        repeats: bool = False,
        name: str = "Штрих-Слим",
        tells_channel: bool = True,
    ) -> None:
        self.plate = plate or Plate()
        self.password = password.encode("ascii")
        self.repeats = repeats
        self.scale_name = name
        self.adc_silent = False
        self.spoils_checksum = False
        self._part = b""
        self._pauses = 0
        self._unconfirmed = b""
        self._wrong_passwords = 0
        self._commands: dict[int, tuple[int, bool, Callable[[bytes], bytes]]] = {
            # Command: bytes of data, whether the password is the first four of them, what it does.
            0x3A: (4, True, self._state),
            0x30: (4, True, self._zero),
            0x31: (4, True, self._take_tare),
            0x32: (6, True, self._preset_tare),
        }
        if tells_channel:
            self._commands |= {0xE8: (1, False, self._channel), 0xFC: (0, False, self._type)}

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        self._pauses = 0
        return b"".join(self._take(byte) for byte in data)

    def idle(self) -> bytes:
        """A pause ends a message that is not whole."""
        self._pauses += 1
        if self._pauses >= PAUSES_IN_A_MESSAGE:
            self._part = b""
        return b""

    def _take(self, byte: int) -> bytes:
        if self._part:
            self._part += bytes([byte])
            whole = len(self._part) > 1 and len(self._part) == self._part[1] + 3
            return self._finish() if whole else b""
        if byte == STX:
            self._part = bytes([byte])
            self._unconfirmed = b""
        elif byte == ENQ:
            return self._enquired()
        elif byte == ACK:
            self._unconfirmed = b""
        elif byte == NAK:
            return self._unconfirmed
        return b""

    def _enquired(self) -> bytes:
        if self._unconfirmed and self.repeats:
            return PENDING + self._unconfirmed
        self._unconfirmed = b""
        return READY

    def _finish(self) -> bytes:
        part, self._part = self._part, b""
        if lrc(part[1:-1]) != part[-1] or part[1] == 0:
            return bytes([NAK])
        self._unconfirmed = message(self._answer(part[2], part[3:-1]), spoil=self.spoils_checksum)
        return bytes([ACK]) + self._unconfirmed

    def _answer(self, command: int, data: bytes) -> bytes:
        """Command, error code and, when that is 0, the data of the answer."""
        known = self._commands.get(command)
        if known is None:
            return bytes([command, UNKNOWN_COMMAND])
        length, has_password, act = known
        if len(data) != length:
            return bytes([command, BAD_LENGTH])
        if has_password:
            refused = self._check(data[:4])
            if refused:
                return bytes([command, refused])
            data = data[4:]
        return bytes([command]) + act(data)

    def _check(self, password: bytes) -> int:
        if self._wrong_passwords >= WRONG_PASSWORDS_TAKEN:
            return TOO_MANY_PASSWORDS
        if password == self.password:
            self._wrong_passwords = 0
            return 0
        self._wrong_passwords += 1
        return BAD_PASSWORD

    def _state(self, _: bytes) -> bytes:
        plate = self.plate
        bits = CHANNEL_ON
        if not (plate.moving or plate.is_over or plate.is_under or self.adc_silent):
            bits |= FIXED | STABLE
        bits |= TARE * (plate.tare_grams > 0)
        bits |= OVERLOAD * plate.is_over | UNDER * plate.is_under
        bits |= (ADC_SILENT | MEASURE_ERROR) * self.adc_silent
        return (
            b"\x00"
            + bits.to_bytes(2, "little")
            + plate.shown_grams.to_bytes(4, "little", signed=True)
            + plate.tare_grams.to_bytes(2, "little")
            + b"\x00"
        )

    def _zero(self, _: bytes) -> bytes:
        return bytes([0 if self.plate.set_zero() == "done" else NO_ZERO])

    def _take_tare(self, _: bytes) -> bytes:
        return bytes([0 if self.plate.take_tare() == "done" else NO_TARE])

    def _preset_tare(self, data: bytes) -> bytes:
        grams = int.from_bytes(data, "little")
        return bytes([0 if self.plate.preset_tare(grams) == "done" else BAD_TARE])

    def _channel(self, data: bytes) -> bytes:
        """Channel 0: flags, decimal point, power of ten of a kilogram, limits in units of it."""
        if data != b"\x00":
            return bytes([UNKNOWN_COMMAND])
        plate = self.plate
        limits = (plate.capacity_grams, 20 * plate.division_grams, plate.capacity_grams // 2)
        ranges = (plate.capacity_grams, 0, 0)
        return (
            b"\x00\x00\x00\x03\xfd"
            + b"".join(grams.to_bytes(2, "little") for grams in (*limits, *ranges))
            + bytes([plate.division_grams, 0, 0, 0, 2])
        )

    def _type(self, _: bytes) -> bytes:
        return b"\x00\x01\x00\x01\x02\x00\x00" + self.scale_name.encode("cp1251")
