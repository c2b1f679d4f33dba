"""The devices of one register from its settings: printer, scale, scanner, each with its own
thread."""

from __future__ import annotations

from pathlib import Path

from pos_desktop.hardware.printers.escpos_bytes import EscposEncoder
from pos_desktop.hardware.printers.printer_loop import EscposPrinter
from pos_desktop.hardware.profiles import printer_profile, scale_profile, scanner_profile
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.hardware.scanners.us_keys import KeySource
from pos_desktop.hardware.scanners.wedge import WedgeDecoder
from pos_desktop.hardware.supervisor import DEFAULT_PRINTER, DEFAULT_SCALE, DeviceSupervisor
from pos_desktop.ports import Clock, DeviceState, KeyboardWedge, Post, PrintQueue
from pos_desktop.settings import Settings

DEFAULT_WEDGE = "wedge-generic"


def keyboard_wedge(platform: str) -> KeyboardWedge:
    """Who tells a scanner's keys from a person's; platform: Qt's name of the window system."""
    sources: dict[str, KeySource] = {"xcb": "x11", "wayland": "x11", "windows": "windows"}
    return WedgeDecoder(scanner_profile(DEFAULT_WEDGE).scanner, sources.get(platform, "none"))


class Devices:
    """encoder, printer and scale are None where the settings name none.

    Raises SettingsError and ProfileError.
    """

    def __init__(
        self, settings: Settings, queue: PrintQueue, post: Post, clock: Clock, cache_dir: Path
    ) -> None:
        self.encoder: EscposEncoder | None = None
        self.printer: EscposPrinter | None = None
        self.scale: PolledScale | None = None
        self.scale_name = ""
        self._supervisor = DeviceSupervisor(post)
        if place := settings.printer.parsed():
            self.encoder = EscposEncoder(
                printer_profile(place.profile or DEFAULT_PRINTER), cache_dir
            )
            self.printer = self._supervisor.add_printer(place, queue, clock)
        if where := settings.scale.parsed():
            profile = scale_profile(where.profile or DEFAULT_SCALE)
            self.scale = self._supervisor.add_scale(where)
            self.scale_name = f"{profile.vendor} {profile.model}"
        if at := settings.scanner.parsed():
            self._supervisor.add_scanner(at, clock)

    def start(self) -> None:
        self._supervisor.start()

    def stop(self) -> None:
        self._supervisor.stop()

    def states(self) -> list[DeviceState]:
        return list(self._supervisor.states.values())

    def wake_printer(self) -> None:
        if self.printer is not None:
            self.printer.wake()

    def reconnect(self) -> None:
        if self.printer is not None:
            self.printer.reconnect_now()

    def load_encoder(self) -> None:
        """Import the printer library now, so that the first receipt need not wait for it."""
        if self.encoder is not None:
            self.encoder.warm_up()
