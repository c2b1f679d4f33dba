"""The table of the journal: only the rows on the screen are drawn, so ten thousand are as quick."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pos_desktop.gui import theme
from pos_desktop.gui.models.journal import COLUMNS, ENTRY_ROLE, Entry, JournalModel, Section
from pos_desktop.gui.screens.journal_words import RowWords, total_minor
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.chips import badge_width, paint_badge
from pos_desktop.gui.widgets.rows import Title, Titles, calm, paint_chosen, paint_line
from pos_desktop.i18n import t
from pos_desktop.ports import SaleRow

_ROW_PX = 48
_SECTION_PX = 32
_LEFT = 16
_WIDE = {"number": 90, "time": 70, "sum": 104, "print": 134, "fiscal": 134, "cloud": 122}
_NARROW = {"number": 70, "time": 64, "sum": 90, "print": 122, "fiscal": 112, "cloud": 104}
_STAFF_X = 240
_NARROW_PX = 760
_NEAR_END = 40


class _RowDelegate(QStyledItemDelegate):
    """Paints one cell: plain text, tabular sums, chips of states."""

    def __init__(self, words: RowWords, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect = QRectF(option.rect)
        entry: Entry = index.data(ENTRY_ROLE)
        now = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, Section):
            painter.fillRect(rect, now.card_quiet)
            ink = now.warning_text if entry.attention else now.ink_soft
            line = rect.adjusted(_LEFT, 0, -8, 0)
            text = self._words.section(entry)
            paint.text(painter, line, paint.LEFT, paint.SMALL_BOLD, ink, text)
        else:
            paint_chosen(painter, rect, option.widget, index)
            self._paint_cell(painter, rect, entry, COLUMNS[index.column()])
        paint_line(painter, rect)

    def _paint_cell(self, painter: QPainter, rect: QRectF, row: SaleRow, column: str) -> None:
        now = theme.current()
        if column in ("print", "fiscal", "cloud"):
            self._paint_chip(painter, rect, row, column)
            return
        text = self._words(row, column)
        if column == "number":
            box = rect.adjusted(_LEFT, 0, 0, 0)
            paint.text(painter, box, paint.LEFT, paint.BODY_BOLD, now.ink, text)
        elif column == "sum":
            ink = now.warning_text if total_minor(row) < 0 else now.ink
            box = rect.adjusted(0, 0, -8, 0)
            paint.text(painter, box, paint.RIGHT, paint.BODY_BOLD, ink, text)
        elif column == "time":
            paint.text(painter, rect, paint.LEFT, paint.BODY, now.muted, text)
        else:
            _paint_tenders(painter, rect, text, row.staff_name)

    def _paint_chip(self, painter: QPainter, rect: QRectF, row: SaleRow, column: str) -> None:
        now = theme.current()
        chip = self._words.chip(row, column)
        if chip is None:
            box = rect.adjusted(14, 0, 0, 0)
            paint.text(painter, box, paint.LEFT, paint.SMALL, now.muted, "—")
            return
        wide = min(badge_width(chip.text, icon=chip.icon != ""), int(rect.width()) - 8)
        box = QRectF(rect.left() + 6, rect.center().y() - 12, wide, 25)
        paint_badge(painter, box, chip.state, chip.text, chip.icon)


def _paint_tenders(painter: QPainter, rect: QRectF, text: str, staff: str) -> None:
    """How it was paid; on two small lines where there is little room, with the cashier where
    there is much."""
    now = theme.current()
    room = int(rect.width()) - 6
    if rect.width() > _STAFF_X + 120:
        box = rect.adjusted(_STAFF_X, 0, 0, 0)
        cut = paint.elided(paint.SMALL, staff, int(box.width()) - 6)
        paint.text(painter, box, paint.LEFT, paint.SMALL, now.muted, cut)
        room = _STAFF_X - 12
    if paint.width(paint.BODY, text) <= room:
        paint.text(painter, rect, paint.LEFT, paint.BODY, now.ink, text)
        return
    lines = paint.wrapped(paint.SMALL, text, room)
    top = rect.center().y() - 9 * len(lines)
    for place, line in enumerate(lines):
        box = QRectF(rect.left(), top + 18 * place, room + 6, 18)
        paint.text(painter, box, paint.LEFT, paint.SMALL, now.ink, line)


def _title_of(section: int) -> Title:
    """Sums end where sums end, chips begin where chips begin."""
    column = COLUMNS[section]
    text = t(f"journal.column.{column}")
    if column == "sum":
        return Title(text, right=8, at_right=True)
    return Title(text, left={"number": _LEFT, "print": 6, "fiscal": 6, "cloud": 6}.get(column, 0))


class JournalTable(QTableView):
    """chosen(sale_id) while one moves through the rows; entered() by Enter; more_wanted near the
    end of what was read."""

    chosen = Signal(str)
    entered = Signal()
    more_wanted = Signal()

    def __init__(self, words: RowWords, absent: frozenset[str] = frozenset()) -> None:
        """absent: columns of parts that are not set up here."""
        super().__init__()
        self._model = JournalModel(words, lambda column: t(f"journal.column.{column}"), self)
        self.setModel(self._model)
        self.setItemDelegate(_RowDelegate(words, self))
        calm(self, _ROW_PX)
        self.verticalHeader().setMinimumSectionSize(_SECTION_PX)
        self.setHorizontalHeader(Titles(self, _title_of))
        for column, name in enumerate(COLUMNS):
            self.setColumnHidden(column, name in absent)
        self._absent = absent
        self.verticalScrollBar().valueChanged.connect(self._look_for_end)

    def model_of_rows(self) -> JournalModel:
        return self._model

    def show_entries(self, entries: list[Entry], selected: str) -> str:
        """Show rows and keep the chosen sale chosen; the sale_id chosen now, "" for none."""
        top = self.verticalScrollBar().value()
        if self._model.show(entries):
            for row in self._model.sections():
                self.setSpan(row, 0, 1, len(COLUMNS))
                self.setRowHeight(row, _SECTION_PX)
        row = self._model.row_of(selected)
        if row < 0:
            row = self._model.first_sale()
            top = 0
        if row < 0:
            return ""
        if self.currentIndex().row() != row:
            self.setCurrentIndex(self._model.index(row, 0))
        self.verticalScrollBar().setValue(top)
        entry = self._model.entry(row)
        return entry.sale_id if isinstance(entry, SaleRow) else ""

    def current_sale(self) -> SaleRow | None:
        index = self.currentIndex()
        if not index.isValid():
            return None
        entry = self._model.entry(index.row())
        return entry if isinstance(entry, SaleRow) else None

    def retranslate(self) -> None:
        self.setAccessibleName(t("journal.table"))
        self._model.retranslate()
        self.viewport().update()

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        for index in (current, previous):
            if index.isValid():
                self._repaint_row(index.row())
        row = self.current_sale()
        if row is not None:
            self.chosen.emit(row.sale_id)

    def _repaint_row(self, row: int) -> None:
        top = self.rowViewportPosition(row)
        self.viewport().update(0, top, self.viewport().width(), self.rowHeight(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F5) or event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        """To the next sale, over section lines."""
        row = self.currentIndex().row() + by
        while 0 <= row < self._model.rowCount():
            if isinstance(self._model.entry(row), SaleRow):
                self.setCurrentIndex(self._model.index(row, 0))
                if row == self._model.first_sale():
                    self.scrollToTop()
                return
            row += by

    def _look_for_end(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if bar.maximum() and bar.maximum() - value < _NEAR_END * _ROW_PX:
            self.more_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width()
        widths = _NARROW if room < _NARROW_PX else _WIDE
        fixed = {name: wide for name, wide in widths.items() if name not in self._absent}
        for column, name in enumerate(COLUMNS):
            if name not in self._absent:
                self.setColumnWidth(column, fixed.get(name, room - sum(fixed.values())))
