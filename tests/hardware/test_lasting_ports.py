"""A serial port that was found is kept by what it is known by in any socket, and of several alike
none is taken for another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from pos_desktop.hardware.discovery import Surroundings, search
from pos_desktop.hardware.places import NamedPlace, Plugs
from pos_desktop.hardware.plugs import Plug, serial_plugs
from pos_desktop.hardware.serial_places import is_socket_link, lasting_address, socket_links
from pos_desktop.ports.equipment import FoundDevice, Wishes
from pos_desktop.settings import Endpoint

CH340, FTDI = (0x1A86, 0x7523), (0x0403, 0x6001)


def port(device: str, ids: tuple[int, int] | None, number: str = "", location: str = "") -> object:
    vid, pid = ids or (None, None)
    return SimpleNamespace(
        device=device, vid=vid, pid=pid, serial_number=number or None, description="",
        location=location or None,
    )  # fmt: skip


def around(*ports: object, sockets: Mapping[str, str] | None = None, probe=None) -> Surroundings:
    return Surroundings(
        ports=lambda: list(ports), sockets=lambda: dict(sockets or {}), usb=list,
        printer_files=list, queues=list, knock=lambda *_: None, probe_scale=probe,
    )  # fmt: skip


def found(wishes: Wishes, there: Surroundings) -> list[FoundDevice]:
    return list(search(wishes, lambda _step: True, there).found)


def endpoints(wishes: Wishes, there: Surroundings) -> list[tuple[str, str, str]]:
    return [(one.device, one.endpoint, one.port) for one in found(wishes, there)]


def test_an_adapter_with_a_number_is_kept_by_it() -> None:
    ports = (port("COM3", FTDI, "A1"), port("COM4", FTDI, "B2"))
    scanners = [one for one in endpoints(Wishes(), around(*ports)) if one[0] == "scanner"]
    assert scanners == [
        ("scanner", "serial:0403:6001:A1", "COM3"),
        ("scanner", "serial:0403:6001:B2", "COM4"),
    ]


def test_the_only_adapter_of_a_model_is_kept_by_the_model() -> None:
    ports = (port("COM3", CH340), port("COM4", FTDI, "B2"))
    assert ("scale", "serial:1a86:7523", "COM3") in endpoints(Wishes(), around(*ports))


def test_of_two_alike_each_is_kept_by_its_socket() -> None:
    ports = (port("/dev/ttyUSB0", CH340), port("/dev/ttyUSB1", CH340))
    sockets = {
        "/dev/ttyUSB0": "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0",
        "/dev/ttyUSB1": "/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0",
    }
    scales = [one for one in endpoints(Wishes(), around(*ports, sockets=sockets)) if "scale" in one]
    assert [endpoint for _, endpoint, _ in scales] == [f"serial:{sockets[p]}" for p in sockets]


def test_of_two_alike_each_is_kept_by_its_port_where_the_system_names_no_sockets() -> None:
    ports = [port("COM3", CH340), port("COM4", CH340)]
    assert [lasting_address(one, ports, {}) for one in ports] == ["COM3", "COM4"]
    batch = [port("COM3", FTDI, "0001"), port("COM4", FTDI, "0001")]
    assert [lasting_address(one, batch, {}) for one in batch] == ["COM3", "COM4"]


def test_one_without_a_number_beside_one_with_a_number_is_not_kept_by_their_model() -> None:
    plain, numbered = port("COM3", FTDI), port("COM4", FTDI, "B2")
    ports = [plain, numbered]
    assert lasting_address(plain, ports, {}) == "COM3"
    assert lasting_address(numbered, ports, {}) == "0403:6001:B2"


def test_a_port_of_the_board_is_kept_by_its_path() -> None:
    board = port("/dev/ttyS0", None)
    assert lasting_address(board, [board, port("/dev/ttyS1", None)], {}) == "/dev/ttyS0"


@pytest.mark.parametrize("number", ["A,1", " A1 ", "A1:", "x@9600-8N1"])
def test_a_number_that_settings_would_not_give_back_is_not_kept(number: str) -> None:
    odd = port("COM3", FTDI, number)
    assert lasting_address(odd, [odd], {}) == "COM3"


def test_a_model_that_another_device_is_known_by_is_not_given_twice() -> None:
    """The scale was set up while it was alone; now it is pulled out and its twin is plugged in."""
    twin = around(port("COM4", CH340))
    known = {"scale": "serial:1a86:7523@9600-8N1,cas-type-6", "printer": "spool:Kassa"}
    assert endpoints(Wishes(known=known), twin) == [
        ("scale", "serial:1a86:7523", "COM4"),
        ("scanner", "serial:COM4", "COM4"),
    ]
    assert endpoints(Wishes(known={"scale": "com port 3"}), twin)[1][1] == "serial:1a86:7523"


def test_a_scale_that_answers_is_kept_with_its_line_and_is_no_scanner() -> None:
    def probe(path, _go_on):
        return ("toledo-8217", "4800-7E1") if path == "COM3" else None

    there = around(port("COM3", FTDI, "A1"), probe=probe)
    [scale] = found(Wishes(), there)
    assert (scale.device, scale.endpoint) == ("scale", "serial:0403:6001:A1@4800-7E1")
    place = Endpoint.parse(scale.endpoint)
    assert (place.address, place.line) == ("0403:6001:A1", "4800-7E1")


@pytest.mark.parametrize("busy", ["serial:COM3", "serial:com3@19200-8E1"])
def test_a_port_that_a_device_of_the_register_has_open_is_not_offered(busy: str) -> None:
    asked: list[str] = []
    ports = (port("COM3", FTDI, "A1"), port("COM4", FTDI, "B2"))
    there = around(*ports, probe=lambda path, _go_on: asked.append(path))
    assert {p for _, _, p in endpoints(Wishes(busy=frozenset({busy})), there)} == {"COM4"}
    assert asked == ["COM4"]


def test_a_port_held_under_the_name_of_its_socket_is_not_offered(tmp_path: Path) -> None:
    tty, link = tmp_path / "ttyUSB0", tmp_path / "by-path"
    tty.touch()
    link.symlink_to(tty)
    there = around(port(str(tty), FTDI, "A1"))
    assert endpoints(Wishes(busy=frozenset({f"serial:{link}"})), there) == []


def test_linux_tells_the_socket_of_each_port_by_one_link(tmp_path: Path) -> None:
    tty = tmp_path / "ttyUSB0"
    tty.touch()
    links = tmp_path / "by-path"
    links.mkdir()
    for name in ("pci-usb-0:1:1.0-port0", "pci-usbv2-0:1:1.0-port0"):
        (links / name).symlink_to(tty)
    assert socket_links(str(links)) == {str(tty): str(links / "pci-usb-0:1:1.0-port0")}
    assert socket_links(str(tmp_path / "none")) == {}


def test_only_the_links_of_sockets_name_a_socket() -> None:
    assert is_socket_link("/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0")
    names = ("/dev/serial/by-id/usb-FTDI_A1-if00-port0", "/dev/ttyUSB0", "COM3")
    assert not any(is_socket_link(name) for name in names)


# What was found, found again.


def where(plugs: Plugs, endpoint: str) -> str:
    place = plugs.place_of(Endpoint.parse(endpoint))
    assert isinstance(place, NamedPlace)
    return place.current()


@pytest.mark.parametrize("number", ["A1", ""])
def test_what_was_found_is_found_in_another_socket_after_a_restart(number: str) -> None:
    before = around(port("/dev/ttyUSB0", FTDI, number, "1-1:1.0"))
    scanner = next(one for one in found(Wishes(), before) if one.device == "scanner")
    moved = [
        port("/dev/ttyUSB0", CH340, "", "1-1:1.0"),
        port("/dev/ttyUSB1", FTDI, number, "1-4:1.0"),
    ]
    assert where(Plugs(serial=lambda: serial_plugs(lambda: moved)), scanner.endpoint) == (
        "/dev/ttyUSB1"
    )


def test_two_alike_that_the_system_has_named_anew_are_not_exchanged(tmp_path: Path) -> None:
    scale_link, scanner_link = tmp_path / "socket1", tmp_path / "socket2"
    ttys = [tmp_path / "ttyUSB0", tmp_path / "ttyUSB1"]
    for tty in ttys:
        tty.touch()
    scale_link.symlink_to(ttys[1])  # the other way round than when they were set up
    scanner_link.symlink_to(ttys[0])
    listed = [Plug("1a86:7523:", str(ttys[0]), "1-2:1.0"), Plug("1a86:7523:", str(ttys[1]), "1-1")]
    plugs = Plugs(serial=lambda: listed)
    assert where(plugs, f"serial:{scale_link}") == str(scale_link)
    assert where(plugs, f"serial:{scanner_link}") == str(scanner_link)
