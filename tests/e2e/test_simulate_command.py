"""One simulated device as a person starts it: a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-m", "pos_desktop", "simulate"]
ENVIRONMENT = {**os.environ, "PYTHONIOENCODING": "utf-8"}


def test_a_scale_is_started_told_a_weight_and_ended() -> None:
    with subprocess.Popen(
        [*COMMAND, "toledo-8217", "--lang", "en"], env=ENVIRONMENT, text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as device:  # fmt: skip
        assert device.stdout is not None
        assert device.stdin is not None
        match = re.search(r"tcp://(\S+):(\d+),toledo-8217", device.stdout.readline())
        assert match is not None
        device.stdin.write("weight 1255\n")
        device.stdin.flush()
        while "1255 g" not in device.stdout.readline():
            pass
        with socket.create_connection((match[1], int(match[2])), 5) as host:
            host.sendall(b"W")
            assert host.recv(8) == b"\x0201.255\r"
        device.stdin.write("quit\n")
        device.stdin.close()
        assert device.wait(10) == 0


@pytest.mark.skipif(os.name != "posix", reason="a terminating signal is POSIX")
def test_without_anybody_typing_it_works_until_it_is_terminated() -> None:
    with subprocess.Popen(
        [*COMMAND, "digi", "--tcp", "127.0.0.1:0"], env=ENVIRONMENT, text=True, encoding="utf-8",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
    ) as device:  # fmt: skip
        assert device.stdout is not None
        match = re.search(r"tcp://(\S+):(\d+),digi", device.stdout.readline())
        assert match is not None
        socket.create_connection((match[1], int(match[2])), 5).close()
        device.send_signal(signal.SIGTERM)
        assert device.wait(10) == 130


def test_without_a_name_it_lists_what_there_is() -> None:
    done = subprocess.run(COMMAND, env=ENVIRONMENT, capture_output=True, timeout=60, check=True)
    assert "massa-tb" in done.stdout.decode("utf-8")


def test_an_unknown_name_is_refused_in_words() -> None:
    done = subprocess.run(
        [*COMMAND, "abacus"], env=ENVIRONMENT, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "abacus" in done.stderr.decode("utf-8")
