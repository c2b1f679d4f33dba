"""Customer displays of two lines: the bytes, and a thread that never lags behind."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.displays.cd5220 import Cd5220Codec
from pos_desktop.hardware.displays.codecs import DISPLAYS, DisplayPages
from pos_desktop.hardware.displays.display_loop import LineDisplay
from pos_desktop.hardware.displays.escpos_display import EscposDisplayCodec
from pos_desktop.hardware.profiles import (
    DisplayProfile,
    DisplaySettings,
    display_profile,
    profile_ids,
)
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.ports import Health
from pos_desktop.simulators.scanner import ScannerSimulator
from tests.hardware.memory_transport import MemoryTransport
from tests.hardware.printing import Posted, wait_until

PROFILE = display_profile("cd5220")
UPPER, LOWER = "Хлеб           62,50", "ИТОГО          62,50"


def test_two_lines_in_the_command_set_of_the_cd5220() -> None:
    rows = [b"BREAD".ljust(20), b"TOTAL".ljust(20)]
    assert Cd5220Codec().show(rows) == b"\x1bQA%b\r\x1bQB%b\r" % tuple(rows)
    assert Cd5220Codec(bytes.fromhex("1b6352"), 4).begin() == (
        b"\x0c\x1b@\x1bcR\x1b*\x04\x1b_\x00\x0c"
    )


def test_two_lines_in_esc_pos() -> None:
    rows = [b"BREAD".ljust(20), b"TOTAL".ljust(20)]
    assert EscposDisplayCodec().show(rows) == b"\x1f$\x01\x01%b\x1f$\x01\x02%b" % tuple(rows)
    assert EscposDisplayCodec(b"\x1bt\x11", 0).begin() == b"\x1b@\x1bt\x11\x1f\x01\x1fC\x00\x0c"


def test_russian_is_written_in_the_page_of_the_profile() -> None:
    shown = DisplayPages(PROFILE.display).show(UPPER, LOWER)
    assert b"\x1bQA" + UPPER.encode("cp866") + b"\r" in shown
    assert shown.endswith(b"\x1bQB" + LOWER.encode("cp866") + b"\r")


def test_a_display_of_one_row_shows_the_sum() -> None:
    pages = DisplayPages(DisplaySettings(protocol="cd5220", rows=1, columns=16))
    assert pages.show("Bread", "TOTAL") == b"\x1bQATOTAL           \r"


@given(st.text(max_size=50), st.text(max_size=50), st.sampled_from(sorted(DISPLAYS)))
def test_no_text_breaks_out_of_its_row(upper: str, lower: str, protocol: str) -> None:
    """Names come from catalogues: whatever they hold, both rows are as wide as the display."""
    settings = DisplaySettings(protocol=protocol)  # type: ignore[arg-type]
    shown = DisplayPages(settings).show(upper, lower)
    empty = DisplayPages(settings).show("", "")
    assert len(shown) == len(empty)
    frame = [at for at, byte in enumerate(empty) if byte != 0x20]
    assert [at for at, byte in enumerate(shown) if byte < 0x20] == [
        at for at in frame if empty[at] < 0x20
    ]


@pytest.mark.parametrize("profile_id", profile_ids("displays"))
def test_each_shipped_display_shows_a_price(profile_id: str) -> None:
    profile = display_profile(profile_id)
    pages = DisplayPages(profile.display)
    assert "Итого 5,00".encode(profile.display.codepage) in pages.show("Хлеб", "Итого 5,00")
    assert b"\x1b@" in pages.begin


@pytest.mark.parametrize("profile_id", ["ocd-100", "ocd-300"])
def test_a_page_said_to_be_of_the_database_of_printers_is_that_page(profile_id: str) -> None:
    profile = display_profile(profile_id)
    name = profile.id.upper()
    assert f"escpos-printer-db {name} " in profile.source
    raw = files("escpos").joinpath("capabilities.json").read_text(encoding="utf-8")
    known = json.loads(raw)["profiles"][name]
    page = bytes.fromhex(profile.display.select_page)
    assert page[:2] == b"\x1bt"
    assert known["codePages"][str(page[2])].lower() == profile.display.codepage
    assert known["fonts"]["0"]["columns"] == profile.display.columns


class Lane:
    def __init__(self, wire: MemoryTransport, profile: DisplayProfile = PROFILE) -> None:
        self.wire = wire
        self.posted = Posted()
        self.display = LineDisplay(lambda: wire, profile, self.posted, backoff_seconds=(0.02, 0.05))
        self.display.start()


@pytest.fixture
def lane() -> Iterator[Lane]:
    made = Lane(MemoryTransport())
    yield made
    made.display.stop()


def shows(wire: MemoryTransport, upper: str, lower: str) -> bool:
    return bytes(wire.written).endswith(DisplayPages(PROFILE.display).show(upper, lower))


def test_the_latest_lines_are_shown_after_the_greeting(lane: Lane) -> None:
    lane.display.show(UPPER, LOWER)
    wait_until(lambda: shows(lane.wire, UPPER, LOWER))
    assert bytes(lane.wire.written).startswith(DisplayPages(PROFILE.display).begin)
    assert lane.display.state.health is Health.ONLINE


class SlowWire(MemoryTransport):
    """Takes a text, and then nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = threading.Event()
        self.free = threading.Event()

    def write(self, data: bytes, deadline_seconds: float) -> int:
        taken = super().write(data, deadline_seconds)
        if b"\x1bQ" in data:
            self.busy.set()
            self.free.wait(5.0)
        return taken


