"""What a search finds in made-up surroundings, how it is bounded and how it is stopped."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pytest

from pos_desktop.app.device_trials import probe_address
from pos_desktop.domain.errors import DeviceError
from pos_desktop.hardware.discovery import Surroundings, search
from pos_desktop.hardware.network_search import (
    MOST_ADDRESSES,
    Answered,
    addresses_of,
    knock,
    search_network,
)
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.hardware.transports.spooler import cups_queues
from pos_desktop.hardware.usb_listing import UsbSeen, from_sysfs, printer_files
from pos_desktop.ports.equipment import SearchStep, Wishes
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from pos_desktop.simulators.scales.table import scale_simulator


def port(device: str, vid: int | None = None, pid: int = 0, description: str = "") -> object:
    return SimpleNamespace(
        device=device, vid=vid, pid=pid, serial_number="", description=description
    )


def empty(**there: object) -> Surroundings:
    nothing: dict[str, object] = {
        "ports": list,
        "sockets": dict,
        "usb": list,
        "printer_files": list,
        "queues": list,
        "knock": lambda *_: None,
    }
    return Surroundings(**(nothing | there))


def always(_step: SearchStep) -> bool:
    return True


def test_an_empty_desk_has_nothing_to_find():
    result = search(Wishes(), always, empty())
    assert result.found == ()
    assert result.troubles == ()


def test_a_usb_printer_is_found_even_if_no_profile_knows_it():
    seen = [
        UsbSeen("1fc9:2016", "Noname POS58", frozenset({7})),
        UsbSeen("046d:c52b", "Mouse", frozenset({3})),
    ]
    [found] = search(Wishes(), always, empty(usb=lambda: seen)).found
    assert (found.device, found.endpoint, found.profile) == ("printer", "usb:1fc9:2016", "")
    assert found.name == "Noname POS58"


def test_a_printer_that_the_kernel_holds_is_listed_once():
    around = empty(
        usb=lambda: [UsbSeen("1fc9:2016", "POS58", frozenset({7}))],
        printer_files=lambda: [("/dev/usb/lp0", "1fc9:2016"), ("/dev/usb/lp1", "")],
    )
    found = search(Wishes(), always, around).found
    assert [one.endpoint for one in found] == ["usb:1fc9:2016", "file:/dev/usb/lp1"]


def test_a_serial_adapter_may_be_a_scale_or_a_scanner_and_a_board_port_is_neither():
    ports = [port("/dev/ttyUSB0", 0x1A86, 0x7523, "USB Serial"), port("/dev/ttyS0")]
    found = search(Wishes(scales=False), always, empty(ports=lambda: ports)).found
    assert [(one.device, one.endpoint, one.sure) for one in found] == [
        ("scale", "serial:1a86:7523", False),
        ("scanner", "serial:1a86:7523", False),
    ]


def test_a_scale_that_answers_is_no_scanner():
    ports = [port("COM3", 0x1A86, 0x7523), port("COM1")]

    def probe(path, _go_on):
        return ("toledo-8217", "4800-7E1") if path == "COM3" else None

    found = search(Wishes(), always, empty(ports=lambda: ports, probe_scale=probe)).found
    assert [(one.device, one.profile, one.endpoint, one.sure) for one in found] == [
        ("scale", "toledo-8217", "serial:1a86:7523@4800-7E1", True)
    ]


def test_a_port_that_another_program_has_is_told_and_the_next_one_is_asked():
    ports = [port("COM3", 0x1A86, 0x7523), port("COM4", 0x1A86, 0x7523)]

    def probe(path, _go_on):
        if path == "COM3":
            raise TransportError("busy", path=path)
        return ("toledo-8217", "")

    result = search(Wishes(), always, empty(ports=lambda: ports, probe_scale=probe))
    assert [one.endpoint for one in result.found if one.sure] == ["serial:COM4"]
    assert [(t.source, t.code) for t in result.troubles] == [("scales", "transport.busy")]


def test_what_this_register_holds_itself_is_not_asked():
    asked: list[str] = []

    def probe(path, _go_on):
        asked.append(path)

    ports = [port("COM3", 0x1A86, 0x7523), port("COM4", 0x1A86, 0x7523)]
    around = empty(ports=lambda: ports, probe_scale=probe)
    result = search(Wishes(busy=frozenset({"serial:COM3"})), always, around)
    assert asked == ["COM4"]
    assert {one.endpoint for one in result.found} == {"serial:COM4"}


def test_a_source_that_cannot_be_looked_at_is_told_and_the_others_go_on():
    def no_libusb():
        raise TransportError("unreachable", needs="libusb-1.0")

    result = search(Wishes(), always, empty(usb=no_libusb, queues=lambda: ["kassa"]))
    assert [(t.source, t.values["needs"]) for t in result.troubles] == [("usb", "libusb-1.0")]
    assert [one.endpoint for one in result.found] == ["spool:kassa"]


def test_a_person_stops_the_search_and_keeps_what_was_found():
    around = empty(
        usb=lambda: [UsbSeen("1fc9:2016", "POS58", frozenset({7}))],
        queues=lambda: pytest.fail("looked on after the stop"),
    )
    result = search(Wishes(), lambda step: step.source != "spooler", around)
    assert result.cancelled
    assert len(result.found) == 1


def test_printers_on_named_addresses_say_what_they_are():
    def answers(host, number, _stopped):
        return Answered(host, number, "TM-T20III") if host.endswith(".7") else None

    steps: list[SearchStep] = []

    def told(step: SearchStep) -> bool:
        steps.append(step)
        return True

    [found] = search(Wishes("192.168.1.5-9"), told, empty(knock=answers)).found
    assert (found.endpoint, found.profile) == ("tcp://192.168.1.7:9100", "TM-T20III")
    assert [step.done for step in steps if step.source == "network"] == [0, 1, 2, 3, 4, 5]


def test_a_scale_on_a_named_address_is_found_where_scales_listen():
    listening = {("10.0.0.5", 9100), ("10.0.0.5", 5001), ("10.0.0.6", 5001), ("10.0.0.7", 5001)}
    asked = []

    def answers(host, number, _stopped):
        return Answered(host, number, "") if (host, number) in listening else None

    def weighs(host, number, _go_on):
        asked.append((host, number))
        return "massa-tb" if host == "10.0.0.6" else None

    around = empty(knock=answers, probe_address=weighs)
    found = search(Wishes("10.0.0.5-7"), always, around).found
    assert {(one.device, one.endpoint, one.profile, one.sure) for one in found} == {
        ("printer", "tcp://10.0.0.5:9100", "", False),
        ("scale", "tcp://10.0.0.6:5001", "massa-tb", True),
    }
    assert asked == [("10.0.0.5", 5001), ("10.0.0.6", 5001), ("10.0.0.7", 5001)]
    assert search(Wishes("10.0.0.6", scales=False), always, around).found == ()


def test_a_port_that_was_named_is_of_a_printer_where_no_scale_answers():
    around = empty(
        knock=lambda host, number, _stopped: Answered(host, number, ""),
        probe_address=lambda _host, number, _go_on: "cas-ad" if number == 4001 else None,
    )
    found = search(Wishes("converter:4001 converter:4002"), always, around).found
    assert [(one.device, one.endpoint) for one in found] == [
        ("scale", "tcp://converter:4001"),
        ("printer", "tcp://converter:4002"),
    ]


@pytest.mark.parametrize("name", ["massa-tb", "cas-ad", "shtrih-slim"])
def test_a_simulated_scale_on_the_network_is_asked_what_it_speaks(name):
    scale = scale_simulator(name)
    scale.set_weight(1255)
    scale.start()
    try:
        around = empty(knock=knock, probe_address=probe_address)
        [found] = search(Wishes(f"127.0.0.1:{scale.port}"), always, around).found
    finally:
        scale.stop()
    assert (found.device, found.profile) == ("scale", name)


def test_a_search_that_is_stopped_while_a_scale_is_asked_ends_there():
    asked = []

    def weighs(host, _number, go_on):
        asked.append(host)
        assert not go_on()

    around = empty(
        knock=lambda host, number, _stopped: Answered(host, number, ""), probe_address=weighs
    )
    told = iter([True] * 6 + [False] * 20)
    result = search(Wishes("10.0.0.5:4001 10.0.0.6:4001"), lambda _step: next(told), around)
    assert (result.cancelled, asked) == (True, ["10.0.0.5"])


def test_a_printer_that_says_its_model_is_not_asked_for_a_weight():
    paper = EscposPrinterSimulator().start()
    asked = []
    around = empty(knock=knock, probe_address=lambda *place: asked.append(place))
    [found] = search(Wishes(f"127.0.0.1:{paper.port}"), always, around).found
    paper.stop()
    assert (found.device, asked) == ("printer", [])


def test_a_simulated_printer_is_found_by_its_own_name():
    paper = EscposPrinterSimulator().start()
    answer = knock("127.0.0.1", paper.port, threading.Event())
    paper.stop()
    assert answer is not None
    assert answer.model.startswith("TM-")


def test_stopping_a_search_of_the_network_asks_nobody_more():
    asked: list[str] = []

    def slow(host, _port, stopped):
        if not stopped.is_set():
            asked.append(host)
            time.sleep(0.02)

    places = addresses_of("10.0.0.1-200")
    started = time.monotonic()
    search_network(places, lambda _done: False, slow)
    assert len(asked) < 60
    assert time.monotonic() - started < 2.0


@pytest.mark.parametrize(
    ("typed", "hosts"),
    [
        ("192.168.1.10", ["192.168.1.10"]),
        ("192.168.1.1-3", ["192.168.1.1", "192.168.1.2", "192.168.1.3"]),
        ("192.168.1.1-192.168.1.2; 10.0.0.9", ["192.168.1.1", "192.168.1.2", "10.0.0.9"]),
        ("10.0.0.0/30", ["10.0.0.1", "10.0.0.2"]),
        ("kitchen.local", ["kitchen.local"]),
        ("  ", []),
    ],
)
def test_addresses_are_read_as_people_write_them(typed, hosts):
    assert [host for host, _ in addresses_of(typed)] == hosts


def test_a_port_can_be_named():
    assert addresses_of("10.0.0.5:9101") == [("10.0.0.5", 9101)]


@pytest.mark.parametrize(
    "typed", ["192.168.1.300", "192.168.1.9-3", "10.0.0.1:0", "10.0.0.1:port", "300", "a b/c", "-"]
)
def test_an_address_that_cannot_be_read_is_named(typed):
    with pytest.raises(DeviceError) as refused:
        addresses_of(typed)
    assert refused.value.code == "search.address"
    assert str(refused.value.values["given"]) in typed


@pytest.mark.parametrize("typed", ["10.0.0.0/16", "10.0.0.1-255 10.0.1.1-255"])
def test_more_addresses_than_a_shop_has_are_refused(typed):
    with pytest.raises(DeviceError) as refused:
        addresses_of(typed)
    assert refused.value.code == "search.too_many"
    assert refused.value.values["most"] == MOST_ADDRESSES


def test_linux_lists_usb_devices_without_opening_any(tmp_path):
    device = tmp_path / "1-2"
    interface = tmp_path / "1-2:1.0"
    for folder in (device, interface, tmp_path / "usb1"):
        folder.mkdir()
    (device / "idVendor").write_text("04b8\n")
    (device / "idProduct").write_text("0e28\n")
    (device / "manufacturer").write_text("EPSON\n")
    (device / "product").write_text("TM-T20III\n")
    (interface / "bInterfaceClass").write_text("07\n")
    assert from_sysfs(tmp_path) == [UsbSeen("04b8:0e28", "EPSON TM-T20III", frozenset({7}))]


def test_linux_tells_which_usb_device_a_printer_file_is(tmp_path):
    device = tmp_path / "1-2"
    (device / "1-2:1.0").mkdir(parents=True)
    (device / "idVendor").write_text("04b8\n")
    (device / "idProduct").write_text("0e28\n")
    link = tmp_path / "usbmisc" / "lp0"
    link.mkdir(parents=True)
    (link / "device").symlink_to(device / "1-2:1.0")
    assert list(printer_files(tmp_path / "usbmisc")) == [("/dev/usb/lp0", "04b8:0e28")]


def test_the_queues_of_cups_are_named_one_a_line():
    assert cups_queues(("printf", "kassa\\nkitchen\\n")) == ["kassa", "kitchen"]


def test_a_system_without_cups_says_what_is_missing():
    with pytest.raises(TransportError) as refused:
        cups_queues(("no-such-program-here",))
    assert refused.value.values["needs"] == "cups-client"
