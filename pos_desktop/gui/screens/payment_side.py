"""The buttons beside the keypad of the payment screen, on the same four rows as its digits."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

GAP = 10
ROWS, COLUMNS = 4, 2
Places = dict[QWidget, tuple[int, int, int, int]]
"""Button -> row, column, rows and columns it takes; those of one place are not shown together."""


class SidePad(QWidget):
    """Rows as high as the keypad's, whatever the buttons would like; some share a place."""

    def __init__(self, places: Places) -> None:
        super().__init__()
        self._places = places
        for button in places:
            button.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = (self.width() - GAP * (COLUMNS - 1)) / COLUMNS
        high = (self.height() - GAP * (ROWS - 1)) / ROWS
        for button, (row, column, rows, columns) in self._places.items():
            left, top = round(column * (wide + GAP)), round(row * (high + GAP))
            button.setGeometry(
                left,
                top,
                round(columns * wide + (columns - 1) * GAP),
                round(rows * high + (rows - 1) * GAP),
            )
