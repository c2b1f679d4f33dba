"""The devices of one register from its settings: printer, scale, scanner, each with its own
thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from pos_desktop.hardware.labels.zpl import ZplEncoder
from pos_desktop.hardware.printers.escpos_bytes import EscposEncoder
from pos_desktop.hardware.printers.printer_loop import EscposPrinter
from pos_desktop.hardware.profiles import (
    ProfileError,
    printer_profile,
    scale_profile,
    scanner_profile,
)
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.hardware.scanners.us_keys import KeySource
from pos_desktop.hardware.scanners.wedge import WedgeDecoder
from pos_desktop.hardware.supervisor import DEFAULT_PRINTER, DEFAULT_SCALE, DeviceSupervisor
from pos_desktop.ports import (
    Clock,
    DeviceChanged,
    DeviceState,
    Health,
    KeyboardWedge,
    Post,
    PrintQueue,
)
from pos_desktop.settings import Settings, SettingsError

_log = logging.getLogger(__name__)

DEFAULT_WEDGE = "wedge-generic"


def keyboard_wedge(platform: str) -> KeyboardWedge:
    """Who tells a scanner's keys from a person's; platform: Qt's name of the window system."""
    sources: dict[str, KeySource] = {"xcb": "x11", "wayland": "x11", "windows": "windows"}
    return WedgeDecoder(scanner_profile(DEFAULT_WEDGE).scanner, sources.get(platform, "none"))


class Devices:
    """encoder, printer and scale are None where the settings name none.

    A device whose settings are wrong is MISCONFIGURED with the reason; the others work.
    """

    def __init__(
        self,
        settings: Settings,
        queue: PrintQueue,
        labels: PrintQueue,
        post: Post,
        clock: Clock,
        cache_dir: Path,
    ) -> None:
        self.encoder: EscposEncoder | None = None
        self.printer: EscposPrinter | None = None
        self.scale: PolledScale | None = None
        self.scale_name = ""
        self._post = post
        self._supervisor = DeviceSupervisor(post)
        self._wrong: list[DeviceState] = []
        self._add("printer", lambda: self._add_printer(settings, queue, clock, cache_dir))
        self.label_printer: EscposPrinter | None = None
        self.label_encoder: ZplEncoder | None = None
        self._add("label_printer", lambda: self._add_label_printer(settings, labels, clock))
        self._add("scale", lambda: self._add_scale(settings))
        self._add("scanner", lambda: self._add_scanner(settings, clock))

    def _add(self, device: str, add: Callable[[], None]) -> None:
        """A device whose settings are wrong is told as such; the register sells without it."""
        try:
            add()
        except (SettingsError, ProfileError) as error:
            _log.warning("%s is set up wrongly: %s", device, error)
            self._wrong.append(
                DeviceState(device, Health.MISCONFIGURED, error.code, dict(error.values))
            )

    def _add_printer(
        self, settings: Settings, queue: PrintQueue, clock: Clock, cache_dir: Path
    ) -> None:
        if place := settings.printer.parsed():
            profile = printer_profile(place.profile or DEFAULT_PRINTER)
            self.printer = self._supervisor.add_printer(place, queue, clock)
            self.encoder = EscposEncoder(profile, cache_dir)

    def _add_label_printer(self, settings: Settings, labels: PrintQueue, clock: Clock) -> None:
        if place := settings.label_printer.parsed():
            self.label_printer = self._supervisor.add_label_printer(place, labels, clock)
            self.label_encoder = ZplEncoder()

    def _add_scale(self, settings: Settings) -> None:
        if place := settings.scale.parsed():
            profile = scale_profile(place.profile or DEFAULT_SCALE)
            self.scale = self._supervisor.add_scale(place)
            self.scale_name = f"{profile.vendor} {profile.model}"

    def _add_scanner(self, settings: Settings, clock: Clock) -> None:
        if place := settings.scanner.parsed():
            self._supervisor.add_scanner(place, clock)

    def is_set_up(self, device: str) -> bool:
        """Whether the settings name this device, rightly or wrongly."""
        return any(state.device == device for state in self.states())

    def start(self) -> None:
        self._supervisor.start()
        for state in self._wrong:
            self._post(DeviceChanged(state))

    def stop(self) -> None:
        self._supervisor.stop()

    def states(self) -> list[DeviceState]:
        return [*self._supervisor.states.values(), *self._wrong]

    def wake_printer(self) -> None:
        for printer in (self.printer, self.label_printer):
            if printer is not None:
                printer.wake()

    def open_drawer(self) -> None:
        """Open the drawer behind the printer now, where there is one."""
        if self.printer is not None:
            self.printer.open_drawer()

    def reconnect(self) -> None:
        if self.printer is not None:
            self.printer.reconnect_now()

    def load_encoder(self) -> None:
        """Import the printer library now, so that the first receipt need not wait for it."""
        if self.encoder is not None:
            self.encoder.warm_up()
