"""A scale that speaks the Mettler Toledo 8217 protocol.

Source: Mettler Toledo's Diva manual, serial protocol pages (commands, status byte). The weight is
answered in kilograms as WW.WWW, "N" after it says net; a status byte comes instead of a weight
while there is no stable weight between zero and capacity.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Literal, Self

from .wire import PtyDoor, TcpDoor, WireServer

STX, CR = b"\x02", b"\x0d"
MOVING, OVER, UNDER, OUTSIDE_ZERO, AT_ZERO, NET, BAD_COMMAND = (1 << bit for bit in range(7))
TARE_DIGITS = 5

ScaleMode = Literal["ok", "silent", "garbage", "split", "slow", "unplugged", "stalled"]


class Toledo8217:
    """The scale without its cable. All weights are whole grams.

    capacity_grams: above it the scale answers "over". zero_range_grams: `Z` works this far from
    the true zero. always_bit_6: the 8213 sets that bit in every status.
    """

    def __init__(
        self,
        *,
        capacity_grams: int = 15_000,
        division_grams: int = 1,
        zero_range_grams: int = 300,
        always_bit_6: bool = False,
    ) -> None:
        self.capacity_grams = capacity_grams
        self.division_grams = division_grams
        self.zero_range_grams = zero_range_grams
        self.always_bit_6 = always_bit_6
        self.load_grams = 0
        self.moving = False
        self.zero_offset_grams = 0
        self.tare_grams = 0
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

    @property
    def gross_grams(self) -> int:
        """What lies on the plate, from the zero last set."""
        return self.load_grams - self.zero_offset_grams

    @property
    def net_grams(self) -> int:
        """Gross less tare."""
        return self.gross_grams - self.tare_grams

    @property
    def displayed_grams(self) -> int:
        """Net weight rounded to the scale's division, halves away from zero."""
        division = self.division_grams
        rounded = (abs(self.net_grams) * 2 + division) // (2 * division) * division
        return rounded if self.net_grams >= 0 else -rounded

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
        bits = BAD_COMMAND if self.always_bit_6 else 0
        bits |= MOVING * self.moving
        bits |= OVER * (self.gross_grams > self.capacity_grams)
        bits |= UNDER * (self.displayed_grams < 0)
        bits |= NET * (self.tare_grams > 0)
        bits |= AT_ZERO * (self.gross_grams == 0 and not self.moving)
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
        if grams > self.capacity_grams:
            return self._status(BAD_COMMAND)
        self.tare_grams = grams
        return self._status()

    def _status(self, extra: int = 0) -> bytes:
        return STX + b"?" + bytes([self.status_bits() | extra]) + CR

    def _weight(self) -> bytes:
        if self.status_bits() & (MOVING | OVER | UNDER):
            return self._status()
        grams = self.displayed_grams
        text = f"{grams // 1000:02d}.{grams % 1000:03d}" + ("N" if self.tare_grams else "")
        return STX + text.encode("ascii") + CR

    def _zero(self) -> bytes:
        if self.moving:
            return self._status()
        if abs(self.load_grams) > self.zero_range_grams:
            return self._status(OUTSIDE_ZERO)
        self.zero_offset_grams = self.load_grams
        self.tare_grams = 0
        return self._status()

    def _tare_load(self) -> bytes:
        if not self.status_bits() & (MOVING | OVER) and self.gross_grams >= 0:
            self.tare_grams = self.gross_grams
        return self._status()

    def _clear_tare(self) -> bytes:
        self.tare_grams = 0
        return self._status()

    def _start_echo(self) -> bytes:
        self._echoing = True
        return STX + b"E" + CR


class ScaleSimulator:
    """The scale on TCP (`start`) or on a pseudo-terminal (`serve_pty`).

    Modes: "silent" reads and never answers, "garbage" answers noise, "split" sends its frames byte
    by byte, "slow" waits slow_seconds before an answer, "unplugged" and "stalled" are the cable.
    """

    def __init__(
        self,
        scale: Toledo8217 | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        seed: int = 8217,
    ) -> None:
        self.scale = scale or Toledo8217()
        self.host = host
        self.port = port
        self.lock = threading.RLock()
        self.slow_seconds = 1.0
        self.requests = 0
        self._mode: ScaleMode = "ok"
        self._noise = random.Random(seed)  # noqa: S311 noise on a line, repeatable
        self._stop = threading.Event()
        self._wire: WireServer | None = None

    def start(self) -> Self:
        """Listen on TCP; OSError when the port is taken."""
        door = TcpDoor(self.host, self.port)
        self._serve(WireServer("toledo-8217", door, self))
        self.port = door.port
        return self

    def serve_pty(self) -> str:
        """Serve a serial port instead of TCP; return its path (POSIX only)."""
        door = PtyDoor()
        self._serve(WireServer("toledo-8217", door, self))
        return door.path

    def stop(self) -> None:
        """Hang up and end the thread."""
        self._stop.set()
        if self._wire is not None:
            self._wire.stop()
            self._wire = None

    def set_weight(self, grams: int, stable: bool = True) -> None:
        """Put a load on the plate; stable False: it still swings."""
        with self.lock:
            self.scale.load_grams = grams
            self.scale.moving = not stable

    @property
    def mode(self) -> ScaleMode:
        """The mode last set."""
        return self._mode

    def set_mode(self, mode: ScaleMode, *, slow_seconds: float | None = None) -> None:
        """Break the scale in one way, or repair it with "ok"."""
        self._mode = mode
        if slow_seconds is not None:
            self.slow_seconds = slow_seconds
        if self._wire is None:
            return
        self._wire.stall(mode == "stalled")
        if mode == "unplugged":
            self._wire.unplug()
        else:
            self._wire.plug_in()

    @property
    def connected(self) -> bool:
        """A host is being served."""
        return self._wire is not None and self._wire.connected

    # The wire's side.

    def host_came(self) -> None:
        """A scale does not notice."""

    def received(self, data: bytes) -> None:
        """Answer the host, in the way the mode says."""
        self.requests += 1
        with self.lock:
            answer = self.scale.feed(data)
        self._answer(answer)

    def idle(self) -> None:
        """A pause ends a command of open length."""
        with self.lock:
            answer = self.scale.idle()
        self._answer(answer)

    def room(self) -> int:
        """A scale takes a few bytes at a time."""
        return 64

    def _serve(self, wire: WireServer) -> None:
        if self._wire is not None:
            raise RuntimeError("the scale is already on a cable")
        self._stop.clear()
        wire.start()
        self._wire = wire

    def _answer(self, answer: bytes) -> None:
        if not answer or self._mode == "silent" or self._wire is None:
            return
        if self._mode == "slow":
            self._stop.wait(self.slow_seconds)
        if self._mode == "garbage":
            # Noise without a frame end: no reader can take it for an answer.
            noise = bytes(self._noise.randrange(0x20, 0x7F) for _ in answer)
            self._wire.send(noise.replace(b"\r", b"~"))
        elif self._mode == "split":
            for at in range(len(answer)):
                self._wire.send(answer[at : at + 1])
                self._stop.wait(0.01)
        else:
            self._wire.send(answer)
