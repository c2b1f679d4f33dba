"""The serial ports there are, and by what the USB devices behind them are known."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from pos_desktop.domain.errors import PosError
from pos_desktop.settings import Endpoint

ListPorts = Callable[[], Iterable[Any]]
_SOCKETS = "/dev/serial/by-path"


def connected_ports() -> Iterable[Any]:
    """Return pyserial's ListPortInfo of each port there is."""
    from serial.tools import list_ports

    return list_ports.comports()


def identity_of(port: Any) -> str:
    """Return "04b8:0e28:SERIAL" of a USB port, "" of one built in."""
    if port.vid is None:
        return ""
    return f"{port.vid:04x}:{port.pid:04x}:{port.serial_number or ''}"


def socket_links(folder: str = _SOCKETS) -> dict[str, str]:
    """Return the link that udev makes for each port by the socket it is plugged into; none where
    the system makes no such links."""
    links = sorted(Path(folder).glob("*"), reverse=True)
    return {os.path.realpath(link): str(link) for link in links}


def is_socket_link(name: str) -> bool:
    """Whether a port is named by its socket."""
    return name.startswith(f"{_SOCKETS}/")


def lasting_address(
    port: Any, ports: Sequence[Any], links: dict[str, str], others: Iterable[str] = ()
) -> str:
    """Return the address by which a port is found again after its device was put into another
    socket, or the system has given its names anew.

    That is its USB identity where no other port has the same; the model alone where it has no
    serial number and no other of that model is there. Of several alike each is known by its
    socket, where the system names those, and by its path otherwise: none is taken for another.
    others: addresses that other devices of the register are known by already.
    """
    identity = identity_of(port)
    model, has_number = identity[:9], bool(identity[10:])
    wanted = identity if has_number else model
    known = [identity_of(one) for one in ports]
    alike = [one for one in known if (one == identity if has_number else one[:9] == model)]
    if identity and len(alike) == 1 and wanted not in others and _is_kept(wanted):
        return wanted
    return links.get(os.path.realpath(port.device), str(port.device))


def _is_kept(identity: str) -> bool:
    """Whether settings give the identity back as it is: a maker may put anything into a serial
    number. One that ends in a colon would be read as a model."""
    try:
        read = Endpoint.parse(f"serial:{identity}")
    except PosError:
        return False
    return (read.address, read.line, read.profile) == (identity, "", "") and identity[-1] != ":"
