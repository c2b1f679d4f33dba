"""A calm table of any rows: only what is on the screen is drawn, so a hundred thousand are as quick
as ten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.labels import Tone, tone_colour
from pos_desktop.gui.widgets.rows import Title, Titles, calm, paint_chosen, paint_line

_Index = QModelIndex | QPersistentModelIndex
_LEFT = 16
_RIGHT = 12
_BEFORE_NUMBER = 2
_CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class Column:
    """key: what `cell` is asked for. width: pixels, 0 = what is left. narrow: width where the table
    is short of room, 0 = hidden there. right: numbers end where numbers end."""

    key: str
    width: int = 0
    narrow: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """text, with a small second line in sub."""

    text: str
    tone: Tone = "ink"
    bold: bool = False
    sub: str = ""


CellOf = Callable[[Any, str], Cell]
TitleOf = Callable[[str], str]


class _Model(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column], cell: CellOf, title: TitleOf) -> None:
        super().__init__()
        self.columns = columns
        self._cell = cell
        self._title = title
        self.rows: Sequence[Any] = ()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if role not in (
            _CELL_ROLE,
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        cell = self._cell(self.rows[index.row()], self.columns[index.column()].key)
        return cell if role == _CELL_ROLE else cell.text

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._title(self.columns[section].key)
        return None

    def show(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect = QRectF(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_chosen(painter, rect, option.widget, index)
        model = index.model()
        if isinstance(model, _Model):
            self._paint_cell(painter, rect, index.data(_CELL_ROLE), model.columns[index.column()])
        paint_line(painter, rect)

    def _paint_cell(self, painter: QPainter, rect: QRectF, cell: Cell, column: Column) -> None:
        face = paint.BODY_BOLD if cell.bold else paint.BODY
        box = rect.adjusted(_BEFORE_NUMBER if column.right else _LEFT, 0, -_RIGHT, 0)
        flags = paint.RIGHT if column.right else paint.LEFT
        ink = tone_colour(cell.tone)
        room = int(box.width())
        if cell.sub:
            upper = QRectF(box.left(), box.center().y() - 20, box.width(), 22)
            lower = QRectF(box.left(), box.center().y() + 1, box.width(), 18)
            paint.text(painter, upper, flags, face, ink, paint.elided(face, cell.text, room))
            soft = theme.current().muted
            cut = paint.elided(paint.SMALL, cell.sub, room)
            paint.text(painter, lower, flags, paint.SMALL, soft, cut)
            return
        paint.text(painter, box, flags, face, ink, paint.elided(face, cell.text, room))


class PlainTable(QTableView):
    """chosen(row object) while one moves through the rows; entered(row object) by Enter or a
    second tap; removal_wanted(row object) by Delete."""

    chosen = Signal(object)
    entered = Signal(object)
    removal_wanted = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        cell: CellOf,
        title: TitleOf,
        *,
        row_px: int = theme.TOUCH,
        narrow_px: int = 620,
    ) -> None:
        super().__init__()
        self._columns = columns
        self._narrow_px = narrow_px
        self._model = _Model(columns, cell, title)
        self._model.setParent(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        calm(self, row_px)
        self._title = title
        self.setHorizontalHeader(Titles(self, self._title_of))
        self.doubleClicked.connect(lambda index: self.entered.emit(self.row_at(index.row())))

    def _title_of(self, section: int) -> Title:
        column = self._columns[section]
        left = _BEFORE_NUMBER if column.right else _LEFT
        return Title(self._title(column.key), left, _RIGHT, column.right)

    def rows(self) -> Sequence[Any]:
        return self._model.rows

    def row_at(self, row: int) -> Any:
        return self._model.rows[row] if 0 <= row < len(self._model.rows) else None

    def current(self) -> Any:
        """The chosen row, None where there is none."""
        return self.row_at(self.currentIndex().row())

    def show_rows(self, rows: Sequence[Any], choose: int | None = None) -> None:
        """Show other rows; `choose` a row by its place, else keep the place one was at."""
        at = self.currentIndex().row() if choose is None else choose
        top = self.verticalScrollBar().value()
        self._model.show(rows)
        if not rows:
            return
        at = min(max(at, 0), len(rows) - 1)
        self.setCurrentIndex(self._model.index(at, 0))
        if choose is None:
            self.verticalScrollBar().setValue(top)

    def retranslate(self, name: str) -> None:
        self.setAccessibleName(name)
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        self.viewport().update()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and current.row() < len(self._model.rows):
            self.chosen.emit(self._model.rows[current.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.entered.emit(self.current())
        elif key == Qt.Key.Key_Delete and self.current() is not None:
            self.removal_wanted.emit(self.current())
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F5) or event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width()
        narrow = room < self._narrow_px
        widths = [c.narrow if narrow and c.width else c.width for c in self._columns]
        left = max(120, room - sum(widths))
        for place, column in enumerate(self._columns):
            self.setColumnHidden(place, bool(column.width) and not widths[place])
            self.setColumnWidth(place, widths[place] or left)
