"""The devices of one register from its settings: printer, scale, scanner, each with its own
thread."""

from __future__ import annotations

from pathlib import Path

from pos_desktop.hardware.printers.escpos_bytes import EscposEncoder
from pos_desktop.hardware.printers.printer_loop import EscposPrinter
from pos_desktop.hardware.profiles import printer_profile, scale_profile, scanner_profile
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.hardware.scanners.serial_scanner import SerialScanner
from pos_desktop.hardware.scanners.us_keys import KeySource
from pos_desktop.hardware.scanners.wedge import WedgeDecoder
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.ports import Clock, Device, DeviceState, KeyboardWedge, Post, PrintQueue
from pos_desktop.settings import Settings

DEFAULT_PRINTER = "escpos-80"
DEFAULT_SCALE = "toledo-8217"
DEFAULT_SCANNER = "serial-generic"
DEFAULT_WEDGE = "wedge-generic"


def keyboard_wedge(platform: str) -> KeyboardWedge:
    """Who tells a scanner's keys from a person's; platform: Qt's name of the window system."""
    sources: dict[str, KeySource] = {"xcb": "x11", "wayland": "x11", "windows": "windows"}
    return WedgeDecoder(scanner_profile(DEFAULT_WEDGE).scanner, sources.get(platform, "none"))


class Devices:
    """printer, scale, scanner are None where the settings name none. Raises SettingsError and
    ProfileError."""

    def __init__(
        self, settings: Settings, queue: PrintQueue, post: Post, clock: Clock, cache_dir: Path
    ) -> None:
        self.encoder: EscposEncoder | None = None
        self.printer: EscposPrinter | None = None
        self.scale: PolledScale | None = None
        self.scale_name = ""
        self.scanner: SerialScanner | None = None
        if place := settings.printer.parsed():
            profile = printer_profile(place.profile or DEFAULT_PRINTER)
            self.encoder = EscposEncoder(profile, cache_dir)
            self.printer = EscposPrinter(
                queue, lambda: transport_for(place, profile.transport), profile, post, clock
            )
        if where := settings.scale.parsed():
            scale = scale_profile(where.profile or DEFAULT_SCALE)
            self.scale = PolledScale(lambda: transport_for(where, scale.transport), scale, post)
            self.scale_name = f"{scale.vendor} {scale.model}"
        if at := settings.scanner.parsed():
            scanner = scanner_profile(at.profile or DEFAULT_SCANNER)
            self.scanner = SerialScanner(
                lambda: transport_for(at, scanner.transport), scanner, post, clock
            )

    def start(self) -> None:
        for device in self._all():
            device.start()

    def stop(self) -> None:
        for device in self._all():
            device.stop()

    def states(self) -> list[DeviceState]:
        return [device.state for device in self._all()]

    def wake_printer(self) -> None:
        if self.printer is not None:
            self.printer.wake()

    def open_drawer(self) -> None:
        if self.printer is not None:
            self.printer.open_drawer()

    def reconnect(self) -> None:
        if self.printer is not None:
            self.printer.reconnect_now()

    def load_encoder(self) -> None:
        """Import the printer library now, so that the first receipt need not wait for it."""
        if self.encoder is not None:
            self.encoder.warm_up()

    def _all(self) -> list[Device]:
        parts: tuple[Device | None, ...] = (self.printer, self.scale, self.scanner)
        return [part for part in parts if part is not None]
