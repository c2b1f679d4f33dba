"""Each kind of wire against something real on this machine, and how each fails."""

from __future__ import annotations

import os
import socket
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pos_desktop.hardware.profiles import SerialLine, TransportSettings
from pos_desktop.hardware.transports import permissions
from pos_desktop.hardware.transports.device_file import DeviceFileTransport
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.hardware.transports.permissions import group_of, refused_path
from pos_desktop.hardware.transports.protocol import Transport, TransportError
from pos_desktop.hardware.transports.serial_port import SerialTransport
from pos_desktop.hardware.transports.spooler import CupsSpooler, SpoolTransport
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.hardware.transports.usb_bulk import UsbTransport
from pos_desktop.settings import SettingsError
from tests.hardware.memory_transport import MemoryTransport
from tests.hardware.printing import wait_until

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")
SETTINGS = TransportSettings(kinds=("tcp",), connect_ms=500)


def caught(act: Any, *args: Any) -> TransportError:
    with pytest.raises(TransportError) as error:
        act(*args)
    return error.value


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        yield server


def port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


# TCP


def test_tcp_carries_bytes_both_ways(listener: socket.socket) -> None:
    wire = TcpTransport("127.0.0.1", port_of(listener))
    wire.open()
    peer, _ = listener.accept()
    with peer:
        assert wire.write(b"hello", 1.0) == 5
        assert peer.recv(10) == b"hello"
        peer.sendall(b"there")
        assert wire.read(3, 1.0) == b"the"
        assert wire.read(10, 1.0) == b"re"
        assert wire.read(10, 0.01) == b""
        wire.close()


def test_tcp_says_that_nobody_listens(listener: socket.socket) -> None:
    port = port_of(listener)
    listener.close()
    error = caught(TcpTransport("127.0.0.1", port).open)
    assert (error.code, error.may_have_left) == ("transport.refused", 0)
    assert error.values["port"] == port


def test_tcp_tells_how_much_may_have_left_when_the_peer_stops_reading(
    listener: socket.socket,
) -> None:
    wire = TcpTransport("127.0.0.1", port_of(listener))
    wire.open()
    peer, _ = listener.accept()
    with peer:
        error = caught(wire.write, b"x" * 20_000_000, 0.1)
    wire.close()
    assert error.code == "transport.timeout"
    assert 0 < error.may_have_left < 20_000_000


def test_tcp_says_that_the_peer_has_gone(listener: socket.socket) -> None:
    wire = TcpTransport("127.0.0.1", port_of(listener))
    wire.open()
    listener.accept()[0].close()
    assert caught(wire.read, 10, 1.0).code == "transport.lost"
    wire.close()


def test_tcp_does_not_lose_the_last_bytes_when_answers_lie_unread(listener: socket.socket) -> None:
    wire = TcpTransport("127.0.0.1", port_of(listener))
    wire.open()
    peer, _ = listener.accept()
    with peer:
        peer.sendall(b"\x16" * 100)
        wire.write(b"y" * 50_000, 1.0)
        closing = threading.Thread(target=wire.close)
        closing.start()
        came = b""
        while part := peer.recv(4096):
            came += part
        closing.join(5)
    assert came == b"y" * 50_000


def test_a_blocked_tcp_read_can_be_cancelled(listener: socket.socket) -> None:
    wire = TcpTransport("127.0.0.1", port_of(listener))
    wire.open()
    threading.Timer(0.05, wire.cancel).start()
    assert caught(wire.read, 1, 30.0).code == "transport.cancelled"
    wire.close()


def test_a_connection_that_nobody_takes_ends_at_its_deadline_or_when_it_is_cancelled() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        port = port_of(deaf)
        waiting = []
        for _ in range(4):  # the queue of the listener is full: further hosts hear nothing
            first = socket.socket()
            first.setblocking(False)
            first.connect_ex(("127.0.0.1", port))
            waiting.append(first)
        assert caught(TcpTransport("127.0.0.1", port, 0.3).open).cause == "unreachable"
        wire = TcpTransport("127.0.0.1", port, 30.0)
        threading.Timer(0.1, wire.cancel).start()
        assert caught(wire.open).cause == "cancelled"
        for first in waiting:
            first.close()


def test_tcp_finds_a_host_by_its_name(listener: socket.socket) -> None:
    wire = TcpTransport("localhost", port_of(listener))
    wire.open()
    listener.accept()[0].close()
    wire.close()


