"""Widgets in reference cycles are destroyed on the window's thread only."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtWidgets import QWidget

from pos_desktop.gui.collector import Collector


class Cyclic(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_a_worker_that_allocates_destroys_no_widget(qtbot):
    ended_on: list[str] = []
    collector = Collector()
    collector.start()
    try:
        widget = Cyclic()
        weakref.finalize(widget, lambda: ended_on.append(threading.current_thread().name))
        del widget

        def allocate() -> None:
            kept = [[n] for n in range(200_000)]
            kept.clear()

        worker = threading.Thread(target=allocate, name="worker")
        worker.start()
        worker.join(30)
        assert ended_on == []
        qtbot.waitUntil(lambda: _collected(collector, ended_on), timeout=10_000)
        assert ended_on == [threading.main_thread().name]
    finally:
        collector.stop()
    assert gc.isenabled()
    gc.disable()


def _collected(collector: Collector, ended_on: list[str]) -> bool:
    garbage = [[n] for n in range(3_000)]
    collector.collect()
    return bool(garbage) and bool(ended_on)
