"""A customer display on a cable: what a driver connects to and a customer reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from pos_desktop.simulators.on_wire import Device, DeviceOnWire

from .cd5220 import Cd5220
from .escpos_display import EscposDisplay
from .screen import Screen


class Display(Device, Protocol):
    """A display of some command set without its cable."""

    screen: Screen

    @property
    def unknown(self) -> list[bytes]: ...


# By the name of the profile that writes to it.
DISPLAYS: dict[str, Callable[[], Display]] = {"cd5220": Cd5220, "escpos-display": EscposDisplay}


class DisplaySimulator(DeviceOnWire[Display]):
    """The display on TCP (`start`) or on a pseudo-terminal (`serve_pty`); modes in `DeviceOnWire`.

    on_change is called from the wire's thread when other characters are lit than before.
    """

    def __init__(
        self,
        display: Display | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        name: str = "display",
        on_change: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(name, display or Cd5220(), host, port)
        self.on_change = on_change
        self._seen = self.lines

    @property
    def lines(self) -> tuple[str, str]:
        """What a customer reads now."""
        with self.lock:
            return self.device.screen.lines

    def received(self, data: bytes) -> None:
        """Show it, and tell who watches."""
        super().received(data)
        lines = self.lines
        if lines != self._seen:
            self._seen = lines
            if self.on_change is not None:
                self.on_change()


def display_simulator(profile: str, host: str = "127.0.0.1", port: int = 0) -> DisplaySimulator:
    """A display that a register writes to with that profile; KeyError where there is none."""
    return DisplaySimulator(DISPLAYS[profile](), host, port, name=f"display-{profile}")
