"""How the lines of a wrong receipt should have been: quantity, price, rate."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import SoldLine
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.domain.quantity import Quantity, Unit, parse_quantity
from pos_desktop.domain.tax import VatTable
from pos_desktop.gui import theme
from pos_desktop.gui.texts import line_amount, money, vat_title
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.i18n import quantity, t
from pos_desktop.operations.correct import RightLine

_COMPACT_PX = 480


class RightRow(QWidget):
    """changed: something of the line was written differently."""

    changed = Signal()

    def __init__(self, line: SoldLine, rates: list[str]) -> None:
        super().__init__()
        self._line = line
        self._rates = rates
        self._vat = line.vat
        sold = Quantity(line.qty, Unit(line.unit))
        was = f"{line_amount(sold)} × {money(line.price_minor, symbol=False)}"
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Label(line.name, theme.BODY, theme.MEDIUM, wrap=True))
        texts.addWidget(
            Label(f"{was} = {money(line.total_minor, symbol=False)}", theme.SMALL, theme.REGULAR,
                  "muted", wrap=True)
        )  # fmt: skip
        self.count = self._field(quantity(line.qty), t("refund.fix.count", name=line.name), 84)
        self.price = self._field("", t("refund.fix.price", name=line.name), 108)
        self.price.setPlaceholderText(money(line.price_minor, symbol=False))
        self.vat = KeyedButton(arrange="row")
        self.vat.set_padding(8)
        self.vat.setFixedWidth(96)
        self.vat.clicked.connect(self._next_rate)
        fields = QHBoxLayout()
        fields.setSpacing(8)
        for widget in (self.count, self.price, self.vat):
            fields.addWidget(widget)
        fields.addStretch(0)
        self._arranged = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._arranged.setContentsMargins(16, 8, 16, 8)
        self._arranged.setSpacing(8)
        self._arranged.addLayout(texts, 1)
        self._arranged.addLayout(fields)
        self._show_rate()

    def set_compact(self, compact: bool) -> None:
        """The fields below the name where the row is narrow."""
        ways = QBoxLayout.Direction
        self._arranged.setDirection(ways.TopToBottom if compact else ways.LeftToRight)

    def right_line(self) -> RightLine | None:
        """None where the line is as it was. RefusalError of a field that cannot be read."""
        text = self.count.text().strip()
        qty = 0 if text in ("", "0") else parse_quantity(text, Unit(self._line.unit)).thousandths
        typed = self.price.text().strip()
        price_minor = parse_amount_minor(typed) if typed else 0
        vat = self._vat if self._vat != self._line.vat else ""
        if qty == self._line.qty and not price_minor and not vat:
            return None
        return RightLine(self._line.n, qty, vat, price_minor)

    def _field(self, text: str, name: str, width: int) -> LineEdit:
        edit = LineEdit(text)
        edit.setFixedSize(width, theme.TOUCH)
        edit.setFont(theme.font(theme.BODY))
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.setAccessibleName(name)
        edit.setMaxLength(12)
        edit.textChanged.connect(lambda _text: self.changed.emit())
        return edit

    def _next_rate(self) -> None:
        place = self._rates.index(self._vat) if self._vat in self._rates else -1
        self._vat = self._rates[(place + 1) % len(self._rates)]
        self._show_rate()
        self.changed.emit()

    def _show_rate(self) -> None:
        self.vat.setText(vat_title(self._vat))
        self.vat.setAccessibleName(f"{self._line.name}: {vat_title(self._vat)}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = QRectF(0, self.height() - 1, self.width(), 1)
        paint.flat(painter, edge, theme.current().line_soft)


class RightLines(ScrollArea):
    """changed; the lines that differ are `lines`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RightRow] = []
        inside = QWidget()
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(1, 0, 1, 0)
        self._layout.setSpacing(0)
        self._layout.addStretch(1)
        self.setWidget(inside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_lines(self, lines: tuple[SoldLine, ...], rates: VatTable, day: date) -> None:
        for row in self.rows:
            self._layout.removeWidget(row)
            row.deleteLater()
        codes = [rate.code for rate in rates.valid_on(day) if not rate.calculated]
        self.rows = [RightRow(line, codes) for line in lines]
        for place, row in enumerate(self.rows):
            row.changed.connect(self.changed)
            self._layout.insertWidget(place, row)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        for row in self.rows:
            row.set_compact(self.viewport().width() < _COMPACT_PX)

    def lines(self) -> tuple[RightLine, ...] | None:
        """The lines that should have been otherwise; None while something cannot be read."""
        try:
            found = [row.right_line() for row in self.rows]
        except RefusalError:
            return None
        return tuple(line for line in found if line is not None)
