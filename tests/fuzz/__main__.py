"""python -m tests.fuzz codecs [NAME ...] [--count N] [--seed N]: bad input for every reader of a
device's bytes; 1 where one raised, hung, grew or believed a changed frame."""

from __future__ import annotations

import argparse
import sys

from tests.fuzz.run import HEADINGS, fuzz
from tests.fuzz.targets import targets


def main() -> int:
    every = targets()
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("what", choices=["codecs"])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(every))
    parser.add_argument("--count", type=int, default=100_000, help="inputs for each")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_intermixed_args()
    unknown = set(given.names) - set(every)
    if unknown:
        parser.error(f"no such codec: {', '.join(sorted(unknown))}; there are {', '.join(every)}")
    print(HEADINGS, flush=True)
    good = True
    for name in given.names or every:
        figures = fuzz(every[name], given.count, given.seed)
        print(figures.text(), flush=True)
        good = good and not figures.problems
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
