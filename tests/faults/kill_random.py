"""kill -9 of a selling register at random moments, from its first instruction on.

A shop lives through several deaths; after each the journal is checked as it lies there, after the
last everything is drained and every sale looked for in journal, operator, cloud and paper.
"""

from __future__ import annotations

import random
import time

from tests.faults.audit import check_after_death
from tests.faults.errand import Errand, read_diary
from tests.faults.fork_server import Registers
from tests.faults.lives import wait_until_ready
from tests.faults.outside import Outside
from tests.faults.suite import Report, Say, forget, settle_and_check, timed

DEATHS_OF_A_SHOP = 10
PART_AT_START = 0.2
PART_UNSTOCKED = 0.15
PART_REFUNDED = 0.3
LONGEST_START_SECONDS = 1.0
LONGEST_LIFE_SECONDS = 1.5


@timed
def run(seed: int, runs: int, say: Say, registers: Registers) -> Report:
    """runs: how many kills."""
    report = Report("kill_random", seed, runs)
    for first in range(0, runs, DEATHS_OF_A_SHOP):
        deaths = min(DEATHS_OF_A_SHOP, runs - first)
        chance = random.Random(f"{seed}/{first}")
        # Some die on the first day of their life, while the tables are made.
        stocked = registers.stocked if chance.random() > PART_UNSTOCKED else None
        with Outside(seed=seed + first, stocked=stocked) as outside:
            for _ in range(deaths):
                _one_death(report, outside, registers, chance)
            if settle_and_check(report, outside, registers):
                forget(outside)
        say(f"kill_random {first + deaths}/{runs}")
    return report


def _one_death(
    report: Report, outside: Outside, registers: Registers, chance: random.Random
) -> None:
    lives = sum(line["what"] == "ready" for line in read_diary(outside.register))
    errand = Errand(
        data=str(outside.register),
        seed=str(chance.random()),
        sales=10_000,
        pause_ms=chance.choice((0, 5, 40)),
        refunds=PART_REFUNDED,
    )
    at_start = chance.random() < PART_AT_START
    longest = LONGEST_START_SECONDS if at_start else LONGEST_LIFE_SECONDS
    moment = chance.uniform(0, longest)
    pid = registers.run(errand)
    if not at_start:
        wait_until_ready(outside, lives)
    time.sleep(moment)
    ended = registers.kill(pid)
    found = check_after_death(outside)
    found.counts.clear()
    found.demand(ended == -9, f"the register had ended by itself with {ended}")
    report.findings.add(found)
    report.findings.counts["kills at start"] += at_start
    report.findings.counts["kills while selling"] += not at_start
