"""From the tap that opens a page to its picture, on the window's thread: the first time and again.

Limit: the title within a frame, the whole page within two the first time and within one after it.
Each first opening is in a process of its own, since a page finds loaded and built what another one
left. The shop has a day of sales and eight devices that work.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import Any

from pos_desktop.gui.pages import PAGES
from pos_desktop.settings import DataDir, Settings
from tests.bench import machine
from tests.bench.devices import Devices
from tests.bench.figures import Figure, percentile
from tests.bench.long_journal import long_journal
from tests.bench.options import Options
from tests.bench.start import set_up

NAME = "pages"
FRAME_MS = 1000 / 60
FRAMES_AT_FIRST = 2.0
_ENTRIES = 900
_AGAIN = 3


def run(options: Options) -> list[Figure]:
    rounds = 1 if options.quick else 3
    seen: dict[str, list[dict[str, Any]]] = {name: [] for name in PAGES}
    with machine.folder() as folder, Devices() as devices:
        long_journal(folder, _ENTRIES)
        set_up(folder)
        machine.child("tests.bench.paint_register", str(folder), "{}")
        data_dir = DataDir(folder)
        replace(Settings.load(data_dir), idle_lock_minutes=0, **devices.settings()).save(data_dir)  # type: ignore[arg-type]
        for turn in range(rounds):
            options.say(f"{len(PAGES)} pages, each in a process of its own: {turn + 1} of {rounds}")
            for name in PAGES:
                arguments = (str(folder), name, str(_AGAIN))
                seen[name].append(machine.child("tests.bench.pages_register", *arguments))
    return [figure for name, openings in seen.items() for figure in _figures(name, openings)]


def _figures(name: str, openings: list[dict[str, Any]]) -> list[Figure]:
    first = [one["first"] for one in openings]
    again = [opening for one in openings for opening in one["again"]]
    filled, held = (median(one[key] for one in first) for key in ("filled_ms", "held_ms"))
    note = f"all it shows is there after {filled:.0f} ms; the window was away {held:.0f} ms at most"
    return [
        _against_a_frame(f"{name}, first time: its title", first, "edge_ms", 1.0),
        _against_a_frame(f"{name}, first time", first, "picture_ms", FRAMES_AT_FIRST, note),
        _against_a_frame(f"{name}, again", again, "picture_ms", 1.0),
    ]


def _against_a_frame(
    what: str, openings: list[dict[str, float]], key: str, frames: float, note: str = ""
) -> Figure:
    samples = [opening[key] for opening in openings]
    p50 = median(samples)
    ratio = p50 / FRAME_MS
    return Figure(
        NAME, what, p50, "ms", percentile(samples, 0.99), "a frame at 60 Hz:", FRAME_MS, ratio,
        f"<= {frames:g}x", ratio <= frames, note,
    )  # fmt: skip
