"""A printer that is opened, unplugged, stalled, switched off or out of paper while it prints."""

from __future__ import annotations

import random
import time
from collections import Counter

from pos_desktop.simulators.escpos_printer import PrinterState
from tests.faults.errand import Errand
from tests.faults.fork_server import Registers
from tests.faults.outside import Outside
from tests.faults.suite import Report, Say, forget, settle_and_check, timed

FAULTS: tuple[PrinterState | str, ...] = (
    "paper-out", "cover-open", "offline", "unplugged", "powered-off", "stalled",
    "power-cycle", "roll-ends",
)  # fmt: skip
LONGEST_FAULT_SECONDS = 1.0
LONGEST_PEACE_SECONDS = 0.5
SECONDS_A_SALE = 5.0


@timed
def run(seed: int, runs: int, say: Say, registers: Registers) -> Report:
    """runs: how many sales."""
    report = Report("printer", seed, runs)
    chance = random.Random(seed)
    struck: Counter[str] = Counter()
    with Outside(seed=seed, stocked=registers.stocked) as outside:
        limit = 60.0 + SECONDS_A_SALE * runs
        errand = Errand(
            data=str(outside.register), seed=str(seed), sales=runs, pause_ms=100, drain=True,
            deadline_seconds=limit,
        )  # fmt: skip
        pid = registers.run(errand)
        ended = None
        until = time.monotonic() + 2 * limit
        while ended is None and time.monotonic() < until:
            ended = registers.wait(pid, chance.uniform(0, LONGEST_PEACE_SECONDS))
            fault = chance.choice(FAULTS)
            struck[fault] += 1
            _strike(outside, fault, chance)
        report.findings.demand(ended == 0, f"selling ended with {ended}")
        say(f"printer: {runs} sales are made")
        if settle_and_check(report, outside, registers, limit) and report.is_good:
            forget(outside)
    report.notes["faults"] = dict(sorted(struck.items()))
    report.notes["connections"] = outside.printer.connections
    return report


def _strike(outside: Outside, fault: str, chance: random.Random) -> None:
    """Make a fault, let it last, mend it."""
    printer = outside.printer
    if fault == "power-cycle":
        printer.power_cycle()
        return
    if fault == "roll-ends":
        printer.load_roll(chance.choice((10, 60)))
    else:
        printer.set_state(fault)  # type: ignore[arg-type]
    time.sleep(chance.uniform(0.05, LONGEST_FAULT_SECONDS))
    printer.set_state("ok")
    printer.load_roll(1_000_000)
