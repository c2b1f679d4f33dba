"""Massa-K Protocol 100 (scales TB, TB_A, MK_A) and protocol 1C: TCP port 5001 and serial lines.

Source: the maker's descriptions of both protocols. Known rates of serial lines: 4800 8E1,
19200 8E1, 57600 8N1 and 115200 8N1.
"""

from __future__ import annotations

from pos_desktop.domain.money import divide_half_up
from pos_desktop.hardware.scales import massa_frames
from pos_desktop.hardware.scales.framing import FrameStream
from pos_desktop.hardware.scales.readings import (
    Ability,
    CommandDone,
    CommandRefused,
    ScaleReading,
    ScaleStatus,
    Step,
    not_understood,
)

_GET_MASSA, _GET_WEIGHT, _SET_ZERO, _SET_TARE = b"\x23", b"\xa0", b"\x72", b"\xa3"
_MASSA, _WEIGHT, _ZERO_DONE, _TARE_DONE, _TARE_REFUSED = 0x24, 0x10, 0x27, 0x12, 0x15
_ERROR, _REFUSED = 0x28, 0xF0
_OVERLOAD = 0x08
MAX_TARE_GRAMS = 100_000


class _MassaFrames:
    """What both protocols do alike; they differ in the question for the weight and its answer."""

    # The scale has no command for what lies on it: the loop tells it the weight it has just seen.
    abilities = frozenset({Ability.ZERO, Ability.PRESET_TARE})
    confirms = True

    def __init__(self, question: bytes, answer: int, sizes: tuple[int, ...]) -> None:
        self._question = question
        self._answer = answer
        self._sizes = sizes
        self._command: Ability | None = None
        self._frames = FrameStream(self._front, massa_frames.LONGEST_FRAME)

    def poll(self) -> bytes:
        self._begin(None)
        return massa_frames.frame(self._question)

    def zero(self) -> bytes:
        self._begin(Ability.ZERO)
        return massa_frames.frame(_SET_ZERO)

    def tare(self, weight_grams: int | None) -> bytes:
        self._begin(Ability.PRESET_TARE)
        grams = min(weight_grams or 0, MAX_TARE_GRAMS)
        return massa_frames.frame(_SET_TARE + grams.to_bytes(4, "little"))

    def _begin(self, command: Ability | None) -> None:
        self._frames.clear()
        self._command = command

    def feed(self, data: bytes) -> list[Step]:
        return self._frames.feed(data)

    def _front(self, buffer: bytes) -> tuple[int, list[Step]]:
        size, body = massa_frames.first_body(buffer)
        if not body:
            return size, []
        step = self._weight(body) if self._command is None else self._outcome(body)
        return size, [] if step is None else [step]

    def _weight(self, body: bytes) -> Step | None:
        if body[0] == _ERROR and len(body) == 2:
            if body[1] == _OVERLOAD:
                return ScaleStatus(over=True)
            return not_understood(_error(body[1]), {"number": f"{body[1]:02X}"})
        if body[0] != self._answer or len(body) not in self._sizes:
            return None
        unit = massa_frames.UNITS_MILLIGRAMS.get(body[5])
        if unit is None or body[6] > 1:
            return None
        if not body[6]:
            return ScaleStatus(moving=True)
        is_net = body[7] == 1 if len(body) >= 9 else None
        tare = _grams(body[9:13], unit) if len(body) == 13 else None
        return ScaleReading(_grams(body[1:5], unit), is_net, tare)

    def _outcome(self, body: bytes) -> Step | None:
        done = _ZERO_DONE if self._command is Ability.ZERO else _TARE_DONE
        if body == bytes([done]):
            return CommandDone()
        if body[0] == _ERROR and len(body) == 2:
            return CommandRefused(_error(body[1]), {"number": f"{body[1]:02X}"})
        if body == bytes([_TARE_REFUSED]):
            return CommandRefused("scale.tare_refused")
        if body == bytes([_REFUSED]):
            is_zero = self._command is Ability.ZERO
            return CommandRefused("scale.zero_refused" if is_zero else "scale.tare_refused")
        return None


class Massa100(_MassaFrames):
    """Protocol 100: weight, division, stable, net, zero, and the tare on newer scales."""

    def __init__(self) -> None:
        super().__init__(_GET_MASSA, _MASSA, (9, 13))


class Massa1C(_MassaFrames):
    """Protocol 1C: weight, division and stable."""

    def __init__(self) -> None:
        super().__init__(_GET_WEIGHT, _WEIGHT, (7,))


def _error(code: int) -> str:
    return massa_frames.COMMAND_ERRORS.get(code, "scale.error")


def _grams(field: bytes, unit_milligrams: int) -> int:
    value = int.from_bytes(field, "little", signed=True)
    return divide_half_up(value * unit_milligrams, 1000)
