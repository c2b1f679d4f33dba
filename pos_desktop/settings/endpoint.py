"""Where a device is, as the settings say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Self, get_args

from pos_desktop.data_folder import SettingsError

EndpointKind = Literal["tcp", "serial", "usb", "file", "spool", "hid", "command"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a device is.

    kind: how it is reached. address: "HOST:PORT" for tcp, a port or file path for serial and file,
    "VID:PID" in four hexadecimal digits each for usb and hid, with ":SERIAL" where there are
    several of a model, the queue's name for spool, the folder of a card terminal's program for
    command. A serial port may be named by such a USB identity, too. profile: the model's profile,
    "" for the default one. line: parameters of a serial line that were found out or set on the
    device, "19200-8E1"; "" for the profile's.
    """

    kind: EndpointKind
    address: str
    profile: str = ""
    line: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "tcp://127.0.0.1:9100,TM-T20III", "serial:/dev/ttyUSB0@19200-8E1" and the like.

        Raises SettingsError `endpoint.kind` (values: given, allowed) or `endpoint.address` (values:
        given, form).
        """
        place, _, profile = text.strip().partition(",")
        kind, colon, address = place.strip().partition(":")
        kind = kind.lower()
        if not colon or kind not in get_args(EndpointKind):
            raise SettingsError(
                "endpoint.kind", given=text, allowed=", ".join(get_args(EndpointKind))
            )
        line = ""
        if kind == "tcp":
            address = address.removeprefix("//").rstrip("/")
        elif kind == "serial" and (match := _SERIAL_LINE.fullmatch(address)):
            address, line = match[1], match[2]
        if not _address_is_good(kind, address):
            raise SettingsError("endpoint.address", given=text, form=_ADDRESS_FORMS[kind])
        if kind in ("usb", "hid"):
            address = address[:9].lower() + address[9:]
        return cls(kind, address, profile.strip(), line)  # type: ignore[arg-type]

    def __str__(self) -> str:
        slashes = "//" if self.kind == "tcp" else ""
        line = f"@{self.line}" if self.line else ""
        profile = f",{self.profile}" if self.profile else ""
        return f"{self.kind}:{slashes}{self.address}{line}{profile}"

    @property
    def host_and_port(self) -> tuple[str, int]:
        """Return the host without the brackets of IPv6 and the port of a tcp endpoint."""
        host, _, port = self.address.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def vendor_and_product(self) -> tuple[int, int]:
        """Return the two USB identifiers of a usb or hid endpoint."""
        vendor, product = self.address.split(":")[:2]
        return int(vendor, 16), int(product, 16)

    @property
    def usb_serial(self) -> str:
        """Return the serial number in a USB identity, "" where any of the model will do."""
        return ":".join(self.address.split(":")[2:])


_SERIAL_LINE = re.compile(r"(.+)@(\d{3,6}-[78][NEO][12])")
_ADDRESS_FORMS = {
    "tcp": "tcp://HOST:PORT",
    "serial": "serial:PATH[@BAUD-8N1], serial:VID:PID[:SERIAL][@BAUD-8N1]",
    "usb": "usb:VID:PID[:SERIAL]",
    "file": "file:PATH",
    "spool": "spool:NAME",
    "hid": "hid:VID:PID[:SERIAL]",
    "command": "command:FOLDER",
}


def _address_is_good(kind: str, address: str) -> bool:
    if kind == "tcp":
        host, colon, port = address.rpartition(":")
        return bool(host and colon and port.isascii() and port.isdigit() and 0 < int(port) < 65_536)
    if kind in ("usb", "hid"):
        return is_usb_identity(address)
    return bool(address.strip())


def is_usb_identity(address: str) -> bool:
    """Return whether a text is VID:PID or VID:PID:SERIAL."""
    parts = address.split(":")
    return len(parts) >= 2 and all(
        len(part) == 4 and set(part.lower()) <= set("0123456789abcdef") for part in parts[:2]
    )
