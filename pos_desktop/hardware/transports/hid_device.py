"""Human interface devices that are not keyboards: scanners in HID-POS mode, through hidapi.

One read is one report. Linux needs a udev rule for hidraw, Windows nothing: it has a driver for
HID of its own and lets any program open what is no keyboard or mouse.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from pos_desktop.hardware.profiles import HidInterface
from pos_desktop.hardware.transports.permissions import fix_of, group_of
from pos_desktop.hardware.transports.protocol import SLICE_SECONDS, TransportError


class HidDevice(Protocol):
    """The methods of hidapi's device that are used here."""

    def open_path(self, path: bytes) -> None: ...
    def close(self) -> None: ...
    def read(self, max_length: int, timeout_ms: int) -> list[int]: ...
    def write(self, data: list[int]) -> int: ...
    def send_feature_report(self, data: list[int]) -> int: ...


class HidLibrary(Protocol):
    """hidapi as Python sees it; tests and simulators bring their own."""

    def enumerate(self, vendor_id: int, product_id: int) -> list[dict[str, Any]]: ...
    def device(self) -> HidDevice: ...


def installed_library() -> HidLibrary:
    """Return hidapi; its hidraw flavour on Linux, since that of libusb takes the device away from
    the kernel and cannot tell what an interface is for.
    """
    if sys.platform.startswith("linux"):
        try:
            import hidraw

            return hidraw  # type: ignore[no-any-return]
        except ImportError:
            pass  # built from source without udev's headers
    import hid

    return hid  # type: ignore[no-any-return]


def _may_open(path: str) -> bool:
    """Windows and macOS name a device by what is no file: nobody is kept from it."""
    return not os.path.exists(path) or os.access(path, os.R_OK | os.W_OK)


class HidTransport:
    """vendor, product: of the device; serial: its number where there are several, "" for the only
    one.

    `open` raises TransportError("wrong_mode") when the device is there and has no such interface:
    it poses as a keyboard and has to be told otherwise.
    """

    can_read = True

    def __init__(
        self,
        vendor: int,
        product: int,
        interface: HidInterface,
        *,
        serial: str = "",
        library: HidLibrary | None = None,
        may_open: Callable[[str], bool] = _may_open,
    ) -> None:
        self._vendor = vendor
        self._product = product
        self._serial = serial
        self._interface = interface
        self._library = library
        self._may_open = may_open
        self._device: HidDevice | None = None
        self._cancelled = threading.Event()

    def open(self) -> None:
        self.close()
        self._cancelled.clear()
        library = self._library or installed_library()
        path = self._path(library)
        device = library.device()
        try:
            device.open_path(path)
        except (OSError, ValueError) as error:
            raise self._refused(path, error) from error
        try:
            if self._interface.open_feature:
                device.send_feature_report(list(bytes.fromhex(self._interface.open_feature)))
        except (OSError, ValueError) as error:
            device.close()
            raise TransportError("lost", reason=str(error)) from error
        self._device = device

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            try:
                device.close()
            except (OSError, ValueError):
                return  # it was pulled out

    def write(self, data: bytes, deadline_seconds: float) -> int:
        """Send one output report; data begins with its number."""
        del deadline_seconds  # a report is taken at once or not at all
        device = self._opened()
        try:
            sent = device.write(list(data))
        except (OSError, ValueError) as error:
            raise TransportError("lost", may_have_left=len(data), reason=str(error)) from error
        if sent < len(data):
            raise TransportError("lost", may_have_left=len(data), reason="report not taken")
        return len(data)

    def read(self, size: int, timeout_seconds: float) -> bytes:
        """Return one report, its number first."""
        until = time.monotonic() + timeout_seconds
        while True:
            device = self._opened()
            left = max(0.0, until - time.monotonic())
            try:
                # 0 would mean a wait without end to some builds of hidapi.
                report = device.read(size, max(1, round(min(left, SLICE_SECONDS) * 1000)))
            except (OSError, ValueError) as error:
                raise TransportError("lost", reason=str(error)) from error
            if report:
                return bytes(report)
            if left <= 0:
                return b""

    def cancel(self) -> None:
        self._cancelled.set()

    def _path(self, library: HidLibrary) -> bytes:
        try:
            found = library.enumerate(self._vendor, self._product)
        except OSError as error:
            raise TransportError("unreachable", reason=str(error)) from error
        if self._serial:
            found = [one for one in found if one.get("serial_number") == self._serial]
        if not found:
            raise TransportError("not_found", path=self._name)
        wanted = self._interface
        usage = (wanted.usage_page, wanted.usage)
        fit = [one for one in found if (one.get("usage_page"), one.get("usage")) == usage]
        twins = {
            _path_of(one).decode("utf-8", "replace"): one.get("serial_number")
            for one in fit
            if _interface_of(one) == _interface_of(fit[0])
        }
        if len(twins) > 1:
            names = tuple(serial or path for path, serial in twins.items())
            raise TransportError("ambiguous", path=self._name, found=names)
        if fit:
            return _path_of(fit[0])
        untold = [one for one in found if not one.get("usage_page")]
        if len(found) == len(untold):
            return _path_of(untold[-1])  # this build cannot tell; what is no keyboard comes last
        raise TransportError("wrong_mode", path=self._name)

    def _refused(self, path: bytes, error: Exception) -> TransportError:
        """hidapi only says that it failed: whether it was permission is asked of the system."""
        shown = path.decode(errors="replace")
        if not self._may_open(shown):
            group = group_of(shown)
            return TransportError("permission", path=shown, group=group, fix=fix_of(group))
        return TransportError("busy", path=shown, reason=str(error))

    def _opened(self) -> HidDevice:
        if self._cancelled.is_set():
            raise TransportError("cancelled")
        if self._device is None:
            raise TransportError("lost", reason="not open")
        return self._device

    @property
    def _name(self) -> str:
        return f"{self._vendor:04x}:{self._product:04x}"


def _interface_of(found: dict[str, Any]) -> object:
    """Two of the same number are two devices; one device may have several."""
    return found.get("interface_number")


def _path_of(found: dict[str, Any]) -> bytes:
    path = found["path"]
    return path if isinstance(path, bytes) else str(path).encode()
