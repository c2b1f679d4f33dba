"""Owns the devices of the register: makes them from endpoints, starts and stops them, exchanges one
while the others work, and wakes one that was plugged in again.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pos_desktop.hardware.device_line import BACKOFF_SECONDS, UNSEEN_BACKOFF_SECONDS
from pos_desktop.hardware.device_log import DeviceLog, DeviceLogs, LoggedTransport, Mask
from pos_desktop.hardware.device_thread import DeviceThread
from pos_desktop.hardware.places import NamedPlace, Place, Plugs
from pos_desktop.hardware.plugs import plain_name
from pos_desktop.hardware.profiles import (
    FACTORY_PASSWORD,
    PrinterProfile,
    TransportSettings,
    display_profile,
    printer_profile,
    scale_profile,
    scanner_for,
    scanner_profile,
    terminal_profile,
)
from pos_desktop.hardware.serial_places import is_socket_link
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.hardware.transports.protocol import Transport
from pos_desktop.ports import (
    Clock,
    DeviceChanged,
    DeviceState,
    Event,
    Health,
    Post,
    PrintQueue,
)
from pos_desktop.settings import Endpoint, is_usb_identity

# A driver is loaded when a device needs it: a shop without a scale keeps none of its protocols.
if TYPE_CHECKING:
    from pos_desktop.hardware.displays.display_loop import LineDisplay
    from pos_desktop.hardware.printers.printer_loop import EscposPrinter
    from pos_desktop.hardware.scales.scale_loop import PolledScale
    from pos_desktop.hardware.scanners.scanner_loop import DirectScanner
    from pos_desktop.hardware.terminals.opening import Terminal

DEFAULT_PRINTER = "escpos-80"
DEFAULT_LABEL_PRINTER = "zpl-203"
DEFAULT_SCALE = "toledo-8217"
DEFAULT_TERMINAL = "zvt"
DEFAULT_SCANNER = "serial-generic"
DEFAULT_DISPLAY = "cd5220"
DISPLAY = "customer_display"
TERMINAL = "terminal"
SCAN_SECONDS = 1.0
_NOTHING_TO_WATCH_SECONDS = 60.0
_STOP_SECONDS = 2.0
_MARGIN_SECONDS = 0.1
_LOST = (Health.OFFLINE, Health.MISCONFIGURED)
_WORKS = (Health.ONLINE, Health.DEGRADED)
MOVED = "device.moved"
"""The reason of a device that works under another name than before; its values are that name,
`found_at`, and the one `before`. `found_at` alone is where a device was found that the settings
know by its USB identity or its socket."""


class SupervisedDevice(Protocol):
    """A ports.Device that can be told that its plug is back."""

    def start(self) -> None: ...
    def stop(self, timeout_seconds: float = 2.0) -> None: ...
    def reconnect_now(self) -> None: ...
    @property
    def state(self) -> DeviceState: ...


@dataclass(slots=True)
class _Held:
    """One device in the supervisor's care. looked: its place was looked at since it works."""

    device: SupervisedDevice
    place: Place | None
    outlet: _Outlet | None
    started: bool = False
    looked: bool = False

    @property
    def is_lost(self) -> bool:
        return self.device.state.health in _LOST

    @property
    def state(self) -> DeviceState:
        state = self.device.state
        return self.outlet.told(state) if self.outlet is not None else state