@pytest.mark.parametrize("wire", [TcpTransport("127.0.0.1", 9), MemoryTransport()])
def test_closing_twice_is_allowed(wire: Transport) -> None:
    wire.close()
    wire.close()


def test_a_wire_that_is_not_open_sends_nothing() -> None:
    assert caught(TcpTransport("127.0.0.1", 9).write, b"x", 1.0).may_have_left == 0


# Serial


@pytest.fixture
def terminal() -> Iterator[tuple[int, str]]:
    import pty
    import tty

    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


@POSIX
def test_serial_carries_bytes_both_ways(terminal: tuple[int, str]) -> None:
    ours, path = terminal
    wire = SerialTransport(path, SerialLine())
    wire.open()
    assert wire.write(b"W" * 700, 1.0) == 700
    assert os.read(ours, 1000)
    os.write(ours, b"\x02 1.0\r")
    assert wire.read(64, 1.0)[:1] == b"\x02"
    wire.close()


@POSIX
def test_serial_says_that_there_is_no_such_port() -> None:
    error = caught(SerialTransport("/dev/ttyNOWHERE7", SerialLine()).open)
    assert error.code == "transport.not_found"


@POSIX
def test_serial_says_that_the_device_was_pulled_out(terminal: tuple[int, str]) -> None:
    import pty

    ours, theirs = pty.openpty()
    wire = SerialTransport(os.ttyname(theirs), SerialLine())
    wire.open()
    os.close(theirs)
    os.close(ours)
    assert caught(wire.read, 1, 1.0).code == "transport.lost"
    wire.close()


@POSIX
def test_a_serial_line_that_takes_no_more_reports_what_it_took(
    terminal: tuple[int, str],
) -> None:
    wire = SerialTransport(terminal[1], SerialLine())
    wire.open()
    error = caught(wire.write, b"x" * 200_000, 0.1)
    wire.close()
    assert error.code == "transport.timeout"
    assert 0 < error.may_have_left < 200_000


@POSIX
def test_the_same_line_is_asked_for_twice_without_a_crash(terminal: tuple[int, str]) -> None:
    """A pseudo-terminal refuses the second 7E1 with an error that is no OSError."""
    line = SerialLine(bits=7, parity="E")
    for _ in range(3):
        wire = SerialTransport(terminal[1], line)
        try:
            wire.open()
        except TransportError as error:
            assert error.cause == "unreachable"
        wire.close()


@POSIX
def test_a_port_that_another_program_holds_is_busy(terminal: tuple[int, str]) -> None:
    first = SerialTransport(terminal[1], SerialLine())
    first.open()
    assert caught(SerialTransport(terminal[1], SerialLine()).open).code == "transport.busy"
    first.close()


@POSIX
def test_a_blocked_serial_read_can_be_cancelled(terminal: tuple[int, str]) -> None:
    wire = SerialTransport(terminal[1], SerialLine())
    wire.open()
    threading.Timer(0.05, wire.cancel).start()
    assert caught(wire.read, 1, 30.0).code == "transport.cancelled"
    wire.close()


