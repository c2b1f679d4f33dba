"""What a serial port reads when it is set otherwise than the device: bits on a line, with a
simulated scale at one end of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from pos_desktop.hardware.profiles import SerialLine
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.simulators.scales.simulator import Scale
from tests.hardware.memory_transport import MemoryTransport

IDLE = 1
PUSH_EVERY_SECONDS = 0.003


def _bits(byte: int, line: SerialLine) -> list[int]:
    data = [byte >> place & 1 for place in range(line.bits)]
    parity = {"N": [], "E": [sum(data) & 1], "O": [1 - (sum(data) & 1)]}[line.parity]
    return [0, *data, *parity, *[1] * line.stop]


def misread(data: bytes, sent: SerialLine, read: SerialLine) -> bytes:
    """Return what a port set to `read` makes of bytes that came without a pause at `sent`.

    As on Linux: with parity a byte that does not fit is read as zero, without it as it is.
    """
    line = [bit for byte in data for bit in _bits(byte, sent)]
    return bytes(_sampled(line, sent.baud, read))


def _sampled(line: list[int], baud: int, read: SerialLine) -> Iterator[int]:
    def level(at: float) -> int:
        place = int(at * baud)
        return line[place] if place < len(line) else IDLE

    step = 1 / read.baud
    end = len(line) / baud
    now = 0.0
    while now < end:
        if level(now):
            now = (int(now * baud) + 1.001) / baud  # to the next edge there may be
            continue
        middle = now + step / 2
        bits = [level(middle + step * (1 + place)) for place in range(read.bits)]
        now = middle + step * (read.bits + 1)
        good = True
        if read.parity != "N":
            good = (sum(bits) + level(now) + (read.parity == "O")) % 2 == 0
            now += step
        good = good and level(now) == 1
        value = sum(bit << place for place, bit in enumerate(bits))
        yield value if good or read.parity == "N" else 0
        while now < end and not level(now):
            now += step / 2


class ScaleOnLine:
    """A port with a simulated scale behind it, which is set to one line. refuses: the port opens at
    that line alone. Neither end knows how the other is set."""

    def __init__(self, scale: Scale, line: SerialLine, *, refuses: bool = False) -> None:
        self.scale = scale
        self.line = line
        self.refuses = refuses

    def open_with(self, line: SerialLine | None) -> MemoryTransport:
        here = line or self.line
        wire = Chatty(
            lambda question: self.heard(question, here),
            lambda: misread(self.scale.idle(), self.line, here),
        )
        if self.refuses and str(here) != str(self.line):
            wire.open_fails = TransportError("unreachable", reason="Invalid argument")
        return wire

    def heard(self, question: bytes, line: SerialLine) -> bytes:
        answer = self.scale.feed(misread(question, line, self.line))
        return misread(answer, self.line, line)


class Chatty(MemoryTransport):
    """answer: to what it is sent. unasked: what it says every few milliseconds, b"" for nothing."""

    def __init__(self, answer: Callable[[bytes], bytes], unasked: Callable[[], bytes]) -> None:
        super().__init__(answer)
        self._unasked = unasked
        self._next = 0.0

    def read(self, size: int, timeout_seconds: float) -> bytes:
        until = time.monotonic() + timeout_seconds
        while True:
            now = time.monotonic()
            if now >= self._next and (said := self._unasked()):
                self._next = now + PUSH_EVERY_SECONDS
                self.say(said)
            data = super().read(size, max(0.0, min(until - now, PUSH_EVERY_SECONDS)))
            if data or time.monotonic() >= until:
                return data
