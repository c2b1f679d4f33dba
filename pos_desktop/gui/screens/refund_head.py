"""The upper edge of the refund page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.i18n import t

_GAP = 12
MODES = ("receipt", "loose", "exchange")


class RefundHead(QWidget):
    """back_pressed, mode_chosen(mode), correct_pressed."""

    back_pressed = Signal()
    mode_chosen = Signal(str)
    correct_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mode = "receipt"
        self.back = KeyedButton(icon="arrow-left", key="Esc", arrange="row")
        self._title = Label("", theme.TITLE, theme.SEMIBOLD)
        self._hint = ElidedLabel("", theme.BODY, theme.REGULAR, "muted")
        self.loose = KeyedButton(icon="receipt-text", key="F3", arrange="row")
        self.exchange = KeyedButton(icon="refresh-cw", key="F4", arrange="row")
        self.correct = KeyedButton(icon="pencil", key="F6", arrange="row")
        self._icons = {self.loose: "receipt-text", self.exchange: "refresh-cw",
                       self.correct: "pencil"}  # fmt: skip
        for button in (self.loose, self.exchange):
            button.setCheckable(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(_GAP)
        line.addWidget(self.back)
        line.addWidget(self._title)
        line.addWidget(self._hint, 1)
        line.addStretch(0)
        for button in (self.loose, self.exchange, self.correct):
            line.addWidget(button)
        for button in (self.back, self.loose, self.exchange, self.correct):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.back.clicked.connect(self.back_pressed)
        self.loose.clicked.connect(lambda: self.toggle("loose"))
        self.exchange.clicked.connect(lambda: self.toggle("exchange"))
        self.correct.clicked.connect(self.correct_pressed)

    def toggle(self, mode: str) -> None:
        """Into a mode, or out of it where one is in it."""
        self.mode_chosen.emit("receipt" if self._mode == mode else mode)

    def show_mode(self, mode: str) -> None:
        self._mode = mode
        self.loose.setChecked(mode == "loose")
        self.exchange.setChecked(mode == "exchange")
        self._title.setText(t(f"refund.title.{mode}"))
        self._hint.setText(t(f"refund.how.{mode}"))
        self._fit()

    def set_compact(self, compact: bool) -> None:
        for button, icon in self._icons.items():
            button.set_padding(10 if compact else 16)
            button.set_icon("" if compact else icon)
        self.back.set_padding(10 if compact else 16)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The hint stands there where it is not cut."""
        parts = (self.back, self._title, self.loose, self.exchange, self.correct)
        taken = sum(part.sizeHint().width() + _GAP for part in parts)
        self._hint.setVisible(self._hint.sizeHint().width() <= self.width() - taken)

    def retranslate(self) -> None:
        self.back.setText(t("refund.back"))
        self.loose.setText(t("refund.loose"))
        self.exchange.setText(t("refund.exchange"))
        self.correct.setText(t("refund.correct"))
        self.show_mode(self._mode)
