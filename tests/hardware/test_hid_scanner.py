"""Scanners in HID-POS mode: reports as they come, the right interface, a plug that is pulled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.profiles import HidInterface, scanner_for, scanner_profile
from pos_desktop.hardware.scanners.code_text import MAX_CODE_BYTES
from pos_desktop.hardware.scanners.hid_pos import HidPosCodec
from pos_desktop.hardware.scanners.scanner_loop import DirectScanner
from pos_desktop.hardware.transports.hid_device import HidTransport
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.ports import BarcodeScanned, Health
from pos_desktop.simulators.hid_scanner import HidScannerSimulator
from tests.hardware.printing import FakeClock, Posted, wait_until

PROFILE = scanner_profile("honeywell-hid")
GS = "\x1d"
MARKED = f"0104600051000057215abcDEF{GS}91EE10{GS}92" + "q" * 44


def report(data: bytes, aim: bytes = b"]E0", *, more: bool = False, letter: bytes = b"\0") -> bytes:
    head = bytes([2, len(data)]) + aim + data.ljust(56, b"\0")
    return head + letter + b"\0" + bytes([more])


def codec() -> HidPosCodec:
    return HidPosCodec(PROFILE.scanner)


def test_a_report_is_a_code_with_its_identifier() -> None:
    told = report(b"4600051000057", letter=b"d")
    assert len(told) == 64
    assert codec().feed(told) == ["]E04600051000057"]


def test_a_code_of_several_reports_is_one_code() -> None:
    reader, data = codec(), MARKED.encode()
    assert reader.feed(report(data[:56], b"]d2", more=True)) == []
    assert reader.waiting
    assert reader.feed(report(data[56:], b"]d2")) == [f"]d2{MARKED}"]
    assert not reader.waiting


def test_an_identifier_one_byte_later_is_found() -> None:
    told = bytes([2, 8, 0]) + b"]E4" + b"46012343".ljust(55, b"\0") + b"\0\0\0"
    assert len(told) == 64
    assert codec().feed(told) == ["]E446012343"]


@pytest.mark.parametrize(
    ("letter", "aim"), [(b"d", "]E0"), (b"w", "]d1"), (b"s", "]Q1"), (b"|", "]C1"), (b"?", "")]
)
def test_the_makers_letter_tells_where_the_identifier_is_missing(letter: bytes, aim: str) -> None:
    assert codec().feed(report(b"12345678", bytes(3), letter=letter)) == [f"{aim}12345678"]


def test_the_suffix_is_taken_off() -> None:
    assert codec().feed(report(b"4600051000057\r")) == ["]E04600051000057"]


def test_half_a_code_is_no_code() -> None:
    reader = codec()
    reader.feed(report(b"0104600051000057", b"]d2", more=True))
    assert reader.flush() == []
    assert reader.feed(report(b"4600051000057")) == ["]E04600051000057"]


@pytest.mark.parametrize(
    "noise",
    [b"", b"\x02", b"\x02\x05]E", b"\x07" + bytes(63), b"\x02" + b"\xff" * 63, bytes(64)],
)
def test_reports_about_something_else_are_skipped(noise: bytes) -> None:
    reader = codec()
    assert reader.feed(noise) == []
    assert reader.feed(report(b"4600051000057")) == ["]E04600051000057"]


def test_a_code_without_end_is_dropped_and_forgotten() -> None:
    reader = codec()
    for _ in range(MAX_CODE_BYTES // 56 + 5):
        assert reader.feed(report(b"9" * 56, more=True)) == []
    assert len(reader._data) <= MAX_CODE_BYTES + 57
    assert reader.feed(report(b"9")) == []
    assert reader.feed(report(b"4600051000057")) == ["]E04600051000057"]


@given(st.lists(st.binary(max_size=70), max_size=20))
def test_no_report_stops_the_codec(noise: list[bytes]) -> None:
    reader = codec()
    for data in noise:
        for code in reader.feed(data):
            assert isinstance(code, str)
    reader.flush()
    assert reader.feed(report(b"4600051000057")) == ["]E04600051000057"]


@given(
    st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), min_size=1),
    st.booleans(),
)
def test_any_code_comes_through_whole(code: str, shifted: bool) -> None:
    gun = HidScannerSimulator(shifted=shifted)
    reader = codec()
    codes = [c for r in gun._pieces(code.encode(), b"]Q1", "") for c in reader.feed(r)]
    assert codes == [f"]Q1{code}"]


# The device.


def transport(gun: HidScannerSimulator, **changes: object) -> HidTransport:
    interface = HidInterface(**changes)  # type: ignore[arg-type]
    return HidTransport(gun.vendor, gun.product, interface, library=gun)


def test_the_interface_of_the_scanner_is_opened_and_not_its_keyboard() -> None:
    gun = HidScannerSimulator()
    wire = transport(gun, open_feature="fe 01")
    wire.open()
    assert gun.features == [b"\xfe\x01"]
    gun.scan("46012343", aim="]E4")
    assert wire.read(64, 1.0)[:5] == b"\x02\x08]E4"
    assert wire.read(64, 0.01) == b""
    wire.close()
    assert not gun.connected


@pytest.mark.parametrize(
    ("mode", "cause"),
    [("unplugged", "not_found"), ("keyboard", "wrong_mode"), ("asleep", "busy")],
)
def test_what_keeps_a_scanner_from_opening_is_told_apart(mode: str, cause: str) -> None:
    gun = HidScannerSimulator()
    gun.set_mode(mode)  # type: ignore[arg-type]
    with pytest.raises(TransportError) as caught:
        transport(gun).open()
    assert caught.value.cause == cause
    assert not gun.connected


def test_of_two_scanners_the_one_with_the_serial_number_is_meant() -> None:
    gun = HidScannerSimulator(serial="A7")
    wrong = HidTransport(gun.vendor, gun.product, HidInterface(), serial="B2", library=gun)
    with pytest.raises(TransportError):
        wrong.open()
    right = HidTransport(gun.vendor, gun.product, HidInterface(), serial="A7", library=gun)
    right.open()
    assert gun.connected


class Untold(HidScannerSimulator):
    """As a build of hidapi shows it that cannot tell what an interface is for."""

    def enumerate(self, vendor_id: int = 0, product_id: int = 0) -> list[dict[str, object]]:
        found = super().enumerate(vendor_id, product_id)
        return [{**one, "usage_page": 0, "usage": 0} for one in found]


def test_where_usages_are_not_told_the_last_interface_is_taken() -> None:
    gun = Untold()
    wire = transport(gun)
    wire.open()
    assert gun.connected
    with pytest.raises(TransportError):
        gun.set_mode("unplugged")
        wire.read(64, 0.1)


def test_a_device_nobody_may_open_says_which() -> None:
    gun = HidScannerSimulator()
    gun.set_mode("asleep")
    wire = HidTransport(
        gun.vendor, gun.product, HidInterface(), library=gun, may_open=lambda _path: False
    )
    with pytest.raises(TransportError) as caught:
        wire.open()
    assert caught.value.cause == "permission"
    assert caught.value.values["path"] == "simulated-0c2e-1"


class Lane:
    def __init__(self, gun: HidScannerSimulator) -> None:
        self.gun = gun
        self.posted = Posted()
        self.scanner = DirectScanner(
            lambda: HidTransport(gun.vendor, gun.product, PROFILE.transport.hid, library=gun),
            PROFILE,
            self.posted,
            FakeClock(),
            backoff_seconds=(0.02, 0.05),
        )
        self.scanner.start()

    def scans(self) -> list[str]:
        return [e.text for e in list(self.posted.events) if isinstance(e, BarcodeScanned)]


@pytest.fixture
def lane() -> Iterator[Lane]:
    made = Lane(HidScannerSimulator())
    wait_until(lambda: made.scanner.state.health is Health.ONLINE)
    yield made
    made.scanner.stop()


def test_scans_reach_the_window_with_their_separators(lane: Lane) -> None:
    lane.gun.scan(MARKED, aim="]d2")
    lane.gun.scan("4600051000057", aim="]E0")
    wait_until(lambda: lane.scans() == [f"]d2{MARKED}", "]E04600051000057"])
    assert {e.source for e in lane.posted.events if isinstance(e, BarcodeScanned)} == {"hid"}


def test_other_reports_between_the_right_ones_do_no_harm(lane: Lane) -> None:
    lane.gun.set_mode("garbage")
    lane.gun.scan("4600051000057", aim="]E0")
    wait_until(lambda: lane.scans() == ["]E04600051000057"])


def test_a_code_that_broke_off_is_not_sold(lane: Lane) -> None:
    lane.gun.set_mode("cut")
    lane.gun.scan(MARKED, aim="]d2")
    wait_until(lambda: lane.scanner._codec.waiting)
    wait_until(lambda: not lane.scanner._codec.waiting)
    lane.gun.set_mode("ok")
    lane.gun.scan("4600051000057", aim="]E0")
    wait_until(lambda: lane.scans() == ["]E04600051000057"])


def test_a_scanner_pulled_out_comes_back_and_is_told_its_mode_again(lane: Lane) -> None:
    lane.gun.set_mode("unplugged")
    wait_until(lambda: lane.scanner.state.health is Health.OFFLINE)
    lane.gun.set_mode("ok")
    wait_until(lambda: lane.scanner.state.health is Health.ONLINE)
    assert lane.gun.features == [b"\xfe\x01"] * 2
    lane.gun.scan("4600051000057", aim="]E0")
    wait_until(lambda: lane.scans() == ["]E04600051000057"])


def test_a_scanner_that_poses_as_a_keyboard_is_for_a_person_to_set_up() -> None:
    gun = HidScannerSimulator()
    gun.set_mode("keyboard")
    lane = Lane(gun)
    wait_until(lambda: lane.scanner.state.reason == "scanner.wrong_mode")
    assert lane.scanner.state.health is Health.MISCONFIGURED
    gun.set_mode("ok")
    wait_until(lambda: lane.scanner.state.health is Health.ONLINE)
    lane.scanner.stop()


@pytest.mark.parametrize(
    ("usb_id", "profile"),
    [
        ("0c2e:0b8f", "honeywell-hid"),
        ("23d0:0001", "honeywell-hid"),
        ("1a2b:0001", "hid-generic"),
    ],
)
def test_a_scanner_without_a_profile_gets_that_of_its_maker(usb_id: str, profile: str) -> None:
    assert scanner_for("hid", usb_id, "serial-generic") == profile
    assert scanner_for("serial", usb_id, "serial-generic") == "serial-generic"
