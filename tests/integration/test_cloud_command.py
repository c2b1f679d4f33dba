"""`pos-desktop cloud` as a person runs it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import uuid
from pathlib import Path

import httpx

from pos_desktop.contract.pairing import PairRequest
from pos_desktop.sync.pairing import pair

COMMAND = [sys.executable, "-m", "pos_desktop", "cloud", "--lang", "en"]


def test_the_server_says_how_to_sign_in_and_pair_and_ends_on_a_signal(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "--demo", "--port", "0", "--data", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            said = "".join(server.stdout.readline() for _ in range(3))
            url, code, link = (
                re.search(pattern, said)[1]  # type: ignore[index]
                for pattern in (r"runs: (\S+)", r"registers: (\S+)", r"once\): (\S+)")
            )
            with httpx.Client(trust_env=False, follow_redirects=True, timeout=20) as browser:
                assert "Revenue" in browser.get(link).text
            assert pair(url, PairRequest(code, "r1", uuid.uuid4().hex)).token
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(15)


def test_a_pairing_code_can_be_had_without_the_page(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--pair-code", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert re.match(r"[2-9A-Z]{4}-[2-9A-Z]{4}\n", done.stdout)


def test_a_port_in_use_is_said_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*COMMAND, "--port", port, "--data", str(tmp_path)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert f"127.0.0.1:{port} is in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_said_in_words(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"postgresql://nobody@127.0.0.1:{unused.getsockname()[1]}/shop"
        done = subprocess.run(
            [*COMMAND, "--database-url", url, "--data", str(tmp_path)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert "The database is not available" in done.stderr
    assert "Traceback" not in done.stderr
