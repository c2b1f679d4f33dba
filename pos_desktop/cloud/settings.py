"""What the server is told when it starts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

DEMO_PAIRING_CODE = "DEMA2345"
"""Pairs any register with a server that was started for a demonstration."""


def wall_clock_us() -> int:
    """UTC microseconds since 1970."""
    return time.time_ns() // 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudSettings:
    """data_dir: folder of the SQLite file, made if it is not there.

    database_url: "" for SQLite in data_dir, or "postgresql://user@host:port/database".
    host, port: where to listen; port 0 takes a free one.
    fixed_pairing_code: a code that always pairs, for a demonstration; "" = none.
    time_zone: IANA name that decides which day a sale belongs to; "" = the server's own.
    resources_dir: folder that holds fonts/; None = pages use the browser's own font.
    language: of the pages until a person chooses. now_us: UTC microseconds since 1970.
    """

    data_dir: Path
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    organisation: str = ""
    organisation_inn: str = ""
    fixed_pairing_code: str = ""
    time_zone: str = ""
    resources_dir: Path | None = None
    language: str = "ru"
    now_us: Callable[[], int] = wall_clock_us
