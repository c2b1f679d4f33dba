"""Writing one stock document: lines by scan and search, what is said of them, its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.stock import DocumentKind, DraftLine, StockDraft
from pos_desktop.gui import theme
from pos_desktop.gui.desk_stock import Scanned
from pos_desktop.gui.screens.stock_head import DocumentHead
from pos_desktop.gui.screens.stock_parts import Framed
from pos_desktop.gui.screens.stock_ports import AskWith
from pos_desktop.gui.screens.stock_words import line_cell
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.plain_table import Cell, Column, PlainTable
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.i18n import t
from pos_desktop.operations.finish_stock_document import Finished
from pos_desktop.operations.write_stock_document import Head, Written

_QTY = Column("qty", 120, 104, right=True)
_COLUMNS: dict[DocumentKind, tuple[Column, ...]] = {
    DocumentKind.RECEIPT: (
        Column("name"), _QTY, Column("cost", 108, 102, right=True),
        Column("price", 108, 92, right=True), Column("sum", 116, right=True),
    ),
    DocumentKind.WRITE_OFF: (Column("name"), _QTY, Column("sum", 120, 104, right=True)),
    DocumentKind.TRANSFER: (Column("name"), _QTY, Column("sum", 120, 104, right=True)),
    DocumentKind.COUNT: (
        Column("name"), _QTY, Column("expected", 136, 112, right=True),
        Column("difference", 124, 104, right=True),
    ),
}  # fmt: skip
_ACTS: dict[DocumentKind, tuple[tuple[str, str, str], ...]] = {
    DocumentKind.RECEIPT: (
        ("qty", "hash", "Enter"), ("cost", "wallet", "F6"), ("price", "tag", "F7"),
        ("remove", "trash-2", "Del"),
    ),
    DocumentKind.WRITE_OFF: (("qty", "hash", "Enter"), ("remove", "trash-2", "Del")),
    DocumentKind.TRANSFER: (("qty", "hash", "Enter"), ("remove", "trash-2", "Del")),
    DocumentKind.COUNT: (
        ("qty", "hash", "Enter"), ("reason", "pencil", "F6"), ("remove", "trash-2", "Del"),
    ),
}  # fmt: skip
_SEARCH_MS = 150


class DocumentEditor(QWidget):
    """left: back to the list. finished(Finished): it is in the journal."""

    left = Signal()
    finished = Signal(object)

    def __init__(self, shop: Shop, kind: DocumentKind, ask_with: AskWith) -> None:
        super().__init__()
        self._shop = shop
        self._kind = kind
        self.draft: StockDraft | None = None
        self.questions = ask_with(self)
        self.search = SearchField(key="F2", height=theme.TOUCH)
        self.hits = PlainTable(
            (Column("name"), Column("price", 110, 100, right=True)), _hit_cell,
            lambda c: t(f"stock.column.{c}"), row_px=52,
        )  # fmt: skip
        self.table = PlainTable(
            _COLUMNS[kind], self._line_cell, lambda c: t(f"stock.column.{c}"), row_px=52
        )
        self.nothing = Nothing()
        self.head = DocumentHead(shop, kind)
        self.head.setFixedWidth(320)
        self.acts: dict[str, KeyedButton] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._find)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._stack = QStackedWidget()
        for page in (self.table, self.nothing, self.hits):
            self._stack.addWidget(page)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for name, icon, key in _ACTS[self._kind]:
            button = KeyedButton(icon=icon, key=key, arrange="row")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, n=name: self.act(n))
            self.acts[name] = button
            acts.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.search)
        column.addWidget(Framed(self._stack), 1)
        column.addLayout(acts)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addLayout(column, 1)
        line.addWidget(self.head)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.search.text_changed.connect(lambda _text: self._soon.start(_SEARCH_MS))
        self.search.submitted.connect(lambda _text: self._take_hit(self.hits.current()))
        self.search.cancelled.connect(self._end_search)
        self.hits.entered.connect(self._take_hit)
        self.hits.clicked.connect(lambda index: self._take_hit(self.hits.row_at(index.row())))
        self.table.entered.connect(lambda _line: self.act("qty"))
        self.table.removal_wanted.connect(lambda _line: self.act("remove"))
        self.head.changed.connect(self._set_head)
        self.head.finish_wanted.connect(self.finish)
        self.head.give_up_wanted.connect(self._give_up)
        self.head.file_wanted.connect(self.ask_file)
        self.questions.code_known.connect(self.take_scan)

    # ------------------------------------------------------------------ the document

    def open(self, draft: StockDraft) -> None:
        """Take up a document that is being written."""
        self.show_written(Written(draft))
        self._end_search()

    def show_written(self, written: Written) -> None:
        """Draw what an operation left; the changed line is the chosen one."""
        self.draft = written.draft
        lines = written.draft.lines
        at = lines.index(written.line) if written.line in lines else None
        self.head.show_draft(written.draft)
        self.table.show_rows(lines, at)
        self._show_pages()
        if written.wanted is not None:
            self._ask_weight(written.wanted)

    def take_scan(self, text: str) -> bool:
        draft = self.draft
        if draft is None:
            return False
        self._end_search()
        desk = self._shop.desks.stock
        self._shop.till.run(lambda: desk.scan(draft, text), self._scanned)
        return True

    def _scanned(self, outcome: Scanned) -> None:
        if outcome.written is not None:
            self.show_written(outcome.written)
        else:
            self.questions.ask_unknown(outcome.unknown)

    def _run(self, action: Callable[[], Written]) -> None:
        self._shop.till.run(action, self.show_written)

    def _set_head(self, head: Head) -> None:
        draft = self.draft
        if draft is not None:
            self._run(lambda: self._shop.desks.stock.set_head(draft, head))

    # ------------------------------------------------------------------ lines

    def act(self, name: str) -> None:
        """One of the buttons under the lines, for the chosen line."""
        line, draft = self.table.current(), self.draft
        if not isinstance(line, DraftLine) or draft is None:
            return
        desk, n = self._shop.desks.stock, line.line_id
        if name == "remove":
            self._run(lambda: desk.remove(draft, n))
        elif name == "qty":
            counting = draft.kind is DocumentKind.COUNT
            self.questions.ask_quantity(
                line, counting, lambda qty: self._run(lambda: desk.set_qty(draft, n, qty))
            )
        elif name == "cost":
            self.questions.ask_sum(
                line.name, line.cost_minor,
                lambda minor: self._run(lambda: desk.set_cost(draft, n, minor)),
            )  # fmt: skip
        elif name == "price":
            self.questions.ask_sum(
                line.name, line.price_minor or line.old_price_minor,
                lambda minor: self._run(lambda: desk.set_price(draft, n, minor)),
            )  # fmt: skip
        elif name == "reason":
            self.questions.ask_words(
                t("stock.reason_of", name=line.name), line.reason,
                lambda words: self._run(lambda: desk.explain(draft, n, words)),
            )  # fmt: skip

    def _ask_weight(self, product: Product) -> None:
        draft = self.draft
        if draft is None:
            return
        desk = self._shop.desks.stock
        self.questions.ask_weight(
            product, lambda qty: self._run(lambda: desk.add(draft, product, qty))
        )

    # ------------------------------------------------------------------ searching

    def _find(self) -> None:
        text = self.search.text().strip()
        if not text:
            self._show_pages()
            return
        desk = self._shop.desks.stock
        self._shop.till.ask(lambda: desk.found(text), self._show_hits)

    def _show_hits(self, products: list[Product]) -> None:
        if not self.search.text().strip():
            return
        self.hits.show_rows(products, 0)
        if products:
            self._stack.setCurrentWidget(self.hits)
        else:
            self.nothing.say("search", "stock.empty_search")
            self._stack.setCurrentWidget(self.nothing)

    def _take_hit(self, product: object) -> None:
        draft = self.draft
        if isinstance(product, Product) and draft is not None:
            self._end_search()
            self._run(lambda: self._shop.desks.stock.add(draft, product))

    def _end_search(self) -> None:
        self.search.clear()
        self._show_pages()
        self.table.setFocus()

    def _show_pages(self) -> None:
        if self.search.text().strip():
            return
        filled = self.draft is not None and bool(self.draft.lines)
        if not filled:
            self.nothing.say("scan-barcode", f"stock.empty_lines_{self._kind.value}")
        self._stack.setCurrentWidget(self.table if filled else self.nothing)
        for button in self.acts.values():
            button.setEnabled(filled)

    # ------------------------------------------------------------------ the end

    def finish(self) -> None:
        draft = self.draft
        if draft is None or not draft.lines:
            return
        desk = self._shop.desks.stock
        if draft.kind is DocumentKind.COUNT:
            self._shop.till.ask(lambda: desk.uncounted(draft), self._ask_finish)
            return
        head = self.head.head()

        def act() -> Finished:
            desk.set_head(draft, head)
            return desk.finish(draft)

        self._shop.till.run(act, self._done)

    def _ask_finish(self, whole: StockDraft) -> None:
        desk, draft = self._shop.desks.stock, self.draft
        if draft is None:
            return

        def confirmed(explanation: str, rest_is_gone: bool, look_again: bool) -> None:
            self._shop.till.run(
                lambda: desk.finish_count(
                    draft, explanation, rest_is_gone=rest_is_gone, look_again=look_again
                ),
                self._done,
            )

        self.questions.ask_finish(whole, confirmed)

    def _done(self, done: Finished) -> None:
        self.draft = None
        self.finished.emit(done)

    def _give_up(self) -> None:
        draft = self.draft
        if draft is None:
            return

        def sure() -> None:
            self._shop.till.run(
                lambda: self._shop.desks.stock.give_up(draft), lambda _none: self.left.emit()
            )

        self.questions.ask_sure(t("stock.give_up_sure", count=len(draft.lines)), sure)

    # ------------------------------------------------------------------ delivery from a file

    def ask_file(self) -> None:
        name = self.questions.ask_file(self)
        if name and self.draft is not None:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Show what a delivery note would bring, with each row that is wrong."""
        draft = self.draft
        if draft is None:
            return
        desk = self._shop.desks.stock
        self._shop.till.ask(
            lambda: desk.read_delivery(self.questions.read(path)),
            lambda preview: self.questions.show_delivery(
                preview, lambda: self._run(lambda: desk.take_delivery(draft, preview))
            ),
        )

    # ------------------------------------------------------------------ keys

    def escape(self) -> bool:
        if self.search.text():
            self._end_search()
        else:
            self.left.emit()
        return True

    def start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_F6: ("cost", "reason"), Qt.Key.Key_F7: ("price",)}
        wanted = keys.get(Qt.Key(event.key()), ())
        found = next((name for name in wanted if name in self.acts), "")
        if found:
            self.act(found)
        elif event.key() == Qt.Key.Key_F12:
            self.finish()
        elif event.key() == Qt.Key.Key_F9 and self._kind is DocumentKind.RECEIPT:
            self.ask_file()
        else:
            super().keyPressEvent(event)

    def set_narrow(self, narrow: bool) -> None:
        self.head.setFixedWidth(280 if narrow else 320)
        for name, icon, key in _ACTS[self._kind]:
            self.acts[name].set_icon("" if narrow else icon)
            self.acts[name].set_padding(8 if narrow else 16)
            self.acts[name].set_key(key)

    def retranslate(self) -> None:
        self.search.set_placeholder(t("stock.search_add"))
        self.table.retranslate(t(f"stock.paper.{self._kind.value}"))
        self.hits.retranslate(t("stock.search_add"))
        self.head.retranslate()
        self.nothing.retranslate()
        for name, button in self.acts.items():
            button.setText(t(f"stock.act.{name}"))

    def _line_cell(self, line: DraftLine, column: str) -> Cell:
        assert self.draft is not None
        return line_cell(self.draft, line, column)


def _hit_cell(product: Product, column: str) -> Cell:
    if column == "name":
        return Cell(product.name, sub=product.barcodes[0] if product.barcodes else product.article)
    return Cell(money(product.price_minor, symbol=False))
