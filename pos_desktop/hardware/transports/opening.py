"""From an endpoint of the settings ("tcp://HOST:PORT", "serial:PATH" ...) to its transport."""

from __future__ import annotations

from collections.abc import Callable

from pos_desktop.hardware.profiles import TransportSettings
from pos_desktop.hardware.transports.device_file import DeviceFileTransport
from pos_desktop.hardware.transports.hid_device import HidTransport
from pos_desktop.hardware.transports.protocol import Transport
from pos_desktop.hardware.transports.serial_port import SerialTransport
from pos_desktop.hardware.transports.spooler import SpoolTransport
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.hardware.transports.usb_bulk import UsbTransport
from pos_desktop.settings import Endpoint, SettingsError


def transport_for(
    endpoint: Endpoint | str,
    settings: TransportSettings,
    path: Callable[[], str] | None = None,
) -> Transport:
    """Return the unopened transport of an endpoint.

    path: tells the name of a port or device file now, after the device may have moved; default: the
    endpoint's. Raises SettingsError for a text that is no endpoint.
    """
    place = Endpoint.parse(endpoint) if isinstance(endpoint, str) else endpoint
    if place.kind == "tcp":
        host, port = place.host_and_port
        return TcpTransport(host, port, settings.connect_ms / 1000)
    if place.kind == "serial":
        line = settings.serial.with_text(place.line)
        return SerialTransport(path or place.address, line)
    if place.kind == "usb":
        return UsbTransport(*place.vendor_and_product, place.usb_serial)
    if place.kind == "hid":
        return HidTransport(*place.vendor_and_product, settings.hid, serial=place.usb_serial)
    if place.kind == "file":
        return DeviceFileTransport(path or place.address)
    if place.kind == "command":
        raise SettingsError(
            "endpoint.kind", given=str(place), allowed="tcp, serial, usb, file, spool"
        )
    return SpoolTransport(place.address)
