"""Finding devices: what is plugged in, what the spooler knows, who answers on named addresses, and
which serial port has a scale behind it. Qt-free; each source is bounded, and a person can stop it.

A source that cannot be looked at is told, and the others are looked at all the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from pos_desktop.domain.errors import DeviceError
from pos_desktop.hardware.network_search import (
    PRINTER_PORT,
    Answered,
    Knock,
    addresses_of,
    knock,
    search_network,
)
from pos_desktop.hardware.plugs import plain_name
from pos_desktop.hardware.profiles import (
    PrinterProfile,
    Profile,
    ProfileError,
    ScaleProfile,
    display_profile,
    printer_profile,
    profile_ids,
    scale_profile,
    scanner_profile,
)
from pos_desktop.hardware.serial_places import (
    ListPorts,
    connected_ports,
    identity_of,
    lasting_address,
    socket_links,
)
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.hardware.transports.spooler import queues
from pos_desktop.hardware.usb_listing import PRINTER_CLASS, UsbSeen, printer_files, usb_devices
from pos_desktop.ports.equipment import (
    FoundDevice,
    GoOn,
    SearchResult,
    SearchStep,
    SearchTrouble,
    Wishes,
)
from pos_desktop.settings import Endpoint, SettingsError

ProbeScale = Callable[[str, Callable[[], bool]], tuple[str, str] | None]
"""(path of a serial port, go on) -> (profile id, line as in an endpoint where it is not the
profile's), None for no scale."""

ProbeAddress = Callable[[str, int, Callable[[], bool]], str | None]
"""(host, port, go on) -> the profile id of the scale that answers there, None for no scale."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where to look; tests bring their own. probe_scale, probe_address: None where scales are not
    asked."""

    ports: ListPorts = connected_ports
    sockets: Callable[[], dict[str, str]] = socket_links
    usb: Callable[[], list[UsbSeen]] = usb_devices
    printer_files: Callable[[], Iterable[tuple[str, str]]] = printer_files
    queues: Callable[[], list[str]] = queues
    knock: Knock = knock
    probe_scale: ProbeScale | None = None
    probe_address: ProbeAddress | None = None


def search(wishes: Wishes, go_on: GoOn, around: Surroundings | None = None) -> SearchResult:
    """Look everywhere; DeviceError("search.address" | "search.too_many") before anything is asked
    where the addresses cannot be read.
    """
    return _Search(wishes, go_on, around or Surroundings(), addresses_of(wishes.addresses)).run()


class _Stopped(Exception):  # noqa: N818 - a way out, no error
    pass


class _Search:
    def __init__(
        self, wishes: Wishes, go_on: GoOn, around: Surroundings, places: list[tuple[str, int]]
    ) -> None:
        self._wishes = wishes
        self._tell = go_on
        self._around = around
        self._busy = frozenset(_as_found(endpoint) for endpoint in wishes.busy)
        self._known = _KnownModels()
        self._ask_scale = around.probe_address if wishes.scales else None
        self._places = self._with_scales(places) if self._ask_scale else places
        self._found: dict[tuple[str, str], FoundDevice] = {}
        self._troubles: list[SearchTrouble] = []

    def run(self) -> SearchResult:
        sources: list[tuple[str, Callable[[], Iterator[FoundDevice]]]] = [
            ("usb", self._usb),
            ("serial", self._serial),
            ("spooler", self._spooler),
        ]
        if self._places:
            sources.append(("network", self._network))
        if self._wishes.scales and self._around.probe_scale is not None:
            sources.append(("scales", self._scales))
        cancelled = False
        for source, look in sources:
            try:
                self._step(SearchStep(source))
                self._look(source, look)
            except _Stopped:
                cancelled = True
                break
        return SearchResult(tuple(self._found.values()), tuple(self._troubles), cancelled)

    def _look(self, source: str, look: Callable[[], Iterator[FoundDevice]]) -> None:
        try:
            for found in look():
                if found.endpoint not in self._busy and not self._is_held(found.port):
                    self._found[found.device, found.endpoint] = found
        except (DeviceError, OSError) as error:
            code = error.code if isinstance(error, DeviceError) else "transport.unreachable"
            values = error.values if isinstance(error, DeviceError) else {"reason": str(error)}
            self._troubles.append(SearchTrouble(source, code, dict(values)))

    def _step(self, step: SearchStep) -> None:
        if not self._tell(step):
            raise _Stopped

    def _usb(self) -> Iterator[FoundDevice]:
        files = dict(self._around.printer_files())
        listed: set[str] = set()
        for seen in self._around.usb():
            device, profile = self._known.by_usb(seen.usb_id)
            if not profile and PRINTER_CLASS not in seen.classes:
                continue
            listed.add(seen.usb_id)
            name = self._known.name(device, profile) or seen.name or seen.usb_id
            kind = "hid" if device == "scanner" else "usb"
            by = f"USB {seen.usb_id}"
            yield FoundDevice(device, f"{kind}:{seen.usb_id}", name, profile, by, sure=True)
        for path, usb_id in files.items():
            if usb_id not in listed:
                yield FoundDevice("printer", f"file:{path}", path, "", path, sure=True)

    def _serial(self) -> Iterator[FoundDevice]:
        ports = list(self._around.ports())
        for port in ports:
            usb_id = identity_of(port)[:9]
            if not usb_id:
                continue  # a port of the board: nothing says that something is behind it
            device, profile = self._known.by_usb(usb_id)
            name = self._known.name(device, profile) or _port_name(port)
            by = f"{port.device}, USB {usb_id}"
            for maybe in (device,) if profile else ("scale", "scanner"):
                endpoint = self._lasting(port, ports, maybe)
                yield FoundDevice(maybe, endpoint, name, profile, by, bool(profile), port.device)

    def _spooler(self) -> Iterator[FoundDevice]:
        for queue in self._around.queues():
            profile = self._known.by_name(queue)
            yield FoundDevice("printer", f"spool:{queue}", queue, profile, queue)

    def _network(self) -> Iterator[FoundDevice]:
        count, stopped = len(self._places), False

        def told(done: int) -> bool:
            nonlocal stopped
            stopped = not self._tell(SearchStep("network", done, count))
            return not stopped

        for answer in search_network(self._places, told, self._around.knock):
            place = f"{answer.host}:{answer.port}"
            if self._may_weigh(answer):
                scale = self._scale_at(answer, partial(told, count))
                if stopped:
                    break
                if scale or answer.port in self._known.scale_ports:
                    yield from scale
                    continue
            profile = self._known.by_name(answer.model)
            name = self._known.name("printer", profile) or answer.model or place
            yield FoundDevice("printer", f"tcp://{place}", name, profile, place, bool(answer.model))
        if stopped:
            raise _Stopped

    def _with_scales(self, places: list[tuple[str, int]]) -> list[tuple[str, int]]:
        """Where no port was named, the ones of network scales are asked, too."""
        more = [
            (host, port)
            for host, named in places
            if named == PRINTER_PORT
            for port in sorted(self._known.scale_ports)
        ]
        return list(dict.fromkeys((*places, *more)))

    def _may_weigh(self, answer: Answered) -> bool:
        """What says its model is a printer; so is whatever is silent on a port of printers."""
        return self._ask_scale is not None and not answer.model and answer.port != PRINTER_PORT

    def _scale_at(self, answer: Answered, go_on: Callable[[], bool]) -> list[FoundDevice]:
        ask, place = self._ask_scale, f"{answer.host}:{answer.port}"
        profile = ask(answer.host, answer.port, go_on) if ask is not None else None
        if profile is None:
            return []
        name = self._known.name("scale", profile) or profile
        return [FoundDevice("scale", f"tcp://{place}", name, profile, place, sure=True)]

    def _scales(self) -> Iterator[FoundDevice]:
        """Ports of the board too: old registers have nothing else, and a scale answers or not."""
        probe = self._around.probe_scale
        everything = list(self._around.ports())
        ports = [port for port in everything if self._may_be_scale(port.device)]
        for place, port in enumerate(ports):
            step = SearchStep("scales", place, len(ports))
            self._step(step)
            try:
                answer = probe(port.device, partial(self._tell, step)) if probe else None
            except TransportError as error:
                # Another program has it, or nobody may open it: the next port may be free.
                self._troubles.append(SearchTrouble("scales", error.code, dict(error.values)))
                continue
            if answer is None:
                continue
            profile, line = answer
            self._found = {k: v for k, v in self._found.items() if v.port != port.device}
            endpoint = self._lasting(port, everything, "scale")
            name = self._known.name("scale", profile) or profile
            by = f"{port.device} {line}".strip()
            at = f"@{line}" if line else ""
            yield FoundDevice("scale", f"{endpoint}{at}", name, profile, by, True, port.device)

    def _may_be_scale(self, path: str) -> bool:
        told = [one for one in self._found.values() if one.port == path and one.sure]
        return not told and not self._is_held(path)

    def _is_held(self, path: str) -> bool:
        """Whether a device of this register has that port open, however its settings name it."""
        return bool(path) and f"serial:{_port(path)}" in self._busy

    def _lasting(self, port: Any, ports: list[Any], device: str) -> str:
        """The endpoint of a port for a device of that kind; what another one is known by is not
        given twice."""
        others = [place for name, place in self._wishes.known.items() if name != device]
        known = [_serial_address(place) for place in others]
        links = self._around.sockets()
        return f"serial:{lasting_address(port, ports, links, known)}"


class _KnownModels:
    """What the profiles say about identities; a profile that cannot be read is left out."""

    def __init__(self) -> None:
        self._by_usb: dict[str, tuple[str, str]] = {}
        self._by_name: dict[str, str] = {}
        self._names: dict[tuple[str, str], str] = {}
        self.scale_ports: set[int] = set()
        readers: tuple[tuple[str, str, Callable[[str], Profile]], ...] = (
            ("printer", "printers", printer_profile),
            ("scale", "scales", scale_profile),
            ("scanner", "scanners", scanner_profile),
            ("customer_display", "displays", display_profile),
        )
        for device, folder, read in readers:
            for profile_id in profile_ids(folder):
                try:
                    self._learn(device, read(profile_id))
                except ProfileError:
                    continue

    def _learn(self, device: str, profile: Profile) -> None:
        if isinstance(profile, PrinterProfile) and profile.label_only:
            device = "label_printer"
        if isinstance(profile, ScaleProfile) and profile.transport.tcp_port != PRINTER_PORT:
            self.scale_ports.add(profile.transport.tcp_port)
        self._names[device, profile.id] = f"{profile.vendor} {profile.model}".strip()
        for usb_id in (*profile.match.usb, *profile.match.usb_vendor):
            self._by_usb.setdefault(usb_id, (device, profile.id))
        for name in (*profile.match.escpos_id, *profile.aliases, profile.model):
            self._by_name.setdefault(name.casefold(), profile.id)

    def by_usb(self, usb_id: str) -> tuple[str, str]:
        """(device, profile id) of a USB id; ("printer", "") where no profile knows it."""
        of_maker = self._by_usb.get(usb_id[:4], ("printer", ""))
        return self._by_usb.get(usb_id, of_maker)

    def by_name(self, name: str) -> str:
        """The profile of what a device calls itself, "" for none."""
        bare = name.casefold().replace("_", "-")
        return self._by_name.get(name.casefold()) or self._by_name.get(bare, "")

    def name(self, device: str, profile_id: str) -> str:
        return self._names.get((device, profile_id), "")


def _as_found(endpoint: str) -> str:
    """An endpoint as a search would have it: a port by its path, without what is set on it."""
    address = _serial_address(endpoint)
    return f"serial:{_port(address)}" if address else endpoint


def _serial_address(endpoint: str) -> str:
    """The address of a serial endpoint, "" for any other and for what is written wrongly."""
    try:
        place = Endpoint.parse(endpoint)
    except SettingsError:
        return ""
    return place.address if place.kind == "serial" else ""


def _port(path: str) -> str:
    """The name by which two namings of a port are equal."""
    return os.path.realpath(path) if path.startswith("/") else plain_name(path)


def _port_name(port: Any) -> str:
    told = str(port.description or "")
    return told if told not in ("", "n/a") else str(port.device)
