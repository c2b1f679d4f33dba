"""Frameless areas around what may be higher than its room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QSizePolicy, QWidget

from pos_desktop.gui import theme


def thin_bars(area: QAbstractScrollArea) -> None:
    """Give an area the scroll bars of the kit."""
    theme.dress(area.verticalScrollBar(), "bar")
    if area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        theme.dress(area.horizontalScrollBar(), "bar")


class ScrollArea(QScrollArea):
    """A frameless area that paints no ground of its own; its content is as wide as the area."""

    def __init__(self, *, sideways: bool = False) -> None:
        """sideways: whether it scrolls that way, too."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        thin_bars(self)

    def setWidget(self, widget: QWidget) -> None:
        super().setWidget(widget)
        # Qt makes it paint a ground of its own.
        widget.setAutoFillBackground(False)


def scrolling(content: QWidget) -> QScrollArea:
    """Room for more than fits."""
    area = ScrollArea()
    area.setWidget(content)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return area
