"""A device on a cable: what every simulated device that answers bytes with bytes has in common.

The device itself is pure (`feed` and `idle`); here it gets its cable and the faults of lines.
"""

from __future__ import annotations

import random
import threading
from typing import Generic, Literal, Protocol, TypeVar, get_args, runtime_checkable

from .on_cable import CableState, OnCable
from .wire import Door

LineMode = Literal[
    "ok", "silent", "garbage", "split", "slow", "checksum", "cut", "unplugged", "stalled"
]
LINE_MODES: tuple[LineMode, ...] = get_args(LineMode)
SPLIT_PAUSE_SECONDS = 0.01
_CABLES: dict[LineMode, CableState] = {"unplugged": "unplugged", "stalled": "stalled"}


class Device(Protocol):
    """What is at the end of the cable."""

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""

    def idle(self) -> bytes:
        """Say what a pause of `wire.TICK_SECONDS` on the line brings."""


@runtime_checkable
class Sealed(Protocol):
    """A device whose answers carry a checksum, which can be told to be wrong."""

    spoils_checksum: bool


D = TypeVar("D", bound=Device)


class ModeError(ValueError):
    """A fault that this device cannot have."""


class DeviceOnWire(OnCable, Generic[D]):
    """The device on TCP (`start`) or on a pseudo-terminal (`serve_pty`, POSIX only).

    Modes: "silent" reads and never answers; "garbage" answers noise; "split" sends byte by byte;
    "slow" waits slow_seconds before an answer; "checksum" answers with a wrong one; "cut" sends the
    first half of an answer and the line is gone, to be had again at once; "unplugged" and "stalled"
    are the cable. `device` is guarded by `lock`.
    """

    def __init__(
        self, name: str, device: D, host: str = "127.0.0.1", port: int = 0, *, seed: int = 8217
    ) -> None:
        super().__init__(name, host, port)
        self.device = device
        self.lock = threading.RLock()
        self.slow_seconds = 1.0
        self.requests = 0
        self._mode: LineMode = "ok"
        self._noise = random.Random(seed)  # noqa: S311 noise on a line, repeatable
        self._stop = threading.Event()

    # Life.

    def stop(self) -> None:
        """Hang up and end the thread."""
        self._stop.set()
        super().stop()

    # Faults.

    @property
    def mode(self) -> LineMode:
        """The mode last set."""
        return self._mode

    def set_mode(self, mode: LineMode, *, slow_seconds: float | None = None) -> None:
        """Break the line in one way, or repair it with "ok".

        ModeError for "checksum" where answers have none; nothing is changed then.
        """
        device: object = self.device
        sealed = device if isinstance(device, Sealed) else None
        if mode == "checksum" and sealed is None:
            raise ModeError(f"answers of {self.name} carry no checksum")
        self._mode = mode
        if slow_seconds is not None:
            self.slow_seconds = slow_seconds
        if sealed is not None:
            with self.lock:
                sealed.spoils_checksum = mode == "checksum"
        self.set_cable(_CABLES.get(mode, "in"))

    # The wire's side.

    def received(self, data: bytes) -> None:
        """Answer the host, in the way the mode says."""
        self.requests += 1
        with self.lock:
            answer = self.device.feed(data)
        self._answer(answer)

    def idle(self) -> None:
        """A pause may end a command, or bring what the device sends by itself."""
        with self.lock:
            answer = self.device.idle()
        self._answer(answer)

    def _serve(self, door: Door) -> None:
        self._stop.clear()
        super()._serve(door)

    def _answer(self, answer: bytes) -> None:
        wire = self._wire
        if not answer or self._mode == "silent" or wire is None:
            return
        if self._mode == "slow":
            self._stop.wait(self.slow_seconds)
        if self._mode == "garbage":
            # Printable noise without a frame's end: no reader can take it for an answer.
            noise = bytes(self._noise.randrange(0x21, 0x7F) for _ in answer)
            wire.send(noise)
        elif self._mode == "split":
            for at in range(len(answer)):
                wire.send(answer[at : at + 1])
                self._stop.wait(SPLIT_PAUSE_SECONDS)
        elif self._mode == "cut":
            wire.send(answer[: len(answer) // 2])
            wire.hang_up()
        else:
            wire.send(answer)
