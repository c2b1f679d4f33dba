"""The left side of the payment screen: due, taken, change and how to hand it over, and how the
receipt reaches the buyer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.tender import Tender, TenderKind, TenderOutcome
from pos_desktop.gui import theme
from pos_desktop.gui.screens.payment_points import PointsButton
from pos_desktop.gui.texts import line_amount, line_name, money, vat_percent
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import ElidedLabel, Label, Tone
from pos_desktop.i18n import number, t
from pos_desktop.operations.pay import Payment

RIGHT = Qt.AlignmentFlag.AlignRight
_LINES_SHOWN = 6
_TENDERS_SHOWN = 3
_AIR_PX = 32
_RECEIPTS = (("paper", "check"), ("email", "mail"), ("phone", "smartphone"))


class _PanelRow(QWidget):
    def __init__(self, left_tone: Tone, right_tone: Tone, px: int = theme.BODY) -> None:
        super().__init__()
        self._left = ElidedLabel("", px, theme.REGULAR, left_tone)
        self._right = Label("", px, theme.MEDIUM, right_tone, align=RIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._left, 1)
        row.addWidget(self._right)

    def show_texts(self, left: str, right: str) -> None:
        self._left.setText(left)
        self._right.setText(right)


class _TakenRow(QWidget):
    """One tender with the way to give it back."""

    returned = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._tender: Tender | None = None
        self._texts = _PanelRow("panel_text", "panel_text")
        self.give_back = IconButton("undo-2", "", kind="panel")
        self.give_back.clicked.connect(self._pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._texts, 1)
        row.addWidget(self.give_back)

    def show_tender(self, tender: Tender, *, compact: bool) -> None:
        """compact: the sign alone says that it was taken."""
        self._tender = tender
        kind = t(f"payment.kind.{tender.kind.value}")
        sign = "…" if tender.pending else "✓"
        word = t("payment.unknown" if tender.outcome is TenderOutcome.UNKNOWN else "payment.waits")
        said = word if tender.pending else t("payment.taken")
        text = f"{sign} {kind}" if compact else f"{sign} {kind} · {said}"
        self._texts.show_texts(text, money(tender.amount_minor, symbol=False))
        self.give_back.setVisible(not tender.pending)
        self.give_back.set_name(t("payment.give_back_name", kind=kind))

    def _pressed(self) -> None:
        if self._tender is not None:
            self.returned.emit(self._tender)


class ReceiptChoice(QWidget):
    """Paper, e-mail, phone; what is chosen carries a tick."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._word = Label("", theme.BODY, theme.REGULAR, "panel_text")
        self.buttons: dict[str, KeyedButton] = {}
        self._compact = False
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, icon in _RECEIPTS:
            button = KeyedButton("", icon=icon, kind="panel", arrange="row")
            button.setCheckable(True)
            button.set_padding(8)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, n=name: self.pressed.emit(n))
            self.buttons[name] = button
            row.addWidget(button, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 8, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self._word)
        rows.addLayout(row)

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        for button in self.buttons.values():
            button.set_face(theme.SMALL if compact else theme.BODY, theme.MEDIUM)
            button.set_padding(4 if compact else 8)

    def show_choice(self, contact: str, *, paper: bool) -> None:
        chosen = {
            "paper": paper,
            "email": "@" in contact,
            "phone": bool(contact) and "@" not in contact,
        }
        for name, icon in _RECEIPTS:
            button = self.buttons[name]
            button.setChecked(chosen[name])
            shown = "check" if chosen[name] else "receipt" if name == "paper" else icon
            button.set_icon("" if self._compact else shown)
            button.setText(t(f"payment.receipt_{name}"))
        self._word.setText(contact or t("payment.receipt"))


