"""Where a device is plugged in: a USB adapter that is pulled out and put back gets another name,
and must not be taken for the one whose name it got.

A place knows its device by USB identity: from the settings ("serial:0403:6001:A1"), or since it was
first seen at the port that the settings name.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from typing import Protocol

from pos_desktop.hardware.plugs import (
    ListPlugs,
    Plug,
    Remembered,
    plain_name,
    printer_file_plugs,
    serial_plugs,
    usb_plugs,
)
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.settings import Endpoint, is_usb_identity

_GIVEN_IN_TURN = "/dev/tty"


class Place(Protocol):
    """Used by the device's thread and by the one that watches."""

    def look(self) -> bool:
        """Return True when the device has come back since the last look, or moved."""
        ...

    def leave(self) -> None:
        """Nobody looks for the device here any more: what stands there is free for others."""
        ...


class Plugs:
    """What is plugged in, listed when it is asked for. exists: whether a path is there."""

    def __init__(
        self,
        serial: ListPlugs | None = None,
        usb: ListPlugs | None = None,
        files: ListPlugs | None = None,
        exists: Callable[[str], bool] = os.path.exists,
    ) -> None:
        """serial, usb, files: who lists them, the system unless a test says otherwise."""
        self._serial = serial or Remembered(serial_plugs)
        self._usb = usb or Remembered(usb_plugs)
        self._files = files or Remembered(printer_file_plugs)
        self._exists = exists
        self._claims = Claims()

    def apart(self) -> Plugs:
        """The same plugs for somebody who looks whatever the devices of the register use."""
        return Plugs(self._serial, self._usb, self._files, self._exists)

    def place_of(self, endpoint: Endpoint) -> Place | None:
        """Return where the device of an endpoint is, None where a plug cannot be seen."""
        if endpoint.kind in ("usb", "hid"):
            return UsbPlace(endpoint.address, self._usb)
        if endpoint.kind == "serial":
            return NamedPlace(endpoint.address, self._serial, self._exists, self._claims)
        if endpoint.kind == "file" and endpoint.address.startswith("/dev/"):
            return NamedPlace(endpoint.address, self._files, self._exists, self._claims)
        return None


class Claims:
    """Which plug each place has found or had last, and how many devices of one identity there were
    at once, so that two of a model without serial numbers are not taken for each other.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._named: dict[object, str] = {}
        self._last: dict[object, Plug] = {}
        self._present: set[object] = set()
        self._most: dict[str, int] = {}

    def saw(self, plugs: Iterable[Plug]) -> None:
        """Note all that is plugged in now; a double adapter is one device."""
        sockets: dict[str, set[str]] = {}
        for plug in plugs:
            socket = plug.position.partition(":")[0] or plug.name
            sockets.setdefault(plug.identity, set()).add(socket)
        for identity, alike in sockets.items():
            self._most[identity] = max(self._most.get(identity, 0), len(alike))

    def was_ever_one(self, identity: str) -> bool:
        """Whether a device has a number, and no second one with it was ever seen."""
        return not identity.endswith(":") and self._most.get(identity) == 1

    def is_only_one(self, place: object, identity: str) -> bool:
        """Whether all devices of this identity that were ever seen, but for one, are in use by
        other places now: then whatever else shows up is that one, in whichever socket."""
        theirs = {
            plug.position.partition(":")[0] or plug.name
            for other, plug in self._last.items()
            if other is not place and other in self._present and plug.identity == identity
        }
        return self._most.get(identity, 0) - len(theirs) <= 1

    def expects(self, place: object, name: str) -> None:
        """The settings name a port for this place: before it has met its device, too, what stands
        there and has no number is no other's. Linux gives a name such as ttyUSB0 to whichever
        device comes first, so that says nothing."""
        if not name.startswith(_GIVEN_IN_TURN):
            self._named[place] = name

    def found(self, place: object, plug: Plug) -> None:
        self._named.pop(place, None)
        self._last[place] = plug
        self._present.add(place)

    def forget(self, place: object) -> None:
        """Nothing is this place's any more."""
        self._named.pop(place, None)
        self._last.pop(place, None)
        self._present.discard(place)

    def gone(self, place: object) -> None:
        self._present.discard(place)

    def free_for(self, place: object, plugs: Iterable[Plug]) -> list[Plug]:
        """Return the plugs that are no other place's: by name now, as the settings name it, or by
        socket before."""
        mine = self._last.get(place)
        expected = [name for other, name in self._named.items() if other is not place]
        others = [(other, plug) for other, plug in self._last.items() if other is not place]
        names = {plug.name for other, plug in others if other in self._present}
        sockets = {
            (plug.identity, plug.position)
            for _, plug in others
            if plug.position and (mine is None or mine.position != plug.position)
        }
        return [
            plug
            for plug in plugs
            if plug.name not in names
            and not (
                plug.identity.endswith(":")
                and (
                    (plug.identity, plug.position) in sockets
                    or any(_named([plug], name) for name in expected)
                )
            )
        ]


