"""Decisions of the stock: a count of nothing, the scope and the end of a stock-take, a delivery
note from a file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from pos_desktop import i18n
from pos_desktop.domain.errors import PosError
from pos_desktop.domain.quantity import parse_quantity
from pos_desktop.domain.stock import StockDraft, count_sums
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.dialogs.number import QuantityDialog
from pos_desktop.gui.messages import text_for
from pos_desktop.gui.texts import money, unit_text
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import ChoiceCard, ValueRow
from pos_desktop.gui.widgets.chips import Chip, ChipRow
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.gui.widgets.plain_table import Cell, Column, PlainTable
from pos_desktop.gui.widgets.switch import SwitchRow
from pos_desktop.i18n import t
from pos_desktop.operations.import_delivery import DeliveryPreview
from pos_desktop.operations.import_row import RowProblem


class CountDialog(QuantityDialog):
    """confirmed(thousandths); nothing on the shelf is a count too."""

    def refresh(self) -> None:
        self.shown.show_text(self.input.text(), unit_text(self._unit))
        self.ok.setEnabled(self._counted() is not None)

    def confirm(self) -> None:
        counted = self._counted()
        if counted is not None:
            self.confirmed.emit(counted)

    def _counted(self) -> int | None:
        text = self.input.text() or "0"
        if not text.strip("0.,"):
            return 0
        try:
            return parse_quantity(text, self._unit).thousandths
        except PosError:
            return None


class _Decision(DecisionFrame):
    """A frame with one large button, pressed by Enter too."""

    def __init__(self, title: str, detail: str, action: str, *, width: int = 480) -> None:
        super().__init__(title, detail, width=width)
        self.ok = KeyedButton(action, key="Enter", kind="pay", arrange="row")
        self.ok.setFixedHeight(64)
        self.ok.clicked.connect(self.confirm)

    def confirm(self) -> None:
        """Emit the outcome; subclasses know which."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.ok.isEnabled():
            self.confirm()
        else:
            super().keyPressEvent(event)


class SureDialog(_Decision):
    """confirmed: do what cannot be undone."""

    confirmed = Signal()

    def __init__(self, title: str, detail: str) -> None:
        super().__init__(title, detail, title)
        self.ok.set_kind("danger")
        self.rows.addWidget(self.ok)

    def confirm(self) -> None:
        self.confirmed.emit()


class BeginCountDialog(_Decision):
    """confirmed(scope, its name, blind)."""

    confirmed = Signal(str, str, bool)

    def __init__(self, categories: list[tuple[str, str]]) -> None:
        """categories: (id, name)."""
        super().__init__(
            t("stock.begin_count"), t("stock.begin_count_detail"), t("stock.begin"), width=560
        )
        self._names = dict(categories)
        self.whole = ChoiceCard(t("stock.whole_shop"), t("stock.whole_shop_detail"))
        self.part = ChoiceCard(t("stock.one_category"), t("stock.one_category_detail"))
        self.chips = ChipRow(t("stock.more"))
        self.chips.set_chips([Chip(c, name) for c, name in categories])
        self.blind = SwitchRow(t("stock.blind"), "eye-off")
        self.whole.setChecked(True)
        self.part.setEnabled(bool(categories))
        self.chips.setEnabled(bool(categories))
        self.chips.chosen.connect(lambda _chip: self.part.setChecked(True))
        for widget in (self.whole, self.part, self.chips, self.blind, self.ok):
            self.rows.addWidget(widget)

    def confirm(self) -> None:
        chosen = self.chips.current() if self.part.isChecked() else ""
        self.confirmed.emit(
            chosen or "shop", self._names.get(chosen, ""), self.blind.switch().isChecked()
        )


class FinishCountDialog(_Decision):
    """What the stock-take comes to. confirmed(explanation, rest is gone, look again)."""

    confirmed = Signal(str, bool, bool)

    def __init__(self, whole: StockDraft) -> None:
        """whole: with the lines of what nobody counted."""
        super().__init__(t("stock.paper.count"), "", t("stock.finish_count"), width=560)
        counted = tuple(line for line in whole.lines if line.seen)
        missed = tuple(line for line in whole.lines if not line.seen)
        sums = count_sums(counted)
        again = [line for line in counted if line.sold_meanwhile]
        for name, value in (
            ("counted_lines", i18n.number(len(counted))),
            ("surplus", f"{money(sums.surplus_minor)} · {i18n.number(sums.surplus_lines)}"),
            ("shortage", f"{money(sums.shortage_minor)} · {i18n.number(sums.shortage_lines)}"),
        ):
            self.rows.addWidget(ValueRow(t(f"stock.{name}"), value, bold=True, line=True))
        self._again = bool(again)
        if again:
            names = ", ".join(line.name for line in again[:3])
            text = t("stock.sold_meanwhile", count=len(again), names=names)
            self.rows.addWidget(Label(text, theme.BODY, theme.REGULAR, "warning_text", wrap=True))
        lost_minor = count_sums(missed).shortage_minor
        self.keep = ChoiceCard(t("stock.rest_stays"), t("stock.rest_stays_detail"))
        self.gone = ChoiceCard(
            t("stock.rest_gone"),
            t("stock.rest_gone_detail", count=len(missed), sum=money(lost_minor)),
        )
        self.keep.setChecked(True)
        for card in (self.keep, self.gone):
            card.setVisible(bool(missed))
            self.rows.addWidget(card)
        self.words = LineEdit()
        self.words.setMinimumHeight(theme.TOUCH)
        self.words.setPlaceholderText(t("stock.explanation"))
        self.words.setAccessibleName(t("stock.explanation"))
        self.rows.addWidget(self.words)
        self.rows.addWidget(self.ok)

    def confirm(self) -> None:
        # Whoever reads the warning above and presses the button has decided.
        self.confirmed.emit(self.words.text(), self.gone.isChecked(), not self._again)


class DeliveryDialog(_Decision):
    """What a delivery note would bring, each wrong row by its number. confirmed: take it."""

    confirmed = Signal()

    def __init__(self, preview: DeliveryPreview) -> None:
        good, wrong = len(preview.rows), len(preview.problems)
        detail = t("stock.delivery_sum", sum=money(preview.cost_minor))
        super().__init__(
            t("stock.delivery", count=good), detail, t("stock.delivery_take", count=good), width=720
        )
        if wrong:
            text = t("stock.delivery_wrong", count=wrong)
            self.rows.addWidget(Label(text, theme.BODY, theme.SEMIBOLD, "warning_text", wrap=True))
            self.problems = PlainTable(
                (Column("row", 90), Column("value", 190), Column("problem")), _problem_cell,
                lambda c: t(f"stock.column.{c}"), narrow_px=0,
            )  # fmt: skip
            self.problems.setFixedHeight(min(5, wrong) * theme.TOUCH + 40)
            self.problems.show_rows(preview.problems, 0)
            self.problems.setAccessibleName(text)
            self.rows.addWidget(self.problems)
        self.ok.setEnabled(good > 0)
        line = QHBoxLayout()
        line.addWidget(self.ok)
        self.rows.addLayout(line)

    def confirm(self) -> None:
        self.confirmed.emit()


def _problem_cell(problem: RowProblem, column: str) -> Cell:
    if column == "row":
        return Cell(i18n.number(problem.row), bold=True)
    if column == "value":
        return Cell(problem.value or "—")
    return Cell(text_for(problem.code, problem.values).title, "warning_text")
