"""The refund page: find the receipt, choose what comes back, give the money back; without a
receipt; exchange."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.domain.barcode import CodeKind, understand
from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.exchange_code import sale_id_of
from pos_desktop.domain.facts import RefundBegun, SoldLine
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui import theme
from pos_desktop.gui.desk_refund import EMPTY_BASKET, Basket, Opened
from pos_desktop.gui.models.refund import WAY, Choice
from pos_desktop.gui.screens.refund_find import FindCard
from pos_desktop.gui.screens.refund_goods import GoodsCard, PaperCard
from pos_desktop.gui.screens.refund_head import RefundHead
from pos_desktop.gui.screens.refund_middle import LinesCard, ReasonFoot
from pos_desktop.gui.screens.refund_money import AnswerCard, MoneyCard
from pos_desktop.gui.screens.refund_sums import Sums, show_sums
from pos_desktop.gui.screens.refund_waiting import RefundWaiting
from pos_desktop.gui.screens.refund_weighing import Weigh, no_scale
from pos_desktop.gui.screens.refund_words import done_words
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.i18n import t
from pos_desktop.operations.exchange import ExchangeRequest
from pos_desktop.operations.find_receipt import How, day_of, receipt_code
from pos_desktop.operations.give_back import GivenBack
from pos_desktop.operations.refund import LooseRequest, PaperReceipt
from pos_desktop.ports import Event

_COMPACT_PX = 1200


class RefundScreen(QWidget):
    """back_wanted: to the sale. correct_wanted(sale_id): to the page of corrections."""

    back_wanted = Signal()
    correct_wanted = Signal(str)

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._desk = shop.desks.refund
        self.mode = "receipt"
        self.choice: Choice | None = None
        self.basket: Basket = EMPTY_BASKET
        self.way = WAY
        self._busy = False
        self._to_stock = True
        self.head = RefundHead()
        self.finder = FindCard(shop.zone)
        self.paper = PaperCard()
        self.taken = GoodsCard()
        self.lines = LinesCard()
        self.brought = GoodsCard()
        self.foot = ReasonFoot()
        self.money = MoneyCard()
        self.answer = AnswerCard()
        self.waiting = RefundWaiting(self.answer, shop)
        self.weigh: Weigh = no_scale
        self._build()
        self._connect()
        self.retranslate()
        self.clear()

    def _build(self) -> None:
        self.left, self.middle, self.right = QStackedWidget(), QStackedWidget(), QStackedWidget()
        columns: tuple[tuple[QStackedWidget, tuple[QWidget, ...]], ...] = (
            (self.left, (self.finder, self.paper, self.taken)),
            (self.middle, (self.lines, self.brought)),
            (self.right, (self.money, self.answer)),
        )
        for column, widgets in columns:
            for widget in widgets:
                column.addWidget(widget)
        foot = Card(padding=0, spacing=0)
        foot.body().addWidget(self.foot)
        centre = QVBoxLayout()
        centre.setSpacing(12)
        centre.addWidget(self.middle, 1)
        centre.addWidget(foot)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.left)
        line.addLayout(centre, 1)
        line.addWidget(self.right)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addWidget(self.head)
        rows.addLayout(line, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.head.back_pressed.connect(self.leave)
        self.head.mode_chosen.connect(self.set_mode)
        self.head.correct_pressed.connect(
            lambda: self.correct_wanted.emit(
                self.choice.original.fact.sale_id if self.choice else ""
            )
        )
        self.finder.wanted.connect(self._look_for)
        self.finder.chosen.connect(self.open_sale)
        self.finder.customer_chosen.connect(
            lambda i: self._shop.till.ask(lambda: self._desk.of_customer(i), self._show_opened)
        )
        self.finder.field.cancelled.connect(self.setFocus)
        self.lines.all_pressed.connect(self.choose_all)
        self.lines.lines.changed.connect(self.choose)
        self.lines.lines.weigh_wanted.connect(self._weigh_line)
        for goods in (self.taken, self.brought):
            goods.product_chosen.connect(lambda i: self._add(product_id=i))
            goods.changed.connect(self._change_goods)
            goods.searched.connect(lambda text, g=goods: self._search(g, text))
            goods.search.cancelled.connect(self.setFocus)
        self.foot.stock_chosen.connect(self._all_to_stock)
        self.foot.changed.connect(self.redraw)
        self.money.way_chosen.connect(self._use_way)
        self.money.go_pressed.connect(self.go)
        for ended in (self._shop.till.refused, self._shop.till.blocked, self._shop.till.failed):
            ended.connect(self._idle)
        self.answer.first_pressed.connect(lambda: self._answered(True))
        self.answer.second_pressed.connect(lambda: self._answered(False))
        self.answer.third_pressed.connect(self.waiting.ask_again)
        self.waiting.finished.connect(self._after_answer)

    # ------------------------------------------------------------------ the page

    def opened(self) -> None:
        """Whatever waits for an answer comes first."""
        self._shop.till.ask(self._desk.unfinished, self._show_waiting)
        if self.right.currentWidget() is self.answer and not self.waits:
            self.clear()

    @property
    def waits(self) -> bool:
        """Money at a terminal has to be answered first."""
        return self.waiting.begun is not None

    def note(self, event: Event) -> None:
        """A device tells what became of the money."""
        self.waiting.note(event)

    def take_scan(self, text: str) -> bool:
        """A receipt opens it; goods of the receipt are chosen; in the other modes goods are
        added."""
        code = understand(text)
        if self.waits:
            return True
        if code.kind is CodeKind.RECEIPT and self.mode == "loose" and not sale_id_of(text):
            self._paper_from(text)
            return True
        if code.kind is CodeKind.RECEIPT:
            self.set_mode("receipt" if self.mode == "loose" else self.mode)
            gift = sale_id_of(text)
            if gift:
                # A gift receipt names its sale; it tells nothing else.
                self.open_sale(gift)
                return True
            self.finder.show_code(text)
            self._look_for(How.QR.value, text)
            return True
        if self.mode != "receipt":
            self._add(code=text)
            return True
        if self.choice is None and self.finder.how is How.CUSTOMER:
            self._look_for(How.CUSTOMER.value, text)
            return True
        if self.choice is None or code.kind is CodeKind.MISREAD:
            return False
        found = self.choice.scanned(code.marking) if code.marking else None
        for lookup in code.lookups if found is None else ():
            found = found or self.choice.scanned_product(lookup)
        if found is None:
            self._shop.till.refused.emit(RefusalError("refund.not_on_receipt", code=code.text))
        else:
            self.choose(found)
        return True

    def leave(self) -> None:
        self.clear()
        self.back_wanted.emit()

    def clear(self) -> None:
        """Nothing found, nothing chosen."""
        self.choice, self.basket, self.way = None, EMPTY_BASKET, WAY
        self.waiting.forget()
        self._all_to_stock(True)
        self.foot.reset()
        self.money.clear_contact()
        self.paper.show_texts({})
        self.finder.show_nothing()
        self.finder.use(How.QR)
        self.right.setCurrentWidget(self.money)
        self.set_mode("receipt")

    def set_mode(self, mode: str) -> None:
        self.mode = mode
        self.way = WAY if mode != "loose" else TenderKind.CASH.value
        self.basket = EMPTY_BASKET
        self.head.show_mode(mode)
        self.left.setCurrentWidget({"loose": self.paper, "exchange": self.taken}.get(
            mode, self.finder))  # fmt: skip
        self.middle.setCurrentWidget(self.brought if mode == "loose" else self.lines)
        if mode == "exchange" and self.choice is None:
            self.left.setCurrentWidget(self.finder)
        self.redraw()

    # ------------------------------------------------------------------ the receipt

    def open_sale(self, sale_id: str) -> None:
        """Show the receipt of this sale."""
        self._shop.till.ask(lambda: self._desk.open(sale_id), self._show_opened)

    def _look_for(self, how: str, text: str) -> None:
        self._shop.till.ask(lambda: self._desk.find(How(how), text), self._show_opened)

    def _show_opened(self, opened: Opened) -> None:
        if opened.original is None:
            self.choice = None
            self.finder.show_found(opened)
        else:
            self.choice, self.way = Choice(opened.original, self._shop.country.vat), WAY
            self.finder.show_original(opened.original, signed=opened.signed)
            if self.mode == "exchange":
                self.left.setCurrentWidget(self.taken)
            self.setFocus()
        self.redraw()

    def choose(self, choice: Choice) -> None:
        self.choice = choice
        self.redraw()

    def choose_all(self) -> None:
        """All that is left, or nothing where all of it is chosen."""
        if self.choice is None:
            return
        everything = self.choice.everything()
        same = self.choice.wishes == everything.wishes and bool(everything.wishes)
        self.choose(self.choice.nothing() if same else everything)

    def _all_to_stock(self, to_stock: bool) -> None:
        self.foot.show_stock(to_stock)
        self._to_stock = to_stock
        if self.choice is not None:
            self.choice = self.choice.all_to_stock(to_stock)
        self.redraw()

    def _use_way(self, way: str) -> None:
        self.way = way
        self.redraw()

    def _weigh_line(self, n: int) -> None:
        if self.choice is not None:
            line = self.choice.line(n)
            self.weigh(_product_of(line), lambda grams: self._weighed(n, grams))

    def _weighed(self, n: int, weight_grams: int) -> None:
        if self.choice is None:
            return
        if weight_grams > self.choice.left(n):
            name = self.choice.line(n).name
            left = self.choice.left(n)
            self._shop.till.refused.emit(
                RefusalError("refund.too_much", name=name, left=left, wanted=weight_grams)
            )
            return
        self.choose(self.choice.with_qty(n, weight_grams))

    # ------------------------------------------------------------------ goods

    def _add(self, code: str = "", product_id: str = "", weight_grams: int = 0) -> None:
        sale = self.basket.sale
        known = self.choice.original.fact.customer_id if self.choice else ""
        self._shop.till.ask(
            lambda: self._desk.add(sale, code, product_id, weight_grams, customer_id=known),
            self._show_basket,
        )

    def _change_goods(self, line_id: int, thousandths: int) -> None:
        sale = self.basket.sale
        if sale is not None:
            self._shop.till.ask(
                lambda: self._desk.set_quantity(sale, line_id, thousandths), self._show_basket
            )

    def _show_basket(self, basket: Basket) -> None:
        self.basket = basket
        self.redraw()
        if basket.wanted is not None:
            product = basket.wanted
            self.weigh(
                product, lambda grams: self._add(product_id=product.product_id, weight_grams=grams)
            )

    def _search(self, goods: GoodsCard, text: str) -> None:
        catalogue = self._shop.catalogue
        self._shop.till.ask(lambda: catalogue.search(text, 5), goods.show_hits)

    # ------------------------------------------------------------------ the act

    def sums(self) -> Sums:
        """What the right side shows."""
        choice = replace(self.choice, way=self.way) if self.choice is not None else None
        return Sums(self.mode, choice, self.basket, self.way)

    def redraw(self) -> None:
        sums = self.sums()
        self.lines.show_choice(sums.choice)
        self.taken.show_basket(self.basket.priced)
        self.brought.show_basket(self.basket.priced)
        self.head.exchange.setEnabled(self.mode == "exchange" or self.choice is not None)
        show_sums(self.money, sums, busy=self._busy)

    def go(self) -> None:
        """The red button: check, store, and say what is to be handed over."""
        if self._busy or not self.money.go.isEnabled():
            return
        act = self._act()
        if act is None:
            return
        self._busy = True
        self.redraw()
        self._shop.till.run(act, self.show_done)

    def _idle(self, *_what: object) -> None:
        """What was asked for has been answered: the button may be pressed again."""
        if self._busy:
            self._busy = False
            self.redraw()

    def _act(self) -> Callable[[], GivenBack | RefundBegun] | None:
        reason, contact = self.foot.reason(), self.money.contact()
        desk, basket = self._desk, self.basket.sale
        if self.mode == "loose" and basket is not None:
            paper = self._paper()
            if paper is None:
                return None
            off = frozenset() if self._to_stock else frozenset(x.line_id for x in basket.lines)
            loose = LooseRequest(basket, reason, self.way, off, paper, contact)
            return lambda: desk.give_back_without_receipt(loose)
        if self.choice is None:
            return None
        way = WAY if self.mode == "exchange" else self.way
        request = replace(self.choice, way=way, reason=reason, contact=contact).request()
        if self.mode == "exchange" and basket is not None:
            more_by = TenderKind.CARD if self.way == "card" else TenderKind.CASH
            exchange = ExchangeRequest(request, basket, more_by)
            return lambda: desk.exchange(exchange)
        return lambda: desk.give_back(request)

    def _paper(self) -> PaperReceipt | None:
        """What was typed from the paper; None where its day cannot be read."""
        text = self.paper.text("day")
        try:
            day = day_of(text, self._shop.place.clock.today()) if text else None
        except RefusalError as error:
            self._shop.till.refused.emit(error)
            return None
        return PaperReceipt(
            self.paper.text("fn"), self.paper.text("fd"), self.paper.text("fp"), day
        )

    def _paper_from(self, text: str) -> None:
        """Fill in what the code of another register's receipt says."""
        try:
            code = receipt_code(text)
        except RefusalError as error:
            self._shop.till.refused.emit(error)
            return
        day = code.made_at.strftime("%d.%m.%Y")
        self.paper.show_texts({"day": day, "fn": code.fn, "fd": code.fd, "fp": code.fp})

    def show_done(self, done: GivenBack | RefundBegun) -> None:
        """Ask what the terminal did, or say what is to be handed over."""
        self._idle()
        if isinstance(done, RefundBegun):
            self._show_waiting(done)
            return
        word, amount_minor, made = done_words(done)
        self.waiting.forget()
        self.answer.say(word, amount_minor, t("refund.done.title"), made)
        self.answer.offer(t("refund.done.ready"))
        self.right.setCurrentWidget(self.answer)
        self.setFocus()

    def _show_waiting(self, begun: RefundBegun | None) -> None:
        if begun is None:
            return
        self.waiting.show_begun(begun)
        self.right.setCurrentWidget(self.answer)
        self.setFocus()

    def _answered(self, went: bool) -> None:
        if not self.waits:
            self.leave()
            return
        self.waiting.answer(went)

    def _after_answer(self, done: GivenBack | None) -> None:
        if done is not None:
            self.show_done(done)
            return
        self.right.setCurrentWidget(self.money)
        self.redraw()

    # ------------------------------------------------------------------ words, keys, layout

    def retranslate(self) -> None:
        for part in (self.head, self.finder, self.paper, self.lines, self.foot, self.money):
            part.retranslate()
        self.taken.say(t("refund.taken"), t("refund.taken_hint"))
        self.brought.say(t("refund.brought"), t("refund.brought_hint"))
        self.redraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        lines = self.lines.lines
        acts: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Escape: self.leave,
            Qt.Key.Key_F2: self._focus_field,
            Qt.Key.Key_F3: lambda: self.head.toggle("loose"),
            Qt.Key.Key_F4: self.head.exchange.click,
            Qt.Key.Key_F5: self.choose_all,
            Qt.Key.Key_F6: self.head.correct.click,
            Qt.Key.Key_F7: lambda: self._press(self.answer.third),
            Qt.Key.Key_F8: lambda: self._press(self.answer.second),
            Qt.Key.Key_F12: self._f12,
            Qt.Key.Key_Up: lambda: lines.go(-1),
            Qt.Key.Key_Down: lambda: lines.go(1),
            Qt.Key.Key_Plus: lambda: lines.step_current(1),
            Qt.Key.Key_Minus: lambda: lines.step_current(-1),
            Qt.Key.Key_Asterisk: lines.weigh_current,
        }
        act = acts.get(event.key())
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def _press(self, button: QAbstractButton) -> None:
        if self.right.currentWidget() is self.answer and button.isVisible():
            button.click()

    def _f12(self) -> None:
        front = self.right.currentWidget()
        (self.answer.first if front is self.answer else self.money.go).click()

    def _focus_field(self) -> None:
        front = self.left.currentWidget()
        field = self.brought.search if self.mode == "loose" else self.finder.field
        (self.taken.search if front is self.taken else field).edit().setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = event.size().width() < _COMPACT_PX
        self.left.setFixedWidth(280 if compact else 344)
        self.right.setFixedWidth(280 if compact else 340)
        self.head.set_compact(compact)
        self.finder.set_compact(compact)
        self.lines.lines.set_compact(compact)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)


def _product_of(line: SoldLine) -> Product:
    """What the scale's dialog shows of a line that was sold."""
    return Product(
        line.product_id, "", line.name, line.category_id, line.price_minor, line.vat,
        unit=Unit(line.unit), weighed=True,
    )  # fmt: skip
