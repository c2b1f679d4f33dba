"""Reports at the register: what was sold, when, by whom and how it was paid, from its own journal.

What needs a right is asked on the cashier's lane; the reads run beside it (report_reading), so
that selling goes on. A cashier sees the own shift; a second person may open the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop import i18n
from pos_desktop.domain.errors import PosError
from pos_desktop.domain.reports.behind import Behind
from pos_desktop.domain.reports.period import Period
from pos_desktop.domain.reports.period import today as one_day
from pos_desktop.domain.reports.sections import (
    OF_SHIFTS,
    Section,
    sales_tables,
    shifts_tables,
)
from pos_desktop.domain.reports.shifts import ShiftTally
from pos_desktop.domain.reports.sums import ReceiptRow
from pos_desktop.domain.reports.table import Table
from pos_desktop.gui import theme
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.report_reading import Reading
from pos_desktop.gui.screens.journal_reading import read_paper
from pos_desktop.gui.screens.reports_files import (
    AskFile,
    ask_where,
    file_bytes,
    filter_of,
    proposed_name,
    with_ending,
    write_file,
)
from pos_desktop.gui.screens.reports_head import ReportsHead, period_text
from pos_desktop.gui.screens.reports_nav import ReportsNav
from pos_desktop.gui.screens.reports_overview import ReportsOverview
from pos_desktop.gui.screens.reports_page import ReportPage
from pos_desktop.gui.screens.reports_period import PeriodDialog
from pos_desktop.gui.screens.reports_receipts import ReceiptPaper, ReportReceipts
from pos_desktop.gui.screens.reports_state import ReportsBusy, ReportsNothing
from pos_desktop.gui.screens.reports_views import (
    ChartView,
    days_view,
    key_numbers,
    notes_of,
    shares_view,
)
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.key_number import KeyNumberCard
from pos_desktop.gui.widgets.one_modal import OneModal
from pos_desktop.gui.widgets.toast import Toast
from pos_desktop.i18n import number, t
from pos_desktop.operations.export_journal import Exported
from pos_desktop.operations.read_reports import Access, Receipts, SalesReport
from pos_desktop.ports import Event
from pos_desktop.receipts.report.sheet import KeyNumber, ReportSheet

_COMPACT_PX = 1250
_PATIENCE_MS = 250
_MOST_KEY_NUMBERS = 5
_WITH_SHARES = frozenset({Section.CATEGORIES, Section.CASHIERS, Section.TENDERS, Section.VAT})


class ReportsScreen(QWidget):
    """back_wanted: to the sale. ask_file: where to save."""

    back_wanted = Signal()

    def __init__(self, shop: Shop, ask_file: AskFile = ask_where) -> None:
        super().__init__()
        self._shop = shop
        self._desk = shop.desks.reports
        self._ask_file = ask_file
        self._access: Access | None = None
        self._period = one_day(self._desk.today())
        self._section = Section.HOURS
        self._sales: SalesReport | None = None
        self._shifts: ShiftTally | None = None
        self._stock: Table | None = None
        self._receipts: tuple[Receipts, str] | None = None
        self._words = self._desk.words(i18n.language())
        self._modal = OneModal(self)
        self._reading = Reading(self._desk.work, self._show_progress, self._failed)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_busy)
        self.head = ReportsHead(has_printer=shop.has_printer)
        self.nav = ReportsNav()
        self.numbers = [KeyNumberCard() for _ in range(_MOST_KEY_NUMBERS)]
        self.overview = ReportsOverview(has_operator=shop.has_operator, has_cloud=shop.has_cloud)
        self.page = ReportPage()
        self.receipts = ReportReceipts()
        self.nothing = ReportsNothing()
        self.busy = ReportsBusy()
        self.toast = Toast(self)
        self._build()
        self._connect()
        self._show_numbers(())
        self.retranslate()

    def _build(self) -> None:
        self._numbers = QWidget()
        numbers = QHBoxLayout(self._numbers)
        numbers.setContentsMargins(0, 0, 0, 0)
        numbers.setSpacing(12)
        for card in self.numbers:
            numbers.addWidget(card, 1)
        self.stack = QStackedWidget()
        self._blank = QWidget()
        for part in (self._blank, self.overview, self.page, self.receipts, self.nothing, self.busy):
            self.stack.addWidget(part)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._numbers)
        right.addWidget(self.stack, 1)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.nav)
        line.addLayout(right, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addWidget(self.head)
        rows.addLayout(line, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.head.back_pressed.connect(self.back_wanted)
        self.head.period_chosen.connect(self._take_period)
        self.head.other_wanted.connect(self._ask_period)
        self.head.file_wanted.connect(self._save)
        self.head.print_wanted.connect(self._print)
        self.nav.chosen.connect(self._take_section)
        self.nav.export_wanted.connect(
            lambda: self._shop.till.run(self._desk.enter_export, self._export)
        )
        self.nav.all_wanted.connect(lambda: self._enter(self._desk.enter_all))
        for part in (self.overview, self.page):
            part.behind_wanted.connect(self._show_behind)
        for card in self.numbers:
            card.wanted.connect(self._press_number)
        self.receipts.back_wanted.connect(self._leave_receipts)
        self.receipts.receipt_wanted.connect(self._show_paper)
        self.nothing.pressed.connect(self._press_nothing)
        self.busy.stopped.connect(self._stop)

    # ------------------------------------------------------------------ who may see what

    def opened(self) -> None:
        """Whoever is signed in now sees what is theirs, of today."""
        self._access = None
        self._period = one_day(self._desk.today())
        self.head.show_period(self._period, self._period.last)
        self._show_numbers(())
        self.stack.setCurrentWidget(self._blank)
        self._section = Section.HOURS
        self.nav.show_section(self._section)
        self._forget()
        self._enter(self._desk.enter)

    def _enter(self, ask: Callable[[], Access]) -> None:
        self._shop.till.run(ask, self._entered)

    def _entered(self, access: Access) -> None:
        self._access = access
        self._words = self._desk.words(i18n.language())
        self.head.set_whole(access.whole)
        self.nav.set_whole(access.whole)
        self.refresh()

    def take_scan(self, text: str) -> bool:
        """Goods are scanned: back to the sale with them."""
        return False

    def note(self, event: Event) -> None:
        """Reports are read when one asks for them, not with every receipt."""

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read anew what is shown."""
        self._forget()
        self._read()

    def _forget(self) -> None:
        self._sales = self._shifts = self._stock = self._receipts = None

    def _read(self) -> None:
        """Read what the report needs and does not have yet, then draw it."""
        access, desk, period = self._access, self._desk, self._period
        self._receipts = None
        if access is None:
            return
        self.head.show_period(period, desk.today())
        if not access.whole:
            self._start(lambda watch: (desk.own_shift(access, watch),), self._show_own)
        elif self._section is Section.MARGIN and not access.margin:
            self._reading.cancel()
            self._draw()
        elif self._section is Section.STOCK and self._stock is None:
            self._start(lambda watch: desk.stock(access, period, watch), self._show_stock)
        elif self._section in OF_SHIFTS:
            if self._shifts is None:
                self._start(lambda watch: desk.shifts(access, period, watch), self._show_shifts)
            else:
                self._draw()
        elif self._sales is None and self._section is not Section.STOCK:
            self._start(lambda watch: desk.sales(access, period, watch), self._show_sales)
        else:
            self._draw()

    def _start(self, question: Callable[..., object], then: Callable[..., None]) -> None:
        self.head.set_busy(True)
        self._patience.start()
        self._reading.start(question, lambda answer: self._answered(then, answer))

    def _answered(self, then: Callable[..., None], answer: object) -> None:
        self._patience.stop()
        self.head.set_busy(False)
        then(answer)

    def _show_sales(self, report: SalesReport) -> None:
        self._sales = report
        self._draw()

    def _show_own(self, read: tuple[SalesReport | None]) -> None:
        self._sales = read[0]
        if self._sales is not None:
            self._period = self._sales.period
        self._draw()

    def _show_shifts(self, shifts: ShiftTally) -> None:
        self._shifts = shifts
        self._draw()

    def _show_stock(self, table: Table) -> None:
        self._stock = table
        self._draw()

    def _show_busy(self) -> None:
        self.busy.show_share(0)
        self.stack.setCurrentWidget(self.busy)

    def _show_progress(self, thousandths: int) -> None:
        self.busy.show_share(thousandths)

    def _failed(self, error: PosError) -> None:
        self._patience.stop()
        self.head.set_busy(False)
        message = message_for(error)
        self.toast.show_text(f"{message.title}. {message.detail}", icon="triangle-alert", seconds=8)
        if self.stack.currentWidget() is self.busy:
            self._stop()

    def _stop(self) -> None:
        self._reading.cancel()
        self._patience.stop()
        self.head.set_busy(False)
        self._say_nothing("timer", "stopped", t("reports.again"), "refresh-cw")

    # ------------------------------------------------------------------ drawing

    def _draw(self) -> None:
        """The chosen report from what was read."""
        access = self._access
        if access is None:
            return
        if access.whole and self._section is Section.MARGIN and not access.margin:
            self._say_nothing("lock", "margin_closed", t("reports.see_margin"), "eye")
        elif self._section is Section.STOCK and access.whole:
            self._draw_tables((self._stock,) if self._stock is not None else ())
        elif self._section in OF_SHIFTS and access.whole:
            shifts = self._shifts
            known = shifts is not None and bool(shifts.shifts)
            self._draw_tables(shifts_tables(self._section, shifts) if shifts and known else ())
        elif access.covered:
            self._say_nothing("eye-off", "covered")
        elif self._sales is None:
            self._say_nothing("clock", "no_shift")
        elif not self._sales.tally.total.receipts and not self._sales.tally.cashiers:
            self._say_nothing("receipt-text", "empty")
        else:
            self._draw_sales(self._sales)

    def _draw_sales(self, report: SalesReport) -> None:
        tally, section = report.tally, self._section
        self._show_numbers(key_numbers(section, tally))
        tables = sales_tables(section, tally, report.period)
        chart: ChartView | None = None
        if section is Section.DAYS:
            chart = days_view(tally, report.period, self._words)
        elif section in _WITH_SHARES:
            chart = shares_view(tables[0], self._words)
        # The overview holds no table, but its hours are saved as one.
        self.page.show_report(tables, self._words, chart, notes_of(section, tally))
        self.overview.show_report(report, self._words)
        front = self.overview if section is Section.HOURS else self.page
        self.stack.setCurrentWidget(front)

    def _draw_tables(self, tables: tuple[Table, ...]) -> None:
        """A report of tables alone."""
        if not any(table.rows for table in tables):
            self._say_nothing("file-text", "empty")
            return
        self._show_numbers(())
        self.page.show_report(tables, self._words, None, ())
        self.stack.setCurrentWidget(self.page)

    def _show_numbers(self, numbers: tuple[KeyNumber, ...]) -> None:
        for place, card in enumerate(self.numbers):
            card.setVisible(place < len(numbers))
            if place < len(numbers):
                card.set_texts(numbers[place].name, numbers[place].text)
        self._numbers.setVisible(bool(numbers))

    def _say_nothing(self, icon: str, what: str, button: str = "", button_icon: str = "") -> None:
        self._show_numbers(())
        self.nothing.say(icon, what, button, button_icon)
        self.stack.setCurrentWidget(self.nothing)
        for button_of in self.head.files.values():
            button_of.setEnabled(False)
        self.head.print.setEnabled(False)

    def _press_nothing(self) -> None:
        if self._section is Section.MARGIN:
            self._enter(self._desk.enter_margin)
        else:
            self.refresh()

    # ------------------------------------------------------------------ what is chosen

    def _take_section(self, section: Section) -> None:
        self._section = section
        self._read()

    def _take_period(self, period: Period) -> None:
        self._period = period
        self.refresh()

    def _ask_period(self) -> None:
        dialog = PeriodDialog(self._period, self._desk.today())

        def chosen(period: Period) -> None:
            self._modal.close()
            self._take_period(period)

        dialog.chosen.connect(chosen)
        self._modal.show(dialog, close_outside=True)

    # ------------------------------------------------------------------ receipts behind a number

    def _press_number(self) -> None:
        period = period_text(self._period)
        if self._section is Section.RETURNS:
            self._show_behind(Behind("returns"), f"{t('reports.section.returns')} · {period}")
        else:
            self._show_behind(Behind("all"), period)

    def _show_behind(self, behind: Behind, what: str) -> None:
        access, desk, period = self._access, self._desk, self._period
        if access is None:
            return

        def show(receipts: Receipts) -> None:
            self._receipts = (receipts, what)
            self._show_numbers(())
            self.receipts.show_receipts(receipts, what, self._words)
            self.stack.setCurrentWidget(self.receipts)
            self.receipts.setFocus(Qt.FocusReason.OtherFocusReason)

        self._start(lambda watch: desk.receipts(access, period, behind, watch), show)

    def _leave_receipts(self) -> None:
        self._receipts = None
        self._draw()

    def _show_paper(self, row: ReceiptRow) -> None:
        place = self._shop.place

        def drawn(image: QImage | None) -> None:
            if image is None:
                return
            paper = ReceiptPaper(t("reports.receipt_title", number=number(row.number)), image)
            paper.closed.connect(self._modal.close)
            self._modal.show(paper, close_outside=True)

        self._shop.till.ask(lambda: read_paper(place, row.sale_id), drawn)

    # ------------------------------------------------------------------ files and paper

    def _made(self) -> str:
        shown = self._shop.till.current
        name = shown.staff.short_name if shown is not None and shown.staff is not None else ""
        now_us = self._shop.place.clock.now_us()
        at = i18n.datetime(datetime.fromtimestamp(now_us // 1_000_000, self._shop.zone))
        return t("reports.made", at=at, name=name)

    def sheet(self) -> ReportSheet:
        """What is on the screen, as a file gets it."""
        title = t(f"reports.section.{self._section.value}")
        tables = self.page.sheet_tables()
        numbers: tuple[KeyNumber, ...] = ()
        notes: tuple[str, ...] = ()
        if self._receipts is not None:
            title = t("reports.receipts_of", what=self._receipts[1])
            tables = self.receipts.sheet_tables()
        elif self._sales is not None and self._section not in (*OF_SHIFTS, Section.STOCK):
            numbers = key_numbers(self._section, self._sales.tally)
            notes = notes_of(self._section, self._sales.tally)
        place = f"{self._shop.place_name} · {self._shop.register_name}"
        period = period_text(self._period)
        return ReportSheet(title, place, period, self._made(), numbers, tables, notes)

    def _save(self, kind: str) -> None:
        sheet, words = self.sheet(), self._words
        path = self._ask_file(self, proposed_name(sheet, kind), filter_of(kind))
        if not path:
            return
        path = with_ending(path, kind)
        self._desk.work.lane().ask(
            lambda: write_file(path, file_bytes(kind, sheet, words)),
            lambda done: self.toast.show_text(t("reports.saved", path=done), icon="check"),
            self._failed,
        )

    def _export(self, access: Access) -> None:
        """Ask where, then write beside the window; it can be stopped."""
        desk, period = self._desk, self._period
        name = t("reports.export_name", period=period_text(period).replace("/", "."))
        path = self._ask_file(self, name, "JSON Lines (*.jsonl)")
        if not path:
            return
        path = with_ending(path, "jsonl")
        place = f"{self._shop.place_name} · {self._shop.register_name}"
        sheet = ReportSheet(t("reports.export"), place, period_text(period), self._made(), (), ())
        self._start(lambda watch: desk.export(access, period, path, sheet, watch), self._exported)

    def _exported(self, done: Exported) -> None:
        self._draw()
        text = t("reports.exported", count=done.count, path=done.path)
        self.toast.show_text(text, icon="check", seconds=8)

    def _print(self) -> None:
        access, report = self._access, self._sales
        if access is None or report is None:
            return
        desk, period, made = self._desk, period_text(self._period), self._made()
        self._shop.till.run(
            lambda: desk.print_summary(access, report.tally, period, made),
            lambda _done: self.toast.show_text(t("reports.printed"), icon="printer"),
        )

    # ------------------------------------------------------------------ keys and layout

    def retranslate(self) -> None:
        self.setAccessibleName(t("reports.title"))
        self._words = self._desk.words(i18n.language())
        self.head.retranslate()
        self.nav.retranslate()
        if self._receipts is not None:
            self.receipts.show_receipts(*self._receipts, self._words)
        else:
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._receipts is not None:
                self._leave_receipts()
            else:
                self.back_wanted.emit()
        elif event.key() == Qt.Key.Key_F5:
            self.refresh()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < _COMPACT_PX
        self.nav.set_least_width(196 if narrow else 204)
        self.head.set_compact(narrow)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
