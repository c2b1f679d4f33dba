"""Prepayments and advances: what is open, taking more, handing over an order, paying a debt."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.barcode import is_receipt
from pos_desktop.domain.settlement import OpenSettlement
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.advances import settlement_words
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.dialogs.settlement_form import SettlementForm
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import money, vat_percent
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.one_modal import OneModal
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.i18n import t
from pos_desktop.operations.customers import is_card
from pos_desktop.operations.take_advance import AdvanceWish
from pos_desktop.ports import Event


class SettlementRow(Card):
    """One open advance, order or debt, and what can be done with it here."""

    pressed = Signal(object)

    def __init__(self, one: OpenSettlement, words: str) -> None:
        super().__init__(padding=12)
        self.one = one
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(ElidedLabel(one.name or t("advances.nameless"), theme.BODY, theme.MEDIUM))
        texts.addWidget(ElidedLabel(words, theme.SMALL, theme.REGULAR, "ink_soft"))
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addLayout(texts, 1)
        line.addWidget(Label(money(one.left_minor), theme.LARGE, theme.SEMIBOLD))
        self.act = KeyedButton("", arrange="row")
        if one.is_debt or one.has_goods:
            self.act.setText(t("advances.pay_debt" if one.is_debt else "advances.hand_over"))
            self.act.setAccessibleName(f"{self.act.label()}: {one.name}")
            self.act.clicked.connect(lambda: self.pressed.emit(one))
            line.addWidget(self.act)
        self.body().addLayout(line)


class AdvancesScreen(QWidget):
    """back_wanted: to the sale. Money is taken by the payment screen, which comes by itself."""

    back_wanted = Signal()

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._desk = shop.desks.advances
        self._modal = OneModal(self)
        self.rows: list[SettlementRow] = []
        self._back = KeyedButton(icon="arrow-left", key="Esc", arrange="row")
        self._title = Label("", theme.TITLE, theme.SEMIBOLD)
        self.search = SearchField(height=theme.TOUCH)
        self.take = KeyedButton(icon="plus", key="F2", kind="accent", arrange="row")
        self.prepay = KeyedButton(icon="receipt", key="F3", arrange="row")
        self.nothing = Nothing()
        self._build()
        self._back.clicked.connect(self.back_wanted)
        self.take.clicked.connect(self.take_advance)
        self.prepay.clicked.connect(self.take_prepayment)
        self.search.text_changed.connect(lambda _text: self._read())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    @property
    def dialog(self) -> QWidget | None:
        return self._modal.content

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addWidget(self.search, 1)
        acts = QHBoxLayout()
        acts.setSpacing(12)
        acts.addWidget(self.take)
        acts.addWidget(self.prepay)
        acts.addStretch(1)
        inside = QWidget()
        self._listed = QVBoxLayout(inside)
        self._listed.setContentsMargins(0, 0, 0, 0)
        self._listed.setSpacing(8)
        self._listed.addWidget(self.nothing, 1)
        self._listed.addStretch(0)
        area = ScrollArea(sideways=True)
        area.setWidget(inside)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addLayout(acts)
        rows.addWidget(area, 1)

    # the page

    def opened(self) -> None:
        self._read()

    def note(self, event: Event) -> None:
        """Nothing that happens behind the window changes what is open."""

    def take_scan(self, text: str) -> bool:
        """A receipt or a customer's card shows what is open of it; goods are sold."""
        if not is_receipt(text) and not is_card(self._shop.place, text):
            return False
        self._shop.till.ask(lambda: self._desk.of_scan(text), self._show_scanned)
        return True

    def _show_scanned(self, found: list[OpenSettlement]) -> None:
        """Enter goes on with the only one."""
        self._show(found)
        if not found:
            self.nothing.say("search", "advances.none_of_scan")
        elif len(found) == 1 and not self.rows[0].act.isHidden():
            self.rows[0].act.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        text = self.search.text()
        self._shop.till.ask(lambda: self._desk.open(text), self._show)
        shown = self._shop.till.current
        self.prepay.setEnabled(shown is not None and shown.priced is not None)

    def _show(self, found: list[OpenSettlement]) -> None:
        for row in self.rows:
            self._listed.removeWidget(row)
            row.deleteLater()
        self.rows = [SettlementRow(one, settlement_words(one, self._shop.zone)) for one in found]
        for place, row in enumerate(self.rows):
            row.pressed.connect(self._pressed)
            self._listed.insertWidget(place, row)
        self.nothing.setVisible(not found)
        if self.search.text().strip():
            self.nothing.say("search", "advances.none_found")
        else:
            self.nothing.say("history", "advances.empty")

    # acts

    def take_advance(self) -> None:
        form = SettlementForm(t("advances.take"), t("advances.take_detail"), rates=self._rates())
        form.confirmed.connect(lambda name, amount, vat: self._act(AdvanceWish(name, amount, vat)))
        self._open(form)

    def _act(self, wish: AdvanceWish) -> None:
        self._modal.close()
        self._shop.till.act(lambda: self._desk.take_advance(wish))

    def take_prepayment(self) -> None:
        """For the goods of the open sale; the whole sum is offered."""
        shown = self._shop.till.current
        if shown is None or shown.priced is None:
            return
        form = SettlementForm(
            t("advances.prepay"), t("advances.prepay_detail"), shown.priced.total_minor
        )

        def confirmed(name: str, amount_minor: int, _vat: str) -> None:
            self._modal.close()
            self._shop.till.act(lambda: self._desk.take_prepayment(name, amount_minor))

        form.confirmed.connect(confirmed)
        self._open(form)

    def _pressed(self, one: OpenSettlement) -> None:
        if not one.is_debt:
            finish = self._desk.finish
            self._shop.till.run(lambda: finish(one.sale_id), lambda _done: self.back_wanted.emit())
            return
        form = SettlementForm(t("advances.pay_debt"), one.name, one.left_minor, named=False)

        def confirmed(_name: str, amount_minor: int, _vat: str) -> None:
            self._modal.close()
            self._shop.till.act(lambda: self._desk.pay_debt(one.sale_id, amount_minor))

        form.confirmed.connect(confirmed)
        self._open(form)

    def _rates(self) -> tuple[tuple[str, str], ...]:
        """Rates of goods today, the highest first; without tax first where the shop pays none."""
        place = self._shop.place
        plain = [
            r for r in self._shop.country.vat.valid_on(place.clock.today()) if not r.calculated
        ]
        taxed = place.seller.tax_system == "osn"
        plain.sort(key=lambda r: -1 if r.percent is None else r.percent, reverse=taxed)
        return tuple(
            (r.code, t("advances.no_vat") if r.percent is None else vat_percent(r.code))
            for r in plain
        )

    def _open(self, content: DecisionFrame) -> None:
        self._modal.show(content, close_outside=True)
        proxy = content.focusProxy()
        if proxy is not None:
            proxy.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._back.setText(t("advances.back"))
        self._title.setText(t("advances.title"))
        self.search.set_placeholder(t("advances.search"))
        self.take.setText(t("advances.take"))
        self.prepay.setText(t("advances.prepay"))
        self._show([row.one for row in self.rows])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_Escape: self.back_wanted.emit,
            Qt.Key.Key_F2: self.take.click,
            Qt.Key.Key_F3: self.prepay.click,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
