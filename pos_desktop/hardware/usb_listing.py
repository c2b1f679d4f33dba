"""Which USB devices are plugged in, without opening any: no permission and no driver is needed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pos_desktop.hardware.transports.protocol import TransportError

_SYSFS = Path("/sys/bus/usb/devices")
PRINTER_CLASS = 7


@dataclass(frozen=True, slots=True)
class UsbSeen:
    """usb_id: "04b8:0e28". name: as the device says it. classes: of its interfaces."""

    usb_id: str
    name: str
    classes: frozenset[int]


def usb_devices() -> list[UsbSeen]:
    """Return what is plugged in; TransportError("unreachable", needs="libusb-1.0") where the system
    has no way to tell.
    """
    return from_sysfs(_SYSFS) if sys.platform.startswith("linux") else _from_libusb()


def from_sysfs(root: Path) -> list[UsbSeen]:
    """Read Linux' own list (Documentation/ABI/testing/sysfs-bus-usb)."""
    seen: list[UsbSeen] = []
    for folder in sorted(root.glob("*")):
        vendor, product = _told(folder, "idVendor"), _told(folder, "idProduct")
        if not vendor or not product:
            continue
        names = [_told(folder, "manufacturer"), _told(folder, "product")]
        # In a test's folder interfaces may lie inside the device; the kernel links them beside it.
        classes = [
            _told(interface, "bInterfaceClass")
            for interface in (*root.glob(f"{folder.name}:*"), *folder.glob(f"{folder.name}:*"))
        ]
        found = frozenset(int(code, 16) for code in classes if code)
        seen.append(UsbSeen(f"{vendor}:{product}", " ".join(n for n in names if n), found))
    return seen


def _told(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _from_libusb() -> list[UsbSeen]:
    import usb.core

    try:
        devices: list[Any] = list(usb.core.find(find_all=True) or [])
    except usb.core.NoBackendError as error:
        raise TransportError("unreachable", needs="libusb-1.0") from error
    return [_seen(device) for device in devices]


def _seen(device: Any) -> UsbSeen:
    classes = frozenset(
        interface.bInterfaceClass for configuration in device for interface in configuration
    )
    return UsbSeen(f"{device.idVendor:04x}:{device.idProduct:04x}", _name_of(device), classes)


def _name_of(device: Any) -> str:
    """Its name needs the device to be opened; one that does not open is known by its ids."""
    import usb.core

    words: list[str] = []
    for part in ("manufacturer", "product"):
        try:
            words.append(str(getattr(device, part) or "").strip())
        except (usb.core.USBError, ValueError, NotImplementedError):
            continue
    return " ".join(word for word in words if word)


def printer_files(root: Path = Path("/sys/class/usbmisc")) -> Iterator[tuple[str, str]]:
    """Yield ("/dev/usb/lp0", "04b8:0e28") of each printer that Linux' own driver holds; "" for an
    id that is not told.
    """
    for link in sorted(root.glob("lp*")):
        device = link / "device" / ".."
        vendor, product = _told(device, "idVendor"), _told(device, "idProduct")
        yield f"/dev/usb/{link.name}", f"{vendor}:{product}" if vendor and product else ""
