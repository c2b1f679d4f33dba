"""One suite: how it is run, what it reports, and the line that runs it again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.audit import Findings, check_drained
from tests.faults.fork_server import Registers
from tests.faults.lives import NotDrainedError, drain, restore_problems
from tests.faults.outside import Outside


@dataclass
class Report:
    """runs: faults made. notes: figures to print. skipped: why nothing was tried."""

    name: str
    seed: int
    runs: int
    findings: Findings = field(default_factory=Findings)
    notes: dict[str, object] = field(default_factory=dict)
    skipped: str = ""
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        return not self.findings.problems

    def text(self) -> str:
        if self.skipped:
            return f"{self.name}: skipped, {self.skipped}"
        lines = [f"{self.name}: runs {self.runs}, seed {self.seed}, {self.seconds:.0f} s"]
        lines += [f"    {count:>9,}  {name}" for name, count in self.findings.counts.items()]
        lines += [f"    {name}: {value}" for name, value in self.notes.items()]
        lines += [f"    WRONG  {problem}" for problem in self.findings.problems[:20]]
        if not self.is_good:
            again = f"--seed {self.seed} --runs {self.runs}"
            lines.append(f"    again: python -m tests.faults {self.name} {again}")
        return "\n".join(lines)


Say = Callable[[str], None]


def settle_and_check(
    report: Report, outside: Outside, registers: Registers, seconds: float = 120.0
) -> bool:
    """Drain and audit one shop; its folder stays where something is wrong."""
    before = len(report.findings.problems)
    try:
        report.findings.counts["receipts answered by a person"] += drain(
            outside, registers, seconds
        )
        report.findings.add(check_drained(outside))
        report.findings.problems += restore_problems(outside)
    except NotDrainedError as error:
        report.findings.problems.append(str(error))
    good = len(report.findings.problems) == before
    if not good:
        report.findings.problems.append(f"looked at: {outside.folder}")
    return good


Run = Callable[[int, int, Say, Registers], Report]


def timed(run: Run) -> Run:
    """Fill in how long a suite took."""

    def measured(seed: int, runs: int, say: Say, registers: Registers) -> Report:
        began = time.monotonic()
        report = run(seed, runs, say, registers)
        report.seconds = time.monotonic() - began
        return report

    return measured


def forget(outside: Outside) -> None:
    """Remove what a good run left on the disk."""
    shutil.rmtree(outside.folder, ignore_errors=True)
