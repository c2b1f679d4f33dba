"""From the start of the process to the first picture, against a bare window of Qt.

Each start is a fresh process; bare and register take turns. The end is the return to the event loop
after the first paint, told by the machine's steady clock.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from pos_desktop.settings import DataDir, Organisation, Register, Settings
from tests.bench import machine
from tests.bench.figures import Figure, against, counted
from tests.bench.options import Options
from tests.bench.shop import REGISTER_ID, REGISTER_NUMBER

NAME = "start"

BARE = """
import os, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget

class Bare(QWidget):
    painted = False
    def paintEvent(self, event):
        QPainter(self).fillRect(self.rect(), 0xF4F5F7)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, end)

def end():
    sys.stdout.write(f'{{"at_ns": {time.monotonic_ns()}, "heavy": []}}\\n')
    sys.stdout.flush()
    os._exit(0)

app = QApplication(sys.argv)
window = Bare()
window.resize(1366, 768)
window.show()
app.exec()
"""


def run(options: Options) -> list[Figure]:
    rounds = 2 if options.quick else 15
    with machine.folder() as folder:
        set_up(folder)
        starts = {
            "bare": ["-c", BARE],
            "register": ["-m", "tests.bench.start_register", str(folder)],
        }
        taken: dict[str, list[float]] = {name: [] for name in starts}
        heavy: set[str] = set()
        for turn in range(rounds + 1):  # the first one compiles the modules and fills the caches
            for name, arguments in starts.items() if turn % 2 else reversed(starts.items()):
                milliseconds, loaded = _started(arguments)
                heavy.update(loaded)
                if turn:
                    taken[name].append(milliseconds)
    extra = median(taken["register"]) - median(taken["bare"])
    return [
        against(
            NAME, "process to first picture", taken["register"], "ms", "bare window",
            taken["bare"], ratio_at_most=1.5, note=f"{extra:.0f} ms more than the bare window",
        ),
        counted(
            NAME, "heavy libraries before it", len(heavy), "of 3", at_most=0,
            note=", ".join(sorted(heavy)),
        ),
    ]  # fmt: skip


def set_up(folder: Path) -> None:
    """A register that was set up before, so that its first run is not asked for."""
    settings = Settings(
        organisation=Organisation(
            name="ООО «Рассвет»",
            inn="7802145638",
            address="Лесная, 18",
            place="Магазин на Лесной",
            tax_system="osn",
            email="shop@example.ru",
        ),
        register=Register(REGISTER_ID, REGISTER_NUMBER, "Касса 2"),
    )
    settings.save(DataDir(folder))


def _started(arguments: list[str]) -> tuple[float, list[str]]:
    """Milliseconds until the picture, and which heavy libraries were loaded by then."""
    begin = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=machine.ROOT, env=machine.environment(),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        raise RuntimeError(f"no picture, exit code {done.returncode}: {done.stderr[-2000:]}")
    answer = json.loads(lines[-1])
    return (answer["at_ns"] - begin) / 1_000_000, answer["heavy"]
