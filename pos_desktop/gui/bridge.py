"""The only crossing from background threads into the window: events and finished work become
queued signals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from pos_desktop.ports import Event


class Bridge(QObject):
    """post() and call() may be used from any thread; what they carry arrives on the window's
    thread, in order."""

    happened = Signal(object)
    _called = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._called.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, event: Event) -> None:
        """Hand an event over; receivers connect to `happened`."""
        self.call(lambda: self.happened.emit(event))

    def call(self, what: Callable[[], None]) -> None:
        """Run `what` on the window's thread, later."""
        self._called.emit(what)

    def _run(self, what: Callable[[], None]) -> None:
        what()
