"""Closing the shift: count the drawer blind, see the difference, explain it, close."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from pos_desktop.domain.errors import PosError
from pos_desktop.domain.shift_report import DrawerCount, ShiftReport
from pos_desktop.gui import theme
from pos_desktop.gui.blind_count import covers_drawer
from pos_desktop.gui.screens.page_head import PageHead
from pos_desktop.gui.screens.shift_doubts import SbpDoubts
from pos_desktop.gui.screens.shift_totals import ShiftTotals
from pos_desktop.gui.session import Queues, Shop
from pos_desktop.gui.texts import denomination, money
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, Line
from pos_desktop.gui.widgets.cash_count import CashCounter
from pos_desktop.gui.widgets.chips import Badge
from pos_desktop.gui.widgets.labels import ElidedLabel, IconLabel, Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.gui.widgets.reason import ChipFlow
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.i18n import number, t
from pos_desktop.operations.move_cash import Why
from pos_desktop.operations.open_shift import declared_by
from pos_desktop.ports import Event

REASONS = ("change", "exchange", "other")
_COMPACT_PX = 1200
_SIDE, _ABOVE, _ICON, _HEAD_GAP, _ROW_GAP = 16, 12, 24, 12, 10
_LEAST_FIELD, _LOWER_GAP = 140, 8


class _Difference(QWidget):
    """What was counted against what should be there, and why it differs."""

    recount = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._good = True
        self._icon = IconLabel("circle-check", _ICON, "pay_text")
        self._words = Label("", theme.BODY, wrap=True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self.chips = ChipFlow()
        self.edit = LineEdit()
        self.edit.setFixedHeight(theme.TOUCH)
        self.edit.setFont(theme.font(theme.BODY, tabular=False))
        self.edit.setMaxLength(200)
        self._again = KeyedButton(icon="refresh-cw", arrange="row")
        self._again.clicked.connect(self.recount)
        head = QHBoxLayout()
        head.setSpacing(_HEAD_GAP)
        head.addWidget(self._icon)
        head.addWidget(self._words, 1)
        self._lower = QHBoxLayout()
        self._lower.setSpacing(_LOWER_GAP)
        top = Qt.AlignmentFlag.AlignTop
        self.edit.setMinimumWidth(_LEAST_FIELD)
        self._lower.addWidget(self.chips, 0, top)
        self._lower.addWidget(self.edit, 1, top)
        self._lower.addWidget(self._again, 0, top)
        self._rows = rows = QVBoxLayout(self)
        rows.setContentsMargins(_SIDE, _ABOVE, _SIDE, _ABOVE)
        rows.setSpacing(_ROW_GAP)
        rows.addLayout(head)
        rows.addLayout(self._lower)

    def show_difference(self, counts: tuple[DrawerCount, ...]) -> None:
        """counts: of this shift, the one that was just made at the end."""
        last = counts[-1]
        self._good = last.difference_minor == 0
        expected = money(last.expected_minor)
        if self._good:
            words = t("shift_close.agrees", expected=expected)
        else:
            shown = money(last.difference_minor)
            words = t("shift_close.differs", difference=shown, expected=expected)
        if len(counts) > 1:
            words += " " + t("shift_close.counted_before", first=money(counts[0].counted_minor))
        self._words.setText(words)
        self._icon.set_icon("circle-check" if self._good else "triangle-alert")
        self._icon.set_tone("pay_text" if self._good else "warning")
        self.chips.setVisible(not self._good)
        self.edit.setVisible(not self._good)
        self.retranslate()
        self.update()

    def why(self) -> Why:
        return Why() if self._good else Why(self.chips.current(), self.edit.text().strip())

    def clear(self) -> None:
        self.chips.set_current("")
        self.edit.clear()

    def retranslate(self) -> None:
        self.chips.set_chips([(chip, t(f"cash.reason.{chip}")) for chip in REASONS])
        self.edit.setPlaceholderText(t("shift_close.explain"))
        self.edit.setAccessibleName(t("shift_close.explain"))
        self._again.setText(t("shift_close.recount"))
        self._arrange()

    def _arrange(self) -> None:
        """The reasons stand beside the text where there is room for all, else above it."""
        beside = self.chips.sizeHint().width() + self._again.sizeHint().width() + _LEAST_FIELD
        above = beside + 2 * _LOWER_GAP > self.width() - 2 * _SIDE
        if above != (self._rows.indexOf(self.chips) >= 0):
            self._lower.removeWidget(self.chips)
            self._rows.removeWidget(self.chips)
            if above:
                self._rows.insertWidget(1, self.chips)
            else:
                self._lower.insertWidget(0, self.chips, 0, Qt.AlignmentFlag.AlignTop)
        self.setFixedHeight(self._needed_height(above))

    def _needed_height(self, above: bool) -> int:
        """Layouts keep the height of the narrowest form the words ever had, and take it from the
        rows that are counted."""
        inside = self.width() - 2 * _SIDE
        words = self._words.heightForWidth(inside - _ICON - _HEAD_GAP)
        reasons = self.chips.rows_height(inside) + _ROW_GAP if above and not self._good else 0
        return 2 * _ABOVE + max(words, _ICON) + _ROW_GAP + reasons + theme.TOUCH

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge = (now.pay_soft, now.pay_edge)
        if not self._good:
            fill, edge = now.warning_soft, now.warning_line
        paint.rounded(painter, QRectF(self.rect()), theme.RADIUS, fill, edge)


class ShiftCloseScreen(QWidget):
    """A page. While the count is open nothing shows what should be in the drawer."""

    back_wanted = Signal()

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._report = ShiftReport()
        self._counted = False
        self._busy = False
        self.head = PageHead()
        self.drawer = KeyedButton(icon="cash-drawer", key="F8", arrange="row")
        self.print_x = KeyedButton(icon="file-text", key="F7", arrange="row")
        self.notice = Banner("warning")
        self.counter = CashCounter(
            shop.country.banknotes_minor,
            shop.country.coins_minor,
            denomination,
            lambda minor: money(minor, symbol=False),
        )
        self._title = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True)
        self._badge = Badge("", "info", icon="eye")
        self._parts = ElidedLabel("", theme.BODY, tone="ink_soft")
        self._word = Label("", theme.LARGE, theme.SEMIBOLD)
        self._sum = Label("", theme.HUGE, theme.BOLD)
        self.difference = _Difference()
        self.totals = ShiftTotals(shop.country.vat, shop.zone)
        self.doubts = SbpDoubts(self, shop)
        self._totals_title = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True)
        self._fiscal = Badge("", "ok")
        self._fiscal.hide()
        self._papers = Badge("", "wait")
        self._papers.hide()
        self.act = KeyedButton(key="F12", kind="dark", arrange="stack")
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.head.add(self.drawer)
        self.head.add(self.print_x)
        card = Card(padding=0, spacing=0)
        body = card.body()
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.addWidget(self._title, 1)
        top.addWidget(self._badge)
        body.addLayout(top)
        inside = QWidget()
        padded = QVBoxLayout(inside)
        padded.setContentsMargins(16, 0, 16, 0)
        padded.addWidget(self.counter)
        body.addWidget(scrolling(inside), 1)
        body.addWidget(Line("line"))
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(16)
        foot.addWidget(self._parts, 1)
        foot.addWidget(self._word)
        foot.addWidget(self._sum)
        body.addLayout(foot)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(card, 1)
        left.addWidget(self.difference)
        self._side = Card(padding=16, spacing=8)
        self._side.body().addWidget(self._totals_title)
        self._side.body().addWidget(scrolling(self.totals), 1)
        self.act.setFixedHeight(84)
        self.act.set_face(theme.TITLE, theme.SEMIBOLD)
        self._side.body().addWidget(self.doubts.sums)
        self._side.body().addWidget(self._papers)
        self._side.body().addWidget(self._fiscal)
        self._side.body().addWidget(self.act)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left, 1)
        middle.addWidget(self._side)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addWidget(self.head)
        rows.addWidget(self.notice)
        rows.addLayout(middle, 1)
        self.notice.hide()
        self.difference.hide()

    def _connect(self) -> None:
        self.head.back_pressed.connect(self._back)
        self.drawer.clicked.connect(self._open_drawer)
        self.print_x.clicked.connect(self._print_x)
        self.counter.changed.connect(self._show_count)
        self.counter.finished.connect(self._finish)
        self.difference.recount.connect(self._recount)
        self.doubts.back_wanted.connect(self.back_wanted)
        self.act.clicked.connect(self._act)
        self._shop.till.refused.connect(self._refused)
        self.notice.first_pressed.connect(self._close_uncounted)
        self.difference.edit.returnPressed.connect(self.act.setFocus)

    # ------------------------------------------------------------------ the page

    def opened(self) -> None:
        """It comes into sight; a count that was interrupted by a customer goes on."""
        shown = self._shop.till.current
        shift = shown.shift.number if shown and shown.shift else 0
        if shift != self._report.number or self._counted:
            self.counter.clear()
            self.difference.clear()
        self._counted = self._busy = False
        self.difference.hide()
        self.counter.setEnabled(True)
        desk = self._shop.desks.shift
        self._shop.till.ask(desk.x_report, self._show_report)
        self._shop.till.ask(self._shop.queues, self._show_queues)
        self.doubts.read()
        self._show_stage()

    def note(self, event: Event) -> None:
        """Nothing behind the window changes what lies in the drawer; a bank may still speak."""
        if self.isVisible():
            self.doubts.note(event)

    def take_scan(self, _text: str) -> bool:
        """Goods go into the receipt, which waits for the customer."""
        return False

    def retranslate(self) -> None:
        self.head.retranslate(t("shift_close.title", number=number(self._report.number)))
        self.drawer.setText(t("shift_close.drawer"))
        self.print_x.setText(t("shift_close.x"))
        self._title.setText(t("shift_close.count"))
        self._word.setText(t("cash.declared"))
        self._totals_title.setText(t("shift_close.totals"))
        self.counter.hint.setText(t("shift_close.hint"))
        self.counter.retranslate()
        self.difference.retranslate()
        self.doubts.retranslate()
        self._show_count()
        self._show_stage()
        if self._report.number:
            self._show_report(self._report)

    # ------------------------------------------------------------------ state

    def _show_report(self, report: ShiftReport) -> None:
        self._report = report
        self.head.retranslate(t("shift_close.title", number=number(report.number)))
        self.totals.show_report(report, blind=self._is_blind())
        overdue = self._shop.place.clock.now_us() - report.opened_at_us
        late = bool(report.number) and overdue >= self._shop.country.shift_limit_us
        self.notice.setVisible(late)
        if late:
            self.notice.set_notice(
                "warning", t("shift_close.overdue"), t("shift_close.overdue_detail")
            )
            self.notice.set_buttons(t("shift_close.uncounted"))
        self._show_badge()
        if self._counted:
            self._show_difference()

    def _show_queues(self, queues: Queues) -> None:
        """Whether every receipt is on paper and has reached the tax service."""
        papers = queues.printing.waiting
        if papers:
            self._papers.set_state("wait", t("shift_close.papers_waiting", count=number(papers)))
        self._papers.setVisible(papers > 0)
        waiting = queues.fiscal.waiting
        if waiting:
            text = t("shift_close.fiscal_waiting", count=number(waiting))
            self._fiscal.set_state("wait", text)
        else:
            self._fiscal.set_state("ok", t("shift_close.fiscal_done"))
        self._fiscal.setVisible(self._shop.has_operator)

    def _is_blind(self) -> bool:
        return covers_drawer(self._shop) and not self._counted

    def _show_badge(self) -> None:
        """Whoever counts again is told that the first count is kept."""
        if self._counted:
            self._badge.set_state("ok", t("shift_close.kept"))
        elif self._report.drawer_counts:
            self._badge.set_state("wait", t("shift_close.again"))
        else:
            self._badge.set_state("info", t("shift_close.blind"), "eye")
        self._badge.setVisible(bool(self._report.drawer_counts) or self._is_blind())

    def _show_count(self) -> None:
        self._sum.setText(money(self.counter.total_minor()))
        notes, coins = (money(minor, symbol=False) for minor in self.counter.sums_minor())
        self._parts.setText(t("shift_close.parts", notes=notes, coins=coins))

    def _show_stage(self) -> None:
        self.act.setText(t("shift_close.close") if self._counted else t("shift_close.counted"))
        self.act.set_kind("dark" if self._counted else "accent")
        self.act.set_face(theme.TITLE, theme.SEMIBOLD)
        self.act.setEnabled(not self._busy)
        self._show_badge()

    def _finish(self) -> None:
        """The count is finished: it is kept, and then what should be there is shown."""
        self._busy = True
        self.counter.setEnabled(False)
        self._show_stage()
        desk, declared = self._shop.desks.shift, declared_by(self.counter.counts())
        blind_close = self._shop.drawer.blind_close
        self._shop.till.run(lambda: desk.count(declared, blind_close=blind_close), self._kept)

    def _kept(self, report: ShiftReport) -> None:
        self._busy, self._counted = False, True
        self._show_stage()
        self._show_report(report)

    def _refused(self, _why: PosError) -> None:
        """A count that could not be kept is not shown as one."""
        if self._busy:
            self._busy = False
            self.counter.setEnabled(True)
            self._show_stage()

    def _show_difference(self) -> None:
        self.difference.show_difference(self._report.drawer_counts)
        self.difference.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _recount(self) -> None:
        """Back to the count; what was typed stays."""
        self._counted = False
        self.counter.setEnabled(True)
        self.difference.hide()
        self.counter.choose(0)
        self._show_stage()
        self._show_report(self._report)

    def _act(self) -> None:
        if self._busy:
            return
        if not self._counted:
            self._finish()
            return
        declared, why = declared_by(self.counter.counts()), self.difference.why()
        self._close(lambda: self._shop.desks.shift.close(declared, why))

    def _close_uncounted(self) -> None:
        self._close(lambda: self._shop.desks.shift.close(None, Why()))

    def _close(self, closing: Callable[[], ShiftReport]) -> None:
        self._shop.till.run(closing)

    def _back(self) -> None:
        self.back_wanted.emit()

    def _open_drawer(self) -> None:
        self._shop.till.run(lambda: self._shop.desks.shift.open_drawer(Why("count")))

    def _print_x(self) -> None:
        blind = self._is_blind()
        self._shop.till.run(lambda: self._shop.desks.shift.print_x(not blind))

    # ------------------------------------------------------------------ keys and size

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self._counted:
            self.counter.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Escape: self._back,
            Qt.Key.Key_F12: self._act,
            Qt.Key.Key_F8: self._open_drawer,
            Qt.Key.Key_F7: self._print_x,
            Qt.Key.Key_F6: self.doubts.open,
        }
        act = keys.get(Qt.Key(event.key()))
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = self.width() < _COMPACT_PX
        self._side.setFixedWidth(272 if compact else 400)
        self.counter.set_compact(compact)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
