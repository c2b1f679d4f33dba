"""The shop's picture on top of its receipts: which one, and whether the printer keeps it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy

from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import CONFIRM_PX, DecisionFrame
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.switch import SwitchRow
from pos_desktop.i18n import t
from pos_desktop.ports.equipment import LogoSetUp

_WIDE_PX = 560
_ROOM_PX = _WIDE_PX - 40
_PICTURE_PX = 140


class LogoDialog(DecisionFrame):
    """choose_wanted: a file is to be asked for and handed to `show_picture`. saved(bytes or None,
    whether the printer is to keep it): None = the picture stays what it is, b"" = none."""

    choose_wanted = Signal()
    saved = Signal(object, bool)

    def __init__(self, now: LogoSetUp) -> None:
        super().__init__(t("equipment.logo.title"), t("equipment.logo.detail"), width=_WIDE_PX)
        self._there = bool(now.picture)
        self._chosen: bytes | None = None
        self.picture = QLabel()
        self.picture.setFixedHeight(_PICTURE_PX)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none = Label(t("equipment.logo.none"), theme.BODY, theme.REGULAR, "muted")
        self.stored = SwitchRow(t("equipment.logo.stored"), wrap=True)
        self.stored.switch().setChecked(now.stored)
        self.stored.fit(_ROOM_PX)
        self.choose = self._button("choose", "F6", "image")
        self.remove = self._button("remove", "Del", "trash-2")
        self.ok = self._button("save", "F12", "")
        self.ok.set_kind("accent")
        self.choose.clicked.connect(self.choose_wanted)
        self.remove.clicked.connect(lambda: self.show_picture(b""))
        self.ok.clicked.connect(self._save)
        for widget in (self.picture, self.none, self.stored):
            self.rows.addWidget(widget)
        self.stored.setVisible(now.can_store)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.choose, 1)
        line.addWidget(self.remove, 1)
        self.rows.addLayout(line)
        self.rows.addWidget(self.ok)
        self._draw(now.picture)

    @staticmethod
    def _button(name: str, key: str, icon: str) -> KeyedButton:
        button = KeyedButton(t(f"equipment.logo.{name}"), key=key, icon=icon, arrange="row")
        button.setFixedHeight(CONFIRM_PX)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return button

    def show_picture(self, picture: bytes) -> None:
        """Another one, b"" = none; kept when the person saves."""
        self._chosen, self._there = picture, bool(picture)
        self._draw(picture)

    def _draw(self, picture: bytes) -> None:
        self.picture.setPixmap(_on_paper(picture))
        self.picture.setVisible(self._there)
        self.none.setVisible(not self._there)
        self.remove.setEnabled(self._there)
        self.stored.setEnabled(self._there)

    def _save(self) -> None:
        keeps = self._there and not self.stored.isHidden() and self.stored.switch().isChecked()
        self.saved.emit(self._chosen, keeps)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_F6: self.choose,
            Qt.Key.Key_Delete: self.remove,
            Qt.Key.Key_F12: self.ok,
        }
        button = keys.get(Qt.Key(event.key()))
        if button is None:
            super().keyPressEvent(event)
        elif button.isEnabled():
            button.click()


def _on_paper(picture: bytes) -> QPixmap:
    """As large as there is room, on white: what is transparent stays so on the receipt, too."""
    whole = QPixmap()
    if not picture or not whole.loadFromData(picture):
        return whole
    shown = whole.scaled(
        _ROOM_PX,
        _PICTURE_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    paper = QPixmap(shown.size())
    paper.fill(theme.current().paper)
    with QPainter(paper) as painter:
        painter.drawPixmap(0, 0, shown)
    return paper
