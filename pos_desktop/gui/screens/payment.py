"""The payment screen: what is due at the left, tenders and the keypad at the right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.country import CountryPack
from pos_desktop.domain.errors import PosError
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.domain.tender import TenderKind, likely_cash_minor, make_change
from pos_desktop.gui import theme
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.screens.payment_due import DuePanel
from pos_desktop.gui.texts import money, whole_money
from pos_desktop.gui.till import Till
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.keypad import BACKSPACE, Keypad, KeypadInput
from pos_desktop.i18n import language, t
from pos_desktop.operations.pay import Payment

KINDS = (TenderKind.CASH, TenderKind.CARD)
_COMPACT_PX = 1200


class AmountField(QWidget):
    """The amount being typed, large; not a line edit, so that no scan can ever land in it."""

    def __init__(self) -> None:
        super().__init__()
        self._title = ""
        self._text = ""
        self.setFixedHeight(96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_amount(self, title: str, text: str) -> None:
        self._title, self._text = title, text
        self.setAccessibleName(f"{title}: {text}")
        self.update()

    def text(self) -> str:
        return self._text

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, theme.RADIUS, now.card, now.focus, 2.0)
        inside = rect.adjusted(26, 0, -26, 0)
        paint.text(painter, inside, paint.LEFT, paint.LARGE, now.muted, self._title)
        paint.text(painter, inside, paint.RIGHT, paint.HUGE, now.ink, self._text)


class PaymentScreen(QWidget):
    """Taking tenders until nothing is left. back_wanted: to the receipt."""

    back_wanted = Signal()

    def __init__(self, till: Till, country: CountryPack) -> None:
        super().__init__()
        self._till = till
        self._country = country
        self._payment: Payment | None = None
        self._kind = TenderKind.CASH
        self._likely: tuple[int, ...] = ()
        self.due = DuePanel()
        self._tenders = {kind: KeyedButton("", key=f"Alt+{n}") for n, kind in enumerate(KINDS, 1)}
        self._amount = AmountField()
        self._input = KeypadInput()
        self.keypad = Keypad("amount")
        self._exact = KeyedButton("", kind="quiet", arrange="stack")
        self._notes = [KeyedButton("", kind="quiet", arrange="stack") for _ in range(4)]
        self._erase = KeyedButton("", icon="delete", key="Backspace", kind="quiet", arrange="row")
        self._close = KeyedButton("", key="Enter", kind="pay", arrange="row")
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        tenders = QHBoxLayout()
        tenders.setSpacing(10)
        for button in self._tenders.values():
            button.setCheckable(True)
            button.setFixedHeight(72)
            button.set_arrange("stack")
            button.set_face(theme.BODY, theme.SEMIBOLD)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            tenders.addWidget(button)
        side = QGridLayout()
        side.setSpacing(10)
        side.addWidget(self._exact, 0, 0, 1, 2)
        for place, note in enumerate(self._notes):
            side.addWidget(note, 1 + place // 2, place % 2)
        side.addWidget(self._erase, 3, 0, 1, 2)
        for button in (self._exact, *self._notes, self._erase):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        for row in range(4):
            side.setRowStretch(row, 1)
        pads = QHBoxLayout()
        pads.setSpacing(10)
        pads.addWidget(self.keypad, 6)
        pads.addLayout(side, 4)
        self._close.setFixedHeight(88)
        right = QVBoxLayout()
        right.setContentsMargins(24, 16, 24, 24)
        right.setSpacing(12)
        right.addLayout(tenders)
        right.addWidget(self._amount)
        right.addLayout(pads, 1)
        right.addWidget(self._close)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.due)
        line.addLayout(right, 1)
        self.due.setFixedWidth(420)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.due.back_pressed.connect(self.back_wanted)
        for kind, button in self._tenders.items():
            button.clicked.connect(lambda _checked=False, k=kind: self.choose(k))
        self.keypad.pressed.connect(self._input.press)
        self._input.changed.connect(lambda _text: self._show_amount())
        self._exact.clicked.connect(self._take_exact)
        for place, note in enumerate(self._notes):
            note.clicked.connect(lambda _checked=False, p=place: self._take_note(p))
        self._erase.clicked.connect(lambda: self._input.press(BACKSPACE))
        self._close.clicked.connect(self.close_sale)
        self._till.changed.connect(self.show_snapshot)

    # state

    def show_snapshot(self, shown: Snapshot) -> None:
        """Draw the payment; the amount offered is what is left."""
        before = self._payment
        self._payment = shown.payment
        if shown.payment is None:
            return
        if before is None or before.left_minor != shown.payment.left_minor:
            self._input.preset(_typed(shown.payment.left_minor))
        self.due.show_payment(shown.number, shown.payment)
        self._show_offers(shown.payment.left_minor)
        self.choose(self._kind)

    def choose(self, kind: TenderKind) -> None:
        """Pay the next part with this tender."""
        self._kind = kind
        for of, button in self._tenders.items():
            button.setChecked(of is kind)
        cash = kind is TenderKind.CASH
        for note in self._notes:
            note.setEnabled(cash and bool(note.label().strip()))
        self._show_amount()

    def close_sale(self) -> None:
        """Take the typed amount; the sale completes by itself when nothing is left."""
        amount_minor = self._amount_minor()
        if amount_minor is not None and amount_minor > 0:
            self._till.tender(self._kind, amount_minor)

    def _amount_minor(self) -> int | None:
        try:
            return parse_amount_minor(self._input.text() or "0")
        except PosError:
            return None

    def _show_amount(self) -> None:
        amount_minor = self._amount_minor() or 0
        left_minor = self._payment.left_minor if self._payment else 0
        title = t("payment.received") if self._kind is TenderKind.CASH else t("payment.amount")
        self._amount.show_amount(title, money(amount_minor))
        change_minor = max(0, amount_minor - left_minor) if self._kind is TenderKind.CASH else 0
        parts = make_change(change_minor, self._country.denominations_minor)
        self.due.show_change(change_minor, parts)
        covers = amount_minor >= left_minor
        self._close.setText(t("payment.close") if covers else t("payment.take_part"))
        self._close.setAccessibleName(t("payment.close"))
        self._close.setEnabled(
            0 < amount_minor <= left_minor or (self._kind is TenderKind.CASH and amount_minor > 0)
        )

    def _show_offers(self, left_minor: int) -> None:
        self._likely = likely_cash_minor(left_minor, self._country.banknotes_minor)
        self._exact.setText(t("sale.pay_exact"))
        self._exact.set_sub(money(left_minor, symbol=False))
        for place, button in enumerate(self._notes):
            if place < len(self._likely):
                amount_minor = self._likely[place]
                button.setText(whole_money(amount_minor))
                change = money(amount_minor - left_minor, symbol=False)
                button.set_sub(t("sale.pay_cash_change", change=change))
            else:
                button.setText(" ")
                button.set_sub("")
            button.setVisible(place < len(self._likely))

    def _take_exact(self) -> None:
        if self._payment is not None:
            self._till.tender(self._kind, self._payment.left_minor)

    def _take_note(self, place: int) -> None:
        if place < len(self._likely):
            self._till.tender(TenderKind.CASH, self._likely[place])

    def retranslate(self) -> None:
        self.due.retranslate()
        self.keypad.set_decimal_sign("," if language() == "ru" else ".")
        for kind, button in self._tenders.items():
            button.setText(t(f"payment.kind.{kind.value}"))
        self._erase.setText(t("payment.erase"))
        self._close.setText(t("payment.close"))
        if self._payment is not None:
            self._show_offers(self._payment.left_minor)
            self._show_amount()

    # keys and layout

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            place = key - Qt.Key.Key_1
            if 0 <= place < len(KINDS):
                self.choose(KINDS[place])
        elif key == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F12):
            self.close_sale()
        elif key == Qt.Key.Key_F8:
            self._take_exact()
        elif key == Qt.Key.Key_F11:
            self.choose(TenderKind.CARD)
        elif name := Keypad.key_of(key, event.text()):
            self._input.press(name)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.due.setFixedWidth(340 if event.size().width() < _COMPACT_PX else 420)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)


def _typed(amount_minor: int) -> str:
    """The amount as the keypad would have typed it: "517,66"."""
    return f"{amount_minor // 100},{amount_minor % 100:02d}"
