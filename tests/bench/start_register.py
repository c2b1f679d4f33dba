"""The register's own command line, ended at its first picture; says when, and what was loaded.

Run in a process of its own with a data folder; imports nothing that the register does not.
"""

from __future__ import annotations

import os
import sys
import time

HEAVY = ("sqlalchemy", "httpx", "escpos")


def _run(folder: str) -> None:
    from pos_desktop.__main__ import main
    from pos_desktop.app import run as program

    class Watched(program.RegisterWindow):
        def __init__(self) -> None:
            super().__init__()
            self.first_painted.connect(_end)

    program.RegisterWindow = Watched  # type: ignore[misc]
    main(["--data", folder])


def _end() -> None:
    at_ns = time.monotonic_ns()
    import json

    heavy = [name for name in HEAVY if name in sys.modules]
    sys.stdout.write(json.dumps({"at_ns": at_ns, "heavy": heavy, "modules": list(sys.modules)}))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    _run(sys.argv[1])
