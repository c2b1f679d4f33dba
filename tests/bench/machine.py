"""How a measurement runs: its place among other processes, its folder, its child processes."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_REALTIME_PRIORITY = 10
_NICE = -10


def take_precedence() -> str:
    """Ask for the scheduling that keeps neighbours out of the figures; say what was got.

    A process that must wait for a scheduler tick of 4 ms measures the tick. Children inherit it.
    """
    got = []
    with suppress(OSError):
        os.nice(_NICE)
        got.append(f"nice {os.nice(0)}")
    if hasattr(os, "sched_setscheduler"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(_REALTIME_PRIORITY))
            got.append(f"SCHED_FIFO {_REALTIME_PRIORITY}")
    return " and ".join(got) or "none (not permitted): expect the neighbours in the figures"


@contextmanager
def common_scheduling() -> Iterator[None]:
    """Inside, be a process like any other: for throughput of several processes on few cores."""
    if not hasattr(os, "sched_setscheduler"):
        yield
        return
    policy, parameter = os.sched_getscheduler(0), os.sched_getparam(0)
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    try:
        yield
    finally:
        with suppress(OSError):
            os.sched_setscheduler(0, policy, parameter)


def described() -> str:
    system = f"{platform.system()} {platform.release()}"
    return f"{system}, {os.cpu_count()} cores, Python {platform.python_version()}"


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on the disk that temporary files are on; gone afterwards."""
    with TemporaryDirectory(prefix="pos-bench-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def environment(**more: str) -> dict[str, str]:
    """For children: no screen, no key ring of the user, compiled modules as an installation has."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "QT_QPA_PLATFORM": "offscreen",
        "POS_DESKTOP_KEYSTORE": "file",
        "PYTHONPATH": str(ROOT),
        **more,
    }


def child(module: str, *arguments: str, seconds: float = 240.0) -> dict[str, Any]:
    """Run a module of this package in a process of its own; the JSON it ends its output with."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        raise RuntimeError(f"{module} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    answer: dict[str, Any] = json.loads(lines[-1])
    return answer
