"""The payment screen: what is due at the left, ways to pay and the keypad at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.domain.errors import PosError
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.domain.receipt_shares import equal_parts
from pos_desktop.domain.tender import (
    BY_TERMINAL,
    Tender,
    TenderKind,
    TenderOutcome,
    likely_cash_minor,
    make_change,
)
from pos_desktop.gui import theme
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.messages import text_for
from pos_desktop.gui.peer_words import asked_elsewhere
from pos_desktop.gui.screens.payment_amount import AmountField
from pos_desktop.gui.screens.payment_ask import KEYS, SBP, AskPanel
from pos_desktop.gui.screens.payment_due import DuePanel
from pos_desktop.gui.screens.payment_qr import QrPanel
from pos_desktop.gui.screens.payment_side import Places, SidePad
from pos_desktop.gui.screens.payment_wait import WaitPanel
from pos_desktop.gui.screens.payment_ways import WAYS, WayRow, ways_of
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import money, whole_money
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.keypad import BACKSPACE, Keypad, KeypadInput
from pos_desktop.i18n import language, t
from pos_desktop.operations.pay import Payment
from pos_desktop.operations.terminal_requests import device_behind
from pos_desktop.ports import PaymentTerminal, TerminalProgress

_COMPACT_PX = 1200
_BY_HAND = {
    "payment.ask_terminal": "payment.ask_terminal_sub",
    "payment.by_hand": "payment.by_hand_sub",
    "sbp.own_code": "sbp.own_code_sub",
    "sbp.without_bank": "sbp.without_bank_sub",
}
"""What the way by hand is called, and what it means."""


class PaymentScreen(QWidget):
    """Taking tenders until nothing is left. back_wanted: to the receipt. asked: a question of
    payment_choices.QUESTIONS and what it is about, a Payment or a Tender. points_wanted: so
    many points of the customer to spend, 0 = none."""

    back_wanted = Signal()
    asked = Signal(str, object)
    points_wanted = Signal(int)

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._till = shop.till
        self._country = shop.country
        self._desk = shop.desks.payment
        self._place = shop.place
        self._payment: Payment | None = None
        self._kind = TenderKind.CASH
        self._likely: tuple[int, ...] = ()
        self._parts: list[int] = []
        self.due = DuePanel()
        self.ways = WayRow(ways_of(shop.place.payments.kinds))
        self._amount = AmountField()
        self._input = KeypadInput(parent=self)
        self.keypad = Keypad("amount")
        self._exact = KeyedButton("", key="F8", kind="quiet", arrange="stack")
        self._notes = [KeyedButton("", kind="quiet", arrange="stack") for _ in range(4)]
        self.ask_button = KeyedButton(
            "", icon="card-terminal", key="F7", kind="quiet", arrange="stack"
        )
        self.split_button = KeyedButton("", key="F4", kind="quiet", arrange="stack")
        self._erase = KeyedButton("", icon="delete", key="Backspace", kind="quiet", arrange="stack")
        self._close = KeyedButton("", key="Enter", kind="pay", arrange="row")
        self.ask = AskPanel()
        self.wait = WaitPanel()
        self.qr = QrPanel(shop.place.clock.now_us, lambda: shop.place.encoder is not None)
        self._qr_desk = shop.desks.qr
        self._by_hand = ""
        self.notice = Banner()
        self.notice.hide()
        self._right = QStackedWidget()
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        pads = QHBoxLayout()
        pads.setSpacing(10)
        pads.addWidget(self.keypad, 6)
        places: Places = {
            self._exact: (0, 0, 1, 2),
            **{note: (1 + n // 2, n % 2, 1, 1) for n, note in enumerate(self._notes)},
            self.ask_button: (1, 0, 2, 2),
            self.split_button: (3, 0, 1, 1),
            self._erase: (3, 1, 1, 1),
        }
        pads.addWidget(SidePad(places), 4)
        self._close.setFixedHeight(88)
        taking = QWidget()
        right = QVBoxLayout(taking)
        right.setContentsMargins(24, 16, 24, 24)
        right.setSpacing(12)
        right.addWidget(self.notice)
        right.addWidget(self.ways)
        right.addWidget(self._amount)
        right.addLayout(pads, 1)
        right.addWidget(self._close)
        self._right.addWidget(taking)
        self._right.addWidget(self.ask)
        self._right.addWidget(self.wait)
        self._right.addWidget(self.qr)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.due)
        line.addWidget(self._right, 1)
        self.due.setFixedWidth(420)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.due.back_pressed.connect(self.back_wanted)
        self.due.give_back.connect(self._give_back)
        self.due.receipt_pressed.connect(self._receipt)
        self.ways.chosen.connect(self.choose)
        self.ask.answered.connect(self._answered)
        self.ask.ask_wanted.connect(self._ask_again)
        for waits in (self.wait, self.qr):
            waits.stop_wanted.connect(lambda: self._till.act(self._desk.give_up_waiting))
            waits.by_hand_wanted.connect(self._answer_by_hand)
        self.qr.ask_wanted.connect(self._ask_again)
        self.qr.print_wanted.connect(self._print_code)
        self.due.points.wanted.connect(self.points_wanted)
        self.keypad.pressed.connect(self._input.press)
        self._input.changed.connect(lambda _text: self._show_amount())
        self._exact.clicked.connect(self._take_exact)
        for place, note in enumerate(self._notes):
            note.clicked.connect(lambda _checked=False, p=place: self._take_note(p))
        self.ask_button.clicked.connect(self._ask_terminal)
        self.split_button.clicked.connect(self._split)
        self._erase.clicked.connect(lambda: self._input.press(BACKSPACE))
        self._close.clicked.connect(self.close_sale)
        self._till.changed.connect(self.show_snapshot)

    # state

    def show_snapshot(self, shown: Snapshot) -> None:
        """Draw the payment; the amount offered is what is left, or the next part of a bill."""
        before, payment = self._payment, shown.payment
        self._payment = payment
        if payment is None:
            self._parts = []
            self._wait_no_more()
            return
        if before is None:
            self._kind = (
                TenderKind.CASH if self._offers(TenderKind.CASH) else self.ways.ways[0].kind
            )
        self.due.show_payment(shown.number, payment, self._kind)
        self.due.points.show_points(shown.points, taken=bool(payment.tenders))
        self._show_told(shown)
        if payment.pending is not None:
            self._show_pending(payment.pending, shown)
            return
        self._wait_no_more()
        self._right.setCurrentIndex(0)
        is_new = before is None or before.tenders != payment.tenders
        if is_new and before is not None:
            self._parts = self._parts[1:]
        if is_new or (before and before.left_by(self._kind)) != payment.left_by(self._kind):
            self._preset()
        self._show_way()

    def _show_told(self, shown: Snapshot) -> None:
        """Why a device took no money, until something else is tried."""
        told = shown.told
        message = text_for(told.reason, dict(told.values)) if told and told.reason else None
        if message is not None:
            self.notice.set_notice(message.level, message.title, message.detail)
        self.notice.setVisible(message is not None)

    def _show_pending(self, pending: Tender, shown: Snapshot) -> None:
        """Wait for the device, or ask the person where it is not on its way."""
        if shown.waits_for == pending.op_id and self._by_hand != pending.op_id:
            waits = self.qr if pending.by == SBP else self.wait
            waits.show_tender(pending, asks=shown.asks)
            self._right.setCurrentWidget(waits)
            return
        self._wait_no_more()
        told = shown.told
        words = text_for(told.reason, dict(told.values)) if told and told.reason else None
        says = f"{words.title}. {words.detail}" if words else ""
        device = device_behind(self._place, pending)
        if pending.by and device is None:
            says = asked_elsewhere(pending.by, pending.peer)
        self.ask.show_tender(
            pending,
            told=says,
            with_device=device is not None,
            code=self._place.payments.code_for(pending),
        )
        self._right.setCurrentWidget(self.ask)

    def _wait_no_more(self) -> None:
        self.wait.end()
        self.qr.end()

    def show_progress(self, event: TerminalProgress) -> None:
        """What a device says of money that is waited for, now or soon."""
        (self.qr if event.device == SBP else self.wait).show_progress(event)

    def _print_code(self, payload: str, expires_at_us: int) -> None:
        self._till.run(lambda: self._qr_desk.print_code(payload, expires_at_us))

    def _answer_by_hand(self) -> None:
        """The device says nothing, and nobody waits for it any more."""
        shown = self._till.current
        if shown is not None and shown.payment is not None and shown.payment.pending is not None:
            self._by_hand = shown.payment.pending.op_id
            self.show_snapshot(shown)

    def _ask_again(self) -> None:
        self._by_hand = ""
        self._till.act(self._desk.ask_again)

    @property
    def _terminals(self) -> Mapping[TenderKind, PaymentTerminal]:
        return self._place.terminals

    def _offers(self, kind: TenderKind) -> bool:
        return any(way.kind is kind for way in self.ways.ways)

    def _left(self) -> int:
        return self._payment.left_by(self._kind) if self._payment else 0

    def _preset(self) -> None:
        left_minor = self._left()
        part = self._parts[0] if len(self._parts) > 1 else left_minor
        self._input.preset(_typed(min(part, left_minor)))

    def choose(self, kind: TenderKind) -> None:
        """Pay the next part this way; a way that has to know more asks for it."""
        if self._payment is None or self._payment.pending is not None or not self._offers(kind):
            return
        rounding_changes = self._payment.left_by(kind) != self._payment.left_by(self._kind)
        self._kind = kind
        if rounding_changes:
            self._preset()
        self._show_way()
        shown = self._till.current
        if shown is not None:
            self.due.show_payment(shown.number, self._payment, kind)
        if WAYS[kind].ask and not self._payment.paid:
            self.asked.emit(WAYS[kind].ask, self._payment)

    def _show_way(self) -> None:
        """The offers of the chosen way."""
        self.ways.show_chosen(self._kind)
        left_minor = self._left()
        cash = self._kind is TenderKind.CASH
        self._likely = (
            likely_cash_minor(left_minor, self._country.banknotes_minor)
            if cash and left_minor > 0
            else ()
        )
        self._exact.setText(t("sale.pay_exact") if cash else t("payment.whole"))
        self._exact.set_sub(money(left_minor, symbol=False))
        self._exact.setEnabled(left_minor > 0 and not WAYS[self._kind].by_answer)
        for place, button in enumerate(self._notes):
            shown = place < len(self._likely)
            button.setVisible(shown)
            if shown:
                amount_minor = self._likely[place]
                button.setText(whole_money(amount_minor))
                change = money(amount_minor - left_minor, symbol=False)
                button.set_sub(t("sale.pay_cash_change", change=change))
        self.ask_button.setVisible(self._kind in BY_TERMINAL)
        own = self._kind in self._terminals
        name = "payment.by_hand" if own else "payment.ask_terminal"
        if self._kind is TenderKind.QR:
            name = "sbp.own_code" if self._place.payments.static_qr else "sbp.without_bank"
        self.ask_button.set_icon(WAYS[self._kind].icon if "sbp" in name else "card-terminal")
        self.ask_button.setText(t(name))
        self.ask_button.set_sub(t(_BY_HAND[name]))
        self._show_amount()

    def close_sale(self) -> None:
        """Take the typed amount; the sale completes by itself when nothing is left."""
        payment, amount_minor = self._payment, self._amount_minor()
        if payment is None or not self._close.isEnabled():
            return
        if payment.paid:
            self._till.act(self._desk.close)
        elif WAYS[self._kind].by_answer:
            self.asked.emit(WAYS[self._kind].ask, payment)
        elif amount_minor:
            self._till.tender(self._kind, amount_minor)

    def typed_minor(self) -> int:
        """The amount above the keypad, 0 where there is none."""
        return self._amount_minor() or 0

    def _amount_minor(self) -> int | None:
        try:
            return parse_amount_minor(self._input.text() or "0")
        except PosError:
            return None

    def _show_amount(self) -> None:
        amount_minor = self._amount_minor() or 0
        left_minor, cash = self._left(), self._kind is TenderKind.CASH
        paid = self._payment is not None and self._payment.paid
        title = t("payment.received") if cash else t("payment.amount")
        self._amount.show_amount(title, money(amount_minor))
        change_minor = max(0, amount_minor - left_minor) if cash and not paid else 0
        parts = make_change(change_minor, self._country.denominations_minor)
        self.due.show_change(change_minor, parts)
        chooses = WAYS[self._kind].by_answer and not paid
        covers = amount_minor >= left_minor
        text = "payment.choose_advance" if chooses else "payment.take_part"
        if self._kind in self._terminals and not paid:
            text = "sbp.show_code" if self._kind is TenderKind.QR else "payment.to_terminal"
        elif paid or (covers and not chooses):
            text = "payment.close"
        self._close.setText(t(text))
        self._close.setAccessibleName(t("payment.close"))
        fits = 0 < amount_minor <= left_minor or (cash and amount_minor > 0)
        self._close.setEnabled(paid or chooses or fits)

    # acts

    def _take_exact(self) -> None:
        if self._payment is not None and self._exact.isEnabled():
            self._till.tender(self._kind, self._left())

    def _take_note(self, place: int) -> None:
        if place < len(self._likely):
            self._till.tender(TenderKind.CASH, self._likely[place])

    def _ask_terminal(self) -> None:
        amount_minor = self._amount_minor()
        if self._kind in BY_TERMINAL and amount_minor:
            kind = self._kind
            self._till.act(lambda: self._desk.ask_terminal(kind, amount_minor))

    def _answered(self, outcome: TenderOutcome, slip: str) -> None:
        pending = self._payment.pending if self._payment is not None else None
        if pending is not None and pending.returning:
            went = outcome is TenderOutcome.APPROVED
            self._till.act(lambda: self._desk.settle_return(went))
        else:
            self._till.act(lambda: self._desk.answer(outcome, slip))

    def _give_back(self, tender: Tender) -> None:
        self.asked.emit("give_back", tender)

    def _receipt(self, name: str) -> None:
        payment = self._payment
        if payment is None:
            return
        sale = payment.priced.sale
        self.due.receipt.show_choice(sale.customer_contact, paper=not sale.no_paper)
        if name == "paper":
            contact, paper = sale.customer_contact, sale.no_paper
            self._till.act(lambda: self._desk.choose_receipt(contact, paper or not contact))
        else:
            self.asked.emit(name, payment)

    def _split(self) -> None:
        if self._payment is not None and not self._payment.paid:
            self.asked.emit("split", self._payment)

    def split_equally(self, parts: int) -> None:
        """The next sums offered are the parts; each payer pays his own way."""
        self._parts = list(equal_parts(self._left(), parts))
        self._preset()
        self._show_amount()

    def retranslate(self) -> None:
        self.due.retranslate()
        self.ways.retranslate()
        self.keypad.set_decimal_sign("," if language() == "ru" else ".")
        self._erase.setText(t("payment.erase"))
        self.split_button.setText(t("payment.split"))
        self._close.setText(t("payment.close"))
        shown = self._till.current
        if shown is not None and shown.payment is not None:
            self.show_snapshot(shown)
            self._show_way()

    # keys and layout

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._payment is not None and self._payment.pending is not None:
            self._pending_key(key)
            return
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Escape: self.back_wanted.emit,
            Qt.Key.Key_Return: self.close_sale,
            Qt.Key.Key_Enter: self.close_sale,
            Qt.Key.Key_F12: self.close_sale,
            Qt.Key.Key_F8: self._take_exact,
            Qt.Key.Key_F7: self._ask_terminal,
            Qt.Key.Key_F3: self.due.points.click,
            Qt.Key.Key_F4: self._split,
            Qt.Key.Key_F11: lambda: self.choose(TenderKind.CARD),
        }
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            kind = self.ways.kind_at(key - Qt.Key.Key_1)
            if kind is not None:
                self.choose(kind)
        elif key in acts:
            acts[key]()
        elif name := Keypad.key_of(event.key(), event.text()):
            self._input.press(name)
        else:
            super().keyPressEvent(event)

    def _pending_key(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif self._right.currentWidget() is self.wait:
            if key == Qt.Key.Key_F2:
                self.wait.press_stop()
        elif self._right.currentWidget() is self.qr:
            self.qr.press(key)
        elif key == Qt.Key.Key_F7 and not self.ask.again.isHidden():
            self._ask_again()
        elif key in KEYS:
            self.ask.answer(KEYS[key])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = event.size().width() < _COMPACT_PX
        self.due.setFixedWidth(340 if compact else 420)
        self.due.set_compact(compact)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)


def _typed(amount_minor: int) -> str:
    """The amount as the keypad would have typed it: "517,66"."""
    return f"{amount_minor // 100},{amount_minor % 100:02d}"
