"""The register's window: top bar, a line for what needs attention, and the screens.

The selling screens and all they need are imported when the shop opens, after the first picture.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop import i18n
from pos_desktop.gui import theme
from pos_desktop.gui.attention import Attention
from pos_desktop.gui.screens.signin import SignInScreen
from pos_desktop.gui.widgets.topbar import TopBar
from pos_desktop.i18n import t

if TYPE_CHECKING:
    from pos_desktop.domain.errors import PosError
    from pos_desktop.gui.desk import Snapshot
    from pos_desktop.gui.goods_import import GoodsImport
    from pos_desktop.gui.messages import Message
    from pos_desktop.gui.session import Shop
    from pos_desktop.ports import Event

_IDLE_CHECK_MS = 5_000
_OF_A_SCAN = ("scan.unknown", "scan.misread", "sale.needs_marking", "marking.no_separator")


class RegisterWindow(QWidget):
    """Shown before anything is read from disk; open_shop() fills it when the register is ready.

    first_painted: the skeleton is on screen, the rest may start. opened: people can be let in.
    closed: the person leaves.
    """

    first_painted = Signal()
    opened = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("register")
        # A panel covers the register, and nothing else that stands in the same window.
        self.setProperty("holds_modals", True)
        self._painted = False
        self._shop: Shop | None = None
        self.goods_import: GoodsImport | None = None
        self.training: QWidget | None = None
        self.signin = SignInScreen()
        self.bar = TopBar()
        self.attention = Attention()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.signin)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.bar)
        rows.addWidget(self.attention)
        rows.addWidget(self.pages, 1)
        self.bar.hide()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)
        self.resize(QSize(1366, 768))
        self.setMinimumSize(1024, 700)
        self._tick()

    @property
    def shop(self) -> Shop | None:
        """The open shop, None before it is open."""
        return self._shop

    # ------------------------------------------------------------------ the shop opens

    def open_shop(self, shop: Shop) -> None:
        """Everything is ready: build the screens and let people in."""
        from pos_desktop.gui.texts import use_currency

        self._shop = shop
        use_currency(shop.country.currency)
        self._build(shop)
        self._connect(shop)
        self.sale.goods.show_catalogue(shop.categories, shop.favourites)
        self.retranslate()
        shop.till.restore()
        self._clock.start(_IDLE_CHECK_MS)
        self.opened.emit()

    def _build(self, shop: Shop) -> None:
        from pos_desktop.gui.cash_moves import CashMoves
        from pos_desktop.gui.choices import Choices
        from pos_desktop.gui.copies import Copies
        from pos_desktop.gui.customer.side import CustomerSide
        from pos_desktop.gui.customers import Customers
        from pos_desktop.gui.decisions import Decisions
        from pos_desktop.gui.idle_lock import IdleLock
        from pos_desktop.gui.menu_bar import MenuBar
        from pos_desktop.gui.offer import Offer
        from pos_desktop.gui.pages import Pages
        from pos_desktop.gui.payment_choices import PaymentChoices
        from pos_desktop.gui.people import People
        from pos_desktop.gui.screens.payment import PaymentScreen
        from pos_desktop.gui.screens.sale import SaleScreen
        from pos_desktop.gui.second_word import SecondWord
        from pos_desktop.gui.shift_watch import ShiftWatch
        from pos_desktop.gui.sounds import Sounds, system_player
        from pos_desktop.gui.status import StatusBoard
        from pos_desktop.gui.terminal_talk import TerminalTalk
        from pos_desktop.gui.weighing import Weighing
        from pos_desktop.gui.widgets.onscreen_keyboard import OnScreenKeyboard
        from pos_desktop.gui.widgets.toast import Toast

        self.toast = Toast(self)
        # Above the pay row, so that the next sale need not wait for a notice to go.
        self.toast.set_bottom(theme.PAY_HEIGHT + 24)
        self.keyboard = OnScreenKeyboard(self)
        self.sale = SaleScreen(shop.till, shop.country, shop.place.payments)
        self.offer = Offer(self.sale.goods, shop)
        self.beside = Pages(self.pages, shop, self._back_to_sale, self._page_built)
        self.payment = PaymentScreen(shop)
        self.people = People(self.signin, shop, self.attention)
        self.status = StatusBoard(shop, self.bar, self.people, self.attention)
        self.weighing = Weighing(self, shop)
        self.choices = Choices(self, shop)
        self.cash_moves = CashMoves(self, shop, self._say)
        self.shift_watch = ShiftWatch(shop, self.attention)
        self.idle = IdleLock(self, shop)
        self.customers = Customers(self, shop, self.open_page, self.beside)
        self.customers.listen(self.sale, self.payment)
        self.payment_choices = PaymentChoices(self.payment, shop, self.customers.pay_by_certificate)
        self.second_word = SecondWord(self, shop, self.scanned)
        self.decisions = Decisions(self, shop, self._say, self.offer.refresh)
        self.copies = Copies(self, shop)
        self.sounds = Sounds(system_player() if shop.sounds else None)
        self.customer_side = CustomerSide(shop)
        self.terminal = TerminalTalk(
            shop, self.payment, self.attention, self._say, self.beside.current
        )
        self.menus = MenuBar(
            self, self.open_page, self._acts(shop), self.terminal.is_missing, shop.want_pages
        )
        for page in (self.sale, self.payment):
            self.pages.addWidget(page)

    def _connect(self, shop: Shop) -> None:
        till = shop.till
        till.changed.connect(self._show)
        till.completed.connect(self._completed)
        till.refused.connect(self._refused)
        till.failed.connect(self._failed)
        till.blocked.connect(self.second_word.ask)
        shop.bridge.happened.connect(self._happened)
        self.signin.signed_in_requested.connect(till.sign_in)
        self.signin.language_chosen.connect(self.set_language)
        self.sale.pay_wanted.connect(till.begin_payment)
        self.sale.shift_wanted.connect(self.show_shift_menu)
        self.sale.refund_wanted.connect(lambda: self.open_page("refund"))
        self.sale.more_wanted.connect(self.show_more)
        self.sale.quantity_wanted.connect(self.choices.quantity)
        self.sale.discount_wanted.connect(self.choices.discount)
        self.sale.line_menu_wanted.connect(self.decisions.line_menu)
        self.sale.why_wanted.connect(self.decisions.why)
        self.sale.parked_wanted.connect(self.choices.parked)
        open_sales, papers = shop.desks.open_sales, shop.desks.papers
        self.sale.new_sale_wanted.connect(lambda: till.run(open_sales.add))
        self.sale.sale_wanted.connect(lambda n: till.run(lambda: open_sales.show(n)))
        self.sale.named_park_wanted.connect(self.choices.park_named)
        self.sale.last_copy_wanted.connect(lambda: till.run(papers.copy_of_last))
        self.sale.goods.held.connect(self._tile_held)
        self.sale.goods.moved.connect(self.decisions.move_favourite)
        self.payment.back_wanted.connect(till.leave_payment)
        self.pages.currentChanged.connect(lambda _at: self.terminal.page_changed())
        self.keyboard.height_changed.connect(self._lift_panels)
        self.attention.search_wanted.connect(self.sale.goods.focus_search)
        self.attention.page_wanted.connect(self.open_page)
        self.bar.pill_pressed.connect(self.beside.look_at)

    def show_page(self, page: QWidget) -> None:
        """Show a page that is not of the selling: the first run."""
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def leave_page(self, page: QWidget) -> None:
        """Back to sign-in; the page is taken out."""
        self.pages.setCurrentWidget(self.signin)
        self.pages.removeWidget(page)

    def show_failure(self, message: Message) -> None:
        """The register could not be opened: say why in place of the people."""
        self.attention.set_allowed(True)
        self.attention.show("opening", message)

    # ------------------------------------------------------------------ what happens

    def _show(self, shown: Snapshot) -> None:
        if self.goods_import is not None:
            self.goods_import.show_snapshot(shown)
        if shown.staff is None:
            self._close_panels()
            self._page(self.signin)
            self.people.show_snapshot(shown)
            return
        self._show_bar(shown)
        front = self.pages.currentWidget()
        before_sale = self.shift_watch.page_for(shown, arriving=front is self.signin)
        if before_sale:
            self._before_sale(before_sale)
        elif shown.payment is not None:
            self._page(self.payment)
        elif front in (self.signin, self.payment) or self.beside.current() == "shift_open":
            self._page(self.sale)
            self.beside.forget("shift_open")
        self.shift_watch.look(shown)
        self.weighing.show_wanted(shown.wanted)
        self.decisions.show_snapshot(shown)

    def _before_sale(self, name: str) -> None:
        """The page that stands before selling; what one looks at beside it stays in front."""
        front = self.pages.currentWidget()
        beside = self.beside.current()
        if front in (self.signin, self.sale, self.payment) or beside == "shift_close" != name:
            self._open_page(name)

    def _completed(self, _shown: Snapshot) -> None:
        self.sounds.play("paid")
        self.attention.forget("scan")
        if self.pages.currentWidget() is self.payment:
            self._page(self.sale)

    def _refused(self, error: PosError) -> None:
        from pos_desktop.gui.messages import message_for

        if self.decisions.take_refusal(error):
            self.sounds.play("decision")
            return
        message = message_for(error)
        if error.code.startswith("signin."):
            self.people.refuse(message)
            return
        if error.code in _OF_A_SCAN:
            self.sounds.play("refused")
            if self.goods_import is not None:
                self.goods_import.note_scan(message)
            self.attention.show_scan(message, searchable=error.code == "scan.unknown")
            return
        if message.level == "danger":
            self.attention.show("storage", message)
            return
        self.toast.show_text(f"{message.title}. {message.detail}", icon="triangle-alert")

    def _failed(self, text: str) -> None:
        self.toast.show_text(t("messages.bug", text=text), icon="triangle-alert", seconds=8.0)

    def _happened(self, event: Event) -> None:
        from pos_desktop.ports import BarcodeScanned, ScaleCommanded, WeightRead

        if isinstance(event, BarcodeScanned):
            self.scanned(event.text)
        elif isinstance(event, WeightRead):
            self.weighing.show_reading(event)
            self.status.show_weight(event)
            self.beside.note(event)
        elif isinstance(event, ScaleCommanded):
            self.weighing.show_outcome(event)
        else:
            self.status.show_event(event)
            self.beside.note(event)
            self.copies.note(event)

    def scanned(self, text: str) -> None:
        """A scan means goods wherever one is, but for a decision that is open."""
        if self._shop is None:
            return
        from pos_desktop.domain.barcode import plain_scan

        text = plain_scan(text)
        self.idle.touched()
        if self.second_word.take_scan(text):
            return
        self.attention.forget("scan")
        if self.decisions.take_scan(text) or self.customers.take_scan(text):
            return
        if self.beside.take_scan(text) or self._took_receipt(text):
            return
        if self.beside.is_asking():
            self.sounds.play("refused")
            self._say(t("window.scan_waits"), "triangle-alert")
            return
        if self.beside.current():
            self._page(self.sale)
        self.weighing.close()
        self.choices.close()
        self._shop.till.scan(text, self.sale.goods.take_count())

    def _took_receipt(self, text: str) -> bool:
        """A receipt's code opens the refund with it, unless a sale is being paid."""
        from pos_desktop.domain.barcode import is_receipt

        selling = self.pages.currentWidget() is self.sale or bool(self.beside.current())
        if not selling or not is_receipt(text):
            return False
        self.open_page("refund")
        return self.beside.take_scan(text)

    # ------------------------------------------------------------------ pages

    def open_page(self, name: str) -> None:
        """Show a page of pages.py over the sale, which stays as it is."""
        if self._shop is None or self.pages.currentWidget() is self.signin:
            return
        self._open_page(name)

    def _open_page(self, name: str) -> None:
        self.bar.setVisible(True)
        self.attention.set_allowed(True)
        self.beside.show(name)

    def show_more(self) -> None:
        self.menus.more()

    def show_shift_menu(self) -> None:
        self.menus.shift()

    def _acts(self, shop: Shop) -> dict[str, Callable[[], None]]:
        """What the entries of menus.py do, by their names."""
        till, papers = shop.till, shop.desks.papers
        return {
            "note": lambda: self.decisions.note(0),
            "coupon": self.decisions.coupon,
            "new_sale": self.sale.new_sale_wanted.emit,
            "park_named": self.choices.park_named,
            "copy_last": self.sale.last_copy_wanted.emit,
            "gift_last": lambda: till.run(papers.gift_of_last),
            "scale_labels": self.decisions.scale_labels,
            "void": till.void,
            "goods": self.show_goods_import,
            "theme": self.toggle_theme,
            "language": lambda: self.set_language("en" if i18n.language() == "ru" else "ru"),
            "customer_screen": self.customer_side.toggle,
            "training": self._train,
            "lock": till.lock,
            "reconcile": self.terminal.reconcile,
            **self.cash_moves.acts(),
            "certificates": self.customers.certificates,
        }

    def _tile_held(self, product_id: str) -> None:
        goods = self.sale.goods
        self.decisions.favourite(
            product_id, goods.is_favourite(product_id), lambda: goods.begin_move(product_id)
        )

    def show_goods_import(self) -> None:
        """Goods from a file, for who may; its parts are loaded when somebody wants them."""
        from pos_desktop.gui.goods_import import GoodsImport

        if self._shop is None:
            return
        if self.goods_import is None:
            self.goods_import = GoodsImport(self, self._shop, self._say, self.offer.refresh)
        self.goods_import.open()

    def _train(self) -> None:
        """Another program opens beside; this register is locked, so that nobody mistakes one for
        the other."""
        from pos_desktop.operations.train import begin_training

        shop = self._shop
        if shop is None:
            return
        lang, desk = i18n.language(), shop.desks.sale
        start = shop.start_training
        if self.training:
            self._say(t("training.already"), "flag")
            return
        shop.till.run(
            lambda: begin_training(start, lang, staff=desk.staff()), lambda _done: shop.till.lock()
        )

    def frame_as_training(self) -> None:
        """Mark the window so that nobody takes it for the shop's."""
        from pos_desktop.gui.widgets.training_frame import TrainingFrame

        self.training = TrainingFrame(self)

    def _page_built(self, name: str, page: Any) -> None:
        """page: of the class that pages.py has for this name, not loaded for a look at it."""
        if name == "refund" and self._shop is not None:
            from pos_desktop.gui.weigh_once import WeighOnce

            page.use_scale(WeighOnce(self, self._shop).ask)
        elif name == "journal":
            page.send_wanted.connect(self.copies.open)
            page.refund_wanted.connect(self.beside.refund)
        elif name == "stock":
            page.catalogue_changed.connect(self.offer.refresh)

    def _back_to_sale(self) -> None:
        shown = self._shop.till.current if self._shop else None
        if shown is not None and shown.shift is None:
            self._open_page("shift_open")
        else:
            self._page(self.sale)

    def _page(self, page: QWidget) -> None:
        self.bar.setVisible(page is self.sale)
        self.attention.set_allowed(page is not self.signin)
        if self.pages.currentWidget() is not page:
            self.pages.setCurrentWidget(page)
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_bar(self, shown: Snapshot) -> None:
        from pos_desktop.gui.bar_texts import bar_texts

        if self._shop is not None and shown.staff is not None:
            self.bar.set_texts(bar_texts(self._shop, shown))

    def _say(self, text: str, icon: str) -> None:
        self.toast.show_text(text, icon=icon)

    def _close_panels(self) -> None:
        """The register was locked: nothing stays open over the sign-in for whoever comes by."""
        from pos_desktop.gui.widgets.modal import Modal

        for panel in self.findChildren(Modal):
            panel.close_modal()

    def _lift_panels(self, covered_px: int) -> None:
        """The on-screen keyboard covers the lower edge: panels with fields keep above it."""
        from pos_desktop.gui.widgets.modal import Modal

        for panel in self.findChildren(Modal):
            panel.set_bottom_inset(covered_px)

    # ------------------------------------------------------------------ language, theme, time

    def set_language(self, code: str) -> None:
        i18n.set_language(code)
        self.retranslate()

    def toggle_theme(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, "light" if theme.current().name == "dark" else "dark")

    def retranslate(self) -> None:
        self.setWindowTitle(t("window.title"))
        self.signin.retranslate()
        self._tick()
        if self._shop is None:
            return
        from pos_desktop.gui.texts import keyboard_names

        self.keyboard.set_language(i18n.language())
        self.keyboard.set_names(keyboard_names())
        for screen in (self.sale, self.payment, self.people, self.beside):
            screen.retranslate()
        self.status.refresh()
        self.customer_side.retranslate()
        self.shift_watch.retranslate()
        if self._shop.till.current is not None:
            self._show(self._shop.till.current)

    def _tick(self) -> None:
        now = datetime.now(self._shop.zone if self._shop else None)
        self.signin.set_now(now)
        if self._shop is not None:
            self.bar.set_clock(i18n.time(now))
            self.shift_watch.look(self._shop.till.current)
            self.idle.look()

    # ------------------------------------------------------------------ Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if self._shop is not None:
            self.customer_side.close()
        self.closed.emit()
