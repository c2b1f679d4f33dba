"""Which advance or order pays: the open ones, newest first, found by any part of the name."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.domain.settlement import OpenSettlement
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.i18n import date, number, t

_SHOWN = 30


class AdvancesDialog(DecisionFrame):
    """chosen(sale_id of the receipt that took it)."""

    chosen = Signal(str)

    def __init__(self, found: list[OpenSettlement], zone: tzinfo | None) -> None:
        super().__init__(t("advances.choose"), width=620)
        self._found = found
        self._zone = zone
        self.edit = LineEdit()
        self.edit.setFixedHeight(theme.TOUCH)
        self.edit.setFont(theme.font(theme.BODY, tabular=False))
        self.edit.setPlaceholderText(t("advances.search"))
        self.edit.setAccessibleName(t("advances.search"))
        self.edit.textChanged.connect(self._show)
        self.edit.returnPressed.connect(self._take_first)
        self._inside = QWidget()
        self._listed = QVBoxLayout(self._inside)
        self._listed.setContentsMargins(0, 0, 0, 0)
        self._listed.setSpacing(8)
        area = ScrollArea(sideways=True)
        area.setWidget(self._inside)
        area.setFixedHeight(360)
        self.rows.addWidget(self.edit)
        self.rows.addWidget(area)
        self.setFocusProxy(self.edit)
        self._show("")

    def shown(self) -> list[OpenSettlement]:
        """Those whose name or receipt number holds what was typed."""
        words = self.edit.text().casefold().replace("ё", "е").split()
        return [
            one
            for one in self._found
            if all(w in f"{one.number} {one.name}".casefold().replace("ё", "е") for w in words)
        ][:_SHOWN]

    def _show(self, _text: str) -> None:
        while (item := self._listed.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        found = self.shown()
        for one in found:
            button = KeyedButton(
                f"{one.name} · {money(one.left_minor)}", sub=settlement_words(one, self._zone)
            )
            button.set_align_left(True)
            button.setFixedHeight(72)
            button.clicked.connect(lambda _on=False, i=one.sale_id: self.chosen.emit(i))
            self._listed.addWidget(button)
        if not found:
            key = "advances.none_found" if self._found else "advances.none"
            self._listed.addWidget(Nothing("search" if self._found else "history", key), 1)
        self._listed.addStretch(0)

    def _take_first(self) -> None:
        found = self.shown()
        if len(found) == 1:
            self.chosen.emit(found[0].sale_id)


def settlement_words(one: OpenSettlement, zone: tzinfo | None) -> str:
    """What it is and when it was: "Аванс · чек № 12 · 24.11.2026 · внесено 5 000,00"."""
    at = date(datetime.fromtimestamp(one.occurred_at_us / 1_000_000, zone).date())
    return t(
        f"advances.row_{one.kind}",
        number=number(one.number),
        day=at,
        taken=money(one.taken_minor, symbol=False),
    )
