"""The receipts put aside: found by name, number, sum or goods; a tap takes one up again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.models.parked import ParkedRow
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.i18n import t

_KEYS = 9


class ParkedDialog(DecisionFrame):
    """chosen, name_wanted and dropped carry the parked number. A digit on the keyboard takes up the
    receipt of that number, a letter searches."""

    chosen = Signal(int)
    name_wanted = Signal(int)
    dropped = Signal(int)

    def __init__(self, rows: list[ParkedRow]) -> None:
        super().__init__(t("parked.title"), width=640)
        self._shown: list[tuple[ParkedRow, QWidget]] = []
        self.search = SearchField(t("parked.search"))
        self.search.text_changed.connect(self._filter)
        self.search.submitted.connect(lambda _text: self._take_first())
        self.search.cancelled.connect(self._search_left)
        self._nothing = Nothing()
        inside = QWidget()
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(8)
        for row in rows:
            widget = _Row(self, row)
            self._shown.append((row, widget))
            listed.addWidget(widget)
        listed.addWidget(self._nothing, 1)
        listed.addStretch(0)
        area = ScrollArea(sideways=True)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.addWidget(self.search)
        self.search.setVisible(bool(rows))
        self.rows.addWidget(area, 1)
        self.setFixedHeight(560)
        self._filter("")

    def visible_numbers(self) -> list[int]:
        """The receipts that the search leaves."""
        return [row.number for row, widget in self._shown if not widget.isHidden()]

    def _filter(self, text: str) -> None:
        for row, widget in self._shown:
            widget.setVisible(row.matches(text))
        empty = not self.visible_numbers()
        if self._shown:
            self._nothing.say("search", "parked.not_found")
        else:
            self._nothing.say("receipt", "parked.empty")
        self._nothing.setVisible(empty)

    def _take_first(self) -> None:
        if self.visible_numbers():
            self.chosen.emit(self.visible_numbers()[0])

    def _search_left(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.isdecimal() and int(text) in {row.number for row, _ in self._shown}:
            self.chosen.emit(int(text))
        elif text.strip() and text.isprintable() and self._shown:
            self.search.edit().setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.edit().insert(text)
        else:
            super().keyPressEvent(event)


class _Row(QWidget):
    """A receipt with what is done with it; giving one up takes a second tap."""

    def __init__(self, dialog: ParkedDialog, row: ParkedRow) -> None:
        super().__init__()
        self._dialog = dialog
        self._number = row.number
        take = KeyedButton(row.title, sub=row.preview, arrange="stack")
        take.set_align_left(True)
        if row.number <= _KEYS:
            take.set_key(str(row.number))
        take.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        take.setFixedHeight(84)
        take.setAccessibleName(t("parked.row", number=row.number))
        name = IconButton("pencil", t("parked.name", number=row.number))
        self._drop = KeyedButton(
            "", icon="trash-2", kind="danger_plain", arrange="row",
            name=t("parked.drop", number=row.number),
        )  # fmt: skip
        self._drop.setFixedWidth(theme.TOUCH + 8)
        self._armed = False
        take.clicked.connect(lambda: dialog.chosen.emit(row.number))
        name.clicked.connect(lambda: dialog.name_wanted.emit(row.number))
        self._drop.clicked.connect(self._drop_tapped)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(take, 1)
        line.addWidget(name)
        line.addWidget(self._drop)

    def _drop_tapped(self) -> None:
        if self._armed:
            self._dialog.dropped.emit(self._number)
            return
        self._armed = True
        self._drop.set_icon("")
        self._drop.setText(t("parked.drop_sure"))
        self._drop.set_padding(12)
        self._drop.setFixedWidth(self._drop.sizeHint().width())
