"""Opening the shift: take over what the shift before left, or count what is there."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop import i18n
from pos_desktop.gui import theme
from pos_desktop.gui.desk_shift import Opening
from pos_desktop.gui.screens.page_head import PageHead
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import currency_sign, denomination, money, unbroken
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, Line
from pos_desktop.gui.widgets.cash_count import CashCounter
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.gui.widgets.sum_pad import SumPad
from pos_desktop.i18n import number, t
from pos_desktop.operations.open_shift import Declared, declared_by
from pos_desktop.ports import Event

_COMPACT_PX = 1200


class ShiftOpenScreen(QWidget):
    """A page, shown while no shift is open; it leads to the sale by opening one, or out."""

    back_wanted = Signal()

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._opening = Opening(0, 0, None)
        self._by_sum = False
        self.head = PageHead()
        self._modes = {False: KeyedButton(arrange="row"), True: KeyedButton(arrange="row")}
        self._title = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True)
        self.counter = CashCounter(
            shop.country.banknotes_minor,
            shop.country.coins_minor,
            denomination,
            lambda minor: money(minor, symbol=False),
        )
        self.pad = SumPad(currency_sign())
        self._stack = QStackedWidget()
        self._word = Label("", theme.LARGE, theme.SEMIBOLD)
        self._sum = Label("", theme.HUGE, theme.BOLD)
        self._before = Label("", theme.BODY, tone="ink_soft", wrap=True)
        self._left_word = Label("", theme.BODY, tone="ink_soft", wrap=True)
        self._left_sum = Label("", theme.HUGE, theme.BOLD)
        self._differs = Label("", theme.BODY, theme.SEMIBOLD, "warning_text", wrap=True)
        self._how = Label("", theme.BODY, tone="ink_soft", wrap=True)
        self._side_title = Label("", theme.LARGE, theme.SEMIBOLD)
        self.act = KeyedButton(key="F12", kind="pay", arrange="stack")
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        card = Card(padding=0, spacing=0)
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.setSpacing(8)
        top.addWidget(self._title, 1)
        for button in self._modes.values():
            button.setCheckable(True)
            top.addWidget(button)
        inside = QWidget()
        padded = QVBoxLayout(inside)
        padded.setContentsMargins(16, 0, 16, 0)
        padded.addWidget(self.counter)
        pad_page = QWidget()
        centred = QHBoxLayout(pad_page)
        centred.setContentsMargins(16, 0, 16, 16)
        centred.addStretch(1)
        centred.addWidget(self.pad, 4)
        centred.addStretch(1)
        self._stack.addWidget(scrolling(inside))
        self._stack.addWidget(pad_page)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(16)
        foot.addStretch(1)
        foot.addWidget(self._word)
        foot.addWidget(self._sum)
        body = card.body()
        body.addLayout(top)
        body.addWidget(self._stack, 1)
        body.addWidget(Line("line"))
        body.addLayout(foot)
        self._side = Card(padding=20, spacing=8)
        side = self._side.body()
        for widget in (self._side_title, self._before):
            side.addWidget(widget)
        side.addSpacing(12)
        for widget in (self._left_word, self._left_sum, self._differs):
            side.addWidget(widget)
        side.addStretch(1)
        side.addWidget(self._how)
        self.act.setFixedHeight(84)
        side.addWidget(self.act)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(card, 1)
        middle.addWidget(self._side)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addWidget(self.head)
        rows.addLayout(middle, 1)

    def _connect(self) -> None:
        self.head.back_pressed.connect(self._shop.till.lock)
        for by_sum, button in self._modes.items():
            button.clicked.connect(lambda _on=False, b=by_sum: self._choose(b))
        self.counter.changed.connect(self._show)
        self.counter.finished.connect(self.open_shift)
        self.pad.changed.connect(self._show)
        self.act.clicked.connect(self.open_shift)

    # ------------------------------------------------------------------ the page

    def opened(self) -> None:
        self._opening = Opening(0, 0, None)
        self.counter.clear()
        self.pad.clear()
        self._choose(False)
        self._shop.till.ask(self._shop.desks.shift.opening, self._show_opening)

    def note(self, _event: Event) -> None:
        """Nothing behind the window changes what lies in the drawer."""

    def take_scan(self, text: str) -> bool:
        """A scan needs an open shift; the till says so, and nothing is lost silently."""
        self._shop.till.scan(text)
        return True

    def retranslate(self) -> None:
        self._title.setText(t("shift_close.count"))
        self._modes[False].setText(t("shift_open.by_notes"))
        self._modes[True].setText(t("shift_open.by_sum"))
        self._word.setText(t("shift_open.in_drawer"))
        self._side_title.setText(t("shift_open.before"))
        self.counter.hint.setText(t("shift_close.hint"))
        self.counter.retranslate()
        self.pad.retranslate()
        self._show_opening(self._opening)

    # ------------------------------------------------------------------ state

    def _show_opening(self, opening: Opening) -> None:
        self._opening = opening
        shown = number(opening.number)
        self.head.retranslate(t("shift_open.title", number=shown), t("shift_open.leave"))
        before = opening.before
        if before is None:
            self._before.setText(t("shift_open.first"))
        else:
            at = datetime.fromtimestamp(before.closed_at_us / 1_000_000, self._shop.zone)
            self._before.setText(
                t(
                    "shift_open.closed",
                    number=number(before.number),
                    moment=i18n.datetime(at),
                    name=unbroken(before.closed_by),
                )
            )
        self._show()

    def _choose(self, by_sum: bool) -> None:
        self._by_sum = by_sum
        for of, button in self._modes.items():
            button.setChecked(of is by_sum)
        self._stack.setCurrentIndex(1 if by_sum else 0)
        if not by_sum:
            self.counter.choose(0)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def _declared(self) -> Declared | None:
        """What was counted; None while nobody has."""
        if self._by_sum:
            return None if self.pad.is_empty() else Declared(self.pad.amount_minor())
        counts = self.counter.counts()
        return declared_by(counts) if counts else None

    def _show(self) -> None:
        declared, expected_minor = self._declared(), self._opening.expected_minor
        blind = self._shop.drawer.blind_open
        self._sum.setText(money(declared.total_minor if declared else 0))
        self._left_word.setText(t("shift_open.left_blind") if blind else t("shift_open.left"))
        self._left_sum.setText("• • •" if blind else money(expected_minor))
        difference_minor = declared.total_minor - expected_minor if declared else 0
        self._differs.setVisible(bool(difference_minor) and not blind)
        self._differs.setText(t("shift_open.differs", difference=money(difference_minor)))
        self._how.setText("" if declared or blind else t("shift_open.how"))
        total_minor = declared.total_minor if declared else expected_minor
        self.act.setText(t("shift_open.open"))
        self.act.set_sub("" if blind and not declared else money(total_minor))
        known = bool(self._opening.number)
        self.act.setEnabled(known and (declared is not None or not blind))

    def open_shift(self) -> None:
        """Open with what was counted, or with what is shown where nobody counts."""
        if not self.act.isEnabled():
            return
        declared = self._declared()
        if declared is None:
            declared = Declared(self._opening.expected_minor)
        counted = declared
        self._shop.till.run(lambda: self._shop.desks.shift.open(counted))

    # ------------------------------------------------------------------ keys and size

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_F12:
            self.open_shift()
        elif key == Qt.Key.Key_Escape:
            self._shop.till.lock()
        elif self._by_sum and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_shift()
        elif not (self._by_sum and self.pad.press(event.key(), event.text())):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = self.width() < _COMPACT_PX
        self._side.setFixedWidth(272 if compact else 400)
        self.counter.set_compact(compact)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
