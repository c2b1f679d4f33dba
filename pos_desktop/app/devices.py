"""The devices of one register from its settings: printer, scale, scanner, each with its own
thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from pos_desktop.hardware.displays.display_loop import LineDisplay
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
from pos_desktop.hardware.terminals.opening import Terminal
from pos_desktop.ports import (
    Clock,
    DeviceChanged,
    DeviceState,
    Health,
    KeyboardWedge,
    Post,
    PrintQueue,
)
from pos_desktop.settings import Device, Endpoint, Settings, SettingsError

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
        *,
        terminal_file: Path | None = None,
        currency: str = "RUB",
    ) -> None:
        """terminal_file: where the card terminal's driver notes what it began."""
        self.encoder: EscposEncoder | None = None
        self.printer: EscposPrinter | None = None
        self.label_printer: EscposPrinter | None = None
        self.label_encoder: ZplEncoder | None = None
        self.scale: PolledScale | None = None
        self.scale_name = ""
        self.display: LineDisplay | None = None
        self.terminal: Terminal | None = None
        self._terminal_file = terminal_file or cache_dir / "terminal.json"
        self._currency = currency
        self._queue = queue
        self._labels = labels
        self._post = post
        self._clock = clock
        self._cache_dir = cache_dir
        self._supervisor = DeviceSupervisor(post)
        self._wrong: dict[str, DeviceState] = {}
        self._use: dict[str, Callable[[Endpoint | None], None]] = {
            "printer": self._use_printer,
            "label_printer": self._use_label_printer,
            "scale": self._use_scale,
            "scanner": self._use_scanner,
            "customer_display": self._use_display,
            "terminal": self._use_terminal,
        }
        for name in self._use:
            self._set_up(name, getattr(settings, name))

    def _set_up(self, name: str, device: Device) -> None:
        """A device whose settings are wrong is told as such; the register sells without it."""
        try:
            if place := device.parsed():
                self._use[name](place)
        except (SettingsError, ProfileError) as error:
            _log.warning("%s is set up wrongly: %s", name, error)
            self._wrong[name] = DeviceState(
                name, Health.MISCONFIGURED, error.code, dict(error.values)
            )

    def replace(self, name: str, device: Device) -> None:
        """Set up another device in the place of `name`, or none; the other devices work on. Returns
        at once: the old one lets go of its port, then the new one opens its own.

        Raises SettingsError or ProfileError, and everything stays as it was.
        """
        self._use[name](device.parsed())
        self._wrong.pop(name, None)

    # Each takes the device's new place, None for no device; what raises comes before any change.

    def _use_printer(self, place: Endpoint | None) -> None:
        if place is None:
            self.printer = self.encoder = None
            self._supervisor.remove("printer")
            return
        profile = printer_profile(place.profile or DEFAULT_PRINTER)
        encoder = EscposEncoder(profile, self._cache_dir)
        self.printer = self._supervisor.add_printer(place, self._queue, self._clock)
        self.encoder = encoder

    def _use_label_printer(self, place: Endpoint | None) -> None:
        if place is None:
            self.label_printer = self.label_encoder = None
            self._supervisor.remove("label_printer")
            return
        self.label_printer = self._supervisor.add_label_printer(place, self._labels, self._clock)
        self.label_encoder = ZplEncoder()

    def _use_scale(self, place: Endpoint | None) -> None:
        if place is None:
            self.scale, self.scale_name = None, ""
            self._supervisor.remove("scale")
            return
        profile = scale_profile(place.profile or DEFAULT_SCALE)
        self.scale = self._supervisor.add_scale(place)
        self.scale_name = f"{profile.vendor} {profile.model}"

    def _use_scanner(self, place: Endpoint | None) -> None:
        if place is None:
            self._supervisor.remove("scanner")
            return
        self._supervisor.add_scanner(place, self._clock)

    def _use_display(self, place: Endpoint | None) -> None:
        if place is None:
            self.display = None
            self._supervisor.remove("customer_display")
            return
        self.display = self._supervisor.add_display(place)

    def _use_terminal(self, place: Endpoint | None) -> None:
        if place is None:
            self.terminal = None
            self._supervisor.remove("terminal")
            return
        self.terminal = self._supervisor.add_terminal(place, self._terminal_file, self._currency)

    def is_set_up(self, device: str) -> bool:
        """Whether the settings name this device, rightly or wrongly."""
        return any(state.device == device for state in self.states())

    def start(self) -> None:
        self._supervisor.start()
        for state in self._wrong.values():
            self._post(DeviceChanged(state))

    def stop(self) -> None:
        self._supervisor.stop()

    def states(self) -> list[DeviceState]:
        return [*self._supervisor.states.values(), *self._wrong.values()]

    def wake_printer(self) -> None:
        for printer in (self.printer, self.label_printer):
            if printer is not None:
                printer.wake()

    def open_drawer(self) -> None:
        """Open the drawer behind the printer now, where there is one."""
        if self.printer is not None:
            self.printer.open_drawer()

    def reconnect(self) -> None:
        """Try every device that is not there now, instead of when its back-off ends."""
        self._supervisor.reconnect_lost()

    def load_encoder(self) -> None:
        """Import the printer library now, so that the first receipt need not wait for it."""
        if self.encoder is not None:
            self.encoder.warm_up()
