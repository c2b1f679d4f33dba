"""The list of reports at the left, and where their numbers come from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScroller, QVBoxLayout, QWidget

from pos_desktop.domain.reports.sections import Section
from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.i18n import t

_ICONS: dict[Section, str] = {
    Section.HOURS: "chart-column",
    Section.DAYS: "calendar",
    Section.GOODS: "box",
    Section.CATEGORIES: "layers",
    Section.CASHIERS: "users",
    Section.TENDERS: "credit-card",
    Section.VAT: "percent",
    Section.STOCK: "scale",
    Section.MONEY: "banknote",
    Section.RETURNS: "undo-2",
    Section.SHIFTS: "file-text",
    Section.DISCOUNTS: "badge-percent",
    Section.MARGIN: "coins",
}


class ReportsNav(QWidget):
    """chosen(Section); all_wanted: every report, for whom only the own shift is open;
    export_wanted: the journal for an auditor."""

    chosen = Signal(object)
    all_wanted = Signal()
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[Section, KeyedButton] = {}
        self._least_px = 0
        self._inside = inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._own = KeyedButton(icon="receipt-text", kind="nav", arrange="row")
        self._own.setCheckable(True)
        self._own.setChecked(True)
        self._own.clicked.connect(lambda: self._own.setChecked(True))
        self.all = KeyedButton(icon="lock", kind="nav", arrange="row")
        self.all.clicked.connect(self.all_wanted)
        for button in (self._own, self.all):
            button.hide()
            rows.addWidget(button)
        for section, icon in _ICONS.items():
            button = KeyedButton(icon=icon, kind="nav", arrange="row")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, s=section: self._choose(s))
            self.buttons[section] = button
            rows.addWidget(button)
        self.export = KeyedButton(icon="download", kind="nav", arrange="row")
        self.export.clicked.connect(self.export_wanted)
        rows.addWidget(self.export)
        rows.addStretch(1)
        self._scroll = ScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QScroller.grabGesture(
            self._scroll.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture
        )
        self._foot = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self._foot.setContentsMargins(14, 0, 4, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot)
        self.show_section(Section.HOURS)

    def show_section(self, section: Section) -> None:
        """Mark a report."""
        for name, button in self.buttons.items():
            button.setChecked(name is section)

    def set_whole(self, whole: bool) -> None:
        """Every report, or the own shift and the way to the others."""
        for button in (self._own, self.all):
            button.setVisible(not whole)
        for button in (*self.buttons.values(), self.export):
            button.setVisible(whole)

    def _choose(self, section: Section) -> None:
        self.show_section(section)
        self.chosen.emit(section)

    def retranslate(self) -> None:
        self._own.setText(t("reports.own_shift"))
        self.all.setText(t("reports.all_reports"))
        self.export.setText(t("reports.export"))
        for section, button in self.buttons.items():
            button.setText(t(f"reports.section.{section.value}"))
        self._foot.setText(t("reports.from_journal"))
        self._fit()

    def set_least_width(self, px: int) -> None:
        """At least so wide, and wider where the names of reports are longer."""
        self._least_px = px
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(max(self._least_px, self._inside.minimumSizeHint().width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # What is said at the foot gives way before a report has to be scrolled to.
        shown = sum(1 for button in self.buttons.values() if not button.isHidden()) + 1
        self._foot.setVisible(self.height() - shown * theme.TOUCH > 52)
