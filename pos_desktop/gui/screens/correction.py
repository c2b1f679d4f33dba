"""Putting a receipt right: which one, what was wrong, and both documents before they are made."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.domain.barcode import CodeKind, understand
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import RefundBegun
from pos_desktop.gui import theme
from pos_desktop.gui.desk_refund import EMPTY_BASKET, Basket, Opened, Preview
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.screens.correction_lines import RightLines
from pos_desktop.gui.screens.correction_side import CorrectionSide
from pos_desktop.gui.screens.refund_find import FindCard
from pos_desktop.gui.screens.refund_goods import GoodsCard
from pos_desktop.gui.screens.refund_weighing import Weigh, no_scale
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, ChoiceCard
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.i18n import t
from pos_desktop.operations.correct import CorrectionRequest, MissedRequest
from pos_desktop.operations.find_receipt import How, day_of
from pos_desktop.operations.give_back import GivenBack
from pos_desktop.operations.refund import Original, local_day

_COMPACT_PX = 1200
_PLAN_MS = 150
WRONG = ("tender", "lines", "missed")
_KINDS = ("cash", "card", "qr")


class CorrectionScreen(QWidget):
    """back_wanted: to the refund; corrected(GivenBack): it is stored."""

    back_wanted = Signal()
    corrected = Signal(object)

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._desk = shop.desks.refund
        self.original: Original | None = None
        self.basket: Basket = EMPTY_BASKET
        self.wrong = "tender"
        self.kind = ""
        self.back = KeyedButton(icon="arrow-left", key="Esc", arrange="row")
        self._title = Label("", theme.TITLE, theme.SEMIBOLD)
        self._hint = ElidedLabel("", theme.BODY, theme.REGULAR, "muted")
        self._wrongs = {name: KeyedButton(arrange="row") for name in WRONG}
        self.finder = FindCard(shop.zone)
        self._kinds = {kind: ChoiceCard() for kind in _KINDS}
        self._kind_title = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True)
        self.lines = RightLines()
        self._lines_title = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True)
        self._lines_hint = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self.goods = GoodsCard()
        self.day = SearchField(icon="calendar", height=theme.TOUCH)
        self._missed_kinds = {kind: KeyedButton(arrange="row") for kind in _KINDS}
        self.side = CorrectionSide()
        self.weigh: Weigh = no_scale
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._plan)
        self._build()
        self._connect()
        self.retranslate()
        self.clear()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self._title)
        head.addWidget(self._hint, 1)
        head.addStretch(0)
        self.back.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        wrongs = QHBoxLayout()
        wrongs.setSpacing(8)
        for button in self._wrongs.values():
            button.setCheckable(True)
            wrongs.addWidget(button, 1)
        self._kind_card = Card(padding=16, spacing=8)
        self._kind_card.body().addWidget(self._kind_title)
        for card in self._kinds.values():
            self._kind_card.body().addWidget(card)
        self._kind_card.body().addStretch(1)
        self._editor = QStackedWidget()
        lines = Card(padding=0, spacing=0)
        titles = QVBoxLayout()
        titles.setContentsMargins(16, 12, 16, 12)
        titles.addWidget(self._lines_title)
        titles.addWidget(self._lines_hint)
        lines.body().addLayout(titles)
        lines.body().addWidget(self.lines, 1)
        for widget in (self._kind_card, lines, self.goods):
            self._editor.addWidget(widget)
        middle = QVBoxLayout()
        middle.setSpacing(12)
        middle.addLayout(wrongs)
        kinds = QHBoxLayout()
        kinds.setSpacing(8)
        kinds.addWidget(self.day, 2)
        for button in self._missed_kinds.values():
            button.setCheckable(True)
            kinds.addWidget(button, 1)
        middle.addLayout(kinds)
        middle.addWidget(self._editor, 1)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.finder)
        line.addLayout(middle, 1)
        line.addWidget(self.side)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addLayout(line, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.back.clicked.connect(self.leave)
        for name, button in self._wrongs.items():
            button.clicked.connect(lambda _on=False, n=name: self.set_wrong(n))
        for kind, card in self._kinds.items():
            card.clicked.connect(lambda _on=False, k=kind: self.use_kind(k))
        for kind, button in self._missed_kinds.items():
            button.clicked.connect(lambda _on=False, k=kind: self.use_kind(k))
        self.finder.wanted.connect(self._look_for)
        self.finder.chosen.connect(self.open_sale)
        self.finder.customer_chosen.connect(
            lambda i: self._shop.till.ask(lambda: self._desk.of_customer(i), self._show_opened)
        )
        self.finder.field.cancelled.connect(self.setFocus)
        self.lines.changed.connect(self._soon)
        self.day.text_changed.connect(lambda _text: self._soon())
        self.goods.product_chosen.connect(lambda i: self._add(product_id=i))
        self.goods.changed.connect(self._change_goods)
        self.goods.searched.connect(self._search)
        self.side.changed.connect(self._soon)
        self.side.go_pressed.connect(self.go)

    # ------------------------------------------------------------------ what was wrong

    def clear(self) -> None:
        self.original, self.basket, self.kind = None, EMPTY_BASKET, ""
        self.side.clear()
        self.day.clear()
        self.finder.show_nothing()
        self.finder.use(How.QR)
        self.lines.show_lines((), self._shop.country.vat, self._shop.place.clock.today())
        self.goods.show_basket(None)
        self.set_wrong("tender")

    def leave(self) -> None:
        self.clear()
        self.back_wanted.emit()

    def set_wrong(self, wrong: str) -> None:
        self.wrong = wrong
        for name, button in self._wrongs.items():
            button.setChecked(name == wrong)
        missed = wrong == "missed"
        self.day.setVisible(missed)
        self.finder.setVisible(not missed)
        for button in self._missed_kinds.values():
            button.setVisible(missed)
        self._editor.setCurrentIndex(WRONG.index(wrong))
        if missed and not self.kind:
            self.kind = "cash"
        self._show_kinds()
        self._soon()

    def use_kind(self, kind: str) -> None:
        self.kind = kind
        self._show_kinds()
        self._soon()

    def open_sale(self, sale_id: str) -> None:
        self._shop.till.ask(lambda: self._desk.open(sale_id), self._show_opened)

    def take_scan(self, text: str) -> bool:
        if understand(text).kind is CodeKind.RECEIPT:
            self.finder.show_code(text)
            self._look_for(How.QR.value, text)
        elif self.wrong == "missed":
            self._add(code=text)
        elif self.finder.how is How.CUSTOMER:
            self._look_for(How.CUSTOMER.value, text)
        else:
            return False
        return True

    def _look_for(self, how: str, text: str) -> None:
        self._shop.till.ask(lambda: self._desk.find(How(how), text), self._show_opened)

    def _show_opened(self, opened: Opened) -> None:
        self.original = opened.original
        if opened.original is None:
            self.finder.show_found(opened)
        else:
            self.finder.show_original(opened.original, signed=opened.signed)
            fact, place = opened.original.fact, self._shop.place
            day = local_day(place, opened.original.detail.row.occurred_at_us)
            self.lines.show_lines(fact.lines, self._shop.country.vat, day)
            self.kind = ""
            self.setFocus()
        self._show_kinds()
        self._soon()

    def _show_kinds(self) -> None:
        was = {x.kind for x in self.original.fact.tenders} if self.original else set()
        for kind, card in self._kinds.items():
            detail = t("refund.fix.was") if was == {kind} and self.wrong == "tender" else ""
            card.set_texts(t(f"refund.fix.kind_{kind}"), detail)
            card.setChecked(kind == self.kind)
            self._missed_kinds[kind].setText(t(f"refund.fix.kind_{kind}"))
            self._missed_kinds[kind].setChecked(kind == self.kind)

    # ------------------------------------------------------------------ what will be made

    def _soon(self) -> None:
        self.side.go.setEnabled(False)
        self._timer.start(_PLAN_MS)

    def request(self) -> CorrectionRequest | MissedRequest | None:
        """What the page says, None while it says nothing; RefusalError for an unreadable day."""
        reason, number = self.side.reason.text(), self.side.order_number()
        if self.wrong == "missed":
            if self.basket.sale is None or not self.day.text().strip():
                return None
            day = day_of(self.day.text().strip(), self._shop.place.clock.today())
            return MissedRequest(self.basket.sale, self.kind, day, reason, number)
        if self.original is None:
            return None
        if self.wrong == "tender":
            if not self.kind:
                return None
            money = ((self.kind, self.original.fact.total_minor),)
            return CorrectionRequest(reason, money, order_number=number)
        lines = self.lines.lines()
        return CorrectionRequest(reason, lines=lines, order_number=number) if lines else None

    def _plan(self) -> None:
        try:
            request = self.request()
        except RefusalError as error:
            self.side.show_receipts((), message_for(error).detail)
            return
        if request is None:
            self.side.show_receipts((), t(f"refund.fix.hint_{self.wrong}"))
            return
        sale_id = self.original.fact.sale_id if self.original else ""
        self._shop.till.ask(lambda: self._desk.preview(sale_id, request), self._show_preview)

    def _show_preview(self, preview: Preview) -> None:
        note = message_for(preview.error).detail if preview.error is not None else ""
        self.side.show_receipts(preview.receipts, note)

    def go(self) -> None:
        request = self.request()
        if request is None or not self.side.go.isEnabled():
            return
        sale_id = self.original.fact.sale_id if self.original else ""
        self._shop.till.run(lambda: self._desk.correct(sale_id, request), self._done)

    def _done(self, done: GivenBack | RefundBegun) -> None:
        self.clear()
        self.corrected.emit(done)

    # ------------------------------------------------------------------ goods

    def _add(self, code: str = "", product_id: str = "", weight_grams: int = 0) -> None:
        sale = self.basket.sale
        self._shop.till.ask(
            lambda: self._desk.add(sale, code, product_id, weight_grams), self._show_basket
        )

    def _change_goods(self, line_id: int, thousandths: int) -> None:
        sale = self.basket.sale
        if sale is not None:
            self._shop.till.ask(
                lambda: self._desk.set_quantity(sale, line_id, thousandths), self._show_basket
            )

    def _show_basket(self, basket: Basket) -> None:
        self.basket = basket
        self.goods.show_basket(basket.priced)
        self._soon()
        if basket.wanted is not None:
            product_id = basket.wanted.product_id
            self.weigh(
                basket.wanted, lambda grams: self._add(product_id=product_id, weight_grams=grams)
            )

    def _search(self, text: str) -> None:
        catalogue = self._shop.catalogue
        self._shop.till.ask(lambda: catalogue.search(text, 5), self.goods.show_hits)

    # ------------------------------------------------------------------ words, keys, layout

    def retranslate(self) -> None:
        self.back.setText(t("refund.fix.back"))
        self._title.setText(t("refund.correct"))
        self._hint.setText(t("refund.fix.how"))
        for name, button in self._wrongs.items():
            button.setText(t(f"refund.fix.wrong_{name}"))
        self._kind_title.setText(t("refund.fix.paid_by"))
        self._lines_title.setText(t("refund.fix.lines"))
        self._lines_hint.setText(t("refund.fix.lines_hint"))
        self.goods.say(t("refund.fix.goods"), t("refund.brought_hint"))
        self.day.set_placeholder(t("refund.fix.day"))
        self.finder.retranslate()
        self.side.retranslate()
        self._show_kinds()
        self._soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key == Qt.Key.Key_F12:
            self.side.go.click()
        elif key == Qt.Key.Key_F2:
            self.finder.field.edit().setFocus()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = event.size().width() < _COMPACT_PX
        self.finder.setFixedWidth(280 if compact else 344)
        self.finder.set_compact(compact)
        self.side.setFixedWidth(280 if compact else 340)
        self._hint.setVisible(not compact)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
