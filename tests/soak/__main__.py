"""python -m tests.soak [NAME ...] [--count N]: long runs, with figures; 1 where a bound broke."""

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
    parser.add_argument("--count", type=int, default=100_000)
    given = parser.parse_args()
    from PySide6.QtWidgets import QApplication

    from tests.soak import sales

    app = QApplication.instance() or QApplication(sys.argv[:1])
    with TemporaryDirectory() as folder:
        result = sales.run(Path(folder), given.count, _say)
    print(result.text())
    good = (
        not result.warnings
        and not result.bugs
        and not result.books
        and result.growth_percent <= MOST_GROWTH_PERCENT
        and abs(result.none_drift) <= MOST_NONE_DRIFT
    )
    del app
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
