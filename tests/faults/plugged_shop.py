"""A register with every device a shop has, each a simulator whose plug can be pulled, and an ear on
what the devices tell the register."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace

from pos_desktop.gui.bridge import Bridge
from pos_desktop.ports import (
    BarcodeScanned,
    DeviceChanged,
    Event,
    Health,
    TerminalFinished,
    WeightRead,
    WeightStatus,
)
from pos_desktop.settings import Device, LabelPrinter, ReceiptTexts, Terminal
from pos_desktop.simulators.displays.simulator import display_simulator
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from pos_desktop.simulators.labels.simulator import LabelPrinterSimulator
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from pos_desktop.simulators.scanner import ScannerSimulator
from pos_desktop.simulators.zvt_terminal import ZvtTerminalSimulator
from tests.faults.outside import LAST_LINE
from tests.gui.open_shop import SETTINGS

WORKING = (Health.ONLINE, Health.DEGRADED)


class ListeningBridge(Bridge):
    """Notes what devices post, in the moment they post it and in their own threads."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: dict[str, list[tuple[float, Health]]] = defaultdict(list)
        self.weights: list[tuple[float, int]] = []
        self.scans: list[str] = []
        self.finished: list[TerminalFinished] = []

    def post(self, event: Event) -> None:
        now = time.monotonic()
        if isinstance(event, DeviceChanged):
            self.changes[event.state.device].append((now, event.state.health))
        elif isinstance(event, WeightRead) and event.status is WeightStatus.STABLE:
            self.weights.append((now, event.weight_grams or 0))
        elif isinstance(event, BarcodeScanned):
            self.scans.append(event.text)
        elif isinstance(event, TerminalFinished):
            self.finished.append(event)
        super().post(event)


@dataclass
class Plug:
    """One device's plug. connected: whether a host is being served, None where that cannot be seen
    (a pseudo-terminal). busy: held by whoever must not be disturbed, or by who holds the plug.
    """

    device: str
    pull: Callable[[], None]
    put_in: Callable[[], None]
    connected: Callable[[], bool] | None = None
    busy: threading.Lock = field(default_factory=threading.Lock)


class Counter:
    """The devices on the counter."""

    def __init__(self) -> None:
        self.printer = EscposPrinterSimulator()
        self.labels = LabelPrinterSimulator()
        self.scale = ScaleSimulator()
        self.scanner = ScannerSimulator()
        self.display = display_simulator("cd5220")
        self.terminal = ZvtTerminalSimulator()
        self._ends = ExitStack()

    def start(self) -> dict[str, Device]:
        """Switch everything on; how the settings name each device."""
        for device in (self.printer, self.labels, self.terminal):
            device.start()
            self._ends.callback(device.stop)
        paths = {}
        for name, device in (
            ("scale", self.scale), ("scanner", self.scanner), ("display", self.display)
        ):  # fmt: skip
            paths[name] = device.serve_pty()
            self._ends.callback(device.stop)
        return {
            "printer": Device(f"tcp://127.0.0.1:{self.printer.port},escpos-80"),
            "label_printer": LabelPrinter(f"tcp://127.0.0.1:{self.labels.port},tspl-203"),
            "terminal": Terminal(f"tcp://127.0.0.1:{self.terminal.port},zvt", alone=True),
            "scale": Device(f"serial:{paths['scale']},toledo-8217"),
            "scanner": Device(f"serial:{paths['scanner']}"),
            "customer_display": Device(f"serial:{paths['display']},cd5220"),
        }

    def stop(self) -> None:
        self._ends.close()

    def plugs(self) -> list[Plug]:
        """The drawer hangs on the printer and has no plug of its own to the register."""
        printer, labels, terminal = self.printer, self.labels, self.terminal
        return [
            Plug(
                "printer",
                lambda: printer.set_state("unplugged"),
                lambda: printer.set_state("ok"),
                lambda: printer.connected,
            ),
            Plug(
                "label_printer",
                lambda: labels.set_mode("unplugged"),
                lambda: labels.set_mode("ok"),
                lambda: labels.connected,
            ),
            Plug(
                "terminal",
                lambda: terminal.set_mode("unplugged"),
                lambda: terminal.set_mode("ok"),
            ),
            Plug(
                "scale",
                lambda: self.scale.set_mode("unplugged"),
                lambda: self.scale.set_mode("ok"),
            ),
            Plug(
                "scanner",
                lambda: self.scanner.set_mode("unplugged"),
                lambda: self.scanner.set_mode("ok"),
            ),
            Plug(
                "customer_display",
                lambda: self.display.set_mode("unplugged"),
                lambda: self.display.set_mode("ok"),
            ),
        ]


@contextmanager
def counter() -> Iterator[tuple[Counter, dict[str, Device]]]:
    made = Counter()
    devices = made.start()
    try:
        yield made, devices
    finally:
        made.stop()


def settings_with(devices: dict[str, Device]):
    """A shop with these devices, whose receipts can be counted on the paper."""
    receipt = ReceiptTexts(footer=(LAST_LINE,))
    return replace(SETTINGS, receipt=receipt, idle_lock_minutes=0, **devices)
