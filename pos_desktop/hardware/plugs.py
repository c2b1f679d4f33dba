"""What is plugged in now, as the operating system tells it: serial ports, USB devices, and the
device files that the kernel makes for USB printers.

Listing costs milliseconds and disturbs no device: nothing is opened.
"""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pos_desktop.hardware.serial_places import ListPorts, connected_ports, identity_of

SYSFS = Path("/sys")
# Far less than a device needs to be plugged out and another one in.
KEPT_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Plug:
    """One device that is plugged in.

    identity: "04b8:0e28:SERIAL", "" for a port built in. name: of its port or device file, "" where
    it has none. position: socket and interface ("1-1.4:1.0"). turn: another one each time it is
    plugged in, "" where the system does not count.
    """

    identity: str
    name: str = ""
    position: str = ""
    turn: str = ""


ListPlugs = Callable[[], Iterable[Plug]]


class Remembered:
    """Lists once for all who look in the same moment: Windows takes its time over it."""

    def __init__(self, listed: ListPlugs, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._listed = listed
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._at = -math.inf
        self._plugs: list[Plug] = []

    def __call__(self) -> list[Plug]:
        with self._lock:
            if self._monotonic() - self._at > KEPT_SECONDS:
                self._plugs = list(self._listed())
                self._at = self._monotonic()
            return self._plugs


def serial_plugs(list_ports: ListPorts = connected_ports) -> list[Plug]:
    """Return every serial port, those of the board too."""
    return [
        Plug(identity_of(port), plain_name(port.device), getattr(port, "location", None) or "")
        for port in list_ports()
    ]


def plain_name(name: str) -> str:
    r"""Return the name by which two namings of a port are equal: "COM10" for "\\.\com10"."""
    bare = name.removeprefix("\\\\.\\")
    return bare.upper() if bare[:3].upper() == "COM" else name


def usb_plugs(sysfs: Path = SYSFS) -> list[Plug]:
    """Return every USB device. On Linux from sysfs; elsewhere libusb and hidapi are asked, as far
    as they are installed.
    """
    devices = sysfs / "bus/usb/devices"
    if devices.is_dir():
        return [
            Plug(identity, position=folder.name, turn=_text(folder / "devnum"))
            for folder in sorted(devices.iterdir())
            if (identity := _identity(folder))
        ]
    return [*_libusb_plugs(), *_hid_plugs()] if sys.platform != "linux" else []


def printer_file_plugs(sysfs: Path = SYSFS) -> list[Plug]:
    """Return the device files that Linux' usblp driver made: "/dev/usb/lp0"."""
    found: list[Plug] = []
    for entry in sorted((sysfs / "class/usbmisc").glob("lp*")):
        interface = (entry / "device").resolve()
        identity = _identity(interface.parent)
        if identity:
            turn = _text(interface.parent / "devnum")
            found.append(Plug(identity, f"/dev/usb/{entry.name}", interface.name, turn))
    return found


def _identity(folder: Path) -> str:
    vendor, product = _text(folder / "idVendor"), _text(folder / "idProduct")
    return f"{vendor}:{product}:{_text(folder / 'serial')}" if vendor and product else ""


def _text(path: Path) -> str:
    """Return what a file of sysfs says, "" when it went away in this moment."""
    with suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace").strip()
    return ""


def _libusb_plugs() -> list[Plug]:
    import usb.core

    try:
        return [_libusb_plug(device) for device in usb.core.find(find_all=True)]
    except usb.core.NoBackendError:
        return []


def _libusb_plug(device: Any) -> Plug:
    import usb.core

    serial = ""
    # Windows shows the serial number only of a device whose driver lets it be opened.
    with suppress(usb.core.USBError, NotImplementedError, ValueError):
        serial = device.serial_number or ""
    turn = f"{device.bus}-{device.address}"
    return Plug(f"{device.idVendor:04x}:{device.idProduct:04x}:{serial}", position=turn, turn=turn)


def _hid_plugs() -> list[Plug]:
    try:
        import hid  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return []
    return [
        Plug(
            f"{found['vendor_id']:04x}:{found['product_id']:04x}:{found['serial_number'] or ''}",
            position=os.fsdecode(found["path"]),
        )
        for found in hid.enumerate()
    ]
