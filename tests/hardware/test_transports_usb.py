"""USB printers by their bulk endpoints, with the device played by a few small classes."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import usb.core

from pos_desktop.hardware.transports.usb_bulk import UsbTransport
from pos_desktop.settings import Endpoint
from tests.hardware.test_transports import caught


class FakeEndpoint:
    def __init__(self, address: int, answers: list[Any] | None = None) -> None:
        self.bEndpointAddress = address
        self.bmAttributes = 2
        self.wMaxPacketSize = 64
        self.taken = b""
        self.answers = answers or []

    def write(self, data: bytes, timeout: int) -> int:
        assert timeout > 0  # 0 would be for ever
        if self.answers:
            raise self.answers.pop(0)
        self.taken += data
        return len(data)

    def read(self, size: int, timeout: int) -> bytes:
        assert size == 64
        answer = self.answers.pop(0) if self.answers else usb.core.USBTimeoutError("t", errno=110)
        if isinstance(answer, Exception):
            raise answer
        return answer


class FakeInterface(list[FakeEndpoint]):
    bInterfaceClass = 7
    bInterfaceNumber = 0


class FakeUsb:
    serial_number: Any
    bus = address = 1

    def __init__(self, out: FakeEndpoint, into: FakeEndpoint, refuses: Exception | None) -> None:
        self.interface = FakeInterface([out, into])
        self.refuses = refuses
        self.detached: list[int] = []
        self._ctx = self

    def get_active_configuration(self) -> list[FakeInterface]:
        if self.refuses is not None:
            raise self.refuses
        return [self.interface]

    def is_kernel_driver_active(self, interface: int) -> bool:
        return interface == 0

    def detach_kernel_driver(self, interface: int) -> None:
        self.detached.append(interface)

    def managed_claim_interface(self, device: object, interface: int) -> None:
        assert device is self

    def dispose(self, device: object) -> None:
        assert device is self


def usb_wire(
    out: FakeEndpoint | None = None,
    into: FakeEndpoint | None = None,
    refuses: Exception | None = None,
    *,
    counts: bool = True,
) -> tuple[UsbTransport, FakeUsb]:
    device = FakeUsb(out or FakeEndpoint(0x01), into or FakeEndpoint(0x82), refuses)
    return UsbTransport(0x04B8, 0x0E28, listed=lambda *_model: [device], counts=counts), device


def test_usb_carries_bytes_both_ways() -> None:
    into = FakeEndpoint(0x82, [b"", b"\x16\x12"])
    out = FakeEndpoint(0x01)
    wire, device = usb_wire(out, into)
    wire.open()
    assert wire.can_read
    assert wire.write(b"z" * 9000, 1.0) == 9000
    assert out.taken == b"z" * 9000
    assert wire.read(1, 1.0) == b"\x16"
    assert wire.read(5, 1.0) == b"\x12"
    assert wire.read(5, 0.01) == b""
    assert device.detached == [0]
    wire.close()
    assert wire.can_read is False


def test_usb_says_which_rule_lets_the_user_in() -> None:
    wire, _ = usb_wire(refuses=usb.core.USBError("Access denied", errno=13))
    error = caught(wire.open)
    assert error.code == "transport.permission"
    assert 'ATTR{idVendor}=="04b8", ATTR{idProduct}=="0e28"' in str(error.values["udev_rule"])


def test_usb_says_that_the_printer_is_not_plugged_in() -> None:
    wire = UsbTransport(0x04B8, 0x0E28, listed=lambda *_model: [])
    assert caught(wire.open).code == "transport.not_found"


class StuckEndpoint(FakeEndpoint):
    """Takes nothing, as a printer without paper; writes: how often it was asked to."""

    writes = 0

    def write(self, data: bytes, timeout: int) -> int:
        self.writes += 1
        threading.Event().wait(timeout / 1000)
        raise usb.core.USBTimeoutError("t", errno=110)


@pytest.mark.parametrize("counts", [True, False])
def test_a_usb_printer_that_takes_nothing_may_have_the_chunk(counts: bool) -> None:
    out = StuckEndpoint(0x01)
    wire, _ = usb_wire(out, counts=counts)
    wire.open()
    error = caught(wire.write, b"x" * 9000, 0.6)
    assert (error.code, error.may_have_left) == ("transport.timeout", 4096)
    assert (out.writes > 1) is counts


def test_a_usb_printer_that_takes_its_time_gets_each_byte_once() -> None:
    out = FakeEndpoint(0x01, [usb.core.USBTimeoutError("t", errno=110)] * 2)
    wire, _ = usb_wire(out)
    wire.open()
    assert wire.write(b"x" * 9000, 5.0) == 9000
    assert out.taken == b"x" * 9000


def test_a_blocked_usb_write_can_be_cancelled() -> None:
    wire, _ = usb_wire(StuckEndpoint(0x01))
    wire.open()
    threading.Timer(0.05, wire.cancel).start()
    assert caught(wire.write, b"x", 30.0).code == "transport.cancelled"


def two_of_a_model(*serials: object) -> list[FakeUsb]:
    found = [FakeUsb(FakeEndpoint(0x01), FakeEndpoint(0x82), None) for _ in serials]
    for number, (device, serial) in enumerate(zip(found, serials, strict=True)):
        device.bus, device.address, device.serial_number = 1, 4 + number, serial
    return found


def test_one_of_two_usb_printers_of_a_model_is_found_by_its_serial_number() -> None:
    asked: list[tuple[int, int]] = []
    pair = two_of_a_model("J5QF012344", "J5QF012345")

    def listed(*model: Any) -> list[FakeUsb]:
        asked.append(model)
        return pair

    endpoint = Endpoint.parse("usb:04B8:0E28:J5QF012345")
    wire = UsbTransport(*endpoint.vendor_and_product, endpoint.usb_serial, listed=listed)
    wire.open()
    wire.write(b"x", 1.0)
    assert [device.interface[0].taken for device in pair] == [b"", b"x"]
    assert asked == [(0x04B8, 0x0E28)]
    assert str(endpoint) == "usb:04b8:0e28:J5QF012345"


@pytest.mark.parametrize(
    ("serials", "wanted", "told"),
    [
        (("A1", "B2"), "", ("A1", "B2")),
        ((None, ""), "", ("USB 1-4", "USB 1-5")),
        (("0001", "0001"), "0001", ("0001", "0001")),
    ],
)
def test_neither_of_two_equal_usb_printers_is_taken_for_the_other(
    serials: tuple[Any, Any], wanted: str, told: tuple[str, str]
) -> None:
    pair = two_of_a_model(*serials)
    error = caught(UsbTransport(0x04B8, 0x0E28, wanted, listed=lambda *_model: pair).open)
    assert (error.code, error.values["found"]) == ("transport.ambiguous", told)
    assert [device.detached for device in pair] == [[], []]


def test_a_serial_number_that_may_not_be_read_is_a_matter_of_permission() -> None:
    class Closed(FakeUsb):
        @property
        def serial_number(self) -> str:
            raise ValueError("The device has no langid (permission issue ...)")

    closed = Closed(FakeEndpoint(0x01), FakeEndpoint(0x82), None)
    error = caught(UsbTransport(0x04B8, 0x0E28, "A1", listed=lambda *_model: [closed]).open)
    assert error.code == "transport.permission"
    assert "udev" in str(error.values["fix"])


def test_a_usb_printer_pulled_out_is_lost() -> None:
    wire, _ = usb_wire(into=FakeEndpoint(0x82, [usb.core.USBError("gone", errno=19)]))
    wire.open()
    assert caught(wire.read, 1, 1.0).code == "transport.lost"
