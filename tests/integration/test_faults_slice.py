"""A few seconds of every fault suite with a fixed seed; in full: `python -m tests.faults`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module

import pytest

if sys.platform == "win32":
    pytest.skip("registers are forked here, which this system cannot", allow_module_level=True)

from tests.faults.fork_server import Registers
from tests.faults.suite import Run

SEED = 7


@pytest.fixture(scope="module")
def registers() -> Iterator[Registers]:
    with Registers() as server:
        yield server


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("name", "runs"),
    [
        ("kill_random", 6),
        ("kill_syscalls", 20),
        ("chaos", 40),
        ("offline_month", 200),
        ("printer", 8),
        ("replug", 2),
    ],
)
def test_nothing_acknowledged_is_lost_or_doubled(name: str, runs: int, registers) -> None:
    run: Run = import_module(f"tests.faults.{name}").run
    report = run(SEED, runs, lambda _text: None, registers)
    if report.skipped:
        pytest.skip(report.skipped)
    assert report.is_good, report.text()
    assert report.findings.counts["sales in the journal"] > 0
