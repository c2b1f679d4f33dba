"""No profile is shipped that nothing here tried: each is led against a simulated device."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_desktop.hardware.profiles import KINDS, profile_ids, scanner_profile
from pos_desktop.hardware.scanners.scanner_loop import DirectScanner
from pos_desktop.hardware.scanners.wedge import WedgeDecoder
from pos_desktop.hardware.transports.hid_device import HidTransport
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.ports import BarcodeScanned, Health, Stroke, TerminalOutcome
from pos_desktop.simulators.hid_scanner import HidScannerSimulator
from pos_desktop.simulators.scanner import ScannerSimulator
from tests.contract import test_scales
from tests.hardware import test_displays_meet_simulators, test_label_printer, test_printer_profiles
from tests.hardware.printing import FakeClock, Posted, wait_until
from tests.terminal_fakes import CommandStand, Stand, ZvtStand, payment
from tests.unit.test_wedge import Window

CODE = "4600051000057"
TERMINALS: dict[str, Callable[[Path], Stand]] = {
    "zvt": ZvtStand,
    "sber-upos": CommandStand,
    "sber-upos-windows": lambda folder: CommandStand(folder, "upos-windows"),
    "arcus2": lambda folder: CommandStand(folder, "arcus2"),
}


def of_mode(mode: str) -> list[str]:
    return [i for i in profile_ids("scanners") if scanner_profile(i).scanner.mode == mode]


def scans_of(posted: Posted) -> list[str]:
    return [e.text for e in list(posted.events) if isinstance(e, BarcodeScanned)]


@pytest.mark.parametrize("name", of_mode("serial"))
def test_each_serial_scanner_is_heard_on_a_line(name: str) -> None:
    profile = scanner_profile(name)
    gun = ScannerSimulator(suffix=profile.scanner.suffix.encode()).start()
    posted = Posted()
    scanner = DirectScanner(
        lambda: transport_for(f"tcp://127.0.0.1:{gun.port}", profile.transport),
        profile, posted, FakeClock(), backoff_seconds=(0.02, 0.05),
    )  # fmt: skip
    scanner.start()
    try:
        wait_until(lambda: gun.connected and scanner.state.health is Health.ONLINE)
        gun.scan(CODE)
        wait_until(lambda: scans_of(posted) == [CODE])
    finally:
        scanner.stop()
        gun.stop()


@pytest.mark.parametrize("name", of_mode("hid_pos"))
def test_each_hid_scanner_is_heard_in_reports(name: str) -> None:
    profile = scanner_profile(name)
    gun = HidScannerSimulator()
    posted = Posted()
    scanner = DirectScanner(
        lambda: HidTransport(gun.vendor, gun.product, profile.transport.hid, library=gun),
        profile, posted, FakeClock(), backoff_seconds=(0.02, 0.05),
    )  # fmt: skip
    scanner.start()
    try:
        wait_until(lambda: scanner.state.health is Health.ONLINE)
        gun.scan(CODE, aim="]E0")
        wait_until(lambda: scans_of(posted) == [f"]E0{CODE}"])
    finally:
        scanner.stop()


@pytest.mark.parametrize("name", of_mode("wedge"))
def test_each_keyboard_scanner_is_told_from_a_person_at_its_own_pace(name: str) -> None:
    settings = scanner_profile(name).scanner
    window = Window(WedgeDecoder(settings, "x11"))
    gap_ms = settings.average_gap_ms - 5
    window.keys(CODE, gap_ms)
    end = {"\r": 28, "\t": 15}[settings.suffix]
    window.press(Stroke(end + 8, settings.suffix, window.now_ms + gap_ms))
    assert window.scans == [CODE]


@pytest.mark.parametrize("name", TERMINALS)
def test_each_terminal_takes_a_payment(name: str, tmp_path: Path) -> None:
    if name != "zvt" and os.name != "posix":
        pytest.skip("the program is a shell script")
    stand = TERMINALS[name](tmp_path)
    try:
        stand.terminal.submit(payment())
        assert stand.heard.answer("op-1").outcome is TerminalOutcome.APPROVED
        assert (stand.charges, stand.taken_minor) == (1, 51_766)
    finally:
        stand.close()


def tried_in(test: object) -> set[str]:
    """The profiles a test is run with."""
    marks = [m for m in test.pytestmark if m.name == "parametrize"]  # type: ignore[attr-defined]
    return {name for mark in marks for name in mark.args[1]}


TESTS: dict[str, list[object]] = {
    "scales": [test_scales.test_every_profile_there_is_weighs_to_the_gram],
    "scanners": [
        test_each_serial_scanner_is_heard_on_a_line,
        test_each_hid_scanner_is_heard_in_reports,
        test_each_keyboard_scanner_is_told_from_a_person_at_its_own_pace,
    ],
    "displays": [
        test_displays_meet_simulators.test_russian_lines_are_read_on_every_display_there_is_a_profile_for
    ],
    "printers": [
        test_printer_profiles.test_each_model_prints_a_receipt_in_its_own_code_page,
        test_label_printer.test_each_label_printer_understands_a_tag_in_its_profiles_language,
    ],
    "terminals": [test_each_terminal_takes_a_payment],
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_profile_is_shipped_untried(kind: str) -> None:
    """A profile more: the test of its kind must lead it against a simulated device."""
    tried = {name for test in TESTS[kind] for name in tried_in(test)}
    assert tried == set(profile_ids(kind))
