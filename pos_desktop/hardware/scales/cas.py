"""CAS type 6 (AD, AP, PD-II, ER, SW-II; Ohaus Aviator format 1), 9600 8N1, and CAS's 22-byte line.

Sources: CAS PD-II manual p. 23, AP-1 protocol sheet, Ohaus Aviator 7000/5000 service manual p. 36,
Mertech's protocol of POS scales 1.0.1, CAS-M; for the line CAS's manuals of NT-200 p. 48, CI-150A
p. 54 and CI-600D p. 74. A question is a dialog: ENQ, the scale's ACK, DC1, the weight.
"""

from __future__ import annotations

import re
from functools import reduce

from pos_desktop.hardware.scales.asked import AskedScale, line_front
from pos_desktop.hardware.scales.framing import FrameStream
from pos_desktop.hardware.scales.readings import (
    NO_ABILITIES,
    Ability,
    ScaleFault,
    ScaleReading,
    ScaleStatus,
    Send,
    Step,
)
from pos_desktop.hardware.scales.units import in_grams

ENQ, ACK, NAK, DC1 = b"\x05", b"\x06", b"\x15", b"\x11"
# Some models set the top bit of the first byte.
_STARTS = (0x01, 0x81)
_STX, _END = 0x02, b"\x03\x04"
# The weight has six characters, seven in a variant.
_FRAME_BYTES = (15, 16)
_MOST_REPEATS = 3
_ZERO_M, _TARE_M = b"<ZK>\t", b"<TK>\t"
_LINE_BYTES = 32
# The weight may begin with zeros, and its sign stands anywhere before it.
_LINE = re.compile(rb"(ST|US|OL),(GS|NT),..,([ -~]{8}) ?([a-zA-Z ]{2})\r\n", re.DOTALL)


class CasType6:
    """ENQ -> ACK -> DC1 -> frame; NAK asks for the ENQ again.

    commands: Mertech's variant CAS-M can be told to zero and to tare, not to take a tare off, and
    does not say what came of it.
    """

    confirms = False

    def __init__(self, *, commands: bool = False) -> None:
        self.abilities = frozenset({Ability.ZERO, Ability.TARE}) if commands else NO_ABILITIES
        self._frames = FrameStream(self._front, max(_FRAME_BYTES))
        self._asked = False
        self._repeats = 0

    def poll(self) -> bytes:
        self._frames.clear()
        self._asked = True
        self._repeats = 0
        return ENQ

    def zero(self) -> bytes:
        return _ZERO_M if Ability.ZERO in self.abilities else b""

    def tare(self, weight_grams: int | None) -> bytes:
        """CAS-M tares what lies there and knows no other tare: an empty plate takes it off."""
        return _TARE_M if weight_grams is None and Ability.TARE in self.abilities else b""

    def feed(self, data: bytes) -> list[Step]:
        return self._frames.feed(data)

    def _front(self, buffer: bytes) -> tuple[int, list[Step]]:
        if buffer[0] not in _STARTS:
            return 1, self._handshake(buffer[:1])
        if len(buffer) > 1 and buffer[1] != _STX:
            return 1, []
        for size in _FRAME_BYTES:
            if len(buffer) == size and buffer[-2:] == _END:
                step = _frame(buffer)
                return (size, [step]) if step is not None else (1, [])
        return 0, []

    def _handshake(self, byte: bytes) -> list[Step]:
        if not self._asked:
            return []
        if byte == ACK:
            self._asked = False
            return [Send(DC1)]
        if byte == NAK and self._repeats < _MOST_REPEATS:
            self._repeats += 1
            return [Send(ENQ)]
        return []


def cas_line() -> AskedScale:
    """The line of 22 bytes that NT, CI and PDS send all the time: ST stable, US not, OL over."""
    return AskedScale(b"", line_front(_LINE, _read_line), _LINE_BYTES)


def _frame(frame: bytes) -> Step | None:
    """Return what a frame says, None where its check byte or its letters are wrong."""
    said, check = frame[2:-3], frame[-3]
    if reduce(lambda sum_, byte: sum_ ^ byte, said, 0) != check:
        return None
    state, sign, number, unit = said[:1], said[1:2], said[2:-2], said[-2:]
    if state not in (b"S", b"U", b"F") or sign not in (b" ", b"-", b"F", b"+"):
        return None
    if sign == b"F" or number.strip(b"F") == b"":
        return ScaleStatus(over=True)
    grams = in_grams(number.strip(), unit)
    if grams is None or isinstance(grams, ScaleFault):
        return grams
    if state != b"S":
        return ScaleStatus(moving=True)
    return ScaleReading(-grams if sign == b"-" else grams, is_net=None)


def _read_line(match: re.Match[bytes]) -> Step | None:
    if match[1] == b"OL":
        return ScaleStatus(over=True)
    grams = in_grams(match[3], match[4])
    if not isinstance(grams, int):
        return grams
    if match[1] == b"US":
        return ScaleStatus(moving=True)
    return ScaleReading(grams, is_net=match[2] == b"NT")
