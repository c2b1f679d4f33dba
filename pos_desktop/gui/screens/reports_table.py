"""The table of a report: sorted by a tap on a title, each row leads to the receipts behind it."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScroller,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pos_desktop.domain.reports.table import NUMERIC, Column, Kind, Table
from pos_desktop.gui import icons, theme
from pos_desktop.gui.models.report_table import SHARE_ROLE, TOTAL_ROLE, ReportTableModel
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.mini_table import broken
from pos_desktop.gui.widgets.scrolling import thin_bars
from pos_desktop.receipts.report.words import ReportWords

_ROW_PX = 48
_HEAD_PX = 52
_PAD = 8
_EDGE = 16
_ARROW = 14
_LEAST_WIDE = 130
_MEASURED = 200
_TITLE_LINES = 3
_BAR_PX = 14


def _left(column: int) -> int:
    return _EDGE if column == 0 else _PAD


def _right(column: int, columns: int) -> int:
    return _EDGE if column == columns - 1 else _PAD


class _Delegate(QStyledItemDelegate):
    """Paints one cell: text at the left, numbers at the right, a soft bar of the share."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        view = option.widget
        if not isinstance(view, ReportTable):
            return
        now = theme.current()
        rect = QRectF(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_total = bool(index.data(TOTAL_ROLE))
        if is_total:
            paint.flat(painter, rect, now.card_quiet)
        elif view.hasFocus() and view.currentIndex().row() == index.row():
            paint.flat(painter, rect, now.accent_soft)
        share = int(index.data(SHARE_ROLE) or 0)
        if share:
            bar = QRectF(rect.left() + _PAD, rect.bottom() - 10, rect.width() - 2 * _PAD, 4)
            bar.setLeft(bar.right() - max(4.0, bar.width() * share / 1000))
            paint.rounded(painter, bar, 2, now.chart_soft)
        column = view.column(index.column())
        text = str(index.data() or "")
        ink = now.ink if column.kind is not Kind.SHARE else now.muted
        if column.kind is Kind.MONEY and text.startswith("−"):
            ink = now.warning_text
        numeric = column.kind in NUMERIC
        face = paint.BODY_BOLD if is_total else paint.BODY
        right = _right(index.column(), index.model().columnCount())
        box = rect.adjusted(_left(index.column()), 0, -right, 0)
        flags = paint.RIGHT if numeric else paint.LEFT
        cut = paint.elided(face, text, int(box.width()) + 2)
        paint.text(painter, box, flags, face, ink, cut)
        line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
        paint.flat(painter, line, now.line_soft)


def _title_px(title: str) -> float:
    """How wide a column must be for its title to have no more lines than the head has room for."""
    words = [paint.width(paint.SMALL_BOLD, word) for word in paint.words_of(title)]
    room = max(words, default=0.0)
    while len(broken(paint.SMALL_BOLD, title, room)) > _TITLE_LINES:
        room += 8
    return room


class _Head(QHeaderView):
    """Titles over their cells; an arrow at the one that sorts."""

    def __init__(self, table: ReportTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)
        self.setFixedHeight(_HEAD_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        now = theme.current()
        model = self._table.rows_model()
        box = QRectF(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.flat(painter, box, now.card)
        paint.flat(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), now.line)
        numeric = self._table.column(section).kind in NUMERIC
        title = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        sorts = section == model.sorted_place
        line = box.adjusted(_left(section), 0, -_right(section, model.columnCount()), 0)
        ink, face = (now.ink, paint.SMALL_BOLD) if sorts else (now.ink_soft, paint.SMALL)
        room = line.width() - (_ARROW + 2 if sorts else 0)
        words = broken(face, title, room)
        for place, word in enumerate(words):
            top = line.center().y() - 8 * len(words) + 16 * place
            part = QRectF(line.left(), top, line.width(), 16)
            if sorts and numeric:
                part.setRight(line.right() - _ARROW - 2)
            paint.text(painter, part, paint.RIGHT if numeric else paint.LEFT, face, ink, word)
        if sorts:
            name = "arrow-down" if model.descending else "arrow-up"
            wide = max(paint.width(face, word) for word in words)
            x = line.right() - _ARROW if numeric else line.left() + wide + 2
            icons.paint(painter, name, ink, QPointF(x, line.center().y() - _ARROW / 2), _ARROW)


class ReportTable(QTableView):
    """row_pressed(Row): by tap, Enter or double click; sorted_anew after a title was tapped."""

    row_pressed = Signal(object)
    sorted_anew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ReportTableModel(self)
        self._natural: list[int] = []
        self._with_arrow: list[int] = []
        self.setModel(self._model)
        self.setHorizontalHeader(_Head(self))
        self.setItemDelegate(_Delegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        thin_bars(self)
        self.horizontalHeader().sectionClicked.connect(self._sort)
        self.clicked.connect(self._pressed)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)

    def rows_model(self) -> ReportTableModel:
        return self._model

    def column(self, place: int) -> Column:
        """The column there; of a table that is shown."""
        found = self._model.column(place)
        return found if found is not None else Column("", Kind.TEXT)

    def show_table(self, table: Table, words: ReportWords) -> None:
        """Another table; its accessible name is its own."""
        # The view lays itself out while it takes the table over: old widths are not its own.
        self._natural, self._with_arrow = [], []
        self._model.show(table, words)
        self.setAccessibleName(words.table(table.name))
        self._measure()
        self._fit()
        self.scrollToTop()
        if table.rows:
            self.setCurrentIndex(self._model.index(0, 0))

    def needed_px(self) -> int:
        """How high it is with every row in sight."""
        sideways = sum(self._wanted()) > self.viewport().width()
        return _HEAD_PX + self._model.rowCount() * _ROW_PX + 4 + (_BAR_PX if sideways else 0)

    def sizeHint(self) -> QSize:
        return QSize(500, min(self.needed_px(), 600))

    def _sort(self, place: int) -> None:
        self._model.sort_by(place)
        self._fit()
        self.horizontalHeader().viewport().update()
        self.sorted_anew.emit()

    def _pressed(self, index: QModelIndex) -> None:
        row = self._model.row(index.row())
        if row is not None and row.behind is not None:
            self.row_pressed.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pressed(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F5) or event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _measure(self) -> None:
        """How wide each column wants to be: its longest word of the title and longest cell."""
        model = self._model
        self._natural, self._with_arrow = [], []
        for place in range(model.columnCount()):
            title = str(model.headerData(place, Qt.Orientation.Horizontal) or "")
            wanted = [_title_px(title)]
            rows = [*range(min(model.rowCount(), _MEASURED)), model.rowCount() - 1]
            for row in rows:
                text = str(model.index(row, place).data() or "")
                wanted.append(paint.width(paint.BODY_BOLD, text))
            sides = _left(place) + _right(place, model.columnCount())
            self._natural.append(round(max(wanted)) + sides + 4)
            self._with_arrow.append(max(self._natural[-1], round(wanted[0]) + sides + _ARROW + 6))

    def _wanted(self) -> list[int]:
        """Every column keeps room for the arrow; where that is too much, only the one that sorts
        has it."""
        if sum(self._with_arrow) <= self.viewport().width():
            return self._with_arrow
        widths = list(self._natural)
        sorts = self._model.sorted_place
        if 0 <= sorts < len(widths):
            widths[sorts] = self._with_arrow[sorts]
        return widths

    def _fit(self) -> None:
        """The wide column takes the room that is left; where there is too little one scrolls
        sideways."""
        wanted = self._wanted()
        columns = range(len(wanted))
        wide = [place for place in columns if self.column(place).wide]
        fixed = sum(wanted[place] for place in columns if place not in wide)
        room = self.viewport().width() - fixed
        for place in columns:
            width = wanted[place]
            if place in wide:
                # Names may end with an ellipsis, a time may not.
                named = self.column(place).kind in (Kind.TEXT, Kind.CATEGORY)
                least = min(width, _LEAST_WIDE) if named else width
                width = max(least, room // len(wide))
            self.setColumnWidth(place, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