class DuePanel(QWidget):
    """Dark panel: the amount due is the one number of this screen, the change the next.

    give_back(Tender): its money is to go back. receipt_pressed: "paper" | "email" | "phone".
    """

    back_pressed = Signal()
    give_back = Signal(object)
    receipt_pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._payment: Payment | None = None
        self._kind = TenderKind.CASH
        self._compact = False
        self._back = KeyedButton("", icon="arrow-left", key="Esc", kind="panel", arrange="row")
        self._back.clicked.connect(self.back_pressed)
        self._due_word = Label("", theme.BODY, theme.REGULAR, "panel_muted")
        self._due = Label("", 54, theme.BOLD, "panel_text")
        self._discount = _PanelRow("panel_muted", "panel_text")
        self._rounding = _PanelRow("panel_muted", "panel_text")
        self._vat = _PanelRow("panel_muted", "panel_text")
        self.points = PointsButton()
        self._taken = Card(fill="panel_card", border="", padding=14, spacing=4)
        self.taken_rows = [_TakenRow() for _ in range(_TENDERS_SHOWN)]
        self._left = _PanelRow("panel_text", "panel_text")
        for row in (*self.taken_rows, self._left):
            self._taken.body().addWidget(row)
        for row in self.taken_rows:
            row.returned.connect(self.give_back)
        self._lines = [
            _PanelRow("panel_muted", "panel_muted", theme.SMALL) for _ in range(_LINES_SHOWN)
        ]
        self._change_word = Label("", theme.BODY, theme.REGULAR, "panel_muted")
        self._change = Label("", 54, theme.BOLD, "panel_change")
        self._hand_over = Label("", theme.SMALL, theme.REGULAR, "panel_muted", wrap=True)
        self.receipt = ReceiptChoice()
        self.receipt.pressed.connect(self.receipt_pressed)
        self._build()

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        self._rows = rows
        rows.setContentsMargins(28, 16, 28, 24)
        rows.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(self._back)
        top.addStretch(1)
        rows.addLayout(top)
        rows.addSpacing(8)
        head: tuple[QWidget, ...] = (
            self._due_word, self._due, self._discount, self._rounding, self._vat,
        )  # fmt: skip
        for widget in head:
            rows.addWidget(widget)
        rows.addWidget(self.points)
        rows.addSpacing(4)
        rows.addWidget(self._taken)
        rows.addSpacing(4)
        for line in self._lines:
            rows.addWidget(line)
        rows.addStretch(1)
        foot: tuple[QWidget, ...] = (
            self._change_word, self._change, self._hand_over, self.receipt,
        )  # fmt: skip
        for widget in foot:
            rows.addWidget(widget)

    def show_payment(self, number_: int, payment: Payment, kind: TenderKind) -> None:
        """The sale and what was taken so far; kind: how the rest is going to be paid."""
        self._payment, self._kind = payment, kind
        priced = payment.priced
        off_minor = payment.rounding_by(kind)
        self._back.setText(t("payment.back", number=number(number_)))
        self._back.setAccessibleName(t("payment.back_name"))
        self._due.setText(money(priced.total_minor - off_minor))
        self._discount.setVisible(bool(priced.discount_minor))
        self._discount.show_texts(t("sale.discounts"), money(-priced.discount_minor, symbol=False))
        self._rounding.setVisible(bool(off_minor))
        self._rounding.show_texts(t("payment.rounding"), money(-off_minor, symbol=False))
        taxed = [vat for vat in priced.vats if vat.vat_minor]
        self._vat.setVisible(bool(taxed))
        rates = " / ".join(vat_percent(vat.vat) for vat in taxed)
        sums = " / ".join(money(vat.vat_minor, symbol=False) for vat in taxed)
        self._vat.show_texts(t("payment.vat", rates=rates), sums)
        self._show_taken(payment, kind)
        self._show_lines()
        sale = priced.sale
        self.receipt.show_choice(sale.customer_contact, paper=not sale.no_paper)

    def _show_taken(self, payment: Payment, kind: TenderKind) -> None:
        self._taken.setVisible(bool(payment.tenders))
        shown = payment.tenders[-_TENDERS_SHOWN:]
        for place, row in enumerate(self.taken_rows):
            row.setVisible(place < len(shown))
            if place < len(shown):
                row.show_tender(shown[place], compact=self._compact)
        waits = payment.pending is not None
        in_cash = kind is TenderKind.CASH and not waits
        left = t("payment.left_cash") if in_cash else t("payment.left")
        for widget in (self._change_word, self._change, self._hand_over):
            widget.setVisible(not waits)  # nobody counts change while money is on its way
        self._left.show_texts(left, money(payment.left_by(kind), symbol=False))

    def _show_lines(self) -> None:
        """As many of the last lines as there is room for."""
        if self._payment is None:
            return
        count = min(_LINES_SHOWN, self._room_for_lines())
        shown = self._payment.priced.lines[-count:] if count > 0 else ()
        for place, row in enumerate(self._lines):
            row.setVisible(place < len(shown))
            if place < len(shown):
                line = shown[place]
                text = f"{line_name(line.line)}, {line_amount(line.line.quantity)}"
                row.show_texts(text, money(line.total_minor, symbol=False))

    def _room_for_lines(self) -> int:
        """How many lines fit beside all that is shown and has to be seen."""
        rows, lines = self._rows, set(self._lines)
        margins = rows.contentsMargins()
        taken = margins.top() + margins.bottom() + _AIR_PX
        for place in range(rows.count()):
            item = rows.itemAt(place)
            if item is None or (item.widget() is not None and item.isEmpty()):
                continue
            if item.widget() not in lines:
                taken += item.sizeHint().height() + rows.spacing()
        line_px = self._lines[0].sizeHint().height() + rows.spacing()
        return max(0, self.height() - taken) // line_px

    def show_change(self, change_minor: int, parts: tuple[tuple[int, int], ...]) -> None:
        """The change and how many of each banknote and coin."""
        self._change.setText(money(change_minor))
        whole = [(minor, count) for minor, count in parts if minor % 100 == 0]
        handed = ", ".join(f"{count} × {number(minor // 100)}" for minor, count in whole)
        left_minor = change_minor - sum(minor * count for minor, count in whole)
        if left_minor and handed:
            handed = t("payment.hand_over_kopecks", parts=handed, kopecks=left_minor)
        self._hand_over.setText(t("payment.hand_over", parts=handed) if handed else "")

    def set_compact(self, compact: bool) -> None:
        """Narrow windows: less air, and texts without their icons."""
        if compact == self._compact:
            return
        self._compact = compact
        side = 16 if compact else 28
        self._rows.setContentsMargins(side, 16, side, 24)
        self.receipt.set_compact(compact)
        if self._payment is not None:
            sale = self._payment.priced.sale
            self._show_taken(self._payment, self._kind)
            self.receipt.show_choice(sale.customer_contact, paper=not sale.no_paper)

    def retranslate(self) -> None:
        self._due_word.setText(t("payment.due"))
        self._change_word.setText(t("payment.change"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_lines()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().panel)