class DeviceSupervisor:
    """Every method returns at once, but for `stop` and a `remove` that is to wait. What is plugged
    in is listed every `scan_seconds`, and only while a device that has a plug is lost.
    """

    def __init__(
        self,
        post: Post,
        *,
        plugs: Plugs | None = None,
        scan_seconds: float = SCAN_SECONDS,
        logs: DeviceLogs | None = None,
    ) -> None:
        """logs: where the bytes of each device are kept; None keeps none."""
        self._post = post
        self._logs = logs
        self.plugs = plugs or Plugs()
        self._scan_seconds = scan_seconds
        self._lock = threading.Lock()
        self._ended = threading.Condition(self._lock)
        self._held: dict[str, _Held] = {}
        self._ending: list[SupervisedDevice] = []
        self._started = False
        self._thread = DeviceThread(
            "device-watch", self._turn, post, cancel=lambda: None, close=lambda: None
        )

    # Making devices. Each raises ProfileError for an unknown profile; a device of that name that
    # was there before ends, and the new one begins when it has let go of its port.

    def add_printer(
        self,
        endpoint: Endpoint,
        queue: PrintQueue,
        clock: Clock,
        *,
        profile: PrinterProfile | None = None,
        name: str = "printer",
    ) -> EscposPrinter:
        """profile: None for the one that the endpoint names. A printer of labels is one, too: its
        jobs are bytes of its own language, sent as they are.
        """
        from pos_desktop.hardware.printers.printer_loop import EscposPrinter, PrinterTimes

        profile = profile or printer_profile(endpoint.profile or DEFAULT_PRINTER)
        wire = self._wire(endpoint, profile.transport, name)
        printer = EscposPrinter(
            queue,
            wire.transport,
            profile,
            wire.outlet,
            clock,
            name=name,
            times=PrinterTimes(backoff=wire.backoff_seconds),
        )
        self.add(printer, wire.place, wire.outlet)
        return printer

    def add_scale(self, endpoint: Endpoint) -> PolledScale:
        from pos_desktop.hardware.scales.scale_loop import PolledScale

        profile = scale_profile(endpoint.profile or DEFAULT_SCALE)
        wire = self._wire(endpoint, profile.transport, "scale")
        if profile.scale.password != FACTORY_PASSWORD:
            wire.hide(profile.scale.password.encode("ascii", "replace"))
        scale = PolledScale(
            wire.transport, profile, wire.outlet, backoff_seconds=wire.backoff_seconds
        )
        self.add(scale, wire.place, wire.outlet)
        return scale

    def add_scanner(self, endpoint: Endpoint, clock: Clock) -> DirectScanner:
        from pos_desktop.hardware.scanners.scanner_loop import DirectScanner

        profile_id = endpoint.profile or scanner_for(
            endpoint.kind, endpoint.address, DEFAULT_SCANNER
        )
        profile = scanner_profile(profile_id)
        wire = self._wire(endpoint, profile.transport, "scanner")
        scanner = DirectScanner(
            wire.transport, profile, wire.outlet, clock, backoff_seconds=wire.backoff_seconds
        )
        self.add(scanner, wire.place, wire.outlet)
        return scanner

    def add_display(self, endpoint: Endpoint) -> LineDisplay:
        from pos_desktop.hardware.displays.display_loop import LineDisplay

        profile = display_profile(endpoint.profile or DEFAULT_DISPLAY)
        wire = self._wire(endpoint, profile.transport, DISPLAY)
        display = LineDisplay(
            wire.transport,
            profile,
            wire.outlet,
            name=DISPLAY,
            backoff_seconds=wire.backoff_seconds,
        )
        self.add(display, wire.place, wire.outlet)
        return display

    def add_terminal(
        self, endpoint: Endpoint, memory_file: Path, currency: str, *, alone: bool = False
    ) -> Terminal:
        """memory_file: where its driver notes what it began. alone: no other till uses it. Raises
        SettingsError, too, for an endpoint of another kind than the profile's protocol wants."""
        from pos_desktop.hardware.terminals.opening import TerminalPlace, terminal_at

        profile = terminal_profile(endpoint.profile or DEFAULT_TERMINAL)
        wire = self._wire(endpoint, profile.transport, TERMINAL)
        if profile.terminal.protocol == "zvt":
            from pos_desktop.hardware.terminals.zvt_masking import ZvtMask

            wire.cover_with(ZvtMask)
        place = TerminalPlace(endpoint, profile, memory_file, currency, wire.transport, alone=alone)
        terminal = terminal_at(place, wire.outlet)
        self.add(terminal, wire.place, wire.outlet)
        return terminal

    def add(
        self,
        device: SupervisedDevice,
        place: Place | None = None,
        outlet: _Outlet | None = None,
    ) -> None:
        """Take a device over, in the place of one of the same name. place: where it is plugged in,
        if that can be seen. outlet: what it posts through, shut when the device is taken away.
        """
        name = device.state.device
        with self._lock:
            exchanged = self._let_go(name)
            self._held[name] = _Held(device, place, outlet)
        if exchanged:
            self._post(DeviceChanged(device.state))
        self._begin_new()
        self._wake_if_started()

    def remove(self, name: str, timeout_seconds: float = 0.0) -> None:
        """Part with a device; nothing happens where there is none of that name. timeout_seconds:
        how long to wait until it has let go of its port; 0 returns at once.
        """
        with self._lock:
            held = self._held.get(name)
            self._let_go(name)
        if held is None:
            return
        self._post(DeviceChanged(DeviceState(name, Health.DISABLED)))
        self._wake_if_started()
        if timeout_seconds:
            with self._ended:
                self._ended.wait_for(lambda: held.device not in self._ending, timeout_seconds)

    def _let_go(self, name: str) -> bool:
        held = self._held.pop(name, None)
        if held is None:
            return False
        if held.outlet is not None:
            held.outlet.shut()
        if held.place is not None:
            held.place.leave()
        if held.started:
            self._ending.append(held.device)
        return True

    def _wire(self, endpoint: Endpoint, settings: TransportSettings, device: str) -> _Wire:
        outlet = _Outlet(self._post, self._thread.wake)
        place = self.plugs.place_of(endpoint)
        return _Wire(
            endpoint, settings, place, outlet, self._logs.of(device) if self._logs else None
        )

    # Life.

    def start(self) -> None:
        self._started = True
        self._begin_new()
        self._wake_if_started()

    def stop(self, timeout_seconds: float = _STOP_SECONDS) -> None:
        """Stop all devices side by side; returns in that time even when each of them hangs."""
        self._started = False
        with self._lock:
            devices = [held.device for held in self._held.values() if held.started]
            devices += self._ending
            self._ending = []
            for held in self._held.values():
                held.started = held.looked = False
        _stop_side_by_side([self._thread, *devices], timeout_seconds)

    @property
    def states(self) -> dict[str, DeviceState]:
        """The state of each device by its name ("printer", "scale", "scanner")."""
        with self._lock:
            return {name: held.state for name, held in self._held.items()}

    def reconnect_lost(self) -> None:
        """Forget the back-off of every device that is not there: a person has seen to it."""
        with self._lock:
            lost = [held.device for held in self._held.values() if held.is_lost]
        for device in lost:
            device.reconnect_now()

    # The watching thread.

    def _wake_if_started(self) -> None:
        if self._started:
            self._thread.start()
            self._thread.wake()

    def _turn(self) -> float:
        self._end_old()
        self._begin_new()
        with self._lock:
            placed = [held for held in self._held.values() if held.place is not None]
        lost = any(held.is_lost for held in placed)
        if lost or not all(held.looked for held in placed):
            self._look(placed)
        return self._scan_seconds if lost else _NOTHING_TO_WATCH_SECONDS

    def _end_old(self) -> None:
        with self._lock:
            ending = list(self._ending)
        _stop_side_by_side(ending, _STOP_SECONDS)
        with self._ended:
            self._ended.notify_all()
            self._ending = [device for device in self._ending if device not in ending]

    def _begin_new(self) -> None:
        with self._lock:
            # While its forerunner ends, the port is taken: the watching thread starts it then.
            waiting = {device.state.device for device in self._ending}
            for name, held in self._held.items():
                if self._started and not held.started and name not in waiting:
                    held.started = True
                    held.device.start()

    def _look(self, placed: list[_Held]) -> None:
        for held in placed:
            held.looked = True
            if held.place is not None and held.place.look():
                held.device.reconnect_now()


