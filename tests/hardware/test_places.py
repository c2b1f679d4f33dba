"""A device that is pulled out and put back is found at its new name, and nothing else is taken for
it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from pos_desktop.hardware.places import NamedPlace, Place, Plugs, UsbPlace
from pos_desktop.hardware.plugs import (
    Plug,
    Remembered,
    plain_name,
    printer_file_plugs,
    serial_plugs,
    usb_plugs,
)
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.settings import Endpoint


@dataclass
class Port:
    device: str
    vid: int | None = 0x0403
    pid: int = 0x6001
    serial_number: str | None = "A1"
    location: str | None = None


class Table:
    """Everything that is plugged in, for a test to change."""

    def __init__(self, *plugs: Plug) -> None:
        self.plugs = list(plugs)
        self.paths: set[str] = set()
        self.all = Plugs(
            lambda: self.plugs, lambda: self.plugs, lambda: self.plugs, self.paths.__contains__
        )

    def place(self, endpoint: str) -> Place:
        place = self.all.place_of(Endpoint.parse(endpoint))
        assert place is not None
        return place

    def named(self, endpoint: str) -> NamedPlace:
        place = self.place(endpoint)
        assert isinstance(place, NamedPlace)
        return place


def where(place: NamedPlace) -> str:
    """Its name, "" when it is not there."""
    try:
        return place.current()
    except TransportError as error:
        if error.cause == "ambiguous":
            return f"one of {', '.join(error.values['found'])}"  # type: ignore[call-overload]
        assert error.cause == "not_found"
        return ""


def test_an_adapter_that_moved_between_two_looks_is_found_too() -> None:
    table = Table(Plug("0403:6001:A1", "COM3"))
    place = table.named("serial:COM3")
    assert place.look() is False
    table.plugs = [Plug("0403:6001:A1", "COM7")]
    assert place.look() is True
    assert where(place) == "COM7"
    assert place.look() is False


def test_the_name_of_a_pulled_device_given_to_another_is_not_opened() -> None:
    table = Table(Plug("0403:6001:A1", "/dev/ttyUSB0"))
    place = table.named("serial:/dev/ttyUSB0")
    assert where(place) == "/dev/ttyUSB0"
    table.plugs = [Plug("1a86:7523:", "/dev/ttyUSB0")]
    assert where(place) == ""
    assert place.look() is False
    table.plugs.append(Plug("0403:6001:A1", "/dev/ttyUSB1"))
    assert where(place) == "/dev/ttyUSB1"


def test_a_port_named_by_its_usb_identity_is_found_at_the_first_start() -> None:
    table = Table(Plug("0403:6001:B2", "/dev/ttyUSB0"), Plug("0403:6001:A1", "/dev/ttyUSB1"))
    assert where(table.named("serial:0403:6001:A1")) == "/dev/ttyUSB1"
    absent = table.named("serial:0403:6001:Z9")
    assert where(absent) == ""
    assert absent.look() is False
    table.plugs.append(Plug("0403:6001:Z9", "/dev/ttyUSB2"))
    assert absent.look() is True
    assert where(absent) == "/dev/ttyUSB2"


def test_two_adapters_of_a_model_without_serial_numbers_are_not_exchanged() -> None:
    scale_plug = Plug("1a86:7523:", "/dev/ttyUSB0", "1-1:1.0")
    scanner_plug = Plug("1a86:7523:", "/dev/ttyUSB1", "1-2:1.0")
    table = Table(scale_plug, scanner_plug)
    scale, scanner = table.named("serial:/dev/ttyUSB0"), table.named("serial:/dev/ttyUSB1")
    assert (where(scale), where(scanner)) == ("/dev/ttyUSB0", "/dev/ttyUSB1")
    table.plugs = [scanner_plug]  # the scale is pulled out: its place does not take the scanner's
    assert (where(scale), where(scanner)) == ("", "/dev/ttyUSB1")
    # Both are pulled out, and come back in the other order: the sockets tell them apart.
    table.plugs = []
    assert (where(scale), where(scanner)) == ("", "")
    table.plugs = [Plug("1a86:7523:", "/dev/ttyUSB0", "1-2:1.0")]
    assert (where(scale), where(scanner)) == ("", "/dev/ttyUSB0")
    table.plugs.append(Plug("1a86:7523:", "/dev/ttyUSB1", "1-1:1.0"))
    assert (where(scale), where(scanner)) == ("/dev/ttyUSB1", "/dev/ttyUSB0")


def test_an_adapter_without_a_serial_number_may_be_put_into_another_socket() -> None:
    table = Table(Plug("1a86:7523:", "/dev/ttyUSB0", "1-1:1.0"))
    place = table.named("serial:/dev/ttyUSB0")
    where(place)
    table.plugs = [Plug("1a86:7523:", "/dev/ttyUSB3", "1-4:1.0")]
    assert where(place) == "/dev/ttyUSB3"


def test_of_two_equal_adapters_none_is_guessed_when_only_the_model_is_named() -> None:
    table = Table(Plug("1a86:7523:", "COM3", "1-1:1.0"), Plug("1a86:7523:", "COM5", "1-2:1.0"))
    place = table.named("serial:1a86:7523")
    assert where(place) == "one of COM3, COM5"
    assert place.look() is False
    table.plugs.pop(0)
    assert place.look() is True
    assert where(place) == "COM5"
    table.plugs = [Plug("1a86:7523:", "COM3", "1-1:1.0")]
    assert where(place) == "one of COM3"


def test_a_model_alone_is_found_by_its_name_and_remembered_by_its_number() -> None:
    table = Table(Plug("0403:6001:A1", "COM3"))
    place = table.named("serial:0403:6001")
    assert where(place) == "COM3"
    table.plugs = [Plug("0403:6001:B2", "COM3")]
    assert where(place) == ""
    table.plugs.append(Plug("0403:6001:A1", "COM5"))
    assert where(place) == "COM5"


@pytest.mark.parametrize("identity", ["1a86:7523:", "10c4:ea60:0001"])
def test_what_stays_when_one_of_two_equal_adapters_is_pulled_out_is_not_taken_for_it(
    identity: str,
) -> None:
    ours, other = Plug(identity, "COM3", "1-1:1.0"), Plug(identity, "COM5", "1-2:1.0")
    table = Table(ours, other)  # the other one is no device of this register
    place = table.named("serial:COM3")
    assert where(place) == "COM3"
    table.plugs = [other]
    assert where(place) == "one of COM5"
    assert place.look() is False
    table.plugs = [other, Plug(identity, "COM3", "1-3:1.0")]  # another socket, and the old name
    assert where(place) == "one of COM5, COM3"
    table.plugs = [other, Plug(identity, "COM7", "1-1:1.0")]
    assert place.look() is True
    assert where(place) == "COM7"


def test_the_last_of_two_equal_adapters_may_change_its_socket_while_the_other_is_in_use() -> None:
    table = Table(Plug("1a86:7523:", "COM3", "1-1:1.0"), Plug("1a86:7523:", "COM5", "1-2:1.0"))
    scale, scanner = table.named("serial:COM3"), table.named("serial:COM5")
    where(scale), where(scanner)
    table.plugs = []
    assert (where(scale), where(scanner)) == ("", "")
    table.plugs = [Plug("1a86:7523:", "COM8", "1-4:1.0")]  # either of them
    assert (where(scale), where(scanner)) == ("one of COM8", "one of COM8")
    table.plugs.append(Plug("1a86:7523:", "COM5", "1-2:1.0"))
    assert where(scanner) == "COM5"
    assert where(scale) == "COM8"


def test_where_the_system_tells_no_sockets_two_equal_adapters_keep_their_names() -> None:
    table = Table(Plug("1a86:7523:", "COM3"), Plug("1a86:7523:", "COM5"))
    place = table.named("serial:COM3")
    where(place)
    table.plugs = [Plug("1a86:7523:", "COM5")]
    assert where(place) == "one of COM5"
    table.plugs.append(Plug("1a86:7523:", "COM3"))
    assert where(place) == "COM3"


def test_the_second_port_of_a_double_adapter_stays_the_second() -> None:
    def both(first: str, second: str, socket: str) -> list[Plug]:
        return [
            Plug("0403:6010:D", first, f"{socket}:1.0"),
            Plug("0403:6010:D", second, f"{socket}:1.1"),
        ]

    table = Table(*both("/dev/ttyUSB0", "/dev/ttyUSB1", "1-1"))
    place = table.named("serial:/dev/ttyUSB1")
    where(place)
    table.plugs = both("/dev/ttyUSB4", "/dev/ttyUSB5", "1-3")
    assert where(place) == "/dev/ttyUSB5"


def test_a_port_that_nobody_lists_is_watched_by_its_path() -> None:
    table = Table()
    place = table.named("serial:/dev/pts/77")
    assert where(place) == "/dev/pts/77"  # it may be opened, whatever the lists say
    assert place.look() is False
    table.paths.add("/dev/pts/77")
    assert place.look() is True
    assert place.look() is False


def test_a_port_of_the_board_stays_where_it_is() -> None:
    table = Table(Plug("0403:6001:A1", "/dev/ttyUSB0"))
    place = table.named("serial:/dev/ttyS0")
    assert place.look() is False
    table.plugs.append(Plug("", "/dev/ttyS0"))
    assert place.look() is True
    assert where(place) == "/dev/ttyS0"


def test_a_link_that_names_the_device_is_kept_as_its_name(tmp_path: Path) -> None:
    port, link = tmp_path / "ttyUSB0", tmp_path / "by-id"
    port.touch()
    link.symlink_to(port)
    table = Table(Plug("0403:6001:A1", str(port)))
    place = table.named(f"serial:{link}")
    assert where(place) == str(link)
    table.plugs = []
    assert where(place) == ""


@pytest.mark.parametrize("name", ["COM10", "com10", "\\\\.\\COM10"])
def test_one_com_port_has_one_name_however_it_is_written(name: str) -> None:
    assert plain_name(name) == "COM10"
    table = Table(Plug("0403:6001:A1", "COM10"))
    place = table.named(f"serial:{name}")
    assert where(place) == name
    table.plugs = [Plug("0403:6001:A1", "COM11")]
    assert where(place) == "COM11"


def test_a_usb_printer_is_seen_when_it_is_plugged_in_again_however_quickly() -> None:
    table = Table(Plug("04b8:0e28:J5", turn="7"))
    for endpoint in ("usb:04b8:0e28", "usb:04B8:0E28:J5", "hid:04b8:0e28"):
        table.plugs = [Plug("04b8:0e28:J5", turn="7")]
        place = table.place(endpoint)
        assert isinstance(place, UsbPlace)
        assert [place.look(), place.look()] == [False, False]
        table.plugs = [Plug("04b8:0e28:J5", turn="8")]
        assert [place.look(), place.look()] == [True, False]
        table.plugs = []
        assert place.look() is False
        table.plugs = [Plug("04b8:0e28:J5", turn="9")]
        assert place.look() is True
    other = table.place("usb:04b8:0e28:XX")
    assert [other.look(), other.look()] == [False, False]


def test_a_device_file_that_came_back_under_another_name_is_followed() -> None:
    table = Table(Plug("04b8:0e28:J5", "/dev/usb/lp0", "1-1:1.0", "7"))
    place = table.named("file:/dev/usb/lp0")
    place.look()
    table.plugs = [Plug("04b8:0e28:J5", "/dev/usb/lp1", "1-1:1.0", "8")]
    assert place.look() is True
    assert where(place) == "/dev/usb/lp1"


def test_a_device_that_is_set_up_anew_is_found_where_the_old_driver_had_it() -> None:
    table = Table(Plug("0403:6001:A1", "COM3", "1-1:1.0"))
    old = table.named("serial:COM3")
    assert where(old) == "COM3"
    new = table.named("serial:0403:6001:A1")
    old.leave()
    assert where(old) == "COM3", "it may look once more while it ends"
    assert where(new) == "COM3"


def test_one_adapter_that_two_devices_are_set_up_with_is_in_use_and_not_missing() -> None:
    table = Table(Plug("0403:6001:A1", "COM3", "1-1:1.0"))
    scale, scanner = table.named("serial:0403:6001:A1"), table.named("serial:0403:6001:A1")
    assert where(scale) == "COM3"
    with pytest.raises(TransportError) as refused:
        scanner.current()
    assert (refused.value.cause, refused.value.values["path"]) == ("busy", "COM3")
    table.plugs = []
    assert (where(scale), where(scanner)) == ("", "")


def test_of_two_alike_the_one_at_a_port_that_another_device_is_set_up_with_is_not_taken() -> None:
    """The scale, known by its model, is pulled out; its twin, known by its port, is there."""
    table = Table(Plug("1a86:7523:", "COM4", "1-2:1.0"))
    scale = table.named("serial:1a86:7523")
    scanner = table.named("serial:COM4")
    assert where(scale) == ""
    assert where(scanner) == "COM4"
    table.plugs.append(Plug("1a86:7523:", "COM3", "1-1:1.0"))
    assert (where(scale), where(scanner)) == ("COM3", "COM4")


def test_a_name_that_linux_gives_in_turn_keeps_no_port_from_a_device_that_was_found() -> None:
    """The scanner of old settings is not there, and the scale came first at this start."""
    table = Table(Plug("1a86:7523:", "/dev/ttyUSB0", "1-1:1.0"))
    table.named("serial:/dev/ttyUSB0")
    assert where(table.named("serial:1a86:7523")) == "/dev/ttyUSB0"


def test_what_has_no_plug_has_no_place() -> None:
    table = Table()
    for text in ("tcp://127.0.0.1:9100", "spool:Kassa", "file:/tmp/receipts.bin"):
        assert table.all.place_of(Endpoint.parse(text)) is None


# What the system lists


def test_serial_ports_are_listed_with_identity_and_socket() -> None:
    ports = [Port("/dev/ttyUSB0", location="1-1:1.0"), Port("/dev/ttyS0", vid=None)]
    assert serial_plugs(lambda: ports) == [
        Plug("0403:6001:A1", "/dev/ttyUSB0", "1-1:1.0"),
        Plug("", "/dev/ttyS0"),
    ]


def test_usb_devices_and_printer_files_are_read_from_sysfs(tmp_path: Path) -> None:
    device = tmp_path / "devices/1-4"
    interface = device / "1-4:1.0"
    (interface / "usbmisc/lp0").mkdir(parents=True)
    for name, text in {
        "idVendor": "04b8\n", "idProduct": "0e28\n", "serial": "J5QF\n", "devnum": "12\n"
    }.items():  # fmt: skip
        (device / name).write_text(text)
    (interface / "usbmisc/lp0/device").symlink_to(interface)
    (tmp_path / "bus/usb/devices").mkdir(parents=True)
    (tmp_path / "bus/usb/devices/1-4").symlink_to(device)
    (tmp_path / "bus/usb/devices/1-4:1.0").symlink_to(interface)
    (tmp_path / "class/usbmisc").mkdir(parents=True)
    (tmp_path / "class/usbmisc/lp0").symlink_to(interface / "usbmisc/lp0")
    assert usb_plugs(tmp_path) == [Plug("04b8:0e28:J5QF", "", "1-4", "12")]
    assert printer_file_plugs(tmp_path) == [Plug("04b8:0e28:J5QF", "/dev/usb/lp0", "1-4:1.0", "12")]


def test_a_system_without_usb_lists_nothing(tmp_path: Path) -> None:
    assert printer_file_plugs(tmp_path) == []


def test_all_who_look_in_one_moment_list_once() -> None:
    now, asked = [100.0], []
    listed = Remembered(lambda: asked.append(1) or [Plug("", "COM1")], lambda: now[0])
    assert listed() == listed() == [Plug("", "COM1")]
    assert len(asked) == 1
    now[0] += 0.3
    listed()
    assert len(asked) == 2
