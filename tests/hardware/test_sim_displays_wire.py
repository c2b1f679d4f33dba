"""Simulated displays on TCP and on a serial line."""

from __future__ import annotations

import os
import socket
import threading

import pytest
import serial

from pos_desktop.simulators.displays.simulator import DISPLAYS, display_simulator

WAIT_SECONDS = 5.0
GREETING = {"cd5220": b"\x1bQAHello\r", "escpos-display": b"\x0cHello"}


def test_every_display_is_greeted_here() -> None:
    assert GREETING.keys() == DISPLAYS.keys()


@pytest.mark.parametrize("profile", DISPLAYS)
def test_what_a_host_sends_is_seen_and_told_once(profile: str) -> None:
    changed = threading.Event()
    display = display_simulator(profile)
    display.on_change = changed.set
    display.start()
    try:
        with socket.create_connection((display.host, display.port), WAIT_SECONDS) as host:
            host.sendall(GREETING[profile])
            assert changed.wait(WAIT_SECONDS)
            assert display.lines[0].strip() == "Hello"
            display.set_mode("unplugged")
            with pytest.raises(ConnectionResetError):
                host.recv(1)
        assert display.lines[0].strip() == "Hello"
    finally:
        display.stop()


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
@pytest.mark.parametrize("profile", DISPLAYS)
def test_a_serial_display_shows_it_too(profile: str) -> None:
    changed = threading.Event()
    display = display_simulator(profile)
    display.on_change = changed.set
    try:
        with serial.Serial(display.serve_pty(), 9600, timeout=WAIT_SECONDS) as host:
            host.write(GREETING[profile])
            assert changed.wait(WAIT_SECONDS)
        assert display.lines[0].strip() == "Hello"
    finally:
        display.stop()
