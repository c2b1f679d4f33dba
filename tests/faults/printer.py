"""A printer that is opened, unplugged, stalled, switched off or out of paper while it prints."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter

from tests.faults.errand import Errand
from tests.faults.fork_server import Registers
from tests.faults.outside import Outside
from tests.faults.suite import Report, Say, forget, settle_and_check, timed

FAULTS: tuple[str, ...] = (
    "paper-out", "cover-open", "offline", "unplugged", "powered-off", "stalled",
    "power-cycle", "roll-ends", "roll-ends+unplugged", "roll-ends+powered-off",
    "roll-ends+power-cycle", "roll-ends+stalled",
)  # fmt: skip
LONGEST_FAULT_SECONDS = 1.0
LONGEST_PEACE_SECONDS = 0.5
PART_IN_THE_MIDDLE = 0.7
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
    """Make a fault, in the middle of a receipt where one comes in time; let it last, mend it."""
    printer = outside.printer
    moves = threading.Event()
    if chance.random() < PART_IN_THE_MIDDLE:
        printer.on_change = moves.set
        moves.wait(LONGEST_FAULT_SECONDS)
        printer.on_change = None
    first, _, second = fault.partition("+")
    _begin(outside, first, chance)
    if second:
        _until_paper_is_out(outside)
        _begin(outside, second, chance)
    time.sleep(chance.uniform(0.05, LONGEST_FAULT_SECONDS))
    printer.set_state("ok")
    printer.load_roll(1_000_000)


def _begin(outside: Outside, fault: str, chance: random.Random) -> None:
    if fault == "power-cycle":
        outside.printer.power_cycle()
    elif fault == "roll-ends":
        outside.printer.load_roll(chance.choice((10, 60)))
    else:
        outside.printer.set_state(fault)  # type: ignore[arg-type]


def _until_paper_is_out(outside: Outside) -> None:
    """Wait until a receipt has met the end of its roll, or for a moment."""
    until = time.monotonic() + LONGEST_FAULT_SECONDS
    while outside.printer.paper.condition.paper != "out" and time.monotonic() < until:
        time.sleep(0.01)
