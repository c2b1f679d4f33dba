"""Where a serial device is now: a USB adapter that is pulled out and put back gets another name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

ListPorts = Callable[[], Iterable[Any]]


def connected_ports() -> Iterable[Any]:
    """Return pyserial's ListPortInfo of each port there is."""
    from serial.tools import list_ports

    return list_ports.comports()


class SerialPlace:
    """path: where the settings say it is. Once seen there, it is known by its USB identity."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._identity = ""
        self._was_there: bool | None = None

    def current(self) -> str:
        return self.path

    def look(self, ports: Iterable[Any]) -> bool:
        """Learn from a list of ports; True when the device has just come back, or moved."""
        before = self.path
        by_path = {port.device: identity_of(port) for port in ports}
        here = by_path.get(self.path)
        if here is not None and self._identity in ("", here):
            self._identity = here
        elif self._identity:
            moved = [path for path, identity in by_path.items() if identity == self._identity]
            here = self._identity if moved else None
            self.path = moved[0] if moved else self.path
        has_moved = self.path != before
        came = here is not None and (has_moved or self._was_there is False)
        self._was_there = here is not None
        return came


def identity_of(port: Any) -> str:
    """Return "04b8:0e28:SERIAL" of a USB port, "" of one built in."""
    if port.vid is None:
        return ""
    return f"{port.vid:04x}:{port.pid:04x}:{port.serial_number or ''}"
