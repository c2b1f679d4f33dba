"""Payments by QR code that no bank has confirmed: each with how to settle it."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.screens.shift_sbp import doubt_title, doubt_words
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.i18n import t
from pos_desktop.operations.reckon_sbp import Doubt, DoubtfulQr, QrReckoning

_WIDE_PX = 640
_MOST_PX = 420
_BUTTON_PX = 56
_WORDS_PX = _WIDE_PX - 120
_ICONS = {Doubt.WAITING: "clock", Doubt.SAID: "user", Doubt.CONTRADICTED: "triangle-alert"}


class DoubtRow(Card):
    """ask_wanted(id): ask the bank about it."""

    ask_wanted = Signal(str)

    def __init__(self, one: DoubtfulQr, zone: tzinfo | None, *, asked: bool) -> None:
        super().__init__(padding=12, spacing=8)
        self.one = one
        title = Label(doubt_title(one, zone), theme.BODY, theme.SEMIBOLD, wrap=True)
        said = Label(doubt_words(one), theme.SMALL, theme.REGULAR, "ink_soft", wrap=True)
        for label in (title, said):
            label.setMinimumHeight(label.heightForWidth(_WORDS_PX))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(said)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(IconLabel(_ICONS[one.doubt], 20, "ink_soft"))
        line.addLayout(words, 1)
        self.body().addLayout(line)
        self.ask = KeyedButton(
            t(f"shift_close.sbp.{'asked' if asked else 'ask'}"), icon="refresh-cw", arrange="row"
        )
        self.ask.setEnabled(not asked)
        self.ask.clicked.connect(lambda: self.ask_wanted.emit(one.op_id))
        if one.can_ask:
            self.body().addWidget(self.ask)
        else:
            self.ask.setParent(self)
            self.ask.hide()


class DoubtsDialog(QWidget):
    """ask_wanted(id): ask the bank about that one; back_wanted: to the payment that waits.
    cancelled: by the cross or Esc."""

    ask_wanted = Signal(str)
    back_wanted = Signal()
    cancelled = Signal()

    def __init__(self, told: QrReckoning, zone: tzinfo | None) -> None:
        super().__init__()
        title = t("shift_close.sbp.doubts_title")
        self.setAccessibleName(title)
        self.setFixedWidth(_WIDE_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close = IconButton("x", t("dialog.close"), kind="soft")
        close.clicked.connect(self.cancelled)
        head = QHBoxLayout()
        head.addWidget(Label(title, theme.LARGE, theme.SEMIBOLD, wrap=True), 1)
        head.addWidget(close)
        detail = t("shift_close.sbp.doubts_detail")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 20)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addWidget(Label(detail, theme.BODY, theme.REGULAR, "ink_soft", wrap=True))
        self._zone = zone
        self._asked: set[str] = set()
        self.doubts: list[DoubtRow] = []
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(8)
        self._area = scrolling(self._inside)
        rows.addWidget(self._area)
        self.back = KeyedButton(
            t("shift_close.sbp.to_sale"), key="F12", kind="accent", arrange="row"
        )
        self.back.setFixedHeight(_BUTTON_PX)
        self.back.clicked.connect(self.back_wanted)
        rows.addWidget(self.back)
        self.show_reckoning(told)

    def show_reckoning(self, told: QrReckoning) -> None:
        """Draw what is left; what the bank has confirmed since is gone."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.doubts = [
            DoubtRow(one, self._zone, asked=one.op_id in self._asked) for one in told.doubtful
        ]
        for row in self.doubts:
            row.ask_wanted.connect(self._ask)
            self._list.addWidget(row)
        if not self.doubts:
            self._list.addWidget(
                Label(t("shift_close.sbp.none_left"), theme.BODY, theme.MEDIUM, "pay_text",
                      wrap=True)
            )  # fmt: skip
        self._list.addStretch(1)
        self.back.setVisible(any(one.doubt is Doubt.WAITING for one in told.doubtful))
        self._area.setFixedHeight(min(_MOST_PX, self._inside.sizeHint().height() + 8))

    def answered(self, op_id: str) -> None:
        """The bank has answered, whatever it said."""
        self._asked.discard(op_id)

    def _ask(self, op_id: str) -> None:
        self._asked.add(op_id)
        for row in self.doubts:
            if row.one.op_id == op_id:
                row.ask.setEnabled(False)
                row.ask.setText(t("shift_close.sbp.asked"))
        self.ask_wanted.emit(op_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() == Qt.Key.Key_F12 and not self.back.isHidden():
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)
