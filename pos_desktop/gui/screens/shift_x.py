"""The X report on the screen: the sums of the open shift as they are now."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop import i18n
from pos_desktop.domain.shift_report import ShiftReport
from pos_desktop.gui import theme
from pos_desktop.gui.blind_count import covers_drawer
from pos_desktop.gui.screens.page_head import PageHead
from pos_desktop.gui.screens.shift_totals import ShiftTotals
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import unbroken
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.i18n import number, t
from pos_desktop.ports import Event

_WIDTH_PX = 640


class ShiftXScreen(QWidget):
    """A page; what the drawer should hold is covered while it is counted blind."""

    back_wanted = Signal()

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._report = ShiftReport()
        self.head = PageHead()
        self.printing = KeyedButton(icon="printer", key="F7", kind="accent", arrange="row")
        self._opened = Label("", theme.BODY, tone="ink_soft", wrap=True)
        self.totals = ShiftTotals(shop.country.vat, shop.zone)
        self._build()
        self.head.back_pressed.connect(self.back_wanted)
        self.printing.clicked.connect(self._print)
        self.retranslate()

    def _build(self) -> None:
        self.head.add(self.printing)
        card = Card(padding=20)
        card.setMaximumWidth(_WIDTH_PX)
        card.body().addWidget(self._opened)
        card.body().addWidget(scrolling(self.totals), 1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 6)
        middle.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addWidget(self.head)
        rows.addLayout(middle, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def opened(self) -> None:
        self._shop.till.ask(self._shop.desks.shift.x_report, self._show)

    def note(self, _event: Event) -> None:
        """The sums are those of the moment it was asked for."""

    def take_scan(self, _text: str) -> bool:
        return False

    def retranslate(self) -> None:
        self.printing.setText(t("shift_x.print"))
        self._show(self._report)

    def _show(self, report: ShiftReport) -> None:
        self._report = report
        self.head.retranslate(t("shift_x.title", number=number(report.number)))
        if not report.number:
            return
        at = datetime.fromtimestamp(report.opened_at_us / 1_000_000, self._shop.zone)
        moment = i18n.datetime(at)
        self._opened.setText(t("shift_x.opened", moment=moment, name=unbroken(report.opened_by)))
        self.totals.show_report(report, blind=covers_drawer(self._shop))

    def _print(self) -> None:
        with_drawer = not covers_drawer(self._shop)
        self._shop.till.run(lambda: self._shop.desks.shift.print_x(with_drawer))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif event.key() in (Qt.Key.Key_F7, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._print()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
