"""A choice from a list."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from pos_desktop.gui import icons, theme
from pos_desktop.gui.widgets.labels import Label

_TEXT_MARGIN_PX = 4


class Combo(QComboBox):
    """A combo box with the arrow of the kit; a long choice ends in dots."""

    def __init__(self) -> None:
        super().__init__()
        theme.dress(self, "choice")
        self.setFixedHeight(theme.TOUCH)
        self.setFont(theme.font(theme.BODY, tabular=False))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = QStyleOptionComboBox()
        self.initStyleOption(look)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, look)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, look, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        look.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width() - _TEXT_MARGIN_PX
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, look)
        painter.end()
        at = QPointF(self.width() - 34, (self.height() - 18) / 2)
        icons.paint(QPainter(self), "chevron-down", theme.current().ink_soft, at, 18)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page; a choice is made on purpose."""
        event.ignore()


class NamedChoice(QWidget):
    """A choice with its name above it; chosen(id)."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: list[tuple[str, str]], chosen: str = "") -> None:
        """choices: (id, what a person reads)."""
        super().__init__()
        self._name = Label("", theme.SMALL, theme.MEDIUM, "ink_soft")
        self.box = Combo()
        self.rename(name)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self._name)
        rows.addWidget(self.box)
        rows.addStretch(1)
        self.setFocusProxy(self.box)
        for choice, text in choices:
            self.box.addItem(text, choice)
        self.choose(chosen)
        self.box.currentIndexChanged.connect(lambda _at: self.chosen.emit(self.current()))

    def rename(self, name: str) -> None:
        self._name.setText(name)
        self.box.setAccessibleName(name)

    def current(self) -> str:
        return str(self.box.currentData() or "")

    def choose(self, choice: str) -> None:
        at = self.box.findData(choice)
        if at >= 0:
            self.box.setCurrentIndex(at)
