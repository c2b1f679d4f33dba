"""The receipts behind a number of a report; each opens as the paper it was printed on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.reports.receipts import receipts_table
from pos_desktop.domain.reports.sums import ReceiptRow
from pos_desktop.domain.reports.table import Row
from pos_desktop.gui import theme
from pos_desktop.gui.screens.reports_page import TableCard
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.gui.widgets.paper_view import PaperView
from pos_desktop.i18n import number, t
from pos_desktop.operations.read_reports import Receipts
from pos_desktop.receipts.report.sheet import SheetTable
from pos_desktop.receipts.report.words import ReportWords


class ReportReceipts(QWidget):
    """back_wanted: to the report; receipt_wanted(ReceiptRow)."""

    back_wanted = Signal()
    receipt_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._by_number: dict[int, ReceiptRow] = {}
        self._back = KeyedButton(icon="arrow-left", arrange="row")
        self._back.clicked.connect(self.back_wanted)
        self.title = ElidedLabel("", theme.LARGE, theme.SEMIBOLD)
        self.sum = Label("", theme.BODY, theme.SEMIBOLD)
        self._more = Label("", theme.SMALL, theme.REGULAR, "muted")
        self.card = TableCard()
        self.card.table.row_pressed.connect(self._pressed)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._back)
        head.addWidget(self.title, 1)
        head.addWidget(self.sum)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addWidget(self.card, 1)
        rows.addWidget(self._more)
        # A short list is no higher than its rows; the room below it stays empty.
        rows.addStretch(0)
        self.setFocusProxy(self.card.table)

    def show_receipts(self, receipts: Receipts, what: str, words: ReportWords) -> None:
        """what: whose receipts they are, in words."""
        self._by_number = {row.number: row for row in receipts.rows}
        self._back.setText(t("reports.receipts_back"))
        self.title.setText(t("reports.receipts_of", what=what))
        count = t("reports.receipts", count=receipts.count)
        self.sum.setText(f"{count} · {money(receipts.net_minor)}")
        shown, cut = len(receipts.rows), receipts.count > len(receipts.rows)
        text = t("reports.receipts_more", shown=number(shown), count=number(receipts.count))
        self._more.setText(text if cut else "")
        self._more.setVisible(cut)
        self.card.show_table(receipts_table(receipts.rows, words.tender), words, titled=False)
        self.card.setMaximumHeight(self.card.needed_px())

    def sheet_tables(self) -> tuple[SheetTable, ...]:
        """The list as it is sorted on the screen."""
        model = self.card.table.rows_model()
        table = model.table()
        return (SheetTable(table, model.rows()),) if table is not None else ()

    def _pressed(self, row: Row) -> None:
        number_of = row.cells[0]
        if isinstance(number_of, int) and number_of in self._by_number:
            self.receipt_wanted.emit(self._by_number[number_of])


class ReceiptPaper(QWidget):
    """One receipt in a panel. closed: enough seen."""

    closed = Signal()

    def __init__(self, title: str, image: QImage) -> None:
        super().__init__()
        close = IconButton("x", t("dialog.close"), kind="soft")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(Label(title, theme.LARGE, theme.SEMIBOLD), 1)
        head.addWidget(close)
        self.paper = PaperView(margin=16, top=12)
        self.paper.setAccessibleName(title)
        self.paper.show_images([image])
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 20)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addWidget(self.paper, 1)
        self.setFixedWidth(520)
        self.setMinimumHeight(620)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
