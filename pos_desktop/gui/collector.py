"""Collecting garbage on the window's thread only.

Python's cyclic collector runs on whichever thread allocates next. A widget that is part of a
reference cycle and is collected on a worker's thread is destroyed there, and Qt then crashes the
process. So the automatic collector is off while there is a window, and a timer of the window's
thread collects in its place.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500
_YOUNG = 2_000
_MIDDLE_AFTER = 10
_OLD_AFTER = 20


class Collector(QObject):
    """Made on the window's thread before the first widget; stop() gives the automatic one back."""

    def __init__(self) -> None:
        super().__init__()
        self._young = 0
        self._middle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()

    def settle(self) -> None:
        """The program has started: what there is now stays, and need not be looked at again."""
        gc.collect()
        gc.freeze()

    def collect(self) -> None:
        """As the automatic collector does: the young often, the old seldom."""
        if gc.get_count()[0] < _YOUNG:
            return
        self._young += 1
        if self._young % _MIDDLE_AFTER:
            gc.collect(0)
            return
        self._middle += 1
        gc.collect(1 if self._middle % _OLD_AFTER else 2)
