"""The documents of one kind: those being written on top, the finished ones below; one opens into
its editor."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.domain.stock import DocumentKind, StockDraft
from pos_desktop.gui import theme
from pos_desktop.gui.desk_stock import Papers
from pos_desktop.gui.screens.journal_reading import image_of
from pos_desktop.gui.screens.stock_document import DocumentEditor
from pos_desktop.gui.screens.stock_parts import Framed
from pos_desktop.gui.screens.stock_ports import AskWith
from pos_desktop.gui.screens.stock_words import paper_cell
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.plain_table import Cell, Column, PlainTable
from pos_desktop.i18n import t
from pos_desktop.operations.finish_stock_document import Finished
from pos_desktop.ports import StockDocumentRow

_COLUMNS = (
    Column("number", 84, 72),
    Column("title"),
    Column("when", 168, 160),
    Column("lines", 90, right=True),
    Column("sum", 130, 110, right=True),
)
_ICONS = {
    DocumentKind.RECEIPT: "truck",
    DocumentKind.WRITE_OFF: "trash-2",
    DocumentKind.TRANSFER: "arrow-left-right",
    DocumentKind.COUNT: "square-check",
}


class PapersPanel(QWidget):
    """left: back to the sale. finished(Finished): a document is in the journal. copied: a copy
    waits for the printer. labels_wanted(list of LabelOrder): of a receipt of goods."""

    left = Signal()
    finished = Signal(object)
    copied = Signal()
    labels_wanted = Signal(object)

    def __init__(self, shop: Shop, kind: DocumentKind, ask_with: AskWith) -> None:
        super().__init__()
        self._shop = shop
        self._kind = kind
        self._papers = Papers((), ())
        self.editor = DocumentEditor(shop, kind, ask_with)
        self.table = PlainTable(_COLUMNS, self._cell, lambda c: t(f"stock.column.{c}"), row_px=52)
        self.new = KeyedButton(icon="plus", key="F4", kind="accent", arrange="row")
        self._hint = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self.nothing = Nothing()
        self._build()
        self.new.clicked.connect(self.begin)
        self.table.entered.connect(self._open)
        self.editor.left.connect(self.opened)
        self.editor.finished.connect(self._finished)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._hint, 1)
        head.addWidget(self.new)
        self._rows = QStackedWidget()
        self._rows.addWidget(self.table)
        self._rows.addWidget(self.nothing)
        listed = QWidget()
        rows = QVBoxLayout(listed)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addWidget(Framed(self._rows), 1)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(listed)
        self._pages.addWidget(self.editor)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.setFocusProxy(self.table)

    # ------------------------------------------------------------------ the list

    def opened(self) -> None:
        """Read the list; what is being written stays open."""
        if self.editor.draft is not None and self.sender() is not self.editor:
            return
        self.editor.draft = None
        self._pages.setCurrentIndex(0)
        kind, desk = self._kind, self._shop.desks.stock
        self._shop.till.ask(lambda: desk.papers(kind), self._show)

    def _show(self, papers: Papers) -> None:
        self._papers = papers
        rows = (*papers.drafts, *papers.finished)
        self.table.show_rows(rows, 0)
        self.nothing.say(_ICONS[self._kind], f"stock.empty_{self._kind.value}")
        self._rows.setCurrentWidget(self.table if rows else self.nothing)
        (self.table if rows else self.new).setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, row: object) -> None:
        """Go on with a document that is being written; show a finished one as its paper."""
        desk, ask = self._shop.desks.stock, self._shop.till.ask
        if isinstance(row, StockDraft):
            draft_id = row.draft_id
            ask(lambda: desk.draft(draft_id), self._edit)
        elif isinstance(row, StockDocumentRow):
            ask(lambda: image_of(desk.slip(row)), lambda image: self._show_paper(row, image))

    def _show_paper(self, row: StockDocumentRow, image: QImage) -> None:
        desk, till = self._shop.desks.stock, self._shop.till

        def copy() -> None:
            till.run(lambda: desk.print_again(row), lambda _job: self.copied.emit())

        def labels() -> None:
            till.ask(lambda: desk.received(row.seq), self.labels_wanted.emit)

        title = t(f"stock.move_{self._kind.value}", number=row.number)
        with_labels = labels if self._kind is DocumentKind.RECEIPT else None
        self.editor.questions.show_paper(title, image, copy, with_labels)

    def _edit(self, draft: StockDraft) -> None:
        self._pages.setCurrentWidget(self.editor)
        self.editor.open(draft)

    def begin(self) -> None:
        """A new document; a stock-take asks first what is counted."""
        desk, kind = self._shop.desks.stock, self._kind
        if kind is DocumentKind.COUNT:
            self.editor.questions.ask_begin_count(
                lambda scope, name, blind: self._shop.till.run(
                    lambda: desk.begin_count(scope, name, blind), self._edit
                )
            )
            return
        self._shop.till.run(lambda: desk.begin(kind), self._edit)

    def _finished(self, done: Finished) -> None:
        self.finished.emit(done)
        self.opened()

    # ------------------------------------------------------------------ scans and keys

    def take_scan(self, text: str) -> bool:
        """Into the open document; else into a new one, or the stock-take that is under way."""
        if self.editor.draft is not None:
            return self.editor.take_scan(text)
        desk, kind = self._shop.desks.stock, self._kind
        if kind is DocumentKind.COUNT:
            if len(self._papers.drafts) != 1:
                self.begin()
                return True
            draft_id = self._papers.drafts[0].draft_id
            begun = self._shop.till.ask
            begun(lambda: desk.draft(draft_id), lambda draft: self._edit_and_scan(draft, text))
            return True
        self._shop.till.run(
            lambda: desk.begin(kind), lambda draft: self._edit_and_scan(draft, text)
        )
        return True

    def _edit_and_scan(self, draft: StockDraft, text: str) -> None:
        self._edit(draft)
        self.editor.take_scan(text)

    def escape(self) -> bool:
        """Whether there was something to leave here first."""
        if self.editor.draft is None:
            return False
        return self.editor.escape()

    def start_search(self) -> None:
        if self.editor.draft is not None:
            self.editor.start_search()

    def set_narrow(self, narrow: bool) -> None:
        self.editor.set_narrow(narrow)

    def retranslate(self) -> None:
        self.new.setText(t(f"stock.new.{self._kind.value}"))
        self._hint.setText(t(f"stock.hint.{self._kind.value}"))
        self.table.retranslate(t(f"stock.section.{self._kind.value}"))
        self.editor.retranslate()
        self.nothing.retranslate()

    def _cell(self, row: object, column: str) -> Cell:
        return paper_cell(row, self._shop.zone, column)  # type: ignore[arg-type]
