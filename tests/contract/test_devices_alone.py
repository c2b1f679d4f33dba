"""Every device that `pos-desktop simulate` starts is one that a register tries and finds working,
at the place that was said, on TCP and on a serial line."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path

import pytest

from pos_desktop.app.device_trials import DeviceTrials, TrialTimes
from pos_desktop.hardware.profiles import KINDS, printer_profile, profile_ids
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.settings import Endpoint
from pos_desktop.simulators.alone.command import start
from pos_desktop.simulators.alone.devices import DEVICES
from pos_desktop.simulators.alone.parts import Alone
from tests.hardware.printing import wait_until
from tests.hardware.test_label_printer import tag
from tests.till_fakes import FakeClock

KIND = {profile: kind for kind in KINDS for profile in profile_ids(kind)}
SCALES = [name for name in DEVICES if KIND.get(name) == "scales"]
RECEIPTS = ["escpos-80", "escpos-58", "TSP650II"]
DISPLAYS = [name for name in DEVICES if KIND.get(name) == "displays"]
TERMINALS = [name for name in DEVICES if KIND.get(name) == "terminals"]
LABELS = ["zpl-203", "tspl-203"]
WITHOUT_WIRE = {"raiffeisen", "tbank", "atol-online", "telegram"}
POSIX = pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
LINES = [False, pytest.param(True, marks=POSIX)]

Begin = Callable[..., tuple[Alone, str, str]]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def begin(tmp_path: Path, said: list[str]) -> Iterator[Begin]:
    """Start a device: what a person can tell it, its place, its profile."""
    running: list[Alone] = []

    def started(name: str, *, serial: bool = False) -> tuple[Alone, str, str]:
        alone = start(name, "", serial=serial, folder=tmp_path, say=said.append)
        running.append(alone)
        place = Endpoint.parse(alone.endpoint)
        return alone, alone.endpoint.partition(",")[0], place.profile

    yield started
    for alone in running:
        alone.stop()


@pytest.fixture
def trials(tmp_path: Path) -> DeviceTrials:
    times = TrialTimes(answer=10.0, scan=10.0, show=0.05)
    return DeviceTrials(tmp_path, FakeClock(), lambda: "ru", UTC, times=times)


def test_every_device_with_a_wire_is_tried_here() -> None:
    tried = {*SCALES, *RECEIPTS, *DISPLAYS, *TERMINALS, *LABELS, "scanner"}
    assert tried == DEVICES.keys() - WITHOUT_WIRE


@pytest.mark.parametrize("serial", LINES)
@pytest.mark.parametrize("name", SCALES)
def test_a_scale_alone_is_read(name: str, serial: bool, begin: Begin, trials: DeviceTrials) -> None:
    alone, endpoint, profile = begin(name, serial=serial)
    alone.words["weight"].act(["1255"])
    assert trials.read_weight(endpoint, profile) == 1255


@pytest.mark.parametrize("serial", LINES)
@pytest.mark.parametrize("name", RECEIPTS)
def test_a_receipt_printer_alone_prints_the_test_page(
    name: str, serial: bool, begin: Begin, trials: DeviceTrials, tmp_path: Path
) -> None:
    alone, endpoint, profile = begin(name, serial=serial)
    trials.print_page("printer", endpoint, profile)
    picture = tmp_path / "receipt-001.png"

    def saved() -> bool:
        """One without a knife leaves it to people to tear the page off."""
        if name == "escpos-58":
            alone.words["tear"].act([])
        return picture.exists()

    wait_until(saved)


@pytest.mark.parametrize("serial", LINES)
@pytest.mark.parametrize("name", LABELS)
def test_a_label_printer_alone_prints_a_tag(
    name: str, serial: bool, begin: Begin, tmp_path: Path
) -> None:
    alone, _, profile = begin(name, serial=serial)
    transport = transport_for(Endpoint.parse(alone.endpoint), printer_profile(profile).transport)
    transport.open()
    try:
        transport.write(tag(profile), 5.0)
        wait_until((tmp_path / "label-001.png").exists)
    finally:
        transport.close()


@pytest.mark.parametrize("serial", LINES)
@pytest.mark.parametrize("name", DISPLAYS)
def test_a_display_alone_shows_what_it_is_told(
    name: str, serial: bool, begin: Begin, trials: DeviceTrials, said: list[str]
) -> None:
    _, endpoint, profile = begin(name, serial=serial)
    trials.show_text(endpoint, profile, ("Молоко 3,2 %", "ИТОГО 62,50"))
    wait_until(lambda: any("Молоко 3,2 %" in text and "ИТОГО 62,50" in text for text in said))


@pytest.mark.parametrize("serial", LINES)
def test_a_scanner_alone_is_heard(serial: bool, begin: Begin, trials: DeviceTrials) -> None:
    alone, endpoint, _ = begin("scanner", serial=serial)
    heard: list[str] = []
    reader = threading.Thread(
        target=lambda: heard.append(trials.read_scan(endpoint, "serial-generic")), daemon=True
    )
    reader.start()

    def scanned() -> bool:
        """A scan before the register listens is heard by nobody."""
        alone.words["scan"].act(["0104600051000057215abcDEF<GS>93dGVz"])
        reader.join(0.1)
        return bool(heard)

    wait_until(scanned)
    assert heard[0] == "0104600051000057215abcDEF\x1d93dGVz"


@pytest.mark.parametrize("name", TERMINALS)
def test_a_card_terminal_alone_greets_the_register(
    name: str, begin: Begin, trials: DeviceTrials
) -> None:
    _, endpoint, profile = begin(name)
    trials.greet(endpoint, profile)
