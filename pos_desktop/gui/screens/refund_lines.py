"""The middle of the refund page: what of the receipt comes back, line by line."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos_desktop.domain.facts import SoldLine
from pos_desktop.domain.quantity import Quantity, Unit
from pos_desktop.gui import theme
from pos_desktop.gui.models.refund import Choice
from pos_desktop.gui.texts import line_amount, money, vat_title
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.i18n import quantity, t

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LineRow(QWidget):
    """stepped(n, by), weigh_wanted(n), stock_toggled(n), touched(n)."""

    stepped = Signal(int, int)
    weigh_wanted = Signal(int)
    stock_toggled = Signal(int)
    touched = Signal(int)

    def __init__(self, line: SoldLine) -> None:
        super().__init__()
        self.n = line.n
        self._line = line
        self._chosen = self._current = False
        self._name = Label(line.name, theme.BODY, theme.MEDIUM, wrap=True)
        self._detail = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self._note = Label("", theme.SMALL, theme.REGULAR, "warning", wrap=True)
        self.less = IconButton("minus", "")
        self.more = IconButton("plus", "")
        self._count = Label("", theme.BODY, theme.SEMIBOLD, align=Qt.AlignmentFlag.AlignCenter)
        self._count.setMinimumWidth(72)
        self.weigh = KeyedButton(icon="scale", arrange="row")
        self.stock = IconButton("package", "")
        # Its room stays, so that the controls do not move under the finger.
        keeps = self.stock.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.stock.setSizePolicy(keeps)
        self._sum = Label("", theme.BODY, theme.SEMIBOLD, align=RIGHT)
        self._sum.setMinimumWidth(76)
        self._compact: bool | None = None
        self._build()
        self.less.clicked.connect(lambda: self.stepped.emit(self.n, -1))
        self.more.clicked.connect(lambda: self.stepped.emit(self.n, 1))
        self.weigh.clicked.connect(lambda: self.weigh_wanted.emit(self.n))
        self.stock.clicked.connect(lambda: self.stock_toggled.emit(self.n))

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for label in (self._name, self._detail, self._note):
            texts.addWidget(label)
        self._texts = QWidget()
        texts.setContentsMargins(0, 0, 0, 0)
        self._texts.setLayout(texts)
        self._controls = QWidget()
        line = QHBoxLayout(self._controls)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for widget in (self.less, self._count, self.more, self.weigh, self.stock):
            line.addWidget(widget)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 8, 16, 8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        """Controls below the name where the row is narrow."""
        if compact == self._compact:
            return
        self._compact = compact
        for widget in (self._texts, self._controls, self._sum):
            self._grid.removeWidget(widget)
        if compact:
            self._grid.addWidget(self._texts, 0, 0, 1, 2)
            left = Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(self._controls, 1, 0, left)
            self._grid.addWidget(self._sum, 1, 1)
        else:
            self._grid.addWidget(self._texts, 0, 0)
            self._grid.addWidget(self._controls, 0, 1)
            self._grid.addWidget(self._sum, 0, 2)

    def show_choice(self, choice: Choice, *, current: bool) -> None:
        line, qty, left = self._line, choice.qty(self.n), choice.left(self.n)
        unit = Unit(line.unit)
        sold = Quantity(line.qty, unit)
        parts = [f"{line_amount(sold)} × {money(line.price_minor, symbol=False)}"]
        if line.discount_minor:
            off = money(line.discount_minor, symbol=False)
            parts.append(t("refund.line_discount", amount=off))
        parts.append(vat_title(line.vat))
        self._detail.setText(" · ".join(parts))
        self._note.setText(self._note_of(choice))
        self._note.setVisible(bool(self._note.text()))
        weighed = unit is not Unit.PIECE
        scan = choice.wants_scan(self.n) and left > 0
        counted = not weighed and not scan and choice.is_returnable(line)
        for widget in (self.less, self._count, self.more):
            widget.setVisible(counted)
        self._count.setText(
            t("refund.of", count=quantity(qty), most=quantity(left)) if counted else ""
        )
        self.less.setEnabled(qty > 0)
        self.more.setEnabled(qty < left)
        self.less.set_name(t("refund.less", name=line.name))
        self.more.set_name(t("refund.more", name=line.name))
        self.weigh.setVisible((weighed or scan) and left > 0)
        self.weigh.setEnabled(not scan)
        self.weigh.set_icon("scan-barcode" if scan else "scale")
        shown = line_amount(Quantity(qty, unit)) if qty else t("refund.weigh")
        self.weigh.setText(t("refund.scan_code") if scan else shown)
        self._show_stock(choice, qty)
        worth = next((b.total_minor for b in choice.back() if b.of_line == self.n), 0)
        self._sum.setText(money(worth, symbol=False) if qty else "—")
        self._sum.set_tone("ink" if qty else "muted")
        self._chosen, self._current = qty > 0, current
        self.setAccessibleName(f"{line.name}, {self._count.text() or self.weigh.label()}")
        self.update()

    def _show_stock(self, choice: Choice, qty: int) -> None:
        wish = choice.wishes.get(self.n)
        self.stock.setVisible(bool(qty))
        back = wish is None or wish.to_stock
        self.stock.set_icon("package" if back else "trash-2")
        name = t("refund.to_stock") if back else t("refund.write_off")
        self.stock.set_name(f"{name}: {self._line.name}")

    def _note_of(self, choice: Choice) -> str:
        before, left = choice.before(self.n), choice.left(self.n)
        unit = Unit(self._line.unit)
        if self._line.certificate in choice.original.spent_certificates:
            return t("refund.certificate")
        if before.qty and not left:
            return t("refund.all_returned")
        if choice.is_unweighed(self.n):
            return t("refund.whole_weight")
        if before.qty:
            return t("refund.returned", amount=line_amount(Quantity(before.qty, unit)))
        if self._line.marking and not choice.qty(self.n):
            return t("refund.marked")
        return ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.touched.emit(self.n)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        fill = now.accent_soft if self._chosen else now.card
        paint.flat(painter, QRectF(self.rect()), fill)
        if self._chosen or self._current:
            bar = now.accent if self._chosen else now.line_strong
            paint.flat(painter, QRectF(0, 0, 4, self.height()), bar)
        paint.flat(painter, QRectF(0, self.height() - 1, self.width(), 1), now.line_soft)


class LineList(ScrollArea):
    """The rows of a receipt; `changed` carries the new Choice, weigh_wanted(n)."""

    changed = Signal(object)
    weigh_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._choice: Choice | None = None
        self._current = 0
        self._compact = False
        self.rows: list[LineRow] = []
        self._inside = QWidget()
        self._layout = QVBoxLayout(self._inside)
        self._layout.setContentsMargins(1, 0, 1, 0)
        self._layout.setSpacing(0)
        self._nothing = Nothing("receipt-text", "refund.no_lines")
        self._layout.addWidget(self._nothing, 1)
        self._layout.addStretch(0)
        self.setWidget(self._inside)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_choice(self, choice: Choice | None) -> None:
        same = (
            choice is not None
            and self._choice is not None
            and choice.original.fact is self._choice.original.fact
        )
        self._choice = choice
        if not same:
            self._fill()
        for row in self.rows:
            if choice is not None:
                row.show_choice(choice, current=row.n == self._current)

    def _fill(self) -> None:
        for row in self.rows:
            self._layout.removeWidget(row)
            row.deleteLater()
        lines = self._choice.original.fact.lines if self._choice else ()
        self.rows = [LineRow(line) for line in lines]
        self._nothing.setVisible(not lines)
        self._current = lines[0].n if lines else 0
        for place, row in enumerate(self.rows):
            row.set_compact(self._compact)
            row.stepped.connect(self.step)
            row.weigh_wanted.connect(self.weigh_wanted)
            row.stock_toggled.connect(self._toggle_stock)
            row.touched.connect(self._touch)
            self._layout.insertWidget(place, row)
        self.verticalScrollBar().setValue(0)

    def retranslate(self) -> None:
        self._nothing.retranslate()

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        for row in self.rows:
            row.set_compact(compact)

    # ------------------------------------------------------------------ hands and keys

    def step(self, n: int, by: int) -> None:
        if self._choice is None:
            return
        if self._choice.wants_scan(n):
            return
        self._current = n
        self.changed.emit(self._choice.stepped(n, by))

    def step_current(self, by: int) -> None:
        if self._current:
            self.step(self._current, by)

    def go(self, by: int) -> None:
        """Choose the row above or below for + and -."""
        places = [row.n for row in self.rows]
        if not places or self._choice is None:
            return
        place = places.index(self._current) if self._current in places else 0
        place = max(0, min(len(places) - 1, place + by))
        self._touch(places[place])
        self.ensureWidgetVisible(self.rows[place])

    def weigh_current(self) -> None:
        row = next((row for row in self.rows if row.n == self._current), None)
        if row is not None and row.weigh.isVisible() and row.weigh.isEnabled():
            self.weigh_wanted.emit(self._current)

    def _toggle_stock(self, n: int) -> None:
        if self._choice is not None and self._choice.qty(n):
            self.changed.emit(self._choice.toggled_stock(n))

    def _touch(self, n: int) -> None:
        self._current = n
        self.show_choice(self._choice)
