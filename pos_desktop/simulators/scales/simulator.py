"""A scale on a cable: what a driver connects to and a person puts a weight on."""

from __future__ import annotations

from typing import Protocol

from pos_desktop.simulators.on_wire import Device, DeviceOnWire

from .plate import Plate
from .toledo_8217 import Toledo8217


class Scale(Device, Protocol):
    """A scale of some protocol without its cable."""

    plate: Plate


class ScaleSimulator(DeviceOnWire[Scale]):
    """The scale on TCP (`start`) or on a pseudo-terminal (`serve_pty`); modes in `DeviceOnWire`."""

    def __init__(
        self,
        scale: Scale | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        name: str = "scale",
        seed: int = 8217,
    ) -> None:
        super().__init__(name, scale or Toledo8217(), host, port, seed=seed)

    @property
    def plate(self) -> Plate:
        """What lies on it; change it under `lock`."""
        return self.device.plate

    def set_weight(self, grams: int, stable: bool = True, *, stable_after_ms: int = 0) -> None:
        """Put a load on the plate; see `Plate.put`."""
        with self.lock:
            self.plate.put(grams, stable=stable, stable_after_ms=stable_after_ms)
