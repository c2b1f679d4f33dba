"""The journal's rows: what needs attention first, then the documents by shift, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import PrintState
from pos_desktop.ports import SaleRow

_Index = QModelIndex | QPersistentModelIndex

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
COLUMNS = ("number", "time", "tenders", "sum", "print", "fiscal", "cloud")


@dataclass(frozen=True, slots=True)
class Section:
    """A line between rows. attention: of what needs a person; else shift_number says whose
    documents follow. more: there are rows beyond those counted."""

    attention: bool
    shift_number: int
    first_us: int
    count: int
    more: bool = False


Entry = Section | SaleRow


def needs_person(row: SaleRow) -> bool:
    """Whether a person has to decide or mend something about this sale."""
    asked = row.print_state in (PrintState.UNKNOWN, PrintState.FAILED)
    return asked or row.fiscal_state is FiscalState.REJECTED


def with_sections(
    rows: Sequence[SaleRow], attention: Sequence[SaleRow], *, more: bool
) -> list[Entry]:
    """The rows with their section lines; a sale that needs attention stands there only.

    more: `rows` was cut off at its end.
    """
    entries: list[Entry] = []
    if attention:
        newest = attention[0]
        entries.append(Section(True, 0, newest.occurred_at_us, len(attention)))
        entries += attention
    shown = {row.sale_id for row in attention}
    start = 0
    while start < len(rows):
        shift = rows[start].shift_number
        end = start
        while end < len(rows) and rows[end].shift_number == shift:
            end += 1
        cut_off = more and end == len(rows)
        entries.append(Section(False, shift, rows[start].occurred_at_us, end - start, cut_off))
        entries += [row for row in rows[start:end] if row.sale_id not in shown]
        start = end
    return entries


class JournalModel(QAbstractTableModel):
    """Seven columns; data(ENTRY_ROLE) is the Section or SaleRow of the whole row.

    words: how a cell is said, by its row and column name; the view paints, screen readers hear.
    """

    def __init__(self, words: Any, titles: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._titles = titles
        self._entries: list[Entry] = []

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(entry, COLUMNS[index.column()])
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles(COLUMNS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = COLUMNS[section] == "sum"
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self._entries[index.row()], Section):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def entry(self, row: int) -> Entry:
        return self._entries[row]

    def sections(self) -> list[int]:
        """The rows that are section lines."""
        return [n for n, entry in enumerate(self._entries) if isinstance(entry, Section)]

    def sales(self) -> list[SaleRow]:
        return [entry for entry in self._entries if isinstance(entry, SaleRow)]

    def row_of(self, sale_id: str) -> int:
        """The row of a sale, -1 where it is not shown."""
        for row, entry in enumerate(self._entries):
            if isinstance(entry, SaleRow) and entry.sale_id == sale_id:
                return row
        return -1

    def first_sale(self) -> int:
        """The row of the newest sale, -1 where there is none."""
        return next((n for n, e in enumerate(self._entries) if isinstance(e, SaleRow)), -1)

    def show(self, entries: list[Entry]) -> bool:
        """Take over other rows; whether their places changed. Where only states of the same sales
        changed, nothing but those rows is drawn again."""
        old = self._entries
        if [_place(e) for e in old] == [_place(e) for e in entries]:
            self._entries = entries
            changed = [n for n, entry in enumerate(entries) if entry != old[n]]
            for row in changed:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
            return False
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()
        return True

    def update_sales(self, rows: Iterable[SaleRow]) -> bool:
        """Show new states of sales; False where one of them belongs elsewhere now or is new here:
        then all must be read again."""
        for row in rows:
            at = self.row_of(row.sale_id)
            old = self._entries[at] if at >= 0 else None
            if not isinstance(old, SaleRow) or needs_person(old) != needs_person(row):
                return False
            if old != row:
                self._entries[at] = row
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(COLUMNS) - 1))
        return True

    def retranslate(self) -> None:
        if self._entries:
            last = self.index(len(self._entries) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)


def _place(entry: Entry) -> tuple[bool, str]:
    if isinstance(entry, Section):
        return entry.attention, f"shift {entry.shift_number}"
    return False, entry.sale_id
