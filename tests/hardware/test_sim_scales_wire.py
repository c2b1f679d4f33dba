"""Simulated scales on their cables: every fault there is, and nothing left behind."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from pos_desktop.simulators.on_line import LINE_MODES, ModeError
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from pos_desktop.simulators.scales.table import SCALES, scale_simulator

WAIT_SECONDS = 5.0
# Profile: what asks it for a weight, and how many bytes answer; those that speak by themselves are
# asked nothing.
ASKING = {
    "massa-tb": (bytes.fromhex("F855CE0100232300"), 20),
    "massa-1c": (bytes.fromhex("F855CE0100A0A000"), 14),
    "massa-mk": (b"\x4a", 5),
    "massa-mk-push": (b"", 10),
    "shtrih-slim": (bytes.fromhex("02053A303033303C"), 15),
    "cas-ad": (b"\x11", 15),
    "cas-nt": (b"", 22),
    "toledo-8217": (b"W", 8),
    "mt-sics": (b"S\r\n", 19),
    "sma": (b"\nW\r", 20),
    "a-and-d": (b"Q\r\n", 17),
    "dibal": (bytes.fromhex("39383030313233310D0A"), 18),
    "digi": (b"\x02\x57\x03", 15),
    "nci": (b"W\r", 17),
    "adam-cpw": (b"G\r\n", 14),
    "adam-azextra": (b"P\r\n", 11),
    "toledo-prix-iii": (b"\x05", 7),
    "mercury-old": (b"\x03", 18),
    "ohaus-aviator": (b"\x11", 15),
    "mertech-cas": (b"\x11", 15),
    "mertech-m-er": (bytes.fromhex("02053A303033303C"), 15),
}
WITH_CHECKSUM = {"massa-tb", "massa-1c", "shtrih-slim", "cas-ad", "dibal", "digi"}
# The repetition is what the frame of the MK has for one.
WITH_CHECKSUM |= {"ohaus-aviator", "mertech-cas", "mertech-m-er", "massa-mk-push"}


@pytest.fixture
def scale(request: pytest.FixtureRequest) -> Iterator[ScaleSimulator]:
    simulator = scale_simulator(request.param).start()
    simulator.set_weight(1255)
    yield simulator
    simulator.stop()


def connect(scale: ScaleSimulator) -> socket.socket:
    return socket.create_connection((scale.host, scale.port), WAIT_SECONDS)


def name_of(scale: ScaleSimulator) -> str:
    return scale.name.removeprefix("scale-")


def ask(host: socket.socket, scale: ScaleSimulator) -> bytes:
    question, size = ASKING[name_of(scale)]
    if name_of(scale) in ("adam-azextra", "massa-mk-push"):
        forget_what_was_told(scale)
    host.sendall(question)
    got = b""
    while len(got) < size:
        piece = host.recv(size - len(got))
        if not piece:
            break
        got += piece
    return got


def forget_what_was_told(scale: ScaleSimulator) -> None:
    """Such a scale says the same weight once only."""
    with scale.lock:
        scale.device = SCALES[name_of(scale)](scale.plate)
        scale.set_mode(scale.mode)


def plugged_in(path: str) -> serial.Serial:
    """The line under a path that is gone for a moment after it was cut."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            return serial.Serial(path, 57_600, timeout=WAIT_SECONDS)
        except serial.SerialException:
            if time.monotonic() > until:
                raise
            time.sleep(0.005)


def test_every_scale_of_the_table_is_asked_here() -> None:
    assert ASKING.keys() == SCALES.keys()


@pytest.mark.parametrize("scale", sorted(ASKING.keys() - {"cas-nt"}), indirect=True)
def test_each_scale_answers_and_fails_in_every_way_it_is_told_to(scale: ScaleSimulator) -> None:
    with connect(scale) as host:
        good = ask(host, scale)
        assert len(good) == ASKING[name_of(scale)][1]
        scale.set_mode("split")
        assert ask(host, scale) == good
        scale.set_mode("slow", slow_seconds=0.02)
        assert ask(host, scale) == good
        scale.set_mode("garbage")
        noise = ask(host, scale)
        assert len(noise) == len(good)
        assert noise != good
        assert noise.isascii()
        if name_of(scale) in WITH_CHECKSUM:
            scale.set_mode("checksum")
            assert 1 <= sum(a != b for a, b in zip(ask(host, scale), good, strict=True)) <= 2
        scale.set_mode("silent")
        host.settimeout(0.1)
        with pytest.raises(TimeoutError):
            ask(host, scale)
        host.settimeout(WAIT_SECONDS)
        scale.set_mode("cut")
        with pytest.raises(ConnectionResetError):
            # The half that came may be read first; then the line is dead.
            assert good.startswith(ask(host, scale))
            host.recv(1)
    scale.set_mode("ok")
    with connect(scale) as host:
        assert ask(host, scale) == good