class _Outlet:
    """What a device posts through: one that is lost wakes the watch, one that works under another
    name says so, and one that was taken away says no more how it is, for another stands in its
    place.
    """

    def __init__(self, post: Post, lost: Callable[[], None]) -> None:
        self._post = post
        self._lost = lost
        self._shut = False
        self._found: dict[str, object] = {}
        self._last: DeviceState | None = None

    def __call__(self, event: Event) -> None:
        if isinstance(event, DeviceChanged):
            if self._shut:
                return
            self._last = event.state
            if event.state.health in _LOST:
                self._lost()
            event = DeviceChanged(self.told(event.state))
        self._post(event)

    def found(self, values: dict[str, object]) -> None:
        """Where the device is, if the settings do not say it. Called by the device's thread."""
        if values == self._found:
            return
        self._found = values
        if self._last is not None and self._last.health in _WORKS:
            # It was away so shortly that it never called itself lost.
            self(DeviceChanged(self._last))

    def told(self, state: DeviceState) -> DeviceState:
        """How it is, and where it was found if that is elsewhere."""
        if not self._found or state.health not in _WORKS:
            return state
        moved = MOVED if "before" in self._found else ""
        return replace(state, reason=state.reason or moved, values={**state.values, **self._found})

    def shut(self) -> None:
        self._shut = True


