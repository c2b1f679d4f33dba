"""The lines of the open sale as rows; an update touches only what changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from pos_desktop.domain.pricing import PricedLine, PricedSale
from pos_desktop.gui.texts import line_name

_Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class SaleLinesModel(QAbstractTableModel):
    """One column; data(LINE_ROLE) is the PricedLine, the accessible text says it in words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[PricedLine] = []

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line_name(line.line)
        return None

    def line(self, row: int) -> PricedLine:
        return self._lines[row]

    def row_of(self, line_id: int) -> int:
        """The row of a line, -1 where it is not there. The newest lines are looked at first."""
        for row in range(len(self._lines) - 1, -1, -1):
            if self._lines[row].line.line_id == line_id:
                return row
        return -1

    def show(self, priced: PricedSale | None) -> None:
        """Take over the lines of a sale: rows that stay are only repainted where they changed."""
        new = list(priced.lines) if priced else []
        old = self._lines
        same = 0
        while (
            same < len(old) and same < len(new) and old[same].line.line_id == new[same].line.line_id
        ):
            same += 1
        changed = [row for row in range(same) if _looks_other(old[row], new[row])]
        if same < len(old):
            self.beginRemoveRows(QModelIndex(), same, len(old) - 1)
            self._lines = old[:same]
            self.endRemoveRows()
        self._lines[:same] = new[:same]
        for row in changed:
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)
        if same < len(new):
            self.beginInsertRows(QModelIndex(), same, len(new) - 1)
            self._lines = new
            self.endInsertRows()


def _looks_other(old: PricedLine, new: PricedLine) -> bool:
    """A line that was not touched is the same object; only its sums may have changed."""
    return (
        old.line is not new.line
        or old.total_minor != new.total_minor
        or old.discount_minor != new.discount_minor
    )
