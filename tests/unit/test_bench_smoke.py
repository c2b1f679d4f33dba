"""The measurements run and give figures. What the figures are is no test's business."""

from __future__ import annotations

import json
import math
import subprocess
import sys

from tests.bench import machine
from tests.bench.__main__ import BENCHES
from tests.bench.figures import against, counted, table, timed


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.bench", *arguments],
        cwd=machine.ROOT, env=machine.environment(), capture_output=True, text=True, timeout=100,
        check=False,
    )  # fmt: skip


def test_two_measurements_give_a_figure_in_every_row():
    done = bench("commit", "catalogue", "--quick", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert said["broken"] == {}
    assert {figure["bench"] for figure in said["figures"]} == {"commit", "catalogue"}
    for figure in said["figures"]:
        measured = not math.isnan(figure["median"]) and figure["median"] > 0
        assert measured or "strace" in figure["note"], figure
    assert any(figure["ratio"] for figure in said["figures"])


def test_an_unknown_name_is_answered_with_the_names_there_are():
    done = bench("speed")
    assert done.returncode != 0
    assert all(name in done.stderr for name in BENCHES)


def test_the_table_says_what_was_measured_against_what_and_whether_the_goal_is_met():
    text = table(
        [
            against("commit", "a sale", [20.0], "us", "bare write", [8.0], ratio_at_most=2.0),
            timed("paint", "a scan", [7.0], "ms", p50_at_most=8.0),
            counted("commit", "syncs", float("nan"), "", note="no strace"),
        ]
    )
    slow, quick, missing, *notes = text.splitlines()[2:]
    assert "bare write 8 us" in slow
    assert "2.50x" in slow
    assert slow.endswith("NO")
    assert quick.endswith("yes")
    assert "not measured" in missing
    assert "no strace" in notes[0]