class _Stoppable(Protocol):
    def stop(self, timeout_seconds: float = 2.0) -> None: ...


def _stop_side_by_side(parts: Sequence[_Stoppable], timeout_seconds: float) -> None:
    """Each gets the whole time, and all end within it."""
    if not parts:
        return
    until = time.monotonic() + timeout_seconds
    # What a stop itself needs besides waiting comes out of the same time.
    each_seconds = max(0.0, timeout_seconds - _MARGIN_SECONDS)
    enders = [
        threading.Thread(target=part.stop, args=(each_seconds,), name="device-end", daemon=True)
        for part in parts
    ]
    for ender in enders:
        ender.start()
    for ender in enders:
        ender.join(max(0.0, until - time.monotonic()))


class _Wire:
    """An endpoint with its transport's settings; makes a fresh transport for each connection."""

    def __init__(
        self,
        endpoint: Endpoint,
        settings: TransportSettings,
        place: Place | None,
        outlet: _Outlet,
        log: DeviceLog | None = None,
    ) -> None:
        self.outlet = outlet
        self._endpoint = endpoint
        self._settings = settings
        self._log = log
        self._first = ""
        self.place = place
        self.backoff_seconds = BACKOFF_SECONDS if place is not None else UNSEEN_BACKOFF_SECONDS

    def hide(self, password: bytes) -> None:
        """Keep a password out of the log."""
        if self._log is not None:
            self._log.hide(password)

    def cover_with(self, mask: Callable[[], Mask]) -> None:
        """Keep what its protocol says is secret out of the log."""
        if self._log is not None:
            self._log.cover_with(mask)

    def transport(self) -> Transport:
        place = self.place
        where = (lambda: self._name_of(place)) if isinstance(place, NamedPlace) else None
        transport = transport_for(self._endpoint, self._settings, where)
        return LoggedTransport(transport, self._log) if self._log is not None else transport

    def _name_of(self, place: NamedPlace) -> str:
        """The name of its port now, told where the settings do not name it."""
        port = place.current()
        self._first = self._first or port
        found: dict[str, object] = {}
        if plain_name(port) != plain_name(self._first):
            found = {"found_at": port, "before": self._first}
        elif is_usb_identity(self._endpoint.address):
            found = {"found_at": port}
        elif is_socket_link(port):
            found = {"found_at": os.path.realpath(port)}
        self.outlet.found(found)
        return port
