"""MT-SICS of Mettler Toledo, and its dialects of Ohaus, Sartorius and Radwag, 9600 8N1.

Source: Mettler Toledo's MT-SICS reference, levels 0 and 1; Radwag's manuals for `?`, `^`, `v` and
the two-step answers to Z and T. A question and an answer are a line of text.
"""

from __future__ import annotations

import re

from pos_desktop.hardware.scales.framing import FrameStream
from pos_desktop.hardware.scales.readings import (
    ALL_ABILITIES,
    CommandDone,
    CommandRefused,
    ScaleFault,
    ScaleReading,
    ScaleStatus,
    Step,
)
from pos_desktop.hardware.scales.units import in_grams

_LONGEST_LINE_BYTES = 40
# S is the answer to SI as well; some programs and scales repeat the SI. A space after SI is
# Radwag's sign of a stable weight.
_WEIGHT = re.compile(rb"(S|SI) ([SD?]| (?=.* ))( *[+-]? *\d[\d.]*) +([A-Za-z]+) *\r\n")
_NO_WEIGHT = re.compile(rb"SI? ([I+^v-])[^\r\n]*\r\n")
_ERROR = re.compile(rb"E([SLT])\r\n")
_COMMAND = re.compile(rb"(ZI?|TAC|TA|TI?) ([A-Za-z+^-])[^\r\n]*\r\n")


class MtSics:
    """Asks with SI, for the weight as it is now: S would wait for a stable one."""

    abilities = ALL_ABILITIES
    confirms = True

    def __init__(self) -> None:
        self._frames = FrameStream(self._front, _LONGEST_LINE_BYTES)
        self._command = b""
        # A preset tare is told in the unit that the scale weighs in.
        self._unit = b"kg"

    def poll(self) -> bytes:
        self._begin(b"")
        return b"SI\r\n"

    def zero(self) -> bytes:
        return self._begin(b"Z")

    def tare(self, weight_grams: int | None) -> bytes:
        if weight_grams is None:
            return self._begin(b"T")
        if weight_grams == 0:
            return self._begin(b"TAC")
        if self._unit == b"g":
            return self._begin(b"TA", b" %d g" % weight_grams)
        return self._begin(b"TA", b" %d.%03d kg" % divmod(weight_grams, 1000))

    def _begin(self, command: bytes, value: bytes = b"") -> bytes:
        self._frames.clear()
        self._command = command
        return command + value + b"\r\n"

    def feed(self, data: bytes) -> list[Step]:
        return self._frames.feed(data)

    def _front(self, buffer: bytes) -> tuple[int, list[Step]]:
        if not buffer.endswith(b"\n"):
            return 0, []
        step = self._outcome(buffer) if self._command else self._weight(buffer)
        return len(buffer), [] if step is None else [step]

    def _weight(self, line: bytes) -> Step | None:
        if match := _WEIGHT.search(line):
            if match[2] == b" " and match[1] != b"SI":
                return None
            grams = in_grams(match[3].replace(b" ", b""), match[4])
            if not isinstance(grams, int):
                return grams
            self._unit = b"g" if match[4].lower() == b"g" else b"kg"
            is_stable = match[2] in (b"S", b" ")
            return ScaleReading(grams, is_net=None) if is_stable else ScaleStatus(moving=True)
        if match := _NO_WEIGHT.search(line):
            mark = match[1]
            return ScaleStatus(over=mark in (b"+", b"^"), under=mark in (b"-", b"v"))
        if (match := _ERROR.search(line)) and match[1] != b"T":
            return ScaleFault("scale.protocol")
        return None

    def _outcome(self, line: bytes) -> Step | None:
        is_zero = self._command == b"Z"
        refused = "scale.zero_refused" if is_zero else "scale.tare_refused"
        if _ERROR.search(line):
            return CommandRefused("scale.unsupported")
        match = _COMMAND.search(line)
        if match is None or match[1].rstrip(b"I") != self._command:
            return None
        mark = match[2]
        if mark == b"A" and self._command == b"T":
            return None  # Radwag: understood and under way, the outcome follows
        if mark in (b"A", b"S", b"D"):
            return CommandDone()
        if is_zero and mark in (b"+", b"-", b"^", b"v"):
            return CommandRefused("scale.zero_range")
        # I says "not now", for a load as for a movement; E is Radwag's "it did not come to rest".
        return CommandRefused("scale.moving" if mark == b"E" else refused)
