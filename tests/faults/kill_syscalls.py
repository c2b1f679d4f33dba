"""A fault at every boundary of a system call of one sale, thread by thread, in a fixed order.

The calls of one sale with its receipt, its fiscal document and its way to the cloud are counted
once; then each of them is the last thing a register does, and the disk fails at each write.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.faults.audit import check_after_death
from tests.faults.errand import Errand, read_diary
from tests.faults.fork_server import Registers
from tests.faults.lives import wait_until_ready
from tests.faults.outside import Outside
from tests.faults.suite import Report, Say, forget, settle_and_check, timed
from tests.faults.tracing import (
    Point,
    Tracer,
    counter_of,
    counting_options,
    striking_options,
    why_not,
)

POINTS_OF_A_SHOP = 20
LIFE_SECONDS = 60.0
DISK_FAULTS = (
    ("fsync", "error=EIO"),
    ("fdatasync", "error=EIO"),
    ("pwrite64", "error=ENOSPC"),
    ("write", "error=ENOSPC"),
)
# The window's own wake-ups pass through write() too and cannot fail.
LOG_THREAD = "journal-log"


@timed
def run(seed: int, runs: int, say: Say, registers: Registers) -> Report:
    """runs: how many points, evenly spaced; 0 = all. seed is of no account: nothing is drawn."""
    report = Report("kill_syscalls", seed, runs)
    report.skipped = why_not()
    if report.skipped:
        return report
    every = _points(registers)
    points = every[:: max(1, len(every) // runs)][:runs] if runs else every
    report.notes["points of one sale"] = len(every)
    for first in range(0, len(points), POINTS_OF_A_SHOP):
        with Outside(stocked=registers.stocked) as outside:
            for point in points[first : first + POINTS_OF_A_SHOP]:
                _strike(report, outside, registers, point)
            if settle_and_check(report, outside, registers):
                forget(outside)
        made, wrong = min(first + POINTS_OF_A_SHOP, len(points)), len(report.findings.problems)
        say(f"kill_syscalls {made}/{len(points)}, {wrong} wrong")
    report.runs = len(points)
    return report


def _points(registers: Registers) -> list[Point]:
    """Every point of one sale, as the calls of one undisturbed sale are counted."""
    with Outside(stocked=registers.stocked) as outside:
        _life(outside, registers, None)
        counted = _life(outside, registers, None)
        forget(outside)
    points = [
        Point(thread, call, n)
        for (thread, call), count in sorted(counted.items())
        for n in range(1, count + 1)
    ]
    for (thread, call), count in sorted(counted.items()):
        for wanted, fault in DISK_FAULTS:
            if call == wanted and (call != "write" or thread == LOG_THREAD):
                points += [Point(thread, call, n, fault) for n in range(1, count + 1)]
    return points


def _life(outside: Outside, registers: Registers, point: Point | None) -> Counter[tuple[str, str]]:
    """One sale under strace; what was counted, or the fault at the point."""
    lives = len(_ready_lines(outside))
    go = outside.folder / "go"
    go.unlink(missing_ok=True)
    log = outside.folder / "strace.log"
    errand = Errand(
        data=str(outside.register), sales=1, plain=True, drain=True, hurry=False,
        wait_for=str(go), deadline_seconds=LIFE_SECONDS,
    )  # fmt: skip
    pid = registers.run(errand)
    wait_until_ready(outside, lives)
    threads: dict[str, int] = _ready_lines(outside)[-1]["threads"]
    if point is None:
        options, aims = counting_options(log), list(threads.values())
    else:
        options, aims = striking_options(point), [threads[point.thread]]
    with Tracer(options, aims):
        go.touch()
        ended = registers.wait(pid, LIFE_SECONDS + 10.0)
    if ended is None:
        registers.kill(pid)
        raise TimeoutError(f"one sale with {point} did not end")
    if ended not in {0, -9}:
        raise RuntimeError(f"one sale with {point} ended with {ended}")
    return counter_of(log, threads) if point is None else Counter({("", "killed"): ended == -9})


def _strike(report: Report, outside: Outside, registers: Registers, point: Point) -> None:
    said = len(read_diary(outside.register))
    counts = report.findings.counts
    try:
        struck = _life(outside, registers, point)
    except (TimeoutError, RuntimeError) as error:
        report.findings.problems.append(str(error))
        return
    is_kill = "KILL" in point.fault
    counts["kills"] += struck["", "killed"]
    counts["disk faults"] += not is_kill
    # A thread that was quicker this time, because an answer came in one piece instead of two.
    counts["points not reached this time"] += is_kill and not struck["", "killed"]
    refused = [
        line["code"] for line in read_diary(outside.register)[said:] if line["what"] == "refused"
    ]
    counts["refused to the cashier for the disk"] += len(refused)
    found = check_after_death(outside)
    found.counts.clear()
    found.demand(
        all(code.startswith("storage.") for code in refused), f"{point}: refused with {refused}"
    )
    found.problems = [f"{point}: {problem}" for problem in found.problems]
    report.findings.add(found)


def _ready_lines(outside: Outside) -> list[dict[str, Any]]:
    return [line for line in read_diary(outside.register) if line["what"] == "ready"]
