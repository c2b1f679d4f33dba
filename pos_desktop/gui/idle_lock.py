"""A register nobody uses locks itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from pos_desktop.gui.session import Shop

_OF_A_PERSON = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)


class IdleLock(QObject):
    """Counts from the last key, tap or scan; by the clock of the day, so that the time a computer
    slept counts, too."""

    def __init__(
        self, host: QWidget, shop: Shop, now: Callable[[], datetime] = datetime.now
    ) -> None:
        super().__init__(host)
        self._shop = shop
        self._now = now
        self._last_input = now()
        # Keys and taps pass the window of the system first. A filter of the whole application would
        # be called for every event of every widget: half of the time that a page takes to open.
        self._listen(host.window().windowHandle())
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._listen)

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def touched(self) -> None:
        self._last_input = self._now()

    def look(self) -> None:
        """Lock the register if nobody has used it for the shop's minutes."""
        shown = self._shop.till.current
        if not self._shop.idle_lock_minutes or shown is None or shown.staff is None:
            return
        idle = (self._now() - self._last_input).total_seconds()
        if idle > self._shop.idle_lock_minutes * 60:
            self._shop.till.lock(idle=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _OF_A_PERSON:
            self.touched()
        return False
