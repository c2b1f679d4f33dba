"""The measured register: the real window, played by scans; its samples as JSON at the end.

Run in a process of its own with a data folder and the wishes of paint.py.
"""

from __future__ import annotations

import gc
import json
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, perf_counter_ns
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from pos_desktop.app.opening import Opened, open_all
from pos_desktop.app.run import RunOptions, share_interpreter
from pos_desktop.cloud.settings import DEMO_PAIRING_CODE
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui import theme
from pos_desktop.gui.bridge import Bridge
from pos_desktop.gui.window import RegisterWindow
from pos_desktop.ports import BarcodeScanned
from pos_desktop.settings import DataDir, Settings
from tests.bench.raw_writes import RawWrites

_DEADLINE_SECONDS = 60.0
_PAUSE_MS = 40
_TICK_MS = 200
_PIN = ("ivanova", "1111")


class WatchedWindow(RegisterWindow):
    """Counts the frames that have been painted whole."""

    def __init__(self) -> None:
        self.frames = 0
        self.frame_ended_ns = 0
        self.repainted_ns = 0
        super().__init__()

    def repaint(self, *_: object) -> None:
        """At once, in the middle of something."""
        super().repaint()
        self.repainted_ns = perf_counter_ns()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        # Qt paints everything that changed, and flushes it, while it handles this event.
        if event.type() == QEvent.Type.UpdateRequest:
            self.frames += 1
            self.frame_ended_ns = perf_counter_ns()
        return handled


class Cashier:
    def __init__(self, app: QApplication, window: WatchedWindow, opened: Opened) -> None:
        self._app = app
        self._window = window
        self.opened = opened
        self._till = opened.till
        self._bridge = opened.shop.bridge
        self._changed_ns = 0
        self._till.changed.connect(self._note_change)
        self._tick = QTimer()
        self._tick.start(_TICK_MS)

    def _note_change(self, _shown: object) -> None:
        self._changed_ns = perf_counter_ns()

    def wait(self, holds: Callable[[], bool]) -> None:
        late = monotonic() + _DEADLINE_SECONDS
        while not holds():
            if monotonic() > late:
                raise TimeoutError(f"it did not happen: {holds}")
            # The tick of the timer ends a wait for an event that never comes.
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def rest(self) -> None:
        """Let a moment pass, as people do; events are handled meanwhile."""
        loop = QEventLoop()
        QTimer.singleShot(_PAUSE_MS, loop.quit)
        loop.exec()

    def lines(self) -> int:
        shown = self._till.current
        return len(shown.priced.lines) if shown is not None and shown.priced else 0

    def sign_in(self, pin: tuple[str, str] = _PIN) -> None:
        self._till.sign_in(*pin)
        self.wait(lambda: self._till.current is not None and self._till.current.staff is not None)
        self._till.open_shift()
        self.wait(lambda: self._till.current is not None and self._till.current.shift is not None)

    def scan(self, code: str) -> tuple[float, float]:
        """Milliseconds until the frame with the new line has ended, and until it was stored."""
        before = self.lines()
        self._changed_ns = 0
        start = perf_counter_ns()
        self._bridge.post(BarcodeScanned(code, "serial"))
        self.wait(lambda: self._changed_ns > 0 and self.lines() == before + 1)
        frames = self._window.frames
        self.wait(lambda: self._window.frames > frames)
        return (
            (self._window.frame_ended_ns - start) / 1e6,
            (self._changed_ns - start) / 1e6,
        )

    def remove_last(self) -> None:
        count = self.lines()
        shown = self._till.current
        assert shown is not None and shown.priced is not None
        self._till.remove(shown.priced.lines[-1].line.line_id)
        self.wait(lambda: self.lines() == count - 1)

    def void(self) -> None:
        if self.lines():
            self._till.void()
            self.wait(lambda: self.lines() == 0)

    def sell(self, codes: list[str], kind: TenderKind) -> None:
        for n, code in enumerate(codes, 1):
            self._bridge.post(BarcodeScanned(code, "serial"))
            self.wait(lambda n=n: self.lines() == n)  # type: ignore[misc]
        self._till.pay_exact(kind)
        self.wait(lambda: self.lines() == 0)


def fill(folder: Path) -> dict[str, Any]:
    """Put the sample's goods and people into an empty shop."""
    data_dir = DataDir(folder)
    QApplication(sys.argv[:1])
    open_all(Settings.load(data_dir), data_dir, Bridge(), RunOptions(sample=True)).close()
    return {}


def played(folder: Path, wishes: dict[str, int]) -> dict[str, Any]:
    share_interpreter()
    app = QApplication(sys.argv[:1])
    theme.apply(app, "light")
    window = WatchedWindow()
    bridge = Bridge()
    data_dir = DataDir(folder)
    options = RunOptions(pairing_code=DEMO_PAIRING_CODE)
    opened = open_all(Settings.load(data_dir), data_dir, bridge, options)
    register = opened.register
    try:
        window.open_shop(opened.shop)
        window.show()
        register.start()
        opened.warm_up()
        opened.preloading.load()
        cashier = Cashier(app, window, opened)
        cashier.wait(lambda: opened.till.current is not None)
        cashier.sign_in()
        # As while a sale is open; between the sales as well, so that entries are left to send.
        register.selling(True)
        return _measured(cashier, opened, wishes, folder)
    finally:
        opened.close()
        window.close()


def _measured(
    cashier: Cashier, opened: Opened, wishes: dict[str, int], folder: Path
) -> dict[str, Any]:
    rng = random.Random(5)
    codes = (folder / "codes.txt").read_text(encoding="ascii").split()
    rng.shuffle(codes)
    before_mib = _resident_mib()
    outbox = opened.register.journal.outbox
    short = [cashier.scan(code)[0] for code in codes[:20]]
    for code in codes[20 : wishes["lines"]]:
        cashier.scan(code)
    sent_before = outbox.acknowledged("cloud")
    gc.collect()
    painted, stored, disk_ms = [], [], []
    bare = RawWrites(folder)
    for n in range(wishes["scans"]):
        scan = cashier.scan(codes[wishes["lines"] + n % 1000])
        painted.append(scan[0])
        stored.append(scan[1])
        cashier.rest()
        cashier.remove_last()
        cashier.rest()
        start = perf_counter_ns()
        bare.write()
        disk_ms.append((perf_counter_ns() - start) / 1e6)
    bare.close()
    sent = outbox.acknowledged("cloud")
    waiting = outbox.last_seq() - sent
    cashier.void()
    for n in range(wishes["sales"]):
        kind = TenderKind.CARD if n % 2 else TenderKind.CASH
        cashier.sell(rng.sample(codes, 4), kind)
    return {
        "scan_ms": painted,
        "stored_ms": stored,
        "frame_ms": [a - b for a, b in zip(painted, stored, strict=True)],
        "short_ms": short,
        "disk_ms": disk_ms,
        "memory_before_mib": before_mib,
        "memory_mib": _resident_mib(),
        "sent": sent - sent_before,
        "waiting": waiting,
        "products": opened.register.catalogue.count(),
    }


def _resident_mib() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found.group(1)) / 1024


if __name__ == "__main__":
    _folder, _wishes = Path(sys.argv[1]), json.loads(sys.argv[2])
    print(json.dumps(played(_folder, _wishes) if _wishes else fill(_folder)))
