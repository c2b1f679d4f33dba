"""What the second printer is for: copies, orders for the kitchen, standing in for the first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.domain.catalogue import Category
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import CONFIRM_PX, DecisionFrame
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.gui.widgets.switch import SwitchRow
from pos_desktop.i18n import t
from pos_desktop.ports.equipment import DutiesChoice

_WIDE_PX = 560
_MOST_PX = 380
_ROOM_PX = _WIDE_PX - 64


class DutiesDialog(DecisionFrame):
    """saved(DutiesChoice): as the person left it."""

    saved = Signal(object)

    def __init__(self, choice: DutiesChoice, categories: Sequence[Category]) -> None:
        super().__init__(t("equipment.duties.title"), t("equipment.duties.detail"), width=_WIDE_PX)
        self.copies = self._row("copies", on=choice.copies)
        self.spare = self._row("spare", on=choice.spare != "off")
        self.unasked = self._row("unasked", on=choice.spare == "auto")
        self.at_once = self._row("at_once", on=choice.kitchen_when == "parked")
        self.kitchen = {c.category_id: self._category(c, choice) for c in categories}
        self.spare.switch().toggled.connect(self._fit_choices)
        for row in self.kitchen.values():
            row.switch().toggled.connect(self._fit_choices)
        self.ok = KeyedButton(t("equipment.duties.save"), key="Enter", kind="accent", arrange="row")
        self.ok.setFixedHeight(CONFIRM_PX)
        self.ok.clicked.connect(self._save)
        self._build()
        self._fit_choices()

    @staticmethod
    def _row(name: str, *, on: bool) -> SwitchRow:
        row = SwitchRow(t(f"equipment.duties.{name}"), wrap=True)
        row.switch().setChecked(on)
        row.fit(_ROOM_PX)
        return row

    @staticmethod
    def _category(category: Category, choice: DutiesChoice) -> SwitchRow:
        row = SwitchRow(category.name, wrap=True)
        row.switch().setChecked(category.category_id in choice.kitchen)
        row.fit(_ROOM_PX)
        return row

    def _build(self) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(4)
        for row in (self.copies, self.spare, self.unasked):
            rows.addWidget(row)
        title = Label(t("equipment.duties.kitchen"), theme.SMALL, theme.REGULAR, "muted", wrap=True)
        if not self.kitchen:
            title.hide()
        rows.addWidget(title)
        for row in self.kitchen.values():
            rows.addWidget(row)
        rows.addWidget(self.at_once)
        rows.addStretch(1)
        area = scrolling(inside)
        area.setFixedHeight(min(_MOST_PX, inside.sizeHint().height() + 8))
        self.rows.addWidget(area)
        self.rows.addWidget(self.ok)

    def _fit_choices(self) -> None:
        """What follows from another choice is there only with it."""
        self.unasked.setEnabled(self.spare.switch().isChecked())
        self.at_once.setEnabled(bool(self._ordered()))

    def _ordered(self) -> tuple[str, ...]:
        return tuple(i for i, row in self.kitchen.items() if row.switch().isChecked())

    def choice(self) -> DutiesChoice:
        spare = "off"
        if self.spare.switch().isChecked():
            spare = "auto" if self.unasked.switch().isChecked() else "ask"
        return DutiesChoice(
            copies=self.copies.switch().isChecked(),
            kitchen=self._ordered(),
            kitchen_when="parked" if self.at_once.switch().isChecked() else "paid",
            spare=spare,
        )

    def _save(self) -> None:
        self.saved.emit(self.choice())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        else:
            super().keyPressEvent(event)
