"""strace on single threads of a running register: counting system calls, and striking at one.

Man pages strace(1): `inject=CALL:signal=KILL:when=N` kills at the entry of the N-th such call,
`inject=CALL:error=EIO:when=N..M` makes it fail. Only the thread that is named is traced, so the
count does not depend on what other threads do.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "unlink",
    "connect", "sendto", "sendmsg", "recvfrom", "recvmsg",
)  # fmt: skip
ATTACH_SECONDS = 10.0
CASHIER_THREAD = "cashier-lane"
_CALL = re.compile(r"^(\d+)\s+(\w+)\(")


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """One moment: entry of the n-th call of a thread. fault: strace's "signal=KILL" and such."""

    thread: str
    call: str
    n: int
    fault: str = "signal=KILL"

    def __str__(self) -> str:
        return f"{self.thread}:{self.call}:{self.n}:{self.fault}"


def why_not() -> str:
    """Why nothing can be traced here, "" where it can."""
    if not sys.platform.startswith("linux"):
        return "strace exists on Linux only"
    if shutil.which("strace") is None:
        return "strace is not installed"
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        try:
            with Tracer(["-e", "trace=none"], [sleeper.pid]):
                return ""
        except TimeoutError:
            return "strace may not attach to a process here"
        finally:
            sleeper.kill()


class Tracer:
    """strace attached to threads; leaving the block detaches it."""

    def __init__(self, options: Sequence[str], thread_ids: Sequence[int]) -> None:
        aims = [word for one in thread_ids for word in ("-p", str(one))]
        self._thread_ids = thread_ids
        self._process = subprocess.Popen(
            ["strace", "-q", *options, *aims],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Tracer:
        until = time.monotonic() + ATTACH_SECONDS
        while not all(_is_traced(one) for one in self._thread_ids):
            if time.monotonic() > until or self._process.poll() is not None:
                self.__exit__()
                raise TimeoutError("strace did not attach")
            time.sleep(0.005)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(10.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10.0)


def _is_traced(thread_id: int) -> bool:
    try:
        status = Path(f"/proc/{thread_id}/status").read_text()
    except OSError:
        return True  # it is gone already: nothing to wait for
    return "TracerPid:\t0\n" not in status


def counter_of(log: Path, threads: dict[str, int]) -> Counter[tuple[str, str]]:
    """How often each thread made each call, from the log of `trace_to`."""
    names = {str(native): name for name, native in threads.items()}
    counted: Counter[tuple[str, str]] = Counter()
    for line in log.read_text(errors="replace").splitlines():
        found = _CALL.match(line)
        if found and found[1] in names:
            counted[names[found[1]], found[2]] += 1
    return counted


def counting_options(log: Path) -> list[str]:
    return ["-o", os.fspath(log), "-e", f"trace={','.join(CALLS)}"]


def striking_options(point: Point) -> list[str]:
    """A disk fault lasts for three writes where a person meets it, else for one."""
    lasts = point.thread == CASHIER_THREAD and "KILL" not in point.fault
    when = f"{point.n}..{point.n + 2}" if lasts else f"{point.n}"
    return [
        "-o", "/dev/null",
        "-e", f"trace={point.call}",
        "-e", f"inject={point.call}:{point.fault}:when={when}",
    ]  # fmt: skip
