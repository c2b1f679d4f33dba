"""The upper edge of a page, shown at once while the page itself is still to be built."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.screens.page_head import PageHead
from pos_desktop.i18n import number, t


@dataclass(frozen=True, slots=True)
class Edge:
    """title: key of its text; it may take the number of the shift. gap: pixels between the button
    and the title, as the page has it."""

    title: str
    gap: int = 16


EDGES: dict[str, Edge] = {
    "refund": Edge("refund.title.receipt", 12),
    "journal": Edge("journal.title", 12),
    "reports": Edge("reports.title", 12),
    "stock": Edge("stock.title"),
    "equipment": Edge("equipment.title"),
    "shift_close": Edge("shift_close.title"),
}
"""The pages that take longer than a frame to build; each has its back button and title here."""


class PageCover(QWidget):
    """Lies over a stack, drawn before the constructor returns; lift() takes it away."""

    def __init__(self, over: QStackedWidget, edge: Edge, shift_number: int) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        head = PageHead()
        head.set_gap(edge.gap)
        head.retranslate(t(edge.title, number=number(shift_number)))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.addWidget(head)
        rows.addStretch(1)
        window = over.window()
        layout = window.layout()
        if layout is not None:
            # What came or went above the stack has moved it, and Qt would say so with the next
            # event only.
            layout.activate()
        self.setGeometry(over.rect())
        self.show()
        self.raise_()
        window.repaint()

    def lift(self) -> None:
        self.hide()
        self.deleteLater()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
