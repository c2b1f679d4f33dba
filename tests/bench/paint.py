"""From a scan to the painted line in the real window, and the register's memory.

The window runs in a process of its own, with the sample shop, a long sale and a queue of entries
that the sync worker sends to a cloud in another process.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from pos_desktop.settings import Cloud, DataDir, Settings
from tests.bench import machine
from tests.bench.cloud import cloud
from tests.bench.figures import Figure, counted, timed
from tests.bench.long_journal import long_journal
from tests.bench.options import Options
from tests.bench.shop import sample
from tests.bench.start import set_up

NAME = "paint"
CODES = "codes.txt"


def run(options: Options) -> list[Figure]:
    waiting = 3_000 if options.quick else 200_000
    wishes = {
        "lines": 20 if options.quick else 200,
        "scans": 30 if options.quick else 500,
        "sales": 10 if options.quick else 500,
    }
    with machine.folder() as folder:
        shop = folder / "register"
        shop.mkdir()
        options.say(f"building a journal with {waiting:,} entries to send")
        with machine.common_scheduling():
            long_journal(shop, waiting)
        with cloud(folder / "cloud") as url:
            _set_up(shop, url)
            options.say(f"{wishes['scans']} scans, then {wishes['sales']} sales")
            seen = machine.child("tests.bench.paint_register", str(shop), json.dumps(wishes))
    return _figures(seen, wishes)


def _set_up(folder: Path, url: str) -> None:
    """An ordinary day: settings, goods and people are there from before."""
    set_up(folder)
    machine.child("tests.bench.paint_register", str(folder), "{}")
    data_dir = DataDir(folder)
    replace(Settings.load(data_dir), cloud=Cloud(url)).save(data_dir)
    # Goods that are neither weighed nor marked nor ask for the buyer's age: each scan is a line.
    plain = (p for p in sample().products if not (p.weighed or p.marked_group or p.age_limit))
    codes = [product.barcodes[0] for product in plain if product.barcodes]
    (folder / CODES).write_text("\n".join(codes), encoding="ascii")


def _figures(seen: dict[str, Any], wishes: dict[str, int]) -> list[Figure]:
    lines, sales = wishes["lines"], wishes["sales"]
    return [
        timed(
            NAME, f"scan to painted line, {lines} lines, sync running", seen["scan_ms"], "ms",
            p50_at_most=8.0, p99_at_most=16.7,
            note=f"{seen['sent']:,} entries sent meanwhile, {seen['waiting']:,} still waiting;"
            f" {seen['products']:,} products",
        ),
        timed(NAME, "of it until the line is a draft on the disk", seen["stored_ms"], "ms"),
        timed(NAME, "of it the frame after that", seen["frame_ms"], "ms"),
        timed(NAME, "a bare durable write in between", seen["disk_ms"], "ms"),
        timed(NAME, "scan to painted line, the first 20 lines", seen["short_ms"], "ms"),
        counted(NAME, f"resident memory after {sales} sales", seen["memory_mib"], "MiB",
                at_most=150),
        counted(NAME, "resident memory before any sale", seen["memory_before_mib"], "MiB"),
    ]  # fmt: skip