def test_a_slow_display_skips_what_is_over() -> None:
    wire = SlowWire()
    lane = Lane(wire)
    wire.busy.wait(5.0)
    for number in range(100):
        lane.display.show(f"line {number}", "")
    wire.free.set()
    wait_until(lambda: shows(wire, "line 99", ""))
    assert bytes(wire.written).count(b"\x1bQA") == 2
    lane.display.stop()


def test_a_display_that_comes_back_shows_the_same_lines_again(lane: Lane) -> None:
    lane.display.show(UPPER, LOWER)
    wait_until(lambda: shows(lane.wire, UPPER, LOWER))
    lane.wire.fail_after = 0
    lane.display.show("gone", "")
    wait_until(lambda: lane.display.state.reason == "customer_display.unreachable")
    lane.wire.fail_after = None
    lane.wire.written.clear()
    lane.display.reconnect_now()
    wait_until(lambda: shows(lane.wire, "gone", ""))
    assert bytes(lane.wire.written).startswith(b"\x0c\x1b@")
    assert lane.display.state.health is Health.ONLINE


def test_a_display_without_access_says_so(lane: Lane) -> None:
    lane.display.stop()
    refused = MemoryTransport()
    refused.open_fails = TransportError("permission", path="/dev/ttyUSB7", group="dialout")
    other = Lane(refused)
    wait_until(lambda: other.display.state.reason == "customer_display.permission")
    assert other.display.state.health is Health.MISCONFIGURED
    other.display.stop()


def test_a_register_that_is_closed_leaves_no_price_behind(lane: Lane) -> None:
    lane.display.show(UPPER, LOWER)
    wait_until(lambda: shows(lane.wire, UPPER, LOWER))
    lane.display.stop()
    assert bytes(lane.wire.written).endswith(b"\x0c")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")
def test_a_display_on_a_serial_line_that_is_pulled_is_noticed_while_nobody_buys() -> None:
    cable = ScannerSimulator()  # a device that lets hosts in and ignores what they say
    path = cable.serve_pty()
    display = LineDisplay(
        lambda: transport_for(f"serial:{path}", PROFILE.transport),
        PROFILE,
        Posted(),
        backoff_seconds=(0.05,),
    )
    display.start()
    wait_until(lambda: display.state.health is Health.ONLINE)
    cable.set_mode("unplugged")
    wait_until(lambda: display.state.health is Health.OFFLINE)
    cable.set_mode("ok")
    wait_until(lambda: display.state.health is Health.ONLINE)
    display.stop()
    cable.stop()