class NamedPlace:
    """A serial port or a device file."""

    def __init__(
        self,
        address: str,
        listed: ListPlugs,
        exists: Callable[[str], bool] = os.path.exists,
        claims: Claims | None = None,
    ) -> None:
        self._address = address
        self._listed = listed
        self._exists = exists
        self._claims = claims or Claims()
        by_identity = is_usb_identity(address)
        self._known = Plug(_whole(address)) if by_identity else None
        self._name = "" if by_identity else address
        self._last: tuple[str, str] | None = None
        self._alike: tuple[str, ...] = ()
        self._taken = ""
        self._left = False
        if self._name:
            with self._claims.lock:
                self._claims.expects(self, self._name)

    def current(self) -> str:
        """Return its name now. A device whose identity is known is not looked for under a name
        that another one has: TransportError("not_found"), "busy" where another place has that very
        device, or "ambiguous" while nobody can tell which of several it is, with their names in
        `found`.
        """
        name, _ = self._find()
        if not name and self._taken:
            raise TransportError("busy", path=self._taken)
        if not name and self._alike:
            raise TransportError("ambiguous", path=self._address, found=self._alike)
        if not name and self._known is not None:
            raise TransportError("not_found", path=self._address)
        return name or self._name

    def look(self) -> bool:
        here, before = self._find(), self._last
        self._last = here
        return bool(here[0]) and before is not None and here != before

    def leave(self) -> None:
        with self._claims.lock:
            self._left = True
            self._claims.forget(self)

    def _find(self) -> tuple[str, str]:
        """Return its name and turn now, two empty texts when it is not there."""
        plugs = list(self._listed())
        with self._claims.lock:
            self._claims.saw(plugs)
            self._alike, self._taken = (), ""
            if self._known is None:
                here = _named(plugs, self._name)
                if here is None or not here.identity:
                    there = here is not None or self._exists(self._name)
                    return (self._name, "") if there else ("", "")
            else:
                here = self._recognised(self._claims.free_for(self, plugs), self._known)
            if here is None:
                self._claims.gone(self)
                self._taken = self._with_another(plugs)
                return "", ""
            if _named([here], self._name) is None:
                self._name = here.name
            self._known = here
            if not self._left:
                self._claims.found(self, here)
            return self._name, here.turn

    def _with_another(self, plugs: list[Plug]) -> str:
        """The port of the known device where another place has it: the settings name it twice."""
        known = self._known.identity if self._known is not None else ""
        there = [plug.name for plug in plugs if plug.identity == known]
        return there[0] if there and self._claims.was_ever_one(known) else ""

    def _recognised(self, plugs: list[Plug], known: Plug) -> Plug | None:
        """Return the plug that is the known device, None when it is not there or nobody can tell;
        then `_alike` names those that it may be."""
        same = [plug for plug in plugs if _may_be(plug, known)]
        # Named by its model and never met, it is the only one there; once met it is that very one.
        is_only_one = (not known.name and len(same) == 1) or (
            len({plug.identity for plug in same}) == 1
            and self._claims.is_only_one(self, same[0].identity)
        )
        here = _same(same, known, self._name, is_only_one=is_only_one)
        if here is None:
            self._alike = tuple(plug.name for plug in same)
        return here


class UsbPlace:
    """A USB device without a name in the system, found by libusb or hidapi when it is opened."""

    def __init__(self, address: str, listed: ListPlugs) -> None:
        self._identity = _whole(address)
        self._listed = listed
        self._last: set[str] | None = None

    def look(self) -> bool:
        here = {
            plug.turn or plug.position or plug.identity
            for plug in self._listed()
            if plug.identity == self._identity
            or (self._identity.endswith(":") and plug.identity.startswith(self._identity))
        }
        before, self._last = self._last, here
        return before is not None and bool(here - before)

    def leave(self) -> None:
        """It keeps nothing from others: opening tells two of a model apart."""


def _whole(address: str) -> str:
    """Return the identity in an address, with an empty serial number where it names none."""
    identity = address[:9].lower() + address[9:]
    return identity if identity.count(":") > 1 else f"{identity}:"


def _named(plugs: Iterable[Plug], name: str) -> Plug | None:
    """Return the plug of that name; a link such as /dev/serial/by-id/... is followed."""
    names = {plain_name(name), os.path.realpath(name) if name.startswith("/") else plain_name(name)}
    return next((plug for plug in plugs if plug.name in names), None)


def _may_be(plug: Plug, known: Plug) -> bool:
    """Whether a plug has the identity that is wanted: the settings may name a model only."""
    if known.identity.endswith(":") and not known.position:
        return plug.identity.startswith(known.identity)
    return plug.identity == known.identity


def _same(same: list[Plug], known: Plug, name: str, *, is_only_one: bool) -> Plug | None:
    """Return the one of several plugs of its identity that is the known device.

    is_only_one: no other device of that identity can be among them. Where one can, the socket
    decides, and the name only where the system tells no sockets: makers have given whole batches
    one serial number.
    """
    interface = known.position.rpartition(":")[2]
    by_socket = [plug for plug in same if known.position and plug.position == known.position]
    by_interface = [p for p in same if interface and p.position.rpartition(":")[2] == interface]
    by_name = [p for p in same if not known.position and not p.position and _named([p], name)]
    # A device alone of its kind may be in any socket, unless it has several ports itself.
    orders = (by_socket, same, by_interface) if is_only_one else (by_socket, by_name)
    return next((found[0] for found in orders if len(found) == 1), None)
