"""The right side of the correction page: both documents that will be made, why, and on whose
word."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.gui import theme
from pos_desktop.gui.screens.refund_find import tenders_text
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, ValueRow
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.line_edit import LineEdit
from pos_desktop.i18n import t


class DocumentBox(Card):
    """One receipt as it will be."""

    def __init__(self) -> None:
        super().__init__(padding=12, spacing=0, fill="card_soft")
        self._title = Label("", theme.BODY, theme.SEMIBOLD, wrap=True)
        self._sum = ValueRow(height=28, bold=True)
        self._vat = ValueRow(height=28)
        self._lines = ValueRow(height=28)
        for widget in (self._title, self._sum, self._lines, self._vat):
            self.body().addWidget(widget)

    def show_receipt(self, receipt: SaleCompleted) -> None:
        self._title.setText(t(f"refund.fix.{receipt.operation}"))
        self._sum.set_name(tenders_text(receipt.tenders))
        self._sum.set_value(money(receipt.total_minor))
        self._lines.set_name(t("refund.positions", count=len(receipt.lines)))
        self._vat.set_name(t("refund.fix.tax"))
        tax_minor = sum(vat.vat_minor for vat in receipt.vats)
        self._vat.set_value(money(tax_minor, symbol=False))


class CorrectionSide(Card):
    """changed; go_pressed."""

    changed = Signal()
    go_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(padding=16, spacing=8)
        self._title = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True)
        self._note = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self.boxes = [DocumentBox(), DocumentBox()]
        self.by_self, self.by_order = KeyedButton(arrange="row"), KeyedButton(arrange="row")
        self.number = LineEdit()
        self.reason = LineEdit()
        self.go = KeyedButton(key="F12", kind="danger", arrange="stack")
        self._build()
        self._choose(by_order=False)

    def _build(self) -> None:
        body = self.body()
        body.addWidget(self._title)
        body.addWidget(self._note)
        for box in self.boxes:
            body.addWidget(box)
        body.addStretch(1)
        basis = QWidget()
        line = QHBoxLayout(basis)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for button, by_order in ((self.by_self, False), (self.by_order, True)):
            button.setCheckable(True)
            button.set_padding(8)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, o=by_order: self._choose(by_order=o))
            line.addWidget(button, 1)
        fields = QVBoxLayout()
        fields.setSpacing(8)
        for edit, most in ((self.number, 32), (self.reason, 200)):
            edit.setFixedHeight(theme.TOUCH)
            edit.setFont(theme.font(theme.BODY, tabular=False))
            edit.setMaxLength(most)
            edit.textChanged.connect(lambda _text: self.changed.emit())
            fields.addWidget(edit)
        body.addWidget(basis)
        body.addLayout(fields)
        self.go.setFixedHeight(theme.PAY_HEIGHT)
        self.go.set_face(theme.LARGE, theme.SEMIBOLD)
        self.go.clicked.connect(self.go_pressed)
        body.addWidget(self.go)

    def show_receipts(self, receipts: tuple[SaleCompleted, ...], note: str) -> None:
        """What will be made; the note says why there is nothing yet."""
        self._note.setText(note)
        self._note.setVisible(bool(note))
        for place, box in enumerate(self.boxes):
            box.setVisible(place < len(receipts))
            if place < len(receipts):
                box.show_receipt(receipts[place])
        self.go.setEnabled(bool(receipts))

    def order_number(self) -> str | None:
        return self.number.text() if self.by_order.isChecked() else None

    def clear(self) -> None:
        self.number.clear()
        self.reason.clear()
        self._choose(by_order=False)

    def retranslate(self) -> None:
        self._title.setText(t("refund.fix.made"))
        self.by_self.setText(t("refund.fix.self"))
        self.by_order.setText(t("refund.fix.order"))
        self.go.setText(t("refund.fix.go"))
        for edit, key in ((self.number, "number"), (self.reason, "reason")):
            words = t(f"refund.fix.{key}")
            edit.setPlaceholderText(words)
            edit.setAccessibleName(words)

    def _choose(self, *, by_order: bool) -> None:
        self.by_self.setChecked(not by_order)
        self.by_order.setChecked(by_order)
        self.number.setVisible(by_order)
        self.changed.emit()
