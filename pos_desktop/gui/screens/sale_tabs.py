"""The sales open at once, as chips in the head of the receipt; hidden while there is one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import IconButton
from pos_desktop.gui.widgets.chips import Chip, ChipRow
from pos_desktop.i18n import t

FRONT = 0


class SaleTabs(QWidget):
    """chosen(number of the sale beside); added: a new one is wanted."""

    chosen = Signal(int)
    added = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._numbers: list[int] = [FRONT]
        self._chips = ChipRow()
        self._add = IconButton("plus", "", kind="soft")
        self._chips.chosen.connect(self._chip_tapped)
        self._add.clicked.connect(self.added)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(self._chips, 1)
        row.addWidget(self._add)
        self.setFixedHeight(theme.TOUCH + 12)
        self.hide()

    def show_snapshot(self, shown: Snapshot) -> None:
        """In the order in which they were begun, so that none moves when another comes to the
        front; a new one without lines stands last."""
        self.setVisible(bool(shown.beside))
        if not shown.beside:
            self._numbers = [FRONT]
            return
        sale = shown.priced.sale if shown.priced is not None else None
        rows = [(tab.opened_at_us, tab.number, tab.name, tab.total_minor) for tab in shown.beside]
        if sale is not None and shown.priced is not None:
            name = sale.customer.name if sale.customer else ""
            rows.append((sale.opened_at_us, FRONT, name, shown.priced.total_minor))
        rows.sort()
        if sale is None:
            rows.append((0, FRONT, t("sale.tab_new"), 0))
        self._numbers = [number for _, number, _, _ in rows]
        self._chips.set_more_text(t("sale.more"))
        self._chips.set_chips(
            [
                Chip(str(number), t("sale.tab", place=place, what=name or money(total_minor)))
                for place, (_, number, name, total_minor) in enumerate(rows, 1)
            ]
        )
        self._chips.set_current(str(FRONT))
        self._add.set_name(t("sale.tab_add"))
        self._add.setEnabled(sale is not None)

    def next(self) -> int:
        """The sale after the one in front, around the end; FRONT where it is the only one."""
        place = self._numbers.index(FRONT)
        return self._numbers[(place + 1) % len(self._numbers)]

    def _chip_tapped(self, chip_id: str) -> None:
        """The chip in front stays chosen until the sale has really changed."""
        self._chips.set_current(str(FRONT))
        if int(chip_id) != FRONT:
            self.chosen.emit(int(chip_id))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        now = theme.current()
        painter.fillRect(self.rect(), now.card_quiet)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), now.line)
