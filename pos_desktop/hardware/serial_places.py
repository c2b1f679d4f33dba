"""The serial ports there are, and by what the USB devices behind them are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

ListPorts = Callable[[], Iterable[Any]]


def connected_ports() -> Iterable[Any]:
    """Return pyserial's ListPortInfo of each port there is."""
    from serial.tools import list_ports

    return list_ports.comports()


def identity_of(port: Any) -> str:
    """Return "04b8:0e28:SERIAL" of a USB port, "" of one built in."""
    if port.vid is None:
        return ""
    return f"{port.vid:04x}:{port.pid:04x}:{port.serial_number or ''}"
