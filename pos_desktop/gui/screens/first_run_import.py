"""A file of products before its import: what its columns are, what would change, what is wrong."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from pos_desktop.gui import theme
from pos_desktop.gui.messages import text_for
from pos_desktop.gui.screens.first_run_fields import ChoiceField
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.chips import Badge
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.i18n import number, t
from pos_desktop.operations.import_catalogue import ImportPreview, PreviewRow, RowState
from pos_desktop.operations.import_columns import Columns, ImportField
from pos_desktop.operations.import_row import RowProblem

_Index = QModelIndex | QPersistentModelIndex

FIELDS = (
    ImportField.NAME,
    ImportField.PRICE,
    ImportField.ARTICLE,
    ImportField.BARCODES,
    ImportField.CATEGORY,
    ImportField.VAT,
)
_PROBLEM_COLUMNS = ("row", "field", "value", "problem")
_PRODUCT_COLUMNS = ("row", "state", "product", "price")
_UNUSED = -1
_PROBLEM_PX = 48
_PRODUCT_PX = 36


class PreviewModel(QAbstractTableModel):
    """Problems while there are any, else the first products as they would be."""

    def __init__(self) -> None:
        super().__init__()
        self._problems: tuple[RowProblem, ...] = ()
        self._products: tuple[PreviewRow, ...] = ()

    def show(self, preview: ImportPreview) -> None:
        self.beginResetModel()
        self._problems = preview.problems
        self._products = () if preview.problems else preview.first
        self.endResetModel()

    def columns(self) -> tuple[str, ...]:
        return _PROBLEM_COLUMNS if self._problems else _PRODUCT_COLUMNS

    def rowCount(self, parent: _Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return len(self._problems) or len(self._products)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 4

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = not self._problems and index.column() == 3
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if self._problems:
            return _problem_cell(self._problems[index.row()], index.column())
        return _product_cell(self._products[index.row()], index.column())

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = not self._problems and section == 3
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return t(f"first_run.column.{self.columns()[section]}")
        return None


def _problem_cell(problem: RowProblem, column: int) -> str:
    if column == 0:
        return number(problem.row)
    if column == 1:
        field = problem.field
        known = field in {one.value for one in ImportField}
        return t(f"first_run.field.{field}") if known else field
    if column == 2:
        return problem.value
    said = text_for(problem.code, problem.values)
    return f"{said.title}. {said.detail}"


def _product_cell(row: PreviewRow, column: int) -> str:
    if column == 0:
        return number(row.row)
    if column == 1:
        return t(f"first_run.becomes.{row.state.value}")
    if column == 2:
        return row.after.name
    if row.state is RowState.ERROR:
        return ""
    return money(row.after.price_minor, symbol=False)


class ImportPanel(QWidget):
    """Columns above, counts, and a table. columns_changed(Columns) when a person chose another."""

    columns_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._columns: Columns | None = None
        self._preview: ImportPreview | None = None
        self._file = ElidedLabel("", theme.SMALL, theme.REGULAR, "muted")
        self.choices = {field: ChoiceField(f"field.{field.value}") for field in FIELDS}
        self._badges = {name: Badge() for name in ("new", "changed", "unchanged", "error")}
        self._hint = Label("", theme.SMALL, theme.REGULAR, "ink_soft", wrap=True)
        self.table = QTableView()
        self._model = PreviewModel()
        self._build()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, (field, choice) in enumerate(self.choices.items()):
            grid.addWidget(choice, place // 3, place % 3)
            grid.setColumnStretch(place % 3, 1)
            choice.chosen.connect(lambda _id, f=field: self._chosen(f))
        counts = QHBoxLayout()
        counts.setSpacing(8)
        for badge in self._badges.values():
            counts.addWidget(badge)
        counts.addWidget(self._file, 1)
        self.table.setModel(self._model)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        self.table.setMinimumHeight(160)
        theme.dress(self.table, "table")
        frame = Card(padding=6)
        frame.body().addWidget(self.table)
        self._frame = frame
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addLayout(grid)
        rows.addLayout(counts)
        rows.addWidget(self._hint)
        rows.addWidget(frame, 1)

    def show_columns(self, name: str, columns: Columns) -> None:
        """A new file: its name and what its columns seem to hold."""
        self._columns = columns
        self._preview = None
        self._file.setText(name)
        self.retranslate()

    def show_preview(self, preview: ImportPreview) -> None:
        self._preview = preview
        self._model.show(preview)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        stretched = 3 if preview.problems else 2
        self.table.setWordWrap(bool(preview.problems))
        rows = self.table.verticalHeader()
        rows.setDefaultSectionSize(_PROBLEM_PX if preview.problems else _PRODUCT_PX)
        widths = (72, 110, 140, 0) if preview.problems else (72, 130, 0, 130)
        for column, wide in enumerate(widths):
            self.table.setColumnWidth(column, wide)
        head.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self.retranslate()

    def retranslate(self) -> None:
        for choice in self.choices.values():
            choice.retranslate()
        if self._columns is not None:
            self._show_choices(self._columns)
        preview = self._preview
        for name, badge in self._badges.items():
            badge.setVisible(preview is not None and bool(self._count(name)))
            text = f"{t(f'first_run.state.{name}')} · {number(self._count(name))}"
            badge.set_state("fail" if name == "error" else "ok" if name == "new" else "info", text)
        self._frame.setVisible(preview is not None)
        broken = preview is not None and preview.problem_count
        self._hint.setText(t("first_run.all_or_nothing") if broken else "")
        self._hint.setVisible(bool(broken))
        self.table.setAccessibleName(t("first_run.preview"))
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 3)

    def _count(self, name: str) -> int:
        preview = self._preview
        if preview is None:
            return 0
        counts = {
            "new": preview.new_count,
            "changed": preview.changed_count,
            "unchanged": preview.unchanged_count,
            "error": preview.error_count,
        }
        return counts[name]

    def _show_choices(self, columns: Columns) -> None:
        offered = [(str(place), text) for place, text in enumerate(columns.headings)]
        for field, choice in self.choices.items():
            choice.set_choices([(str(_UNUSED), t("first_run.no_column")), *offered])
            choice.box.blockSignals(True)
            choice.choose(str(columns.fields.get(field, _UNUSED)))
            choice.box.blockSignals(False)

    def _chosen(self, field: ImportField) -> None:
        if self._columns is None:
            return
        column = int(self.choices[field].current() or _UNUSED)
        self._columns = self._columns.with_field(field, None if column == _UNUSED else column)
        self._show_choices(self._columns)
        self.columns_changed.emit(self._columns)
