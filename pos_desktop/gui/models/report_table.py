"""The rows of a report's table for Qt: sorted by any column, the sums kept as the last line."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from pos_desktop.domain.reports.table import NUMERIC, Column, Row, Table, Value
from pos_desktop.receipts.report.words import ReportWords

_Index = QModelIndex | QPersistentModelIndex

TOTAL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SHARE_ROLE = TOTAL_ROLE + 1
"""TOTAL_ROLE: whether it is the line of sums. SHARE_ROLE: how long the bar behind a number is, in
thousandths, 0 for none."""


class ReportTableModel(QAbstractTableModel):
    """words says the cells; screen readers hear the same."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._words: ReportWords | None = None
        self._rows: list[Row] = []
        self._totals: tuple[Value, ...] = ()
        self._most = 0
        self.sorted_place = -1
        self.descending = False

    def show(self, table: Table, words: ReportWords) -> None:
        """Another table, in its own order."""
        self.beginResetModel()
        self._table, self._words = table, words
        self._rows = list(table.rows)
        self._totals = table.totals() if len(table.rows) > 1 else ()
        self.sorted_place, self.descending = -1, False
        self._most = 0
        if table.bar:
            place = table.place(table.bar)
            self._most = max((_int(row.cells[place]) for row in table.rows), default=0)
        self.endResetModel()

    def table(self) -> Table | None:
        return self._table

    def rows(self) -> tuple[Row, ...]:
        """The rows in the order they are looked at."""
        return tuple(self._rows)

    def row(self, place: int) -> Row | None:
        """The row there, None for the line of sums."""
        return self._rows[place] if place < len(self._rows) else None

    def column(self, place: int) -> Column | None:
        return self._table.columns[place] if self._table is not None else None

    def sort_by(self, place: int) -> None:
        """By a column: numbers largest first, names from A; the same column again turns round."""
        if self._table is None:
            return
        again = place == self.sorted_place
        numeric = self._table.columns[place].kind in NUMERIC
        self.descending = not self.descending if again else numeric
        self.sorted_place = place
        self.beginResetModel()
        self._rows = self._table.sorted_by(place, descending=self.descending)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return len(self._rows) + bool(self._totals)

    def columnCount(self, parent: _Index | None = None) -> int:
        if self._table is None or (parent is not None and parent.isValid()):
            return 0
        return len(self._table.columns)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if self._table is None or self._words is None or not index.isValid():
            return None
        is_total = index.row() >= len(self._rows)
        if role == TOTAL_ROLE:
            return is_total
        cells = self._totals if is_total else self._rows[index.row()].cells
        column = self._table.columns[index.column()]
        value = cells[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if is_total and index.column() == 0 and value is None:
                return self._words.total()
            return self._words.cell(column.kind, value)
        if role == SHARE_ROLE:
            if is_total or column.name != self._table.bar or self._most <= 0:
                return 0
            return max(0, _int(value)) * 1000 // self._most
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        if orientation is Qt.Orientation.Vertical or self._table is None or self._words is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words.column(self._table.columns[section].name)
        return None


def _int(value: Value) -> int:
    return value if isinstance(value, int) else 0
