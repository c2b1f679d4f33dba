"""The journal: every sale with its receipt, its fiscal document and its way to the cloud."""

from __future__ import annotations

import time as clock
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.domain.errors import StorageError
from pos_desktop.gui import theme
from pos_desktop.gui.models.journal import with_sections
from pos_desktop.gui.screens.journal_head import JournalHead, count_text
from pos_desktop.gui.screens.journal_list import JournalTable
from pos_desktop.gui.screens.journal_preview import ReceiptPreview
from pos_desktop.gui.screens.journal_queue import QueueNotice
from pos_desktop.gui.screens.journal_reading import (
    FIRST_ROWS,
    MOST_WAITING,
    Page,
    Paper,
    read_page,
    read_pdf,
    read_receipt,
    read_rows,
    search_text,
)
from pos_desktop.gui.screens.journal_words import RowWords
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.i18n import t
from pos_desktop.ports import Event, FiscalChanged, PrintJobChanged, SaleRow, SyncChanged

_COMPACT_PX = 1200
_WIDE_PX = 1700
_MOST_SINGLE = 20
_SEARCH_MS = 150
_SINGLE_MS = 150
_ALL_MS = 700
_PAPER_MS = 60

AskFile = Callable[[QWidget, str], str]


def ask_where(parent: QWidget, name: str) -> str:
    """Ask for a file to write, "" where the person thought better of it."""
    chosen, _ = QFileDialog.getSaveFileName(parent, t("journal.save_pdf"), name, "PDF (*.pdf)")
    return chosen


