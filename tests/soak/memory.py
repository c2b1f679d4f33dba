"""What a process holds: resident memory from /proc, and the count of references to None.

PySide6 6.12 loses a reference to None with each call under Python before 3.12 and dies of it after
some thousand; a count that stays shows that none is lost.
"""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Held:
    """resident_kib: VmRSS; none_count: references to None."""

    resident_kib: int
    none_count: int


def held() -> Held:
    """Measured after a collection, so that garbage does not count."""
    gc.collect()
    return Held(_resident_kib(), sys.getrefcount(None))


def _resident_kib() -> int:
    status = Path(f"/proc/{os.getpid()}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])
