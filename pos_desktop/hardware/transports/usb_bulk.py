"""A USB printer by its bulk endpoints, through pyusb and libusb; no driver of the system needed.

Where the system's own driver (usblp, a CUPS queue) also holds the printer, the two disturb each
other: use either this or `file:` and `spool:`.
"""

from __future__ import annotations

import errno
import math
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from pos_desktop.hardware.transports.permissions import INSTALL_RULES, udev_rule
from pos_desktop.hardware.transports.protocol import CHUNK_BYTES, Cause, TransportError

_PRINTER_CLASS = 7
_BULK = 2
_READ_STEP_SECONDS = 0.05
_SLICE_SECONDS = 0.25
_CAUSES: dict[int, Cause] = {
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.EBUSY: "busy",
    errno.ENODEV: "lost",
    errno.ENOENT: "not_found",
}


def _listed(vendor: int, product: int) -> Iterable[Any]:
    import usb.core

    found: Iterable[Any] = usb.core.find(find_all=True, idVendor=vendor, idProduct=product)
    return found


def _usb_errors() -> tuple[type[Exception], type[Exception]]:
    """Return pyusb's error and its timeout, a subclass of it."""
    import usb.core

    return usb.core.USBError, usb.core.USBTimeoutError


class UsbTransport:
    """serial: "" takes the only one of its model. listed: the devices of a model, as pyusb tells
    them unless a test does. counts: libusb tells here how much a timed out write has taken, so
    that a long wait may be made of short ones, and be cancelled.
    """

    def __init__(
        self,
        vendor: int,
        product: int,
        serial: str = "",
        *,
        listed: Callable[[int, int], Iterable[Any]] = _listed,
        counts: bool = sys.platform.startswith("linux"),
    ) -> None:
        self.vendor = vendor
        self.product = product
        self.serial = serial
        self._counts = counts
        self._listed = listed
        self._device: Any = None
        self._out: Any = None
        self._in: Any = None
        self._read_ahead = bytearray()
        self._pause = threading.Event()

    @property
    def can_read(self) -> bool:
        return self._in is not None

    def open(self) -> None:
        import usb.core

        self.close()
        self._pause.clear()
        error_type, _ = _usb_errors()
        try:
            self._claim(self._found())
        except usb.core.NoBackendError as error:
            raise TransportError("unreachable", needs="libusb-1.0") from error
        except error_type as error:
            raise self._failed(error) from error

    def _found(self) -> Any:
        """The one device that is meant; two of a model are not taken for each other."""
        alike = list(self._listed(self.vendor, self.product))
        if self.serial:
            alike = [device for device in alike if self._serial_of(device) == self.serial]
        if not alike:
            raise TransportError("not_found", vendor=self.vendor, product=self.product)
        if len(alike) > 1:
            raise TransportError("ambiguous", found=tuple(_name_of(device) for device in alike))
        return alike[0]

    def _serial_of(self, device: Any) -> str:
        try:
            return device.serial_number or ""
        except ValueError as error:
            # pyusb's way to say that it was not let in to read it.
            raise self._not_allowed() from error

    def _claim(self, device: Any) -> None:
        configuration = device.get_active_configuration()
        interface, self._out, self._in = _bulk_endpoints(configuration)
        if self._out is None:
            raise TransportError("not_found", reason="no bulk endpoint", product=self.product)
        try:
            if device.is_kernel_driver_active(interface):
                device.detach_kernel_driver(interface)
        except NotImplementedError:
            # This system has no kernel drivers to take away, so nothing holds the device either.
            pass
        import usb.util

        usb.util.claim_interface(device, interface)
        self._device = device

    def close(self) -> None:
        device, self._device = self._device, None
        self._out = self._in = None
        self._read_ahead.clear()
        if device is None:
            return
        import usb.util

        error_type, _ = _usb_errors()
        try:
            usb.util.dispose_resources(device)
        except error_type:
            return  # it was pulled out: nothing is left to release

    def write(self, data: bytes, deadline_seconds: float) -> int:
        error_type, timeout_type = _usb_errors()
        slice_seconds = min(deadline_seconds, _SLICE_SECONDS if self._counts else math.inf)
        sent = 0
        until = time.monotonic() + deadline_seconds
        while sent < len(data):
            if self._pause.is_set():
                raise TransportError("cancelled", may_have_left=sent)
            if self._device is None:
                raise TransportError("lost", may_have_left=sent, reason="not open")
            chunk = data[sent : sent + CHUNK_BYTES]
            try:
                sent += self._out.write(chunk, _milliseconds(slice_seconds))
                until = time.monotonic() + deadline_seconds
            except timeout_type as error:
                if not self._counts or time.monotonic() >= until:
                    # The last word of a printer that hangs is taken for a word with the chunk.
                    raise TransportError("timeout", may_have_left=sent + len(chunk)) from error
            except error_type as error:
                raise self._failed(error, sent + len(chunk)) from error
        return sent

    def read(self, size: int, timeout_seconds: float) -> bytes:
        error_type, timeout_type = _usb_errors()
        until = time.monotonic() + timeout_seconds
        while not self._read_ahead:
            if self._pause.is_set():
                raise TransportError("cancelled")
            left = until - time.monotonic()
            if left <= 0 or self._in is None:
                return b""
            try:
                came = self._in.read(
                    self._in.wMaxPacketSize, _milliseconds(min(left, _SLICE_SECONDS))
                )
            except timeout_type:
                continue
            except error_type as error:
                raise self._failed(error) from error
            self._read_ahead += bytes(came)
            if not came:
                # Some printers answer with empty packets while they have nothing to say.
                self._pause.wait(_READ_STEP_SECONDS)
        data = bytes(self._read_ahead[:size])
        del self._read_ahead[:size]
        return data

    def cancel(self) -> None:
        self._pause.set()

    def _failed(self, error: Exception, may_have_left: int = 0) -> TransportError:
        cause = _CAUSES.get(getattr(error, "errno", None) or 0, "lost")
        if cause == "permission":
            return self._not_allowed(may_have_left)
        return TransportError(cause, may_have_left=may_have_left, reason=str(error))

    def _not_allowed(self, may_have_left: int = 0) -> TransportError:
        rule = udev_rule(self.vendor, self.product)
        return TransportError(
            "permission", may_have_left=may_have_left, udev_rule=rule, fix=INSTALL_RULES
        )


def _name_of(device: Any) -> str:
    """How a person tells it from its twin: its serial number, else where it is plugged in."""
    with suppress(ValueError, NotImplementedError, *_usb_errors()):
        if device.serial_number:
            return str(device.serial_number)
    return f"USB {device.bus}-{device.address}"


def _bulk_endpoints(configuration: Any) -> tuple[int, Any, Any]:
    """Return interface number, OUT and IN endpoint; a printer interface before any other."""
    found: tuple[int, Any, Any] = (0, None, None)
    for interface in configuration:
        bulk = [e for e in interface if e.bmAttributes & 3 == _BULK]
        out = next((e for e in bulk if not e.bEndpointAddress & 0x80), None)
        into = next((e for e in bulk if e.bEndpointAddress & 0x80), None)
        is_printer = interface.bInterfaceClass == _PRINTER_CLASS
        if out is not None and (found[1] is None or is_printer):
            found = (interface.bInterfaceNumber, out, into)
            if is_printer:
                break
    return found


def _milliseconds(seconds: float) -> int:
    return max(1, int(seconds * 1000))  # 0 would mean for ever
