"""The devices of one register from its settings: printer, scale, scanner, each with its own
thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pos_desktop.app.printers import Printers, PrintQueues
from pos_desktop.domain.printing import SECOND_PRINTER
from pos_desktop.hardware.device_log import DeviceLogs
from pos_desktop.hardware.profiles import (
    ProfileError,
    ScannerSettings,
    scale_profile,
    scanner_profile,
)
from pos_desktop.hardware.scanners.us_keys import KeySource
from pos_desktop.hardware.scanners.wedge import WedgeDecoder
from pos_desktop.hardware.supervisor import DEFAULT_SCALE, DeviceSupervisor
from pos_desktop.ports import (
    Clock,
    DeviceChanged,
    DeviceState,
    Health,
    KeyboardWedge,
    Post,
)
from pos_desktop.receipts.label import LabelEncoder
from pos_desktop.settings import (
    Device,
    Endpoint,
    LabelPrinter,
    SecondPrinter,
    Settings,
    SettingsError,
)
from pos_desktop.settings import Terminal as TerminalSettings

if TYPE_CHECKING:
    from pos_desktop.hardware.displays.display_loop import LineDisplay
    from pos_desktop.hardware.printers.encoders import PrinterEncoder
    from pos_desktop.hardware.printers.printer_loop import EscposPrinter
    from pos_desktop.hardware.scales.scale_loop import PolledScale
    from pos_desktop.hardware.terminals.opening import Terminal

_log = logging.getLogger(__name__)

DEFAULT_WEDGE = "wedge-generic"


def wedge_settings(device: Device) -> ScannerSettings:
    """How the keyboard scanner of the settings types; a device without endpoint is one. The usual
    way where none is named, or one that is no keyboard. Raises ProfileError."""
    if device.profile and not device.endpoint.strip():
        profile = scanner_profile(device.profile)
        if profile.scanner.mode == "wedge":
            return profile.scanner
    return scanner_profile(DEFAULT_WEDGE).scanner


def keyboard_wedge(
    platform: str, settings: Callable[[], ScannerSettings] | None = None
) -> KeyboardWedge:
    """Who tells a scanner's keys from a person's; platform: Qt's name of the window system."""
    sources: dict[str, KeySource] = {"xcb": "x11", "wayland": "x11", "windows": "windows"}
    usual = settings or scanner_profile(DEFAULT_WEDGE).scanner
    return WedgeDecoder(usual, sources.get(platform, "none"))


class Devices:
    """encoder, printer and scale are None where the settings name none. wedge: how a scanner that
    poses as a keyboard types.

    A device whose settings are wrong is MISCONFIGURED with the reason; the others work.
    """

    def __init__(
        self,
        settings: Settings,
        queues: PrintQueues,
        post: Post,
        clock: Clock,
        cache_dir: Path,
        *,
        terminal_file: Path | None = None,
        currency: str = "RUB",
        logs: DeviceLogs | None = None,
    ) -> None:
        """terminal_file: where the card terminal's driver notes what it began. logs: where the
        bytes of each device are kept."""
        self.scale: PolledScale | None = None
        self.scale_name = ""
        self.display: LineDisplay | None = None
        self.terminal: Terminal | None = None
        self._terminal_file = terminal_file or cache_dir / "terminal.json"
        self._terminal_alone = settings.terminal.alone
        self._currency = currency
        self._post = post
        self._clock = clock
        self._supervisor = DeviceSupervisor(post, logs=logs)
        self.plugs = self._supervisor.plugs
        self.printers = Printers(self._supervisor, queues, clock, cache_dir)
        self.printers.printing = settings.printing
        self._wrong: dict[str, DeviceState] = {}
        self._use: dict[str, Callable[[Endpoint | None], None]] = {
            "printer": self.printers.use_receipts,
            "second_printer": self.printers.use_second,
            "label_printer": self.printers.use_labels,
            "scale": self._use_scale,
            "scanner": self._use_scanner,
            "customer_display": self._use_display,
            "terminal": self._use_terminal,
        }
        self.wedge = wedge_settings(Device())
        for name in self._use:
            self._set_up(name, getattr(settings, name))

    @property
    def encoder(self) -> PrinterEncoder | None:
        return self.printers.encoder

    @property
    def printer(self) -> EscposPrinter | None:
        return self.printers.receipts

    @property
    def label_printer(self) -> EscposPrinter | None:
        return self.printers.labels

    @property
    def label_encoder(self) -> LabelEncoder | None:
        return self.printers.label_encoder

    def _set_up(self, name: str, device: Device) -> None:
        """A device whose settings are wrong is told as such; the register sells without it."""
        try:
            if name == "scanner":
                self.wedge = wedge_settings(device)
            if place := device.parsed():
                self._note(device)
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
        before, was_alone = self.printers.second, self._terminal_alone
        told = self.printers.labels_tell
        wedge = wedge_settings(device) if name == "scanner" else self.wedge
        try:
            self._note(device)
            self._use[name](device.parsed())
        except (SettingsError, ProfileError):
            self.printers.second, self._terminal_alone = before, was_alone
            self.printers.labels_tell = told
            raise
        self.wedge = wedge
        if self._wrong.pop(name, None) is not None and not device.endpoint.strip():
            # Nobody else says so: it never was one of the supervisor's.
            self._post(DeviceChanged(DeviceState(name, Health.DISABLED)))

    def use_printing(self, settings: Settings, before: Settings) -> None:
        """Other paper, code page, knife or logo of the receipt printer, another one, another
        drawer; raises as replace does."""
        self.printers.printing = settings.printing
        names = ["printer"]
        if SECOND_PRINTER in (before.printing.drawer_printer, settings.printing.drawer_printer):
            names.append(SECOND_PRINTER)
        done: list[str] = []
        try:
            for name in names:
                self.replace(name, getattr(settings, name))
                done.append(name)
        except (SettingsError, ProfileError):
            self.printers.printing = before.printing
            for name in done:
                self.replace(name, getattr(before, name))
            raise

    def _note(self, device: Device) -> None:
        """What the settings say of a device besides its place and model."""
        if isinstance(device, SecondPrinter):
            self.printers.second = device
        elif isinstance(device, LabelPrinter):
            self.printers.labels_tell = device.replies
        elif isinstance(device, TerminalSettings):
            self._terminal_alone = device.alone

    # Each takes the device's new place, None for no device; what raises comes before any change.

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
        self.terminal = self._supervisor.add_terminal(
            place, self._terminal_file, self._currency, alone=self._terminal_alone
        )

    def let_go(self, name: str, timeout_seconds: float = 2.0) -> None:
        """Let go of a device's port for a while; `replace` takes it up again. Not for the window's
        thread: waits until it is free."""
        self._supervisor.remove(name, timeout_seconds)

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
        self.printers.wake()

    def open_drawer(self) -> None:
        """Open the drawer behind its printer now, where there is one."""
        if self.printers.behind_drawer is not None:
            self.printers.behind_drawer.open_drawer()

    def reconnect(self) -> None:
        """Try every device that is not there now, instead of when its back-off ends."""
        self._supervisor.reconnect_lost()

    def load_encoder(self) -> None:
        """Import the printer library now, so that the first receipt need not wait for it."""
        self.printers.warm_up()
