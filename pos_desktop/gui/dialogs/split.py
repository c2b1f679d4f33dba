"""One bill, several payers: in equal parts, or each pays for his own goods."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.pricing import PricedSale
from pos_desktop.domain.receipt_shares import equal_parts
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.texts import line_amount, line_name, money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.i18n import t

PARTS = (2, 3, 4, 5, 6)


class SplitDialog(DecisionFrame):
    """parts_chosen(how many); lines_chosen(line_ids of the first payer). by_lines: goods can still
    be told apart, no money was taken for all of them yet."""

    parts_chosen = Signal(int)
    lines_chosen = Signal(object)

    def __init__(self, priced: PricedSale, *, by_lines: bool) -> None:
        super().__init__(t("split.title"), width=620)
        self._priced = priced
        self.rows.addWidget(Label(t("split.equal"), theme.BODY, theme.MEDIUM))
        self.parts = QHBoxLayout()
        self.parts.setSpacing(8)
        for parts in PARTS:
            each = money(equal_parts(priced.total_minor, parts)[0], symbol=False)
            button = KeyedButton(str(parts), sub=each, key="", arrange="stack")
            button.setFixedHeight(64)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setAccessibleName(t("split.parts", parts=parts))
            button.clicked.connect(lambda _on=False, n=parts: self.parts_chosen.emit(n))
            self.parts.addWidget(button)
        self.rows.addLayout(self.parts)
        self.lines: dict[int, KeyedButton] = {}
        self.ok = KeyedButton("", key="Enter", kind="pay", arrange="row")
        if by_lines and len(priced.lines) > 1:
            self._add_lines()

    def _add_lines(self) -> None:
        self.rows.addSpacing(8)
        self.rows.addWidget(Label(t("split.goods"), theme.BODY, theme.MEDIUM))
        inside = QWidget()
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(6)
        for line in self._priced.lines:
            text = f"{line_name(line.line)}, {line_amount(line.line.quantity)}"
            button = KeyedButton(
                f"{text} · {money(line.total_minor, symbol=False)}", kind="nav", arrange="row"
            )
            button.setCheckable(True)
            button.toggled.connect(lambda _on: self._refresh())
            self.lines[line.line.line_id] = button
            listed.addWidget(button)
        listed.addStretch(1)
        area = ScrollArea(sideways=True)
        area.setWidget(inside)
        area.setFixedHeight(min(280, 54 * len(self.lines) + 4))
        self.ok.setFixedHeight(64)
        self.ok.clicked.connect(self.confirm)
        self.rows.addWidget(area)
        self.rows.addWidget(self.ok)
        self._refresh()

    def _chosen(self) -> list[int]:
        return [line_id for line_id, button in self.lines.items() if button.isChecked()]

    def _refresh(self) -> None:
        chosen = set(self._chosen())
        sum_minor = sum(
            line.total_minor for line in self._priced.lines if line.line.line_id in chosen
        )
        self.ok.setText(t("split.pay_these", amount=money(sum_minor)))
        self.ok.setEnabled(0 < len(chosen) < len(self.lines))
        for line_id, button in self.lines.items():
            button.set_icon("square-check" if line_id in chosen else "square")

    def confirm(self) -> None:
        if self.lines and self.ok.isEnabled():
            self.lines_chosen.emit(self._chosen())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm()
        elif event.text().isdigit() and int(event.text()) in PARTS:
            self.parts_chosen.emit(int(event.text()))
        else:
            super().keyPressEvent(event)
