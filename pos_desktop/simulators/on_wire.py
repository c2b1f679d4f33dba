"""A device on a line: what every simulated device that answers bytes with bytes has in common.

The device itself is pure (`feed` and `idle`); here it gets its cable and the faults of lines.
"""

from __future__ import annotations

import threading
from typing import Generic, Protocol, TypeVar, runtime_checkable

from .on_line import OnLine


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


class DeviceOnWire(OnLine, Generic[D]):
    """The device on TCP (`start`) or on a pseudo-terminal (`serve_pty`, POSIX only); modes in
    `OnLine`. `device` is guarded by `lock`.
    """

    def __init__(
        self, name: str, device: D, host: str = "127.0.0.1", port: int = 0, *, seed: int = 8217
    ) -> None:
        super().__init__(name, host, port, seed=seed)
        self.device = device
        self.lock = threading.RLock()
        self.requests = 0

    def received(self, data: bytes) -> None:
        """Answer the host, in the way the mode says."""
        self.requests += 1
        with self.lock:
            answer = self.device.feed(data)
        self.say(answer)

    def idle(self) -> None:
        """A pause may end a command, or bring what the device sends by itself."""
        with self.lock:
            answer = self.device.idle()
        self.say(answer)

    def _spoil_checksum(self, wrong: bool) -> None:
        device: object = self.device
        if isinstance(device, Sealed):
            with self.lock:
                device.spoils_checksum = wrong
        else:
            super()._spoil_checksum(wrong)
