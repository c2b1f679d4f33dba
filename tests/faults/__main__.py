"""python -m tests.faults [NAME ...] [--seed N] [--runs N]: faults against the whole register."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from tests.faults.fork_server import Registers
from tests.faults.suite import Run

SUITES = {
    "kill_random": 300,
    "kill_program": 30,
    "kill_syscalls": 0,
    "chaos": 1000,
    "offline_month": 10_000,
    "printer": 200,
    "replug": 100,
}
"""Name and how many runs are a full one; 0 = as many as there are points."""


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SUITES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", "--times", type=int, default=-1)
    given = parser.parse_args()
    unknown = set(given.names) - set(SUITES)
    if unknown:
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    good = True
    with Registers() as registers:
        for name in given.names or SUITES:
            runs = SUITES[name] if given.runs < 0 else given.runs
            run: Run = import_module(f"tests.faults.{name}").run
            report = run(given.seed, runs, _say, registers)
            print(report.text(), flush=True)
            good = good and report.is_good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
