"""One report: its chart where it has one, its tables, and what one has to know about them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.domain.reports.table import Row, Table
from pos_desktop.gui import theme
from pos_desktop.gui.screens.reports_chart import ChartCard
from pos_desktop.gui.screens.reports_table import ReportTable
from pos_desktop.gui.screens.reports_views import ChartView
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import t
from pos_desktop.receipts.report.sheet import SheetTable
from pos_desktop.receipts.report.words import ReportWords

_CHART_PX = 250
_LINE_PX = 36
_LEAST_TABLE_PX = 246
_MOST_TABLES = 2


class TableCard(QWidget):
    """A card with a title where there are several, and a table."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label("", theme.BODY, theme.SEMIBOLD)
        self.title.setContentsMargins(16, 10, 0, 2)
        self.table = ReportTable()
        self._nothing = Label("", theme.BODY, theme.REGULAR, "muted")
        self._nothing.setContentsMargins(16, 10, 16, 8)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 6, 1, 8)
        rows.setSpacing(0)
        rows.addWidget(self.title)
        rows.addWidget(self.table, 1)
        rows.addWidget(self._nothing)

    def show_table(self, table: Table, words: ReportWords, *, titled: bool) -> None:
        self.title.setText(words.table(table.name))
        self.title.setVisible(titled)
        self.table.show_table(table, words)
        self._nothing.setText(t("reports.nothing"))
        self._nothing.setVisible(not table.rows)

    def needed_px(self) -> int:
        titles = sum(_LINE_PX for line in (self.title, self._nothing) if not line.isHidden())
        return self.table.needed_px() + 16 + titles

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.rounded(painter, QRectF(self.rect()), theme.RADIUS, now.card, now.card_line)


class ReportPage(QWidget):
    """behind_wanted(Behind, what it is said to be)."""

    behind_wanted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._words: ReportWords | None = None
        self.chart = ChartCard()
        self.chart.behind_wanted.connect(self.behind_wanted)
        self.note = Label("", theme.SMALL, theme.REGULAR, "warning_text", wrap=True)
        self.cards = [TableCard() for _ in range(_MOST_TABLES)]
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(12)
        self._rows.addWidget(self.chart)
        self._rows.addWidget(self.note)
        for card in self.cards:
            card.table.row_pressed.connect(lambda row, c=card: self._pressed(c, row))
            self._rows.addWidget(card)
        self._rows.addStretch(0)

    def show_report(
        self,
        tables: tuple[Table, ...],
        words: ReportWords,
        chart: ChartView | None,
        notes: tuple[str, ...],
    ) -> None:
        """Draw another report."""
        self._words = words
        self.chart.setVisible(chart is not None)
        if chart is not None:
            self.chart.show_view(chart)
            shares = chart.kind == "shares"
            self.chart.setFixedHeight(
                min(self.chart.shares_px(), _CHART_PX) if shares else _CHART_PX
            )
        # A second table without a row says nothing; the first one is the report.
        tables = tuple(table for n, table in enumerate(tables) if table.rows or n == 0)
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes))
        for card, table in zip(self.cards, tables, strict=False):
            card.show_table(table, words, titled=len(tables) > 1)
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(tables))
            if place < len(tables):
                card.setMinimumHeight(min(card.needed_px(), _LEAST_TABLE_PX))
                card.setMaximumHeight(card.needed_px())
                self._rows.setStretch(self._rows.indexOf(card), max(1, len(tables[place].rows)))
        self._rows.setStretch(self._rows.count() - 1, 0)

    def sheet_tables(self) -> tuple[SheetTable, ...]:
        """The tables with their rows as they are sorted on the screen."""
        made = []
        for card in self.cards:
            table = card.table.rows_model().table()
            if table is not None and not card.isHidden():
                made.append(SheetTable(table, card.table.rows_model().rows()))
        return tuple(made)

    def _pressed(self, card: TableCard, row: Row) -> None:
        if self._words is not None and row.behind is not None:
            column = card.table.column(0)
            self.behind_wanted.emit(row.behind, self._words.cell(column.kind, row.cells[0]))
