"""`pos-desktop simulate` without its process: what a person types and what the device does then."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from pos_desktop import i18n
from pos_desktop.domain.errors import RefusalError
from pos_desktop.settings import Endpoint
from pos_desktop.shipped import profile_path
from pos_desktop.simulators.alone.command import converse, list_devices, start
from pos_desktop.simulators.alone.devices import DEVICES
from pos_desktop.simulators.alone.parts import Alone

WAIT_SECONDS = 5.0
SERVICES = {"atol-online", "telegram", "raiffeisen", "tbank"}
PROGRAMS = {"sber-upos", "arcus2"}
NO_SERIAL = SERVICES | PROGRAMS | {"zvt"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("ru")


class Person:
    """Starts a device, types, and reads what is said."""

    def __init__(self, folder: Path, name: str, *, serial: bool = False) -> None:
        self.name = name
        self.said: list[str] = []
        self.alone: Alone = start(name, "", serial=serial, folder=folder, say=self.said.append)

    def type(self, *lines: str, fault: str = "") -> str:
        """The last thing that was said then."""
        converse(self.name, self.alone, lines, self.said.append, fault=fault)
        return self.said[-1]

    @property
    def address(self) -> tuple[str, int]:
        return Endpoint.parse(self.alone.endpoint).host_and_port


@pytest.fixture
def person(tmp_path: Path) -> Iterator[type[Person]]:
    people: list[Person] = []

    class Here(Person):
        def __init__(self, name: str, *, serial: bool = False) -> None:
            super().__init__(tmp_path, name, serial=serial)
            people.append(self)

    yield Here  # type: ignore[misc]
    for one in people:
        one.alone.stop()


def until(holds: object) -> None:
    pause = threading.Event()
    assert callable(holds)
    assert any(holds() or pause.wait(0.02) for _ in range(250))


@pytest.mark.parametrize("name", DEVICES)
def test_every_device_starts_says_where_it_is_and_leaves_nothing_behind(
    name: str, tmp_path: Path
) -> None:
    threads = threading.active_count()
    one = Person(tmp_path, name)
    try:
        assert one.type("state") != ""
        assert one.said[0].startswith(i18n.t(f"simulate.device.{name}"))
        if name not in SERVICES:
            endpoint = Endpoint.parse(one.alone.endpoint)
            assert endpoint.profile
            assert list(profile_path().rglob(f"{endpoint.profile}.toml"))
        if name not in PROGRAMS:
            assert threading.active_count() > threads
    finally:
        one.alone.stop()
    assert threading.active_count() == threads


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="descriptors are counted in /proc")
@pytest.mark.parametrize("name", DEVICES)
def test_no_device_keeps_a_descriptor_when_it_has_ended(name: str, tmp_path: Path) -> None:
    Person(tmp_path, name).alone.stop()  # what is opened once for good, such as fonts
    before = len(list(Path("/proc/self/fd").iterdir()))
    for serial in (False, True):
        if not (serial and name in NO_SERIAL):
            Person(tmp_path, name, serial=serial).alone.stop()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
@pytest.mark.parametrize("name", DEVICES)
def test_every_device_of_a_line_has_a_serial_port_and_no_other(name: str, tmp_path: Path) -> None:
    if name in NO_SERIAL:
        with pytest.raises(RefusalError) as refused:
            Person(tmp_path, name, serial=True)
        assert refused.value.code == "simulate.no_serial"
        return
    one = Person(tmp_path, name, serial=True)
    try:
        assert Path(Endpoint.parse(one.alone.endpoint).address).exists()
    finally:
        one.alone.stop()
    assert not Path(Endpoint.parse(one.alone.endpoint).address).exists()


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_list_names_every_device(lang: str) -> None:
    i18n.set_language(lang)
    said: list[str] = []
    list_devices(said.append)
    assert [line.split()[0] for line in said] == list(DEVICES)
    assert all(len(line.split()) > 1 and "simulate." not in line for line in said)


def test_what_is_put_on_the_scale_is_what_a_register_reads(person: type[Person]) -> None:
    one = person("toledo-8217")
    assert one.type("weight 1255") == "1255 g on the scale, stable; tare 0 g; the line is sound"
    with socket.create_connection(one.address, WAIT_SECONDS) as host:
        host.sendall(b"W")
        assert host.recv(8) == b"\x0201.255\r"
    assert "moving" in one.type("moving")
    assert "over its capacity" in one.type("over")
    assert "the plate is off" in one.type("under")
    assert one.type("weight 250", "tare", "weight 1505").startswith("1255 g")


def test_a_line_is_broken_pulled_out_and_repaired(person: type[Person]) -> None:
    one = person("sma")
    assert one.type(fault="silent").endswith("line: silent")
    assert one.type("plug out").endswith("line: unplugged")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(one.address, WAIT_SECONDS)
    assert one.type("plug in").endswith("the line is sound")
    assert one.type("fault checksum").startswith("The answers of scale-sma carry no checksum")


@pytest.mark.parametrize("name", sorted(DEVICES.keys() - SERVICES - PROGRAMS - {"zvt"}))
def test_every_device_of_a_line_fails_in_each_way_and_is_repaired(
    name: str, person: type[Person]
) -> None:
    one = person(name)
    sound = one.type("state")
    for fault in ("silent", "garbage", "split", "slow", "cut"):
        assert one.type(f"fault {fault}").endswith(f"line: {fault}")
    assert one.type("fault ok") == sound
    assert one.type("plug out") != sound
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(one.address, WAIT_SECONDS)
    assert one.type("plug in") == sound


def test_a_printer_may_be_broken_from_the_start_in_its_line_or_in_itself(
    person: type[Person],
) -> None:
    assert person("escpos-58").type(fault="paper-out").startswith("Printer: paper-out")
    assert person("escpos-80").type(fault="silent").endswith("line: silent")
    with pytest.raises(RefusalError) as refused:
        person("TSP650II").type(fault="on fire")
    assert refused.value.code == "simulate.fault"
    assert "cover-open" in str(refused.value.values["allowed"])
    assert "garbage" in str(refused.value.values["allowed"])


@pytest.mark.parametrize(
    ("line", "answer"),
    [("dance", "There is no command “dance”"), ("weight", "It is written like this: weight GRAMS"),
     ("weight much", "It is written like this"), ("over 5", "It is written like this: over"),
     ("plug sideways", "It is written like this: plug out|in"), ("help", "Commands:")],
)  # fmt: skip
def test_words_that_cannot_be_read_are_answered_with_how_to_write_them(
    person: type[Person], line: str, answer: str
) -> None:
    one = person("toledo-8217")
    one.type("weight 5")
    assert one.type(line).startswith(answer)
    assert one.type("state").startswith("5 g")


def test_quit_ends_and_nothing_after_it_is_done(person: type[Person]) -> None:
    one = person("digi")
    assert converse("digi", one.alone, ["weight 5", "", "quit", "weight 7"], one.said.append)
    assert one.alone.state().startswith("5 g")
    assert not converse("digi", one.alone, ["state"], one.said.append)


def test_a_code_is_scanned_with_its_separator_or_heard_by_nobody(person: type[Person]) -> None:
    one = person("scanner")
    assert one.type("scan 46012343").startswith("Codes sent 0, nobody heard 1;")
    with socket.create_connection(one.address, WAIT_SECONDS) as host:
        until(lambda: one.type("scan 0104607<GS>93abcd").startswith("Codes sent 1"))
        assert host.recv(64) == b"0104607\x1d93abcd\r"


def test_a_printed_receipt_is_a_picture_in_the_folder(person: type[Person], tmp_path: Path) -> None:
    one = person("escpos-58")
    with socket.create_connection(one.address, WAIT_SECONDS) as host:
        host.sendall(b"\x1b@Hello\n\x1bp\x00\x19\xfa\x1dV\x42\x00")
        until(lambda: any("receipt-001.png" in line for line in one.said))
        until(lambda: "Cash drawer opened, times: 1" in one.said)
        with Image.open(tmp_path / "receipt-001.png") as picture:
            assert picture.width == 384 + 32
    assert one.type("be paper-out").startswith("Printer: paper-out, receipts 1;")


@pytest.mark.parametrize(
    ("name", "job"),
    [
        (
            "tspl-203",
            b'SIZE 43 mm,25 mm\r\nCLS\r\nTEXT 8,8,"3",0,1,1,"Milk"\r\nPRINT 1\r\nWHAT\r\n',
        ),
        ("zpl-203", b"^XA^CI28^PW344^LL200^FO8,8^A0N,30,30^FDMilk^FS^XZ\n^XA^CI28^QQ^XZ"),
    ],
)
def test_a_label_is_a_picture_and_a_bad_command_is_said(
    person: type[Person], tmp_path: Path, name: str, job: bytes
) -> None:
    one = person(name)
    with socket.create_connection(one.address, WAIT_SECONDS) as host:
        host.sendall(job)
        until(lambda: any(line.startswith("Command not obeyed") for line in one.said))
    with Image.open(tmp_path / "label-001.png") as picture:
        assert picture.width == 344
    assert one.type("state").startswith("Labels 1;")


def test_what_a_customer_reads_is_drawn(person: type[Person]) -> None:
    one = person("cd5220")
    with socket.create_connection(one.address, WAIT_SECONDS) as host:
        host.sendall(b"\x1bQAHello\r")
        until(lambda: any("│" + "Hello".ljust(20) + "│" in line for line in one.said))


@pytest.mark.skipif(os.name != "posix", reason="its program is a script of the shell")
def test_the_program_of_a_card_terminal_can_be_run_and_remembers(person: type[Person]) -> None:
    one = person("sber-upos")
    folder = Endpoint.parse(one.alone.endpoint).address
    done = subprocess.run([f"{folder}/sb_pilot", "1", "12500"], timeout=60, check=False)
    assert done.returncode == 0
    assert (Path(folder) / "p").exists()
    assert one.type("state") == "Taken from cards 125.00, payments 1; ok"
    one.type("fault decline")
    assert subprocess.run([f"{folder}/sb_pilot", "1", "100"], timeout=60, check=False).returncode
    assert one.type("state") == "Taken from cards 125.00, payments 1; decline"


@pytest.mark.skipif(os.name != "posix", reason="its program is a script of the shell")
def test_the_other_makers_program_leaves_its_own_files(person: type[Person]) -> None:
    one = person("arcus2")
    folder = Path(Endpoint.parse(one.alone.endpoint).address)
    program = folder / "CommandLineTool" / "bin" / "CommandLineTool.exe"
    done = subprocess.run([program, "/o1", "/a12500", "/c643"], timeout=60, check=False)
    assert done.returncode == 0
    assert (folder / "rc.out").read_text("cp1251") == "000"
    assert "125.00 RUB" in (folder / "cheq.out").read_text("cp1251")
    assert one.type("state") == "Taken from cards 125.00, payments 1; ok"


@pytest.mark.parametrize(
    ("name", "said"), [("raiffeisen", "merchant_id"), ("tbank", "terminal_key")]
)
def test_a_bank_says_how_it_is_set_up_and_when_there_is_nothing_to_pay(
    person: type[Person], name: str, said: str
) -> None:
    one = person(name)
    assert one.type("pay").startswith("There is nothing to pay")
    assert any(line.startswith(said) for line in one.said)
    assert one.type("be silence") == "Taken 0.00, returned 0.00; code to pay: none"
    assert one.type("skip").startswith("It is written like this: skip SECONDS")


def test_a_code_of_a_bank_is_paid_by_its_customer(person: type[Person]) -> None:
    one = person("raiffeisen")
    order = {
        "amount": 125.5, "createDate": "2026-11-27T00:30:00+03:00", "currency": "RUB",
        "order": "1-1", "qrType": "QRDynamic", "sbpMerchantId": "MA0000000552",
    }  # fmt: skip
    request = urllib.request.Request(
        one.alone.endpoint + "/api/sbp/v1/qr/register",
        json.dumps(order).encode(), {"Content-Type": "application/json"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:
        assert json.load(answer)["code"] == "SUCCESS"
    assert "https://qr.nspk.ru/" in one.type("state")
    assert one.type("pay") == "Taken 125.50, returned 0.00; code to pay: none"


def test_the_operator_says_how_to_sign_in_and_goes_down_when_told(person: type[Person]) -> None:
    one = person("atol-online")
    one.type("state")
    assert any("demo-group" in line for line in one.said)
    assert one.type("be down").startswith("Operator: down")


@pytest.mark.parametrize(
    ("name", "tcp", "code"),
    [("nothing", "", "simulate.unknown_device"), ("digi", "5001", "simulate.place"),
     ("digi", "127.0.0.1:99999", "simulate.place")],
)  # fmt: skip
def test_what_cannot_be_started_is_refused(name: str, tcp: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(RefusalError) as refused:
        start(name, tcp, serial=False, folder=tmp_path, say=print)
    assert refused.value.code == code


def test_a_port_in_use_is_said_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(RefusalError) as refused:
            start("digi", place, serial=False, folder=tmp_path, say=print)
    assert refused.value.code == "simulate.taken"
    assert refused.value.values["place"] == place
