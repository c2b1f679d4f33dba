"""The file with the shop's picture, chosen by a person and read beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QFileDialog, QWidget

from pos_desktop.domain.errors import RefusalError
from pos_desktop.gui.file_bytes import file_bytes
from pos_desktop.i18n import t

AskPicture = Callable[[QWidget], str]


def ask_which(parent: QWidget) -> str:
    """Ask for a picture, "" where the person thought better of it."""
    title, kinds = t("equipment.logo.title"), "PNG, JPEG, BMP (*.png *.jpg *.jpeg *.bmp)"
    return QFileDialog.getOpenFileName(parent, title, "", kinds)[0]


def picture_of(path: Path) -> bytes:
    """The file, once it is known to be a picture; RefusalError as of file_bytes, or
    ("logo.not_a_picture", reason)."""
    picture = file_bytes(path)
    reader = QImageReader(str(path))
    if not reader.canRead() or reader.read().isNull():
        raise RefusalError("logo.not_a_picture", reason=reader.errorString())
    return picture
