"""The sale screen: the receipt at the left, goods and payment at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.country import CountryPack
from pos_desktop.domain.payment_rules import PaymentRules
from pos_desktop.domain.tender import TenderKind, likely_cash_minor
from pos_desktop.gui import theme
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.screens.sale_goods import ActionRow, GoodsPanel, PayRow
from pos_desktop.gui.screens.sale_panel import SalePanel
from pos_desktop.gui.till import Till

_COMPACT_PX = 1200


class SaleScreen(QWidget):
    """Signals ask the window for what is more than one tap: a modal, another screen."""

    quantity_wanted = Signal(int)
    discount_wanted = Signal(int)
    line_menu_wanted = Signal(int)
    why_wanted = Signal(int)
    parked_wanted = Signal()
    sale_wanted = Signal(int)
    new_sale_wanted = Signal()
    named_park_wanted = Signal()
    last_copy_wanted = Signal()
    customer_wanted = Signal()
    shift_wanted = Signal()
    refund_wanted = Signal()
    more_wanted = Signal()
    pay_wanted = Signal()

    def __init__(self, till: Till, country: CountryPack, rules: PaymentRules) -> None:
        super().__init__()
        self._till = till
        self._country = country
        self._shown: Snapshot | None = None
        self._likely_minor = 0
        self.panel = SalePanel()
        self.goods = GoodsPanel()
        self.action_row = ActionRow(
            [
                ("sale.quantity", "*", self._quantity),
                ("sale.discount", "F4", self._discount),
                ("sale.park", "F6", self._park),
                ("sale.refund", "F7", self.refund_wanted.emit),
                ("sale.shift", "F9", self.shift_wanted.emit),
                ("sale.more", "F10", self.more_wanted.emit),
            ]
        )
        self.pay_row = PayRow(with_qr=TenderKind.QR in rules.kinds)
        self._compact = False
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        right = QWidget()
        rows = QVBoxLayout(right)
        rows.setContentsMargins(16, 12, 16, 12)
        rows.setSpacing(12)
        rows.addWidget(self.goods, 1)
        rows.addWidget(self.action_row)
        rows.addWidget(self.pay_row)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.panel)
        line.addWidget(right, 1)
        self.panel.setFixedWidth(520)

    def _connect(self) -> None:
        till, lines = self._till, self.panel.lines
        lines.line_chosen.connect(till.select)
        lines.less.connect(lambda line_id: till.change_quantity(line_id, -1))
        lines.more.connect(lambda line_id: till.change_quantity(line_id, 1))
        lines.quantity.connect(self.quantity_wanted)
        lines.discount.connect(self.discount_wanted)
        lines.menu.connect(self.line_menu_wanted)
        lines.why.connect(self.why_wanted)
        lines.delete.connect(till.remove)
        self.panel.parked_pressed.connect(self.parked_wanted)
        self.panel.tabs.chosen.connect(self.sale_wanted)
        self.panel.tabs.added.connect(self.new_sale_wanted)
        # Keys mean the receipt again: plus, Delete, arrows.
        self.goods.search_left.connect(self.setFocus)
        self.goods.product_chosen.connect(
            lambda product_id: till.add_product(product_id, self.goods.take_count())
        )
        self.panel.customer_pressed.connect(self.customer_wanted)
        self.pay_row.exact_pressed.connect(lambda: till.pay_exact(TenderKind.CASH))
        self.pay_row.note_pressed.connect(self._pay_note)
        self.pay_row.card_pressed.connect(lambda: till.pay_exact(TenderKind.CARD))
        self.pay_row.qr_pressed.connect(lambda: till.pay_exact(TenderKind.QR))
        self.pay_row.pay_pressed.connect(self.pay_wanted)
        till.changed.connect(self.show_snapshot)

    def show_snapshot(self, shown: Snapshot) -> None:
        self._shown = shown
        self.panel.show_snapshot(shown)
        total_minor = shown.priced.total_minor if shown.priced else 0
        cash_minor = total_minor - shown.cash_off_minor
        likely = (
            likely_cash_minor(cash_minor, self._country.banknotes_minor, most=99)
            if total_minor
            else ()
        )
        self._likely_minor = _one_note(likely, self._country.banknotes_minor)
        self.pay_row.show_total(total_minor, cash_minor, self._likely_minor)

    def retranslate(self) -> None:
        self.panel.retranslate()
        self.goods.retranslate()
        self.action_row.retranslate()
        self.pay_row.retranslate()
        if self._shown is not None:
            self.show_snapshot(self._shown)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        acts = {
            Qt.Key.Key_F2: self.goods.focus_search,
            Qt.Key.Key_F3: self.customer_wanted.emit,
            Qt.Key.Key_F4: self._discount,
            Qt.Key.Key_F5: self.parked_wanted.emit,
            Qt.Key.Key_F6: self.named_park_wanted.emit if shift else self._park,
            Qt.Key.Key_F7: self.refund_wanted.emit,
            Qt.Key.Key_F8: self._pay_note if shift else self.pay_row.exact.click,
            Qt.Key.Key_F9: self.shift_wanted.emit,
            Qt.Key.Key_F10: self.more_wanted.emit,
            Qt.Key.Key_F11: self._pay_qr if shift else self.pay_row.card.click,
            Qt.Key.Key_F12: self.pay_row.pay.click,
            Qt.Key.Key_Asterisk: self._quantity,
            Qt.Key.Key_Delete: self._delete,
            Qt.Key.Key_Insert: self._line_menu,
            Qt.Key.Key_Up: lambda: self.panel.lines.step(-1),
            Qt.Key.Key_Down: lambda: self.panel.lines.step(1),
            Qt.Key.Key_Plus: lambda: self._change(1),
            Qt.Key.Key_Minus: lambda: self._change(-1),
            Qt.Key.Key_Escape: self.goods.leave_search,
        }
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        with_ctrl = {
            Qt.Key.Key_L: self._till.lock,
            Qt.Key.Key_N: self.new_sale_wanted.emit,
            Qt.Key.Key_P: self.last_copy_wanted.emit,
            Qt.Key.Key_Tab: self._next_sale,
        }
        act = with_ctrl.get(Qt.Key(key)) if held else acts.get(Qt.Key(key))
        if act is not None:
            act()
        elif event.text().isprintable() and event.text().strip():
            # Typing anywhere on this screen is a search: the first letter is not lost.
            self.goods.search.edit().setFocus()
            self.goods.search.edit().insert(event.text())
        else:
            super().keyPressEvent(event)

    def _selected(self) -> int:
        return self._shown.selected if self._shown and self._shown.priced else 0

    def _quantity(self) -> None:
        if self._selected():
            self.quantity_wanted.emit(self._selected())

    def _discount(self) -> None:
        self.discount_wanted.emit(0)

    def _delete(self) -> None:
        if self._selected():
            self._till.remove(self._selected())

    def _line_menu(self) -> None:
        if self._selected():
            self.line_menu_wanted.emit(self._selected())

    def _change(self, by: int) -> None:
        if self._selected():
            self._till.change_quantity(self._selected(), by)

    def _next_sale(self) -> None:
        if self.panel.tabs.next():
            self.sale_wanted.emit(self.panel.tabs.next())

    def _park(self) -> None:
        self._till.park()

    def _pay_qr(self) -> None:
        if not self.pay_row.qr.isHidden():
            self.pay_row.qr.click()

    def _pay_note(self) -> None:
        if self._likely_minor:
            self._till.tender(TenderKind.CASH, self._likely_minor)

    # layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = event.size().width() < _COMPACT_PX
        wide = 432 if compact else max(520, round(event.size().width() * 0.38))
        self.panel.setFixedWidth(min(wide, 640))
        if compact == self._compact:
            return
        self._compact = compact
        self.panel.set_compact(compact)
        self.goods.set_compact(compact)
        self.action_row.set_compact(compact)
        if compact:
            self.panel.foot.addWidget(self.pay_row.give_pay())
        else:
            self.panel.foot.removeWidget(self.pay_row.pay)
            self.pay_row.take_pay_back()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)


def _one_note(likely_minor: tuple[int, ...], banknotes_minor: tuple[int, ...]) -> int:
    """The one-tap banknote: the smallest single note above the sum, else the smallest likely
    sum."""
    single = [amount for amount in likely_minor if amount in banknotes_minor]
    if single:
        return single[0]
    return likely_minor[0] if likely_minor else 0
