"""The line above the screens for what needs an eye: one notice at a time, the gravest first.
Selling goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.i18n import t

if TYPE_CHECKING:
    from pos_desktop.gui.messages import Message

_SCAN_MS = 8_000
# What speaks of the goods just scanned is read now or never; it goes away by itself.
_PASSING = ("scan",)
_GRAVITY = {"danger": 0, "warning": 1, "info": 2}


class Attention(QWidget):
    """Notices by their source ("printer", "scan", ...); each stays until it is forgotten or
    replaced. page_wanted(name): a page of pages.py. seen(source): somebody has seen to it."""

    search_wanted = Signal()
    page_wanted = Signal(str)
    second_printer_wanted = Signal()
    seen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._notices: dict[str, tuple[Message, str]] = {}
        self._allowed = False
        self._banner = Banner()
        self._banner.first_pressed.connect(self._pressed)
        self._shown = ""
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 8, 16, 8)
        rows.addWidget(self._banner)
        self._scan_timer = QTimer(self)
        self._scan_timer.setSingleShot(True)
        self._scan_timer.timeout.connect(lambda: self.forget("scan"))
        self.hide()

    def show(self, source: str, message: Message, button: str = "") -> None:  # type: ignore[override]
        """Show or replace the notice of a source; button: "", "search",
        "second_printer", "seen" or the page it leads to."""
        self._notices[source] = (message, button)
        self._refresh()

    def show_scan(self, message: Message, *, searchable: bool) -> None:
        """A scan that brought nothing: for some seconds, with one tap to search."""
        self._scan_timer.start(_SCAN_MS)
        self.show("scan", message, "search" if searchable else "")

    def forget(self, source: str) -> None:
        if self._notices.pop(source, None) is not None:
            self._refresh()

    def set_allowed(self, allowed: bool) -> None:
        """Notices wait while somebody signs in."""
        self._allowed = allowed
        self._refresh()

    def text(self) -> str:
        """What is shown now, "" for nothing."""
        if not self._shown:
            return ""
        message, _ = self._notices[self._shown]
        return f"{message.title} {message.detail}"

    def _refresh(self) -> None:
        if not self._notices or not self._allowed:
            self._shown = ""
            self.setVisible(False)
            return
        self._shown = min(self._notices, key=self._rank)
        message, button = self._notices[self._shown]
        self._banner.set_notice(message.level, message.title, message.detail)
        self._banner.set_buttons(t(f"window.button_{button}") if button else "")
        self.setVisible(True)

    def _rank(self, source: str) -> tuple[int, int, bool]:
        """Of two that are equally grave the one that offers a way out comes first."""
        place = _PASSING.index(source) if source in _PASSING else len(_PASSING)
        message, button = self._notices[source]
        return place, _GRAVITY[message.level], not button

    def _pressed(self) -> None:
        button = self._notices[self._shown][1] if self._shown else ""
        if self._shown == "scan":
            self.forget("scan")
        if button == "search":
            self.search_wanted.emit()
        elif button == "second_printer":
            self.second_printer_wanted.emit()
        elif button == "seen":
            self.seen.emit(self._shown)
        elif button:
            self.page_wanted.emit(button)
