"""A register nobody uses locks itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from pos_desktop.gui.session import Shop


class IdleLock(QObject):
    """Counts from the last key, tap or scan; by the clock of the day, so that the time a computer
    slept counts, too."""

    def __init__(
        self, parent: QObject, shop: Shop, now: Callable[[], datetime] = datetime.now
    ) -> None:
        super().__init__(parent)
        self._shop = shop
        self._now = now
        self._last_input = now()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

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
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
            self.touched()
        return False