@pytest.mark.parametrize("scale", ["cas-nt"], indirect=True)
def test_a_scale_that_goes_on_speaking_fails_in_every_way_too(scale: ScaleSimulator) -> None:
    def heard(host: socket.socket) -> bytes:
        """All that comes in three lines' time, of which the first may be older than the fault."""
        host.settimeout(0.01)
        until, got = time.monotonic() + 0.3, b""
        while time.monotonic() < until:
            try:
                got += host.recv(4096)
            except TimeoutError:
                continue
        return got

    with connect(scale) as host:
        good = heard(host)[:22]
        assert good.endswith(b",0001.255 kg\r\n")
        for mode in ("split", "slow"):
            scale.set_mode(mode, slow_seconds=0.02)  # type: ignore[arg-type]
            assert good in heard(host)
        for mode in ("garbage", "silent"):
            scale.set_mode(mode)  # type: ignore[arg-type]
            heard(host)
            assert good not in (now := heard(host))
            assert bool(now) == (mode == "garbage")
        scale.set_mode("cut")
        with pytest.raises(ConnectionResetError):
            while True:
                heard(host)
    scale.set_mode("ok")
    with connect(scale) as host:
        assert good in heard(host)


@pytest.mark.parametrize("scale", sorted(ASKING.keys() - WITH_CHECKSUM), indirect=True)
def test_an_answer_without_a_checksum_cannot_have_a_wrong_one(scale: ScaleSimulator) -> None:
    with pytest.raises(ModeError):
        scale.set_mode("checksum")
    assert scale.mode == "ok"


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
def test_a_serial_scale_cut_off_in_the_middle_is_back_under_the_same_path() -> None:
    scale = scale_simulator("massa-tb")
    path = scale.serve_pty()
    question, size = ASKING["massa-tb"]
    try:
        scale.set_weight(1255)
        with serial.Serial(path, 57_600, timeout=WAIT_SECONDS) as host:
            host.write(question)
            good = host.read(size)
            scale.set_mode("cut")
            host.write(question)
            with pytest.raises(serial.SerialException):
                host.read(size)
        scale.set_mode("ok")
        for _ in range(3):
            with plugged_in(path) as host:
                host.write(question)
                assert host.read(size) == good
    finally:
        scale.stop()
    assert not Path(path).exists()


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
def test_a_serial_scale_is_pulled_out_and_put_back() -> None:
    scale = scale_simulator("cas-ad")
    path = scale.serve_pty()
    try:
        scale.set_mode("unplugged")
        assert not Path(path).exists()
        scale.set_mode("ok")
        with serial.Serial(path, 9600, timeout=WAIT_SECONDS) as host:
            host.write(b"\x05")
            assert host.read(1) == b"\x06"
    finally:
        scale.stop()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="descriptors are counted in /proc")
def test_no_thread_and_no_descriptor_is_left_behind() -> None:
    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    threads, files = threading.active_count(), open_files()
    for mode in LINE_MODES:
        for on_pty in (False, True):
            scale = scale_simulator("massa-tb")
            if on_pty:
                with serial.Serial(scale.serve_pty(), timeout=0.05) as host:
                    _spoil(scale, mode)
                    host.write(ASKING["massa-tb"][0])
            else:
                with connect(scale.start()) as tcp:
                    _spoil(scale, mode)
                    tcp.sendall(ASKING["massa-tb"][0])
            scale.stop()
    assert threading.active_count() == threads
    assert open_files() == files


def _spoil(scale: ScaleSimulator, mode: str) -> None:
    if mode not in ("unplugged", "stalled"):
        scale.set_mode(mode, slow_seconds=0.05)  # type: ignore[arg-type]
