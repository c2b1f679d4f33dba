"""kill -9 of the program itself, `demo --script`, window and all, at random moments."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from pos_desktop.settings import DataDir, Settings
from tests.faults.audit import check_after_death, read_book
from tests.faults.fork_server import Registers
from tests.faults.outside import Outside
from tests.faults.suite import Report, Say, forget, settle_and_check, timed

SHORTEST_LIFE_SECONDS, LONGEST_LIFE_SECONDS = 0.3, 12.0
SALES = 400
DEATHS_OF_A_SHOP = 5
_STEPS = (
    "scan 4601238051176\nscan 4609990001040\npay cash 500.00",
    "scan 4607084120301\npay card",
    "scan 4601238051176\npark\nscan 4607084120301\npay cash\nrecall 1\npay card",
    "scan 4609990001040\nscan 4609990001040\nscan 4601238051176\npay cash",
)


@timed
def run(seed: int, runs: int, say: Say, registers: Registers) -> Report:
    """runs: how many kills."""
    report = Report("kill_program", seed, runs)
    for first in range(0, runs, DEATHS_OF_A_SHOP):
        deaths = min(DEATHS_OF_A_SHOP, runs - first)
        chance = random.Random(f"{seed}/{first}")
        with Outside(seed=seed + first, stocked=registers.stocked) as outside:
            for _ in range(deaths):
                _one_death(report, outside, chance)
            if settle_and_check(report, outside, registers):
                forget(outside)
        say(f"kill_program {first + deaths}/{runs}")
    return report


def _one_death(report: Report, outside: Outside, chance: random.Random) -> None:
    """Start the program, kill it at some moment of its session, check what it left."""
    script = outside.folder / "session.txt"
    sales = "\n".join(chance.choice(_STEPS) for _ in range(SALES))
    script.write_text(f"signin Иванова 1111\n{sales}\n", encoding="utf-8")
    log = outside.folder / "demo.log"
    with (
        log.open("ab") as words,
        subprocess.Popen(
            _command(outside, script),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            env=dict(os.environ, QT_QPA_PLATFORM="offscreen", POS_DESKTOP_KEYSTORE="file"),
            cwd=Path(__file__).parents[2],
        ) as program,
    ):
        try:
            program.wait(chance.uniform(SHORTEST_LIFE_SECONDS, LONGEST_LIFE_SECONDS))
        except subprocess.TimeoutExpired:
            program.kill()
        ended = program.wait(10.0)
    found = check_after_death(outside)
    found.counts.clear()
    said = log.read_text(encoding="utf-8", errors="replace")[-500:]
    found.demand(ended in {0, -9}, f"the program had ended by itself with {ended}: {said}")
    _check_drawer(found.problems, outside)
    report.findings.add(found)
    report.findings.counts["kills of the whole program"] += ended == -9


def _check_drawer(problems: list[str], outside: Outside) -> None:
    """The drawer opens after a cash sale is stored, so it tells how many were acknowledged."""
    cash = sum(
        any(tender.kind == "cash" for tender in sale.tenders) for sale in read_book(outside).sales
    )
    pulses = outside.printer.drawer_pulses
    if pulses > cash:
        problems.append(f"the drawer opened {pulses} times for {cash} cash sales that are stored")


def _command(outside: Outside, script: Path) -> list[str]:
    settings = Settings.load(DataDir(outside.register))
    return [
        sys.executable, "-m", "pos_desktop", "demo", "--script", str(script),
        "--data", str(outside.register), "--printer", settings.printer.endpoint,
        "--operator", settings.operator.url, "--cloud", settings.cloud.url,
    ]  # fmt: skip
