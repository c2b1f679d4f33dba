"""The life of a driver that has one transport and one thread."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from pos_desktop.hardware.device_line import DeviceLine
from pos_desktop.hardware.device_thread import DeviceThread
from pos_desktop.hardware.transports.protocol import Transport
from pos_desktop.ports import DeviceState, Post


class DeviceOnLine(ABC):
    """supervisor.SupervisedDevice over a DeviceLine, which its thread owns. The driver gives
    `_turn`, and `_leave` where it has something to do before the line is closed."""

    def __init__(
        self,
        name: str,
        transport_factory: Callable[[], Transport],
        post: Post,
        backoff_seconds: tuple[float, ...],
    ) -> None:
        self._line = DeviceLine(name, transport_factory, post, backoff_seconds=backoff_seconds)
        self._thread = DeviceThread(
            name, self._turn, post, cancel=self._line.cancel, close=self._leave
        )

    @property
    def state(self) -> DeviceState:
        return self._line.state

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        """End after the turn in hand, which is cancelled when it takes too long."""
        self._thread.stop(timeout_seconds)

    def reconnect_now(self) -> None:
        """The device was plugged in again."""
        self._line.reconnect_now()
        self._thread.wake()

    # Called by the device's thread.

    @abstractmethod
    def _turn(self) -> float:
        """Do one thing; return for how many seconds there is nothing to do, unless woken."""

    def _leave(self) -> None:
        self._line.close()
