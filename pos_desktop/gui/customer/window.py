"""The second window: on the second screen where there is one, else a window beside the register."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.gui.code_board import ShownCode
from pos_desktop.gui.customer.picture import code_left, picture_of
from pos_desktop.gui.customer.view import CustomerView
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.session import Shop
from pos_desktop.i18n import t

_PHOTO_MS = 10_000
_SECOND_MS = 1000
_PHOTOS = (".png", ".jpg", ".jpeg")


class CustomerWindow(QWidget):
    """photos: folder with the shop's own pictures, shown in turn while nobody buys."""

    def __init__(self, shop: Shop, photos: Path) -> None:
        super().__init__()
        self._shop = shop
        self._code: ShownCode | None = None
        self._photos = sorted(p for p in _files(photos) if p.suffix.lower() in _PHOTOS)
        self._photo = -1
        self.view = CustomerView()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.view)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next_photo)
        self._countdown = QTimer(self)
        self._countdown.timeout.connect(self._draw)
        self.resize(QSize(1024, 600))
        shop.till.changed.connect(self._show)
        self.retranslate()
        self._next_photo()

    def open(self) -> None:
        """Show it: full screen on the second screen, as a window where there is only one."""
        screens = QGuiApplication.screens()
        main = QGuiApplication.primaryScreen()
        second = next((screen for screen in screens if screen is not main), None)
        if second is None:
            self.show()
        else:
            self.setGeometry(second.geometry())
            self.showFullScreen()
        self._timer.start(_PHOTO_MS)

    def show_code(self, code: ShownCode | None) -> None:
        """A code to follow with a phone, None when it is over."""
        self._code = code
        if code is not None and code.until_us:
            self._countdown.start(_SECOND_MS)
        else:
            self._countdown.stop()
        self._draw()

    def retranslate(self) -> None:
        self.setWindowTitle(t("customer.title"))
        self._draw()

    def _show(self, _shown: Snapshot) -> None:
        self._draw()

    def _draw(self) -> None:
        shown = self._shop.till.current
        if shown is not None:
            picture = picture_of(shown, self._shop.place_name, self._code)
            left = code_left(self._code, self._shop.place.clock.now_us())
            self.view.show_picture(replace(picture, code_left=left))

    def _next_photo(self) -> None:
        if not self._photos:
            return
        self._photo = (self._photo + 1) % len(self._photos)
        self.view.show_photo(self._photos[self._photo])


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
