"""A network that drops requests and answers, repeats, delays and refuses, to cloud and operator."""

from __future__ import annotations

from dataclasses import asdict

from pos_desktop.simulators.chaos_proxy import ChaosOdds
from tests.faults.errand import Errand
from tests.faults.fork_server import Registers
from tests.faults.outside import Outside
from tests.faults.suite import Report, Say, forget, settle_and_check, timed

ODDS = ChaosOdds(
    drop_request=0.04,
    drop_answer=0.04,
    duplicate=0.04,
    unavailable=0.04,
    delay=0.2,
    delay_seconds=0.03,
)
SECONDS_A_SALE = 2.0


@timed
def run(seed: int, runs: int, say: Say, registers: Registers) -> Report:
    """runs: how many sales."""
    report = Report("chaos", seed, runs)
    with Outside(chaos=ODDS, seed=seed, stocked=registers.stocked) as outside:
        limit = 120.0 + SECONDS_A_SALE * runs
        errand = Errand(
            data=str(outside.register),
            seed=str(seed),
            sales=runs,
            pause_ms=5,
            drain=True,
            hurry=True,
            deadline_seconds=limit,
        )
        ended = registers.wait(registers.run(errand), 2 * limit)
        report.findings.demand(ended == 0, f"selling and draining ended with {ended}")
        say(f"chaos: {runs} sales are made and delivered")
        good = settle_and_check(report, outside, registers, limit)
        for name, proxy in zip(("cloud", "operator"), outside.proxies, strict=True):
            counted = {key: n for key, n in asdict(proxy.counters).items() if n}
            report.notes[f"between register and {name}"] = counted
        if good and report.is_good:
            forget(outside)
    return report
