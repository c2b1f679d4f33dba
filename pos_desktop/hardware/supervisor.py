"""Owns the devices of the register: makes them from endpoints, starts and stops them, and wakes one
that was plugged in again.
"""

from __future__ import annotations

import time
from typing import Protocol

from pos_desktop.hardware.device_log import DeviceLog, DeviceLogs, LoggedTransport
from pos_desktop.hardware.device_thread import DeviceThread
from pos_desktop.hardware.printers.printer_loop import EscposPrinter
from pos_desktop.hardware.profiles import (
    TransportSettings,
    printer_profile,
    scale_profile,
    scanner_profile,
)
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.hardware.scanners.serial_scanner import SerialScanner
from pos_desktop.hardware.serial_places import ListPorts, SerialPlace, connected_ports
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.hardware.transports.protocol import Transport
from pos_desktop.ports import Clock, DeviceState, Health, Post, PrintQueue
from pos_desktop.settings import Endpoint

DEFAULT_PRINTER = "escpos-80"
DEFAULT_LABEL_PRINTER = "zpl-203"
DEFAULT_SCALE = "toledo-8217"
DEFAULT_SCANNER = "serial-generic"
SCAN_SECONDS = 2.0


class SupervisedDevice(Protocol):
    """A ports.Device that can be told that its plug is back."""

    def start(self) -> None: ...
    def stop(self, timeout_seconds: float = 2.0) -> None: ...
    def reconnect_now(self) -> None: ...
    @property
    def state(self) -> DeviceState: ...


class DeviceSupervisor:
    """Ports are listed every `scan_seconds`, and only while a serial device is not ONLINE."""

    def __init__(
        self,
        post: Post,
        *,
        list_ports: ListPorts = connected_ports,
        scan_seconds: float = SCAN_SECONDS,
        logs: DeviceLogs | None = None,
    ) -> None:
        """logs: where the bytes of each device are kept; None keeps none."""
        self._post = post
        self._logs = logs
        self._list_ports = list_ports
        self._scan_seconds = scan_seconds
        self._devices: list[SupervisedDevice] = []
        self._places: list[tuple[SupervisedDevice, SerialPlace]] = []
        self._started = False
        self._watched = False  # whether all places were looked at while their devices work
        self._thread = DeviceThread(
            "device-watch", self._turn, post, cancel=lambda: None, close=lambda: None
        )

    # Making devices. Each raises ProfileError for an unknown profile.

    def add_printer(self, endpoint: Endpoint, queue: PrintQueue, clock: Clock) -> EscposPrinter:
        profile = printer_profile(endpoint.profile or DEFAULT_PRINTER)
        wire = self._wire(endpoint, profile.transport, "printer")
        printer = EscposPrinter(queue, wire.transport, profile, self._post, clock)
        self.add(printer, wire.place)
        return printer

    def add_label_printer(
        self, endpoint: Endpoint, queue: PrintQueue, clock: Clock
    ) -> EscposPrinter:
        """A printer of labels: its jobs are bytes of its own language, sent as they are."""
        profile = printer_profile(endpoint.profile or DEFAULT_LABEL_PRINTER)
        wire = self._wire(endpoint, profile.transport, "label_printer")
        printer = EscposPrinter(
            queue, wire.transport, profile, self._post, clock, name="label_printer"
        )
        self.add(printer, wire.place)
        return printer

    def add_scale(self, endpoint: Endpoint) -> PolledScale:
        profile = scale_profile(endpoint.profile or DEFAULT_SCALE)
        wire = self._wire(endpoint, profile.transport, "scale")
        scale = PolledScale(wire.transport, profile, self._post)
        self.add(scale, wire.place)
        return scale

    def add_scanner(self, endpoint: Endpoint, clock: Clock) -> SerialScanner:
        profile = scanner_profile(endpoint.profile or DEFAULT_SCANNER)
        wire = self._wire(endpoint, profile.transport, "scanner")
        scanner = SerialScanner(wire.transport, profile, self._post, clock)
        self.add(scanner, wire.place)
        return scanner

    def add(self, device: SupervisedDevice, place: SerialPlace | None = None) -> None:
        """Take a device over; place: where it is plugged in, if it is on a serial port."""
        self._devices.append(device)
        if place is not None:
            self._places.append((device, place))
            self._watched = False
        if self._started:
            device.start()
            self._watch()

    def _wire(self, endpoint: Endpoint, settings: TransportSettings, device: str) -> _Wire:
        return _Wire(endpoint, settings, self._logs.of(device) if self._logs else None)

    def remove(self, name: str, timeout_seconds: float = 2.0) -> None:
        """Stop the device of that name and let it go; blocks until it has ended. Not from its own
        thread, and not while another one stops the supervisor.
        """
        gone = [device for device in self._devices if device.state.device == name]
        self._devices = [device for device in self._devices if device not in gone]
        self._places = [(device, place) for device, place in self._places if device not in gone]
        for device in gone:
            device.stop(timeout_seconds)

    # Life.

    def start(self) -> None:
        self._started = True
        for device in self._devices:
            device.start()
        self._watch()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        """Stop all devices; each gets what is left of the time, and at least half a second."""
        self._started = False
        until = time.monotonic() + timeout_seconds
        self._thread.stop()
        for device in self._devices:
            device.stop(max(0.6, until - time.monotonic()))

    @property
    def states(self) -> dict[str, DeviceState]:
        """The state of each device by its name ("printer", "scale", "scanner")."""
        return {device.state.device: device.state for device in self._devices}

    def _watch(self) -> None:
        if self._places:
            self._thread.start()

    def _turn(self) -> float:
        lost = any(device.state.health is Health.OFFLINE for device, _ in self._places)
        if lost or not self._watched:
            self._watched = True
            ports = list(self._list_ports())
            for device, place in self._places:
                if place.look(ports):
                    device.reconnect_now()
        return self._scan_seconds


class _Wire:
    """An endpoint with its transport's settings; makes a fresh transport for each connection."""

    def __init__(
        self, endpoint: Endpoint, settings: TransportSettings, log: DeviceLog | None = None
    ) -> None:
        self._endpoint = endpoint
        self._settings = settings
        self._log = log
        self.place = SerialPlace(endpoint.address) if endpoint.kind == "serial" else None

    def transport(self) -> Transport:
        where = self.place.current if self.place is not None else None
        transport = transport_for(self._endpoint, self._settings, where)
        return LoggedTransport(transport, self._log) if self._log is not None else transport
