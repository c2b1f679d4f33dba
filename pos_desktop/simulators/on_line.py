"""A device whose line can fail: what it says comes late, in pieces, as noise, by half or never."""

from __future__ import annotations

import random
import threading
from typing import Literal, get_args

from .on_cable import CableState, OnCable
from .wire import Door

LineMode = Literal[
    "ok", "silent", "garbage", "split", "slow", "checksum", "cut", "unplugged", "stalled"
]
LINE_MODES: tuple[LineMode, ...] = get_args(LineMode)
SPLIT_PAUSE_SECONDS = 0.005
_CABLES: dict[LineMode, CableState] = {"unplugged": "unplugged", "stalled": "stalled"}


class ModeError(ValueError):
    """A fault that this device cannot have."""


class OnLine(OnCable):
    """What the device says goes through `say`, in the way its mode wants it.

    Modes: "silent" reads and never answers; "garbage" answers noise; "split" sends byte by byte;
    "slow" waits slow_seconds before an answer; "checksum" answers with a wrong one; "cut" sends the
    first half of an answer and the line is gone, to be had again at once; "unplugged" and "stalled"
    are the cable.
    """

    def __init__(self, name: str, host: str, port: int, *, seed: int = 8217) -> None:
        super().__init__(name, host, port)
        self.slow_seconds = 1.0
        self._mode: LineMode = "ok"
        self._noise = random.Random(seed)  # noqa: S311 noise on a line, repeatable
        self._stop = threading.Event()

    @property
    def mode(self) -> LineMode:
        """The mode last set."""
        return self._mode

    def set_mode(self, mode: LineMode, *, slow_seconds: float | None = None) -> None:
        """Break the line in one way, or repair it with "ok".

        ModeError for "checksum" where answers have none; nothing is changed then.
        """
        self._spoil_checksum(mode == "checksum")
        self._mode = mode
        if slow_seconds is not None:
            self.slow_seconds = slow_seconds
        self.set_cable(_CABLES.get(mode, "in"))

    def say(self, data: bytes) -> bool:
        """Send to the present host as the mode wants it; False when nobody heard it."""
        wire = self._wire
        if not data or wire is None or self._mode == "silent":
            return False
        if self._mode == "slow":
            self._stop.wait(self.slow_seconds)
        if self._mode == "garbage":
            # Printable noise without a frame's end: no reader can take it for an answer.
            return wire.send(bytes(self._noise.randrange(0x21, 0x7F) for _ in data))
        if self._mode == "cut":
            wire.send(data[: len(data) // 2])
            wire.cut()
            return False
        if self._mode != "split":
            return wire.send(data)
        for at in range(len(data)):
            if not wire.send(data[at : at + 1]):
                return False
            self._stop.wait(SPLIT_PAUSE_SECONDS)
        return True

    def stop(self) -> None:
        """Hang up and end the thread."""
        self._stop.set()
        super().stop()

    def _spoil_checksum(self, wrong: bool) -> None:
        """Answers carry none, unless a device knows better."""
        if wrong:
            raise ModeError(f"answers of {self.name} carry no checksum")

    def _serve(self, door: Door) -> None:
        self._stop.clear()
        super()._serve(door)
