"""The receipts put aside: who, when, how much; a tap takes one up again."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pos_desktop.domain.pricing import price
from pos_desktop.domain.tax import VatTable
from pos_desktop.gui import theme
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import t, time
from pos_desktop.ports import Draft


class ParkedDialog(QWidget):
    """chosen(parked number)."""

    chosen = Signal(int)
    cancelled = Signal()

    def __init__(self, drafts: list[Draft], rates: VatTable, zone: tzinfo | None) -> None:
        super().__init__()
        close = IconButton("x", t("dialog.close"), kind="soft")
        close.clicked.connect(self.cancelled)
        head = QHBoxLayout()
        head.addWidget(Label(t("parked.title"), theme.LARGE, theme.SEMIBOLD), 1)
        head.addWidget(close)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 20)
        rows.setSpacing(12)
        rows.addLayout(head)
        inside = QWidget()
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(8)
        for draft in drafts:
            listed.addWidget(self._row(draft, rates, zone))
        if not drafts:
            listed.addWidget(
                Label(t("parked.empty"), theme.BODY, theme.REGULAR, "muted", wrap=True)
            )
        listed.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        for ground in (area.viewport(), inside):
            ground.setAutoFillBackground(False)
        rows.addWidget(area, 1)
        self.setFixedSize(560, 520)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _row(self, draft: Draft, rates: VatTable, zone: tzinfo | None) -> KeyedButton:
        total = money(price(draft.sale, rates).total_minor)
        at = time(datetime.fromtimestamp(draft.parked_at_us / 1_000_000, zone))
        count = t("sale.positions", count=len(draft.sale.lines))
        names = ", ".join(line.name for line in draft.sale.lines[:3])
        button = KeyedButton(f"№ {draft.parked} · {at} · {count} · {total}", sub=names)
        button.set_key(str(draft.parked))
        button.setFixedHeight(84)
        button.setAccessibleName(t("parked.row", number=draft.parked))
        button.clicked.connect(lambda _checked=False, n=draft.parked: self.chosen.emit(n))
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.text().isdigit():
            self.chosen.emit(int(event.text()))
        else:
            super().keyPressEvent(event)
