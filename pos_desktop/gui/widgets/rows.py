"""What every table of rows shares: calm lines without a grid, the chosen row, titles of columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QScroller, QTableView, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.scrolling import thin_bars


def calm(table: QTableView, row_px: int) -> None:
    """Rows of one height without a grid; one row is chosen at a time, a finger scrolls."""
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setCornerButtonEnabled(False)
    thin_bars(table)
    heads = table.verticalHeader()
    heads.hide()
    heads.setDefaultSectionSize(row_px)
    heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    QScroller.grabGesture(table.viewport(), QScroller.ScrollerGestureType.TouchGesture)


def paint_chosen(
    painter: QPainter,
    rect: QRectF,
    view: QWidget | None,
    index: QModelIndex | QPersistentModelIndex,
) -> None:
    """The ground of a cell of the chosen row; its first cell has a bar."""
    if not isinstance(view, QTableView) or view.currentIndex().row() != index.row():
        return
    now = theme.current()
    paint.flat(painter, rect, now.accent_soft)
    if index.column() == 0:
        paint.flat(painter, QRectF(rect.left(), rect.top(), 4, rect.height()), now.focus)


def paint_line(painter: QPainter, rect: QRectF) -> None:
    """The line below a cell."""
    line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
    paint.flat(painter, line, theme.current().line_soft)


@dataclass(frozen=True, slots=True)
class Title:
    """left, right: pixels kept free beside it. at_right: it ends where numbers end."""

    text: str
    left: int = 0
    right: int = 0
    at_right: bool = False


class Titles(QHeaderView):
    """Titles over their columns, as `title_of` says for each section."""

    def __init__(self, parent: QWidget, title_of: Callable[[int], Title]) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._title_of = title_of
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)
        self.setFixedHeight(37)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        now = theme.current()
        box = QRectF(rect)
        paint.flat(painter, box, now.card)
        paint.flat(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), now.line)
        title = self._title_of(section)
        line = box.adjusted(title.left, 0, -title.right, 0)
        cut = paint.elided(paint.SMALL, title.text, int(line.width()) + 1)
        flags = paint.RIGHT if title.at_right else paint.LEFT
        paint.text(painter, line, flags, paint.SMALL, now.ink_soft, cut)
