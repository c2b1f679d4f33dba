"""The measured register of pages.py: one page opened for the first time and again; its times as
JSON at the end.

Run in a process of its own with a data folder, the page's name and how often to open it again.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter_ns
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from pos_desktop.app.opening import Opened, open_all
from pos_desktop.app.run import RunOptions, share_interpreter
from pos_desktop.gui import theme
from pos_desktop.gui.bridge import Bridge
from pos_desktop.gui.collector import Collector
from pos_desktop.gui.dialogs.menu import MenuDialog
from pos_desktop.gui.menus import MORE_MENU, SHIFT_MENU
from pos_desktop.settings import DataDir, Settings
from tests.bench.paint_register import Cashier, WatchedWindow

_PIN = ("lebedeva", "6666")
_SETTLE_MS = 1_500
_CHOOSING_MS = 700
_QUIET_MS = 400


class Beat:
    """The longest time that the window's thread did not come back to its events."""

    def __init__(self) -> None:
        self._last_ns = self._longest_ns = 0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last_ns, self._longest_ns = perf_counter_ns(), 0
        self._timer.start()

    def _beat(self) -> None:
        now = perf_counter_ns()
        self._longest_ns = max(self._longest_ns, now - self._last_ns)
        self._last_ns = now

    def stop(self) -> float:
        """Milliseconds."""
        self._beat()
        self._timer.stop()
        return self._longest_ns / 1e6


def _warm_up(opened: Opened) -> None:
    opened.warm_up()
    opened.preloading.load()


def _pass(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _click(window: WatchedWindow, name: str) -> Callable[[], None]:
    """What a person taps in the end: the entry of an open menu, where one leads to the page."""
    menus = {window.menus.more: MORE_MENU, window.menus.shift: SHIFT_MENU}
    for open_menu, entries in menus.items():
        pages = [entry.page for entry in entries]
        if name in pages:
            open_menu()
            _pass(_CHOOSING_MS)
            dialog = window.findChildren(MenuDialog)[-1]
            return lambda: dialog.chosen.emit(str(pages.index(name)))
    return lambda: window.open_page(name)


def _opening(cashier: Cashier, window: WatchedWindow, name: str, beat: Beat) -> dict[str, float]:
    click = _click(window, name)
    begin = perf_counter_ns()
    window.repainted_ns = 0
    beat.start()
    click()
    frames = window.frames  # the upper edge was one of them
    cashier.wait(lambda: window.frames > frames)
    picture_ns = window.frame_ended_ns - begin
    _pass(_QUIET_MS)
    held_ms = beat.stop()
    if window.beside.current() != name:
        raise RuntimeError(f"{name} is not in front")
    filled_ns = window.frame_ended_ns - begin
    window._back_to_sale()
    _pass(_QUIET_MS)
    # A page that takes its time shows its upper edge before it is built.
    edge_ns = window.repainted_ns - begin if window.repainted_ns else picture_ns
    return {
        "edge_ms": edge_ns / 1e6,
        "picture_ms": picture_ns / 1e6,
        "filled_ms": filled_ns / 1e6,
        "held_ms": held_ms,
    }


def measured(folder: Path, name: str, again: int) -> dict[str, Any]:
    share_interpreter()
    app = QApplication(sys.argv[:1])
    theme.apply(app, "light")
    collector = Collector()
    collector.start()
    window, bridge = WatchedWindow(), Bridge()
    data_dir = DataDir(folder)
    opened = open_all(Settings.load(data_dir), data_dir, bridge, RunOptions())
    try:
        window.resize(1366, 768)
        window.open_shop(opened.shop)
        window.show()
        opened.register.start()
        warming = threading.Thread(target=_warm_up, args=(opened,), name="opening")
        warming.start()
        cashier = Cashier(app, window, opened)
        cashier.wait(lambda: not warming.is_alive())
        collector.settle()
        cashier.wait(lambda: opened.till.current is not None)
        cashier.sign_in(_PIN)
        _pass(_SETTLE_MS)
        cashier._tick.stop()
        beat = Beat()
        return {
            "first": _opening(cashier, window, name, beat),
            "again": [_opening(cashier, window, name, beat) for _ in range(again)],
        }
    finally:
        opened.close()
        window.close()


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
