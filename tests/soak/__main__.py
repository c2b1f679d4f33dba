"""python -m tests.soak [sales|scans ...] [--count N]: long runs, with figures; 1 where a bound
broke."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("POS_DESKTOP_KEYSTORE", "file")

MOST_GROWTH_PERCENT = 5.0
MOST_NONE_DRIFT = 1_000
"""References to None vary with what is cached; a leak of one a call would be millions."""


def _say(text: str) -> None:
    print(f"  ... {text}", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *RUNS], default=[])
    parser.add_argument("--count", type=int, default=0)
    given = parser.parse_args()
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(sys.argv[:1])
    good = True
    for name in given.names or ["sales"]:
        with TemporaryDirectory() as folder:
            good = RUNS[name](Path(folder), given.count) and good
    del app
    return 0 if good else 1


def _sales(folder: Path, count: int) -> bool:
    from tests.soak import sales

    result = sales.run(folder, count or 100_000, _say)
    print(result.text())
    return (
        not result.warnings
        and not result.bugs
        and not result.books
        and result.growth_percent <= MOST_GROWTH_PERCENT
        and abs(result.none_drift) <= MOST_NONE_DRIFT
    )


def _scans(folder: Path, count: int) -> bool:
    from tests.soak import sales, scans

    storm = scans.run(sales._Bot(), folder, count or 60 * scans.A_SECOND, _say)
    print(storm.text())
    return storm.good


RUNS = {"sales": _sales, "scans": _scans}


if __name__ == "__main__":
    sys.exit(main())
