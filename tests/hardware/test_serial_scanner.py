"""Codes from a serial scanner, however its bytes come."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.profiles import profile_ids, scanner_profile
from pos_desktop.hardware.scanners.line_codec import MAX_CODE_BYTES, LineCodec
from pos_desktop.hardware.scanners.scanner_loop import DirectScanner
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.ports import BarcodeScanned, Health
from pos_desktop.simulators.on_line import LineMode
from pos_desktop.simulators.scanner import ScannerSimulator
from tests.hardware.printing import FakeClock, Posted, wait_until

PROFILE = scanner_profile("serial-generic")
GS = "\x1d"
CODES = ["4600051000057", f"0104600051000057215abcDEF{GS}93dGVz", "https://пример.рф/чек"]


def codec(**changes: object) -> LineCodec:
    return LineCodec(msgspec.structs.replace(PROFILE.scanner, **changes))


@pytest.mark.parametrize("suffix", [b"\r", b"\r\n", b"\n"])
def test_each_code_comes_once_whatever_ends_it(suffix: bytes) -> None:
    data = b"".join(code.encode() + suffix for code in CODES)
    assert codec().feed(data) == CODES


def test_a_code_without_an_end_comes_at_the_pause() -> None:
    scanner = codec()
    assert scanner.feed(b"46000") == []
    assert scanner.waiting
    assert scanner.feed(b"51000057") == []
    assert scanner.flush() == ["4600051000057"]
    assert not scanner.waiting


def test_old_russian_scanners_are_read() -> None:
    assert codec().feed("Привет\r".encode("cp1251")) == ["Привет"]


def test_bytes_of_no_encoding_are_a_code_all_the_same() -> None:
    assert codec(encoding=("utf-8",)).feed(b"\xff\xfe1\r") == ["\xff\xfe1"]


def test_half_a_code_of_a_scanner_that_ends_its_codes_is_not_sold() -> None:
    scanner = codec()
    assert scanner.feed(b"4600051000057\r4607084") == ["4600051000057"]
    assert scanner.flush() == []
    assert scanner.feed(b"4607084120301\r") == ["4607084120301"]


def test_prefix_and_suffix_of_the_profile_are_taken_off() -> None:
    assert codec(prefix="~", suffix="#").feed(b"~123#~456#") == ["123", "456"]


def test_an_endless_code_is_dropped() -> None:
    scanner = codec()
    assert scanner.feed(b"x" * (MAX_CODE_BYTES + 1)) == []
    assert scanner.feed(b"\r4600051000057\r") == ["4600051000057"]


@given(
    st.lists(st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]),
                     min_size=1, max_size=30), max_size=5),
    st.lists(st.integers(0, 200), max_size=8),
)  # fmt: skip
def test_the_pieces_in_which_bytes_come_do_not_matter(codes: list[str], cuts: list[int]) -> None:
    stream = b"".join(code.encode() + b"\r" for code in codes)
    scanner, found, at = codec(), [], 0
    for cut in [*sorted(cuts), len(stream)]:
        end = min(cut, len(stream))
        found += scanner.feed(stream[at:end])
        at = max(at, end)
    assert found == codes


@given(
    st.lists(st.integers(0, 2 * MAX_CODE_BYTES), min_size=1, max_size=4),
    st.lists(st.integers(1, 3000), max_size=20),
    st.sampled_from(["\r", "\r\n", "##", ""]),
)
def test_noise_without_end_is_dropped_alike_in_any_pieces(
    lengths: list[int], sizes: list[int], suffix: str
) -> None:
    """Memory is bounded, and where the pieces are cut decides nothing."""
    stream = b"".join(b"x" * length + (suffix or "\r").encode() for length in lengths)
    at_once, in_pieces, at = codec(suffix=suffix), codec(suffix=suffix), 0
    found: list[str] = []
    for size in [*sizes, len(stream)]:
        found += in_pieces.feed(stream[at : at + size])
        at += size
        assert len(in_pieces._buffer) <= MAX_CODE_BYTES + 8
    assert found == at_once.feed(stream)
    assert found == ["x" * length for length in lengths if 0 < length <= MAX_CODE_BYTES]


@given(st.binary(max_size=300))
def test_no_noise_stops_the_codec(noise: bytes) -> None:
    scanner = codec()
    scanner.feed(noise)
    scanner.flush()
    assert scanner.feed(b"123\r") == ["123"]


@pytest.mark.parametrize(
    "profile_id",
    [i for i in profile_ids("scanners") if scanner_profile(i).scanner.mode == "serial"],
)
def test_each_shipped_serial_scanner_is_read(profile_id: str) -> None:
    settings = scanner_profile(profile_id).scanner
    codes = [code for c in CODES for code in LineCodec(settings).feed(c.encode() + b"\r")]
    assert codes == CODES


class Lane:
    def __init__(self, gun: ScannerSimulator, endpoint: str) -> None:
        self.gun = gun
        self.posted = Posted()
        self.scanner = DirectScanner(
            lambda: transport_for(endpoint, PROFILE.transport),
            PROFILE,
            self.posted,
            FakeClock(),
            backoff_seconds=(0.02, 0.05),
        )
        self.scanner.start()
        wait_until(lambda: gun.connected)
        wait_until(lambda: self.scanner.state.health is Health.ONLINE)

    def scans(self) -> list[str]:
        return [e.text for e in list(self.posted.events) if isinstance(e, BarcodeScanned)]


@pytest.fixture(params=["tcp", "serial"])
def lane(request: pytest.FixtureRequest) -> Iterator[Lane]:
    if request.param == "serial" and sys.platform == "win32":
        pytest.skip("there are no pseudo-terminals here")
    gun = ScannerSimulator()
    if request.param == "tcp":
        endpoint = f"tcp://127.0.0.1:{gun.start().port}"
    else:
        endpoint = f"serial:{gun.serve_pty()}"
    made = Lane(gun, endpoint)
    yield made
    made.scanner.stop()
    gun.stop()


def test_scans_reach_the_window_in_order(lane: Lane) -> None:
    for code in CODES:
        lane.gun.scan(code)
    wait_until(lambda: lane.scans() == CODES)
    first = next(e for e in lane.posted.events if isinstance(e, BarcodeScanned))
    assert first.source == "serial"
    assert first.at_us > 0


def test_a_scan_without_suffix_reaches_the_window(lane: Lane) -> None:
    lane.gun.suffix = b""
    lane.gun.scan("4600051000057")
    wait_until(lambda: lane.scans() == ["4600051000057"])


@pytest.mark.parametrize("fault", ["split", "slow"])
def test_a_code_in_pieces_or_late_is_one_code(lane: Lane, fault: LineMode) -> None:
    lane.gun.set_mode(fault, slow_seconds=0.05)
    for code in CODES:
        lane.gun.scan(code)
    wait_until(lambda: lane.scans() == CODES)


@pytest.mark.parametrize("fault", ["silent", "cut"])
def test_a_code_that_did_not_come_whole_is_not_sold_and_the_next_one_is(
    lane: Lane, fault: LineMode
) -> None:
    lane.gun.scan(CODES[0])  # from now on it is known how this scanner ends its codes
    wait_until(lambda: lane.scans() == CODES[:1])
    lane.gun.set_mode(fault)
    assert not lane.gun.scan(CODES[1])
    lane.gun.set_mode("ok")

    def heard() -> bool:
        """A scan before the register has the line again is heard by nobody."""
        lane.gun.scan(CODES[2])
        threading.Event().wait(0.05)
        return lane.scans()[1:] != []

    wait_until(heard)
    assert set(lane.scans()[1:]) == {CODES[2]}


def test_noise_on_the_line_of_a_scanner_is_no_code_of_goods(lane: Lane) -> None:
    lane.gun.scan(CODES[0])
    wait_until(lambda: lane.scans() == CODES[:1])
    lane.gun.set_mode("garbage")
    lane.gun.scan(CODES[0])
    lane.gun.set_mode("ok")

    def heard() -> bool:
        """What follows the noise too closely is one with it, and nothing that is sold either."""
        threading.Event().wait(3 * PROFILE.scanner.idle_flush_ms / 1000)
        lane.gun.scan(CODES[1])
        return CODES[1] in lane.scans()

    wait_until(heard)
    assert lane.scans().count(CODES[0]) == 1


def test_a_scanner_pulled_out_is_shown_and_comes_back() -> None:
    gun = ScannerSimulator().start()
    lane = Lane(gun, f"tcp://127.0.0.1:{gun.port}")
    gun.set_mode("unplugged")
    wait_until(lambda: lane.scanner.state.reason == "scanner.unreachable")
    gun.set_mode("ok")
    wait_until(lambda: gun.connected)
    gun.scan("4600051000057")
    wait_until(lambda: lane.scans() == ["4600051000057"])
    lane.scanner.stop()
    gun.stop()
