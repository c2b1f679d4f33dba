"""What devices cost the register: eight of them idle, a scan while all are polled, a sale beside a
printer that accepts nothing, and the log of their bytes.

The devices are simulators in this process; the register runs in another one.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from pos_desktop.settings import DataDir, Device, LabelPrinter, SecondPrinter, Settings, Terminal
from pos_desktop.simulators.displays.simulator import display_simulator
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from pos_desktop.simulators.labels.simulator import LabelPrinterSimulator
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from pos_desktop.simulators.scanner import ScannerSimulator
from pos_desktop.simulators.zvt_terminal import ZvtTerminalSimulator
from tests.bench import machine
from tests.bench.figures import Figure, against, counted, percentile, timed
from tests.bench.options import Options
from tests.bench.paint import CODES
from tests.bench.shop import sample
from tests.bench.start import set_up

NAME = "devices"
IDLE_PERCENT = 3.0
ADDED_MS = 5.0
LOG_RATIO = 1.25
LOG_ADDS_PERCENT = 0.5
_CHILD = "tests.bench.devices_register"
_LOGGED = "tests.bench.devices_logged"


def run(options: Options) -> list[Figure]:
    wishes = {
        "idle_seconds": 5 if options.quick else 60,
        "scans": 20 if options.quick else 400,
        "stalled_seconds": 5 if options.quick else 65,
    }
    with machine.folder() as folder:
        for name in ("bare", "full", "stalled", "working"):
            _set_up(folder / name)
        with Devices() as devices:
            _use(folder / "full", devices.settings())
            stalled, working = EscposPrinterSimulator().start(), EscposPrinterSimulator().start()
            for name, printer in (("stalled", stalled), ("working", working)):
                _use(folder / name, {"printer": Device(_tcp(printer.port, "escpos-80"))})
            stalled.set_state("stalled")
            options.say(f"eight devices idle for {wishes['idle_seconds']} s, then none")
            full = _child("idle", folder / "full", wishes)
            bare = _child("idle", folder / "bare", wishes)
            options.say(f"{wishes['scans']} scans with all devices polled, then with none")
            polled = _child("scans", folder / "full", wishes)
            quiet = _child("scans", folder / "bare", wishes)
            options.say(f"{wishes['stalled_seconds']} s of sales beside a printer that hangs")
            sales = _child("sales", folder / "stalled", {**wishes, "beside": 1})
            stalled.stop()
            working.stop()
            logged = _logged(devices, options)
    return [*_idle(full, bare), *_scans(polled, quiet), *_sales(sales), *_log(logged)]


def _logged(devices: Devices, options: Options) -> dict[str, dict[str, list[float]]]:
    rounds, seconds = (1, 1.0) if options.quick else (6, 5.0)
    options.say(f"the log of their bytes: {rounds} rounds of {seconds:g} s, without it and with it")
    endpoints = {name: device.endpoint for name, device in devices.settings().items()}
    wishes = {"endpoints": endpoints, "rounds": rounds, "seconds": seconds}
    return machine.child(_LOGGED, json.dumps(wishes), seconds=400.0)


def _child(what: str, folder: Path, wishes: dict[str, int]) -> dict[str, Any]:
    return machine.child(_CHILD, what, str(folder), json.dumps(wishes))


def _set_up(folder: Path) -> None:
    folder.mkdir()
    set_up(folder)
    machine.child("tests.bench.paint_register", str(folder), "{}")
    plain = (p for p in sample().products if not (p.weighed or p.marked_group or p.age_limit))
    codes = [product.barcodes[0] for product in plain if product.barcodes]
    (folder / CODES).write_text("\n".join(codes), encoding="ascii")


def _use(folder: Path, devices: dict[str, Device]) -> None:
    data_dir = DataDir(folder)
    replace(Settings.load(data_dir), idle_lock_minutes=0, **devices).save(data_dir)  # type: ignore[arg-type]


def _tcp(port: int, profile: str) -> str:
    return f"tcp://127.0.0.1:{port},{profile}"


class Devices:
    """Receipt printer with the drawer behind it, kitchen printer, label printer, scale, scanner,
    customer display, card terminal."""

    def __init__(self) -> None:
        self.printer = EscposPrinterSimulator()
        self.kitchen = EscposPrinterSimulator()
        self.labels = LabelPrinterSimulator()
        self.scale = ScaleSimulator()
        self.scanner = ScannerSimulator()
        self.display = display_simulator("cd5220")
        self.terminal = ZvtTerminalSimulator()
        self._on_tcp = (self.printer, self.kitchen, self.labels, self.terminal)
        self._on_serial = (self.scale, self.scanner, self.display)
        self._paths: list[str] = []

    def __enter__(self) -> Devices:
        for device in self._on_tcp:
            device.start()
        self._paths = [device.serve_pty() for device in self._on_serial]
        return self

    def __exit__(self, *_: object) -> None:
        for device in (*self._on_tcp, *self._on_serial):
            device.stop()

    def settings(self) -> dict[str, Device]:
        scale, scanner, display = self._paths
        return {
            "printer": Device(_tcp(self.printer.port, "escpos-80")),
            "second_printer": SecondPrinter(_tcp(self.kitchen.port, "escpos-80")),
            "label_printer": LabelPrinter(_tcp(self.labels.port, "tspl-203")),
            "terminal": Terminal(_tcp(self.terminal.port, "zvt")),
            "scale": Device(f"serial:{scale},toledo-8217"),
            "scanner": Device(f"serial:{scanner}"),
            "customer_display": Device(f"serial:{display},cd5220"),
        }


def _idle(full: dict[str, Any], bare: dict[str, Any]) -> list[Figure]:
    threads = ", ".join(f"{name} {percent:.2f}" for name, percent in full["threads"][:8])
    return [
        counted(
            NAME, "eight devices connected, nothing happens: of one core",
            full["percent"], "%", at_most=IDLE_PERCENT, note=f"by thread: {threads}",
        ),
        counted(NAME, "the same register without devices", bare["percent"], "%"),
        counted(NAME, "wake-ups a second with eight devices", full["wakes"], "1/s"),
    ]  # fmt: skip


def _scans(polled: dict[str, Any], quiet: dict[str, Any]) -> list[Figure]:
    return [
        timed(
            NAME, "scan to painted line, all devices polled", polled["scan_ms"], "ms",
            p50_at_most=8.0, p99_at_most=16.7,
        ),
        against(
            NAME, "the same", polled["scan_ms"], "ms", "no devices", quiet["scan_ms"],
            ratio_at_most=1.25,
        ),
    ]  # fmt: skip


def _sales(sales: dict[str, Any]) -> list[Figure]:
    stalled, working = sales["stalled_ms"], sales["working_ms"]
    added = percentile(stalled, 0.99) - percentile(working, 0.99)
    return [
        against(
            NAME, f"a sale beside a printer that accepts nothing, {len(stalled)} of them", stalled,
            "ms", "a printer that works", working, ratio_at_most=1.25,
        ),
        counted(
            NAME, f"what it adds at p99, after {sales['seconds']:.0f} s of it", added, "ms",
            at_most=ADDED_MS, note=f"p99 {percentile(working, 0.99):.1f} ms with one that works",
        ),
    ]  # fmt: skip


def _log(logged: dict[str, dict[str, list[float]]]) -> list[Figure]:
    """The devices alone, without the window; idle, and while receipts are printed and the scale is
    asked as often as it may be."""
    figures = []
    for what, words in (("idle", "devices idle"), ("busy", "devices at work")):
        ways = logged[what]
        figures.append(
            against(
                NAME, f"{words}, bytes logged: of one core", ways["memory"], "%", "not logged",
                ways["none"], ratio_at_most=LOG_RATIO,
            )
        )  # fmt: skip
    busy = logged["busy"]
    added = median(busy["file"]) - median(busy["none"])
    file_us, memory_us = median(logged["piece_us"]["file"]), median(logged["piece_us"]["memory"])
    figures.append(
        counted(
            NAME, "what the log adds while it is written to the disk, too: of one core", added, "%",
            at_most=LOG_ADDS_PERCENT,
            note=f"an answer of a scale {file_us:.1f} us, {memory_us:.1f} us without the disk",
        )
    )  # fmt: skip
    return figures
