"""The measured register of devices.py, in a process of its own: its samples as JSON at the end."""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter_ns
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from pos_desktop.app.opening import Opened, open_all
from pos_desktop.app.run import RunOptions
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui import theme
from pos_desktop.gui.bridge import Bridge
from pos_desktop.ports import Health
from pos_desktop.settings import DataDir, Settings
from tests.bench.paint import CODES
from tests.bench.paint_register import Cashier, WatchedWindow

_SETTLE_SECONDS = 8
_LINES = 50


@contextmanager
def register(app: QApplication, folder: Path) -> Iterator[Cashier]:
    """A register that somebody has signed in at, with every device ONLINE."""
    window, bridge = WatchedWindow(), Bridge()
    data_dir = DataDir(folder)
    opened = open_all(Settings.load(data_dir), data_dir, bridge, RunOptions())
    try:
        window.open_shop(opened.shop)
        window.show()
        opened.register.start()
        opened.warm_up()
        cashier = Cashier(app, window, opened)
        cashier.wait(lambda: opened.till.current is not None)
        cashier.sign_in()
        yield cashier
    finally:
        opened.close()
        window.close()


def _all_online(opened: Opened) -> bool:
    return all(s.health is Health.ONLINE for s in opened.register.devices.states())


def idle(app: QApplication, folder: Path, wishes: dict[str, int]) -> dict[str, Any]:
    """Processor time of the whole process while nothing happens."""
    with register(app, folder) as cashier:
        cashier.wait(lambda: _all_online(cashier.opened))
        cashier._tick.stop()
        _events_for(_SETTLE_SECONDS)
        names = {thread.native_id: thread.name for thread in threading.enumerate()}
        before, switches = _by_thread(), _switches()
        began, spent = time.monotonic(), time.process_time()
        _events_for(wishes["idle_seconds"])
        wall, spent = time.monotonic() - began, time.process_time() - spent
        after = _by_thread()
        threads = [
            (names.get(number, f"native {number}"), 100 * (now - before.get(number, 0.0)) / wall)
            for number, now in after.items()
        ]
        if not _all_online(cashier.opened):
            raise RuntimeError(f"not all ONLINE: {cashier.opened.register.devices.states()}")
        return {
            "percent": 100 * spent / wall,
            "threads": sorted(threads, key=lambda row: -row[1]),
            "wakes": (_switches() - switches) / wall,
        }


def _events_for(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def _by_thread() -> dict[int, float]:
    """Seconds on a processor of each thread of this process, where the kernel tells it."""
    spent: dict[int, float] = {}
    for task in Path("/proc/self/task").iterdir():
        try:
            spent[int(task.name)] = int((task / "schedstat").read_text().split()[0]) / 1e9
        except OSError:
            continue
    return spent


def _switches() -> int:
    """How often threads of this process went to sleep so far."""
    total = 0
    for task in Path("/proc/self/task").iterdir():
        try:
            status = (task / "status").read_text()
        except OSError:
            continue
        line = next(x for x in status.splitlines() if x.startswith("voluntary"))
        total += int(line.split()[1])
    return total


def scans(app: QApplication, folder: Path, wishes: dict[str, int]) -> dict[str, Any]:
    """Scans into a sale of some lines; the scale is asked as often as while somebody weighs."""
    codes = _codes(folder)
    with register(app, folder) as cashier:
        cashier.wait(lambda: _all_online(cashier.opened))
        if (scale := cashier.opened.register.devices.scale) is not None:
            scale.start_weighing()
        for code in codes[:_LINES]:
            cashier.scan(code)
        painted = []
        for n in range(wishes["scans"]):
            painted.append(cashier.scan(codes[_LINES + n % 1000])[0])
            cashier.rest()
            cashier.remove_last()
            cashier.rest()
        return {"scan_ms": painted}


def sales(app: QApplication, folder: Path, wishes: dict[str, int]) -> dict[str, Any]:
    """The same sales in turn at two registers: one's printer accepts nothing."""
    codes = _codes(folder)
    chance = random.Random(3)
    stalled_ms: list[float] = []
    working_ms: list[float] = []
    with (
        register(app, folder) as stalled,
        register(app, folder.with_name("working")) as working,
    ):
        working.wait(lambda: _all_online(working.opened))
        began = time.monotonic()
        while (seconds := time.monotonic() - began) < wishes["stalled_seconds"]:
            goods = chance.sample(codes, 3)
            pair = [(stalled, stalled_ms), (working, working_ms)]
            chance.shuffle(pair)
            for cashier, samples in pair:
                begin = perf_counter_ns()
                cashier.sell(goods, TenderKind.CASH)
                samples.append((perf_counter_ns() - begin) / 1e6)
                cashier.rest()
    return {"stalled_ms": stalled_ms, "working_ms": working_ms, "seconds": seconds}


def _codes(folder: Path) -> list[str]:
    codes = (folder / CODES).read_text(encoding="ascii").split()
    random.Random(5).shuffle(codes)
    return codes


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _app = QApplication(sys.argv[:1])
    theme.apply(_app, "light")
    _measure = {"idle": idle, "scans": scans, "sales": sales}[sys.argv[1]]
    print(json.dumps(_measure(_app, Path(sys.argv[2]), json.loads(sys.argv[3]))))
