from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import serial

from pos_desktop.simulators.scales.simulator import ScaleSimulator
from pos_desktop.simulators.scanner import ScannerSimulator

WAIT_SECONDS = 5.0


@pytest.fixture
def scale() -> Iterator[ScaleSimulator]:
    simulator = ScaleSimulator().start()
    yield simulator
    simulator.stop()


@pytest.fixture
def scanner() -> Iterator[ScannerSimulator]:
    simulator = ScannerSimulator().start()
    yield simulator
    simulator.stop()


def connect(device: ScaleSimulator | ScannerSimulator) -> socket.socket:
    return socket.create_connection((device.host, device.port), WAIT_SECONDS)


def read(host: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        got += host.recv(size - len(got))
    return got


def eventually(true: Callable[[], bool]) -> bool:
    pause = threading.Event()
    return any(true() or pause.wait(0.02) for _ in range(250))


def test_the_scale_answers_what_lies_on_it(scale: ScaleSimulator) -> None:
    with connect(scale) as host:
        scale.set_weight(1255)
        host.sendall(b"W")
        assert read(host, 8) == b"\x0201.255\r"
        scale.set_weight(1255, stable=False)
        host.sendall(b"W")
        assert read(host, 4) == b"\x02?\x01\r"


def test_a_lone_tare_command_is_answered_after_a_pause(scale: ScaleSimulator) -> None:
    with connect(scale) as host:
        scale.set_weight(250)
        host.sendall(b"T")
        assert read(host, 4) == b"\x02?\x20\r"


def test_a_silent_scale_takes_the_question_and_says_nothing(scale: ScaleSimulator) -> None:
    scale.set_mode("silent")
    with connect(scale) as host:
        host.sendall(b"W")
        host.settimeout(0.3)
        with pytest.raises(TimeoutError):
            host.recv(1)
    assert scale.requests == 1


def test_noise_never_looks_like_a_frame(scale: ScaleSimulator) -> None:
    scale.set_mode("garbage")
    with connect(scale) as host:
        for _ in range(20):
            host.sendall(b"W")
            noise = read(host, 8)
            assert b"\x02" not in noise
            assert b"\r" not in noise


def test_split_and_slow_frames_arrive_whole_in_the_end(scale: ScaleSimulator) -> None:
    scale.set_weight(1255)
    with connect(scale) as host:
        scale.set_mode("split")
        host.sendall(b"W")
        assert read(host, 8) == b"\x0201.255\r"
        scale.set_mode("slow", slow_seconds=0.05)
        host.sendall(b"W")
        assert read(host, 8) == b"\x0201.255\r"


def test_an_unplugged_scale_refuses_and_comes_back(scale: ScaleSimulator) -> None:
    with connect(scale) as host:
        host.sendall(b"W")
        read(host, 8)
        scale.set_mode("unplugged")
        with pytest.raises(ConnectionResetError):
            host.recv(1)
    with pytest.raises(ConnectionRefusedError):
        connect(scale)
    scale.set_mode("ok")
    with connect(scale) as host:
        host.sendall(b"W")
        assert read(host, 8) == b"\x0200.000\r"


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
def test_a_serial_scale_can_be_opened_again_and_again_with_seven_bits() -> None:
    scale = ScaleSimulator()
    path = scale.serve_pty()
    pause = threading.Event()
    try:
        for grams in (0, 5, 1255):
            scale.set_weight(grams)
            with serial.Serial(path, 9600, bytesize=7, parity="E", timeout=WAIT_SECONDS) as host:
                host.write(b"W")
                assert host.read(8) == b"\x02%02d.%03d\r" % divmod(grams, 1000)
            # The port readies itself for the next 7E1 within a tick.
            pause.wait(0.2)
    finally:
        scale.stop()


def test_a_scan_arrives_with_its_prefix_and_suffix(scanner: ScannerSimulator) -> None:
    with connect(scanner) as host:
        assert eventually(lambda: scanner.connected)
        assert scanner.scan("4601238051176", aim="]E0")
        assert read(host, 17) == b"]E04601238051176\r"
        assert scanner.scan(b"010460005100005721\x1d93abcd", aim="]d2")
        marked = b"]d2010460005100005721\x1d93abcd\r"
        assert read(host, len(marked)) == marked
        assert scanner.scan("Привет")
        assert read(host, 13).decode() == "Привет\r"
    assert (scanner.sent, scanner.lost) == (3, 0)


def test_a_scan_that_nobody_hears_is_lost_and_counted(scanner: ScannerSimulator) -> None:
    assert not scanner.scan("4601238051176")
    assert (scanner.sent, scanner.lost) == (0, 1)
    scanner.set_mode("unplugged")
    with pytest.raises(ConnectionRefusedError):
        connect(scanner)


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
def test_a_serial_scanner_sends_byte_by_byte_when_told_to() -> None:
    scanner = ScannerSimulator(suffix=b"\r\n")
    scanner.set_mode("split")
    path = scanner.serve_pty()
    try:
        with serial.Serial(path, 9600, timeout=WAIT_SECONDS) as host:
            assert eventually(lambda: scanner.connected)
            assert scanner.scan("46012343")
            assert host.read(10) == b"46012343\r\n"
    finally:
        scanner.stop()
