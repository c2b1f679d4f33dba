"""Where a device is, as people write it beside the way it is connected: "192.168.1.40", "COM3".
Settings say it with the way in front. Qt-free."""

from __future__ import annotations

from typing import Literal

from pos_desktop.domain.errors import PosError
from pos_desktop.i18n import t
from pos_desktop.settings import Endpoint, is_usb_identity

Lasts = Literal["", "usb", "socket"]
_SOCKETS = "/dev/serial/by-path/"

WAYS = {
    "tcp": "tcp://",
    "usb": "usb:",
    "serial": "serial:",
    "file": "file:",
    "spool": "spool:",
    "hid": "hid:",
    "command": "command:",
}
"""How a device is connected -> how its endpoint begins."""


def written(endpoint: str) -> str:
    """An endpoint without its way and its model."""
    place = endpoint.partition(",")[0]
    start = WAYS.get(place.partition(":")[0], "")
    return place.removeprefix(start) if start else place


def lasts(endpoint: str) -> Lasts:
    """How a serial port is known that has no name of its own in the settings: "usb" = by its
    device, in whichever socket that is; "socket" = by the socket. "" for any other endpoint."""
    try:
        place = Endpoint.parse(endpoint)
    except PosError:
        return ""
    if place.kind != "serial":
        return ""
    if place.address.startswith(_SOCKETS):
        return "socket"
    return "usb" if is_usb_identity(place.address) else ""


def called(endpoint: str, port: str = "") -> str:
    """An endpoint in words. port: the name that its port has now, "" = it is not there."""
    known = lasts(endpoint)
    if not known:
        return written(endpoint)
    if port:
        return port
    number = Endpoint.parse(endpoint).usb_serial if known == "usb" else ""
    return t("equipment.place.usb_number", number=number) if number else t("equipment.place.usb")


def endpoint_of(text: str, way: str, tcp_port: int) -> str:
    """What a person wrote as settings have it; "" for nothing. A whole endpoint is taken as it is.
    tcp_port: that of the model, for an address without one."""
    text = text.strip()
    if not text or text.lower().startswith(tuple(WAYS.values())):
        return text
    if way == "tcp" and (":" not in text or text.endswith("]")):
        text = f"{text}:{tcp_port}"
    return f"{WAYS.get(way, '')}{text}"


def is_place(endpoint: str) -> bool:
    """Whether settings take an endpoint."""
    try:
        Endpoint.parse(endpoint)
    except PosError:
        return False
    return True