class _Frame(QWidget):
    """The card around the table; the table keeps off its corners."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.rounded(painter, QRectF(self.rect()), theme.RADIUS, now.card, now.card_line)


class JournalScreen(QWidget):
    """All reading happens on the lane; back_wanted: to the sale. refund_wanted(sale_id);
    send_wanted(sale_id, number): to a customer. ask_file: where to save a PDF."""

    back_wanted = Signal()
    refund_wanted = Signal(str)
    send_wanted = Signal(str, int)

    def __init__(self, shop: Shop, ask_file: AskFile = ask_where) -> None:
        super().__init__()
        self._shop = shop
        self._ask_file = ask_file
        self._page: Page | None = None
        self._limit = FIRST_ROWS
        self._selected = ""
        self._changed: set[str] = set()
        self._reading = False
        self._again = False
        self.head = JournalHead()
        self.notice = QueueNotice(shop)
        parts = {"print": shop.has_printer, "fiscal": shop.has_operator, "cloud": shop.has_cloud}
        absent = frozenset(name for name, there in parts.items() if not there)
        self.table = JournalTable(RowWords(shop.zone, has_cloud=shop.has_cloud), absent)
        self.preview = ReceiptPreview(shop.zone, has_printer=shop.has_printer)
        self._nothing = Nothing()
        self._all_timer = self._timer(self.refresh)
        self._single_timer = self._timer(self._read_changed)
        self._paper_timer = self._timer(self._read_paper)
        self._build()
        self._connect()
        self.retranslate()

    def _do(self, act: Callable[..., None], *values: object) -> None:
        """An act of the desk of papers for the sale that is chosen now."""
        sale_id = self._selected
        self._shop.till.run(lambda: act(sale_id, *values))

    def _timer(self, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(then)
        return timer

    def _build(self) -> None:
        frame = _Frame()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 6, 1, 8)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        inside.addWidget(self._stack)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.notice)
        left.addWidget(frame, 1)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addLayout(left, 1)
        line.addWidget(self.preview)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addWidget(self.head)
        rows.addLayout(line, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        till, papers = self._shop.till, self._shop.desks.papers
        self.head.back_pressed.connect(self.back_wanted)
        self.head.filter_chosen.connect(lambda _name: self._from_start())
        self.head.searched.connect(lambda _text: self._all_timer.start(_SEARCH_MS))
        self.head.search.submitted.connect(lambda _text: self.table.setFocus())
        self.head.search.cancelled.connect(self.table.setFocus)
        self.table.chosen.connect(self._choose)
        self.table.entered.connect(self.preview.focus_first)
        self.table.more_wanted.connect(self._read_more)
        self.preview.copy_wanted.connect(lambda: self._do(papers.copy))
        self.preview.gift_wanted.connect(lambda: self._do(papers.gift))
        self.preview.print_again_wanted.connect(lambda: self._do(papers.print_again))
        self.preview.came_out.connect(lambda out: self._do(papers.settle_print, out))
        self.preview.send_again_wanted.connect(
            lambda looked_up: self._do(papers.send_fiscal_again, looked_up)
        )
        self.preview.pdf_wanted.connect(self._save_pdf)
        self.preview.refund_wanted.connect(lambda: self.refund_wanted.emit(self._selected))
        self.preview.send_wanted.connect(self._send)
        till.changed.connect(lambda _shown: self._soon(self._selected))

    # ------------------------------------------------------------------ reading

    def opened(self) -> None:
        self.refresh()

    def take_scan(self, text: str) -> bool:
        """Goods are scanned: back to the sale with them."""
        return False

    def refresh(self) -> None:
        """Read the rows again; a second call while one is under way is made up for afterwards."""
        self._all_timer.stop()
        if self._reading:
            self._again = True
            return
        self._reading = True
        chosen, text, limit = self.head.current(), search_text(self.head.search.text()), self._limit
        self._shop.till.ask(lambda: read_page(self._shop, chosen, text, limit), self._show_page)

    def note(self, event: Event) -> None:
        """Something happened to receipts, documents or the cloud; drawn only while one looks."""
        if isinstance(event, SyncChanged | FiscalChanged):
            self.notice.note(event)
        if not self.isVisible():
            return
        if isinstance(event, PrintJobChanged | FiscalChanged) and event.sale_id:
            self._soon(event.sale_id)
        elif isinstance(event, SyncChanged) and not self._all_timer.isActive():
            self._all_timer.start(_ALL_MS)

    def _soon(self, sale_id: str) -> None:
        if not sale_id or not self.isVisible():
            return
        self._changed.add(sale_id)
        if not self._single_timer.isActive():
            self._single_timer.start(_SINGLE_MS)

    def _read_changed(self) -> None:
        changed, self._changed = self._changed, set()
        if len(changed) > _MOST_SINGLE:
            self.refresh()
        elif changed:
            place = self._shop.place
            self._shop.till.ask(lambda: read_rows(place, changed), self._show_changed)

    def _show_changed(self, rows: list[SaleRow]) -> None:
        if not self.table.model_of_rows().update_sales(rows):
            self.refresh()
            return
        if any(row.sale_id == self._selected for row in rows):
            self._show_selected()
        if not self._all_timer.isActive():
            self._all_timer.start(_ALL_MS)

    def _show_page(self, page: Page) -> None:
        self._reading = False
        self._page = page
        chosen = self.head.current()
        searching = bool(self.head.search.text().strip())
        on_top = page.attention if chosen == "all" and not searching else []
        entries = with_sections(page.rows, on_top, more=page.more)
        before = self._selected
        self._selected = self.table.show_entries(entries, before)
        self.head.show_counts(
            {
                "all": count_text(len(page.rows), more=page.more) if chosen == "all" else "",
                "waiting": count_text(page.waiting, more=page.waiting >= MOST_WAITING),
                "attention": count_text(len(page.attention)),
            }
        )
        self.notice.show_queues(page.queues, clock.time())
        if not entries:
            self._say_nothing(searching)
        self._stack.setCurrentWidget(self.table if entries else self._nothing)
        self._show_selected()
        if self._again:
            self._again = False
            self._all_timer.start(_SEARCH_MS)

    def _say_nothing(self, searching: bool) -> None:
        if searching:
            self._nothing.say("search", "journal.empty_search")
        elif self.head.current() == "all":
            self._nothing.say("receipt-text", "journal.empty_all")
        else:
            self._nothing.say("circle-check", f"journal.empty_{self.head.current()}")

    def _from_start(self) -> None:
        self._limit = FIRST_ROWS
        self.refresh()

    def _read_more(self) -> None:
        if self._page is not None and self._page.more and not self._reading:
            self._limit *= 4
            self.refresh()

    # ------------------------------------------------------------------ the chosen sale

    def _choose(self, sale_id: str) -> None:
        if sale_id != self._selected:
            self._selected = sale_id
            self._show_selected()

    def _show_selected(self) -> None:
        row = self.table.current_sale() if self._selected else None
        self.preview.show_sale(row)
        if row is not None and not self._paper_timer.isActive():
            self._paper_timer.start(_PAPER_MS)

    def _read_paper(self) -> None:
        """Once for the row one stops at: a held arrow key must not fill the lane with drawings."""
        row = self.table.current_sale()
        if row is None:
            return
        place, sale_id = self._shop.place, row.sale_id

        def drawn(paper: Paper | None) -> None:
            if paper is not None:
                self.preview.show_paper(sale_id, paper.image, paper.reasons, paper.age)

        self._shop.till.ask(lambda: read_receipt(place, sale_id), drawn)

    def _send(self) -> None:
        row = self.table.current_sale()
        if row is not None:
            self.send_wanted.emit(row.sale_id, row.number)

    def _save_pdf(self) -> None:
        row = self.table.current_sale()
        if row is None:
            return
        name = self._ask_file(self, t("journal.pdf_name", number=row.number))
        if not name:
            return
        place, sale_id = self._shop.place, row.sale_id

        def write() -> None:
            try:
                Path(name).write_bytes(read_pdf(place, sale_id))
            except OSError as error:
                reason = error.strerror or ""
                raise StorageError("file.unwritable", path=name, reason=reason) from error

        self._shop.till.ask(write, lambda _done: None)

    # ------------------------------------------------------------------ keys and layout

    def retranslate(self) -> None:
        self.setAccessibleName(t("journal.title"))
        self.head.retranslate()
        self.notice.retranslate()
        self.table.retranslate()
        self.preview.retranslate()
        if self._page is not None:
            self._show_page(self._page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        typed = event.text()
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key == Qt.Key.Key_F5:
            self.refresh()
        elif key == Qt.Key.Key_F2:
            self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif typed.isdigit() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.head.search.set_text(self.head.search.text() + typed)
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        """From a button back to the rows, from the rows back to the sale."""
        held = self.focusWidget()
        if held is not None and self.preview.isAncestorOf(held):
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.back_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        narrow = width < _COMPACT_PX
        self.preview.setFixedWidth(312 if narrow else 404 if width < _WIDE_PX else 480)
        self.preview.set_compact(narrow)
        self.head.set_compact(narrow)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
