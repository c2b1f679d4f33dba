"""Thirty days without network, ten thousand sales; then all of it leaves while a cashier sells."""

from __future__ import annotations

import time

from tests.faults.errand import Errand, read_diary
from tests.faults.fork_server import Registers
from tests.faults.outside import Outside
from tests.faults.suite import Report, Say, forget, settle_and_check, timed

DAYS = 30
LIMIT_SECONDS = 3_600.0
PAUSE_MS = 150
CUSTOMER_MS = 1500


@timed
def run(seed: int, runs: int, say: Say, registers: Registers) -> Report:
    """runs: how many sales the month has."""
    report = Report("offline_month", seed, runs)
    with Outside(seed=seed, printing=False, stocked=registers.stocked) as outside:
        outside.cut_off()
        errand = Errand(
            data=str(outside.register), seed=str(seed), sales=runs, month_days=DAYS, plain=True
        )
        began = time.monotonic()
        ended = registers.wait(registers.run(errand), LIMIT_SECONDS)
        report.findings.demand(ended == 0, f"the month ended with {ended}")
        report.notes["selling the month took, seconds"] = round(time.monotonic() - began, 1)
        say(f"offline_month: {runs} sales are made")
        outside.let_through()
        _sell_while_draining(report, outside, registers, seed)
        if settle_and_check(report, outside, registers, LIMIT_SECONDS) and report.is_good:
            forget(outside)
    return report


def _sell_while_draining(report: Report, outside: Outside, registers: Registers, seed: int) -> None:
    """A cashier sells until the queues are empty; how quick the screen was meanwhile."""
    before = len(read_diary(outside.register))
    errand = Errand(
        data=str(outside.register),
        seed=f"{seed}/after",
        until_drained=True,
        pause_ms=PAUSE_MS,
        customer_ms=CUSTOMER_MS,
        drain=True,
        deadline_seconds=LIMIT_SECONDS,
    )
    began = time.monotonic()
    ended = registers.wait(registers.run(errand), LIMIT_SECONDS)
    report.findings.demand(ended == 0, f"draining ended with {ended}")
    report.notes["draining took, seconds"] = round(time.monotonic() - began, 1)
    lines = read_diary(outside.register)[before:]
    for wanted in ("scan", "pay"):
        took = sorted(line["ms"] for line in lines if line.get("action") == wanted and "ms" in line)
        if took:
            middle, late = took[len(took) // 2], took[int(len(took) * 0.99)]
            report.notes[f"{wanted} meanwhile, ms"] = (
                f"{len(took)} times, median {middle}, 99 % {late}, worst {took[-1]}"
            )