@POSIX
def test_a_refusal_names_the_group_that_may_open_the_device(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    path.touch()
    error = refused_path(str(path), PermissionError(13, "Permission denied"))
    assert error.code == "transport.permission"
    assert error.values["group"] == group_of(str(path)) != ""


# Device files


def test_a_file_takes_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    for _ in range(2):
        wire = DeviceFileTransport(str(path))
        wire.open()
        assert wire.can_read is False
        assert wire.write(b"a" * 10_000, 1.0) == 10_000
        assert wire.read(1, 0.01) == b""
        wire.close()
    assert path.read_bytes() == b"a" * 20_000


@POSIX
def test_a_device_file_that_is_not_there_is_not_made() -> None:
    assert caught(DeviceFileTransport("/dev/usb/lp77").open).code == "transport.not_found"


@POSIX
def test_a_character_device_is_read_too(terminal: tuple[int, str]) -> None:
    ours, path = terminal
    wire = DeviceFileTransport(path)
    wire.open()
    assert wire.can_read
    wire.write(b"\x10\x04\x01", 1.0)
    assert os.read(ours, 10) == b"\x10\x04\x01"
    os.write(ours, b"\x16")
    assert wire.read(10, 1.0) == b"\x16"
    assert wire.read(10, 0.01) == b""
    wire.close()


@POSIX
def test_a_device_that_takes_nothing_reports_what_it_took(tmp_path: Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    wire = DeviceFileTransport(str(path))
    wire.open()
    error = caught(wire.write, b"x" * 1_000_000, 0.1)
    assert error.code == "transport.timeout"
    assert 0 < error.may_have_left < 1_000_000
    wire.close()
    os.close(reader)


# The spooler


@pytest.fixture
def lp(tmp_path: Path) -> Path:
    """A stand-in for CUPS' lp: keeps its arguments and its input; refuses the queue "gone"."""
    program = tmp_path / "lp"
    program.write_text(
        f"#!/bin/sh\n[ $2 = gone ] && echo 'no such queue' >&2 && exit 1\n"
        f'[ $2 = stuck ] && exec sleep 20\necho "$@" > {tmp_path}/args\ncat > {tmp_path}/job\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@POSIX
def test_the_spooler_gets_the_job_raw(lp: Path, tmp_path: Path) -> None:
    wire = SpoolTransport("kassa", CupsSpooler((str(lp),)))
    wire.open()
    assert wire.write(b"\x1b@job", 5.0) == 5
    assert wire.can_read is False
    assert (tmp_path / "job").read_bytes() == b"\x1b@job"
    assert (tmp_path / "args").read_text().split() == [
        "-d", "kassa", "-t", "pos_desktop", "-o", "raw",
    ]  # fmt: skip


@POSIX
def test_a_queue_that_is_not_there_has_taken_nothing(lp: Path) -> None:
    wire = SpoolTransport("gone", CupsSpooler((str(lp),)))
    error = caught(wire.write, b"job", 5.0)
    assert (error.code, error.may_have_left) == ("transport.refused", 0)
    assert error.values["reason"] == "no such queue"


@POSIX
def test_a_spooler_that_hangs_may_have_the_job(lp: Path) -> None:
    wire = SpoolTransport("stuck", CupsSpooler((str(lp),)))
    assert caught(wire.write, b"job", 0.2).may_have_left == 3


@POSIX
def test_a_spooler_that_hangs_is_let_go_when_the_register_closes(lp: Path) -> None:
    wire = SpoolTransport("stuck", CupsSpooler((str(lp),)))
    threading.Timer(0.1, wire.cancel).start()
    error = caught(wire.write, b"job", 30.0)
    assert (error.cause, error.may_have_left) == ("cancelled", 3)
    assert caught(wire.write, b"job", 30.0).may_have_left == 0


def test_a_machine_without_cups_says_what_is_missing() -> None:
    wire = SpoolTransport("kassa", CupsSpooler(("no-such-program-here",)))
    assert caught(wire.open).values["needs"] == "cups-client"


# Endpoints


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("tcp://127.0.0.1:9100", TcpTransport),
        ("serial:/dev/ttyUSB0", SerialTransport),
        ("usb:04b8:0e28", UsbTransport),
        ("file:/dev/usb/lp0", DeviceFileTransport),
        ("spool:kassa", SpoolTransport),
    ],
)
def test_an_endpoint_becomes_its_transport(text: str, kind: type) -> None:
    assert type(transport_for(text, SETTINGS)) is kind


def test_a_text_that_is_no_endpoint_is_refused() -> None:
    with pytest.raises(SettingsError):
        transport_for("bluetooth:1234", SETTINGS)


def test_an_endpoint_is_opened_in_one_step(listener: socket.socket) -> None:
    wire = transport_for(f"tcp://127.0.0.1:{port_of(listener)}", SETTINGS)
    wire.open()
    peer, _ = listener.accept()
    with peer:
        wire.write(b"x", 1.0)
        wait_until(lambda: peer.recv(1) == b"x", 2.0)
    wire.close()


def test_who_may_not_open_a_port_is_told_the_group_and_what_to_type(monkeypatch):
    monkeypatch.setattr(permissions, "group_of", lambda _path: "dialout")
    refused = permissions.refused_path("/dev/ttyUSB0", PermissionError(13, "denied"))
    assert refused.values["group"] == "dialout"
    assert refused.values["fix"] == "sudo usermod -aG dialout $USER"


def test_a_device_of_the_system_itself_wants_the_rules(monkeypatch):
    monkeypatch.setattr(permissions, "group_of", lambda _path: "root")
    refused = permissions.refused_path("/dev/hidraw0", PermissionError(13, "denied"))
    assert "profiles udev" in str(refused.values["fix"])
