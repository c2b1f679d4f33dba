"""`python -m tests.bench [NAME ...] [--json] [--quick]`: measure and print a table.

Exit code 0 whatever the figures are, 2 when a measurement itself broke.
"""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module

from tests.bench import machine
from tests.bench.figures import Figure, as_data, table
from tests.bench.options import Options

BENCHES = {
    "commit": "a sale made durable, against a bare durable write",
    "catalogue": "barcode and search among 1,000,000 products",
    "paint": "from a scan to the painted line, sync running; memory",
    "pages": "from the tap to the picture of each page, the first time and again",
    "start": "from the start of the process to the first picture",
    "promotions": "a sale recomputed with 50 promotions",
    "devices": "eight devices idle, polled, and one that hangs",
    "replication": "entries a second to the cloud, bytes on the wire",
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    names = ", ".join(f"{name} ({what})" for name, what in BENCHES.items())
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all, or some of: {names}")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--quick", action="store_true", help="small and few: does it run?")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.names if name not in BENCHES]
    if unknown:
        parser.error(f"no such bench: {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    scheduling = machine.take_precedence()
    options = Options(quick=given.quick)
    figures: list[Figure] = []
    broken: dict[str, str] = {}
    for name in given.names or BENCHES:
        options.say(f"{name}: {BENCHES[name]}")
        bench: Callable[[Options], list[Figure]] = import_module(f"tests.bench.{name}").run
        try:
            figures += bench(options)
        except Exception:  # noqa: BLE001 - the others still run; the exit code tells
            broken[name] = traceback.format_exc()
    head = {"machine": machine.described(), "scheduling": scheduling, "quick": given.quick}
    if given.json:
        print(json.dumps({**head, "figures": as_data(figures), "broken": broken}, indent=1))
    else:
        print(f"{head['machine']}; scheduling: {scheduling}{'; QUICK' if given.quick else ''}\n")
        print(table(figures))
        for name, reason in broken.items():
            print(f"\n{name} broke:\n{reason}")
    return 2 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
