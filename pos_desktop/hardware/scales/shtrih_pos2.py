"""Shtrih-M POS2 (Slim, VM100 and scales that emulate it), 9600 8N1.

Source: the maker's protocol of the weighing module 1.2. A question is a dialog: ENQ, the scale's
NAK ("ready for a command"), the command, its ACK, the answer, our ACK. ACK to the ENQ means that an
older answer is still to be taken. A frame is STX, length, command, data, and the XOR of all but
STX; numbers have their low byte first.
"""

from __future__ import annotations

from functools import reduce

from pos_desktop.hardware.scales.framing import FrameStream
from pos_desktop.hardware.scales.readings import (
    ALL_ABILITIES,
    CommandDone,
    CommandRefused,
    ScaleFault,
    ScaleReading,
    ScaleStatus,
    Send,
    Step,
    not_understood,
)
from pos_desktop.hardware.scales.units import power_in_grams

ENQ, ACK, NAK = b"\x05", b"\x06", b"\x15"
_STX = 0x02
_STATE, _CHANNEL, _ZERO, _TARE, _SET_TARE = 0x3A, 0xE8, 0x30, 0x31, 0x32
_MOST_BODY_BYTES = 64
_MOST_REPEATS = 2
_TARED, _STABLE = 1 << 3, 1 << 4
_ZERO_ERROR, _OVERLOAD, _MEASURE_ERROR, _UNDER, _NO_ADC = (1 << bit for bit in range(5, 10))
_GRAMS = -3
MAX_TARE_UNITS = 0xFFFF

ERRORS = {
    17: "scale.tare_refused",
    120: "scale.unsupported",
    121: "scale.protocol",
    122: "scale.password",
    123: "scale.not_weighing",
    150: "scale.zero_range",
    151: "scale.tare_refused",
    152: "scale.moving",
    167: "scale.unsupported",
    170: "scale.password_locked",
    186: "scale.broken",
}
"""Error byte of an answer -> code of a message."""


def frame(command: int, data: bytes = b"") -> bytes:
    said = bytes([1 + len(data), command]) + data
    return bytes([_STX]) + said + bytes([_check(said)])


def _check(said: bytes) -> int:
    return reduce(lambda sum_, byte: sum_ ^ byte, said, 0)


class ShtrihPos2:
    """password: four digits, as set on the scale; "0030" from the factory."""

    abilities = ALL_ABILITIES
    confirms = True

    def __init__(self, password: str) -> None:
        self._password = password.encode("ascii", "replace")[:4].rjust(4, b"0")
        self._frames = FrameStream(self._front, _MOST_BODY_BYTES + 3)
        self._wanted: list[bytes] = []
        self._sent = False
        self._repeats = 0
        # Ten to this power is a unit of weight in kilograms; asked once, before the first weight.
        self._power: int | None = None

    def poll(self) -> bytes:
        state = frame(_STATE, self._password)
        return self._ask([frame(_CHANNEL, b"\x00"), state] if self._power is None else [state])

    def zero(self) -> bytes:
        return self._ask([frame(_ZERO, self._password)])

    def tare(self, weight_grams: int | None) -> bytes:
        if weight_grams is None:
            return self._ask([frame(_TARE, self._password)])
        power = _GRAMS if self._power is None else self._power
        # A unit is 10 ** (power + 3) grams.
        shift = power - _GRAMS
        units = weight_grams // 10**shift if shift >= 0 else weight_grams * 10**-shift
        data = self._password + min(units, MAX_TARE_UNITS).to_bytes(2, "little")
        return self._ask([frame(_SET_TARE, data)])

    def feed(self, data: bytes) -> list[Step]:
        return self._frames.feed(data)

    def _ask(self, wanted: list[bytes]) -> bytes:
        self._frames.clear()
        self._wanted = wanted
        self._sent = False
        self._repeats = 0
        return ENQ

    def _front(self, buffer: bytes) -> tuple[int, list[Step]]:
        if buffer[0] != _STX:
            return 1, self._handshake(buffer[:1])
        if len(buffer) < 2:
            return 0, []
        length = buffer[1]
        if not 2 <= length <= _MOST_BODY_BYTES:
            return 1, []
        if len(buffer) < length + 3:
            return 0, []
        said = buffer[1 : length + 2]
        if _check(said) != buffer[length + 2]:
            return 1, []
        return length + 3, self._answered(said[1], said[2], said[3:])

    def _handshake(self, byte: bytes) -> list[Step]:
        if byte != NAK or not self._wanted or self._repeats > _MOST_REPEATS:
            return []  # ACK: an answer follows; anything else is noise
        self._repeats += 1
        self._sent = True
        return [Send(self._wanted[0])]

    def _answered(self, command: int, error: int, data: bytes) -> list[Step]:
        """Take the answer to a command; one to an older question is taken and ours asked again."""
        if not self._wanted:
            return []
        if not self._sent or command != self._wanted[0][2]:
            return [Send(ACK), Send(ENQ)] if self._again() else [Send(ACK)]
        self._wanted.pop(0)
        self._sent = False
        self._repeats = 0
        if command == _CHANNEL:
            self._power = _power_of(error, data)
            return [Send(ACK), Send(ENQ)]
        step = self._said(command, error, data)
        return [Send(ACK)] if step is None else [Send(ACK), step]

    def _again(self) -> bool:
        self._repeats += 1
        return self._repeats <= _MOST_REPEATS

    def _said(self, command: int, error: int, data: bytes) -> Step | None:
        if error:
            code, values = ERRORS.get(error, "scale.error"), {"number": error}
            if command == _STATE:
                return not_understood(code, dict(values))
            return CommandRefused(code, dict(values))
        if command != _STATE:
            return CommandDone()
        return self._state(data) if len(data) == 9 else None

    def _state(self, data: bytes) -> Step:
        bits = int.from_bytes(data[:2], "little")
        if bits & (_NO_ADC | _MEASURE_ERROR):
            return ScaleFault("scale.broken", {"number": f"{bits:04X}"})
        if bits & _ZERO_ERROR:
            return ScaleFault("scale.load_at_start")
        if bits & _OVERLOAD:
            return ScaleStatus(over=True)
        if bits & _UNDER:
            return ScaleStatus(under=True)
        if not bits & _STABLE:
            return ScaleStatus(moving=True)
        power = _GRAMS if self._power is None else self._power
        grams = power_in_grams(int.from_bytes(data[2:6], "little", signed=True), power)
        tare = power_in_grams(int.from_bytes(data[6:8], "little"), power)
        return ScaleReading(grams, bool(bits & _TARED), tare)


def _power_of(error: int, data: bytes) -> int:
    """Return the power of ten of the channel; a scale that does not tell weighs in grams."""
    if error or len(data) < 4:
        return _GRAMS
    power = int.from_bytes(data[3:4], "little", signed=True)
    return power if -6 <= power <= 3 else _GRAMS
