"""Decisions that the open sale asks for by itself: the buyer's age, a pack scanned again, a reason,
a price, a note. One at a time over the window; scans are not lost meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_desktop.domain.age import born_by
from pos_desktop.domain.assortment import Choice
from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import PosError
from pos_desktop.domain.labels import LabelPattern
from pos_desktop.domain.sale import Sale
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.desk_lines import Offer
from pos_desktop.gui.dialogs.age import AgeDialog
from pos_desktop.gui.dialogs.choose_goods import ChooseGoodsDialog
from pos_desktop.gui.dialogs.menu import MenuDialog, MenuRow
from pos_desktop.gui.dialogs.number import PriceDialog
from pos_desktop.gui.dialogs.removal import RemovalDialog, TwiceDialog
from pos_desktop.gui.dialogs.scale_labels import ScaleLabelsDialog
from pos_desktop.gui.dialogs.words import WordsDialog, ready_words
from pos_desktop.gui.menus import FAVOURITE_MENU, LINE_MENU, OTHER_TILE_MENU, Entry
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import line_name
from pos_desktop.gui.widgets.one_modal import OneModal
from pos_desktop.i18n import t
from pos_desktop.operations.void import Removal

if TYPE_CHECKING:
    from pos_desktop.gui.desk_promotions import Why

_OF_LABELS = ("label.", "scan.")


def _rows(entries: tuple[Entry, ...]) -> list[MenuRow]:
    return [MenuRow(e.act, e.icon, t(e.text_key), e.danger, e.key) for e in entries]


class Decisions:
    """Fed with the snapshots, the refusals and the scans of the window."""

    def __init__(
        self,
        host: QWidget,
        shop: Shop,
        say: Callable[[str, str], None],
        changed: Callable[[], None],
    ) -> None:
        """say: a short word and its icon; changed: the tiles have to be read again."""
        self._shop = shop
        self._say = say
        self._changed = changed
        self._lines = shop.desks.lines
        self._modal = OneModal(host)
        self._postponed = ("", 0)

    @property
    def dialog(self) -> QWidget | None:
        """What is open now."""
        return self._modal.content

    # ------------------------------------------------------------------ what asks

    def show_snapshot(self, shown: Snapshot) -> None:
        """Goods for adults ask for the age once, until somebody answers or puts it off."""
        sale = shown.priced.sale if shown.priced is not None else None
        years = sale.age_to_confirm if sale is not None else 0
        open_now = self.dialog
        if shown.staff is None or not years:
            if isinstance(open_now, AgeDialog) or shown.staff is None:
                self.close()
            return
        if sale is None or shown.payment is not None or shown.wanted is not None:
            return
        if isinstance(open_now, AgeDialog) and open_now.years == years:
            return
        free = open_now is None or isinstance(open_now, AgeDialog)
        if free and (sale.sale_id, years) != self._postponed:
            self.ask_age(sale)

    def take_refusal(self, error: PosError) -> bool:
        """Whether a refusal is a question that a person can answer here."""
        sale = self._sale()
        if error.code == "marking.not_in_receipt" and isinstance(self.dialog, RemovalDialog):
            self.dialog.tell(message_for(error))
            return True
        if isinstance(self.dialog, ScaleLabelsDialog) and error.code.startswith(_OF_LABELS):
            self.dialog.tell(message_for(error))
            return True
        if error.code == "product.choose":
            self.choose(str(error.values["product_id"]))
            return True
        if sale is None:
            return False
        line_id = int(str(error.values.get("line_id", 0)))
        if error.code == "sale.age_not_confirmed":
            self.ask_age(sale)
        elif error.code == "marking.scan_to_remove":
            self.ask_pack(line_id, "")
        elif error.code == "sale.marking_twice":
            self.ask_twice(sale, line_id)
        elif error.code == "void.reason_needed":
            self.ask_reason(line_id, int(str(error.values["thousandths"])))
        else:
            return False
        return True

    def take_scan(self, text: str) -> bool:
        """Whether the scan was meant for the decision that is open. Goods go into the sale past the
        age check; past everything else they close it."""
        if isinstance(self.dialog, RemovalDialog):
            self._pack_scanned(text)
            return True
        if isinstance(self.dialog, ScaleLabelsDialog):
            self._label_scanned(self.dialog, text)
            return True
        if not isinstance(self.dialog, AgeDialog):
            self.close()
        return False

    def close(self) -> None:
        self._modal.close()

    # ------------------------------------------------------------------ the questions

    def ask_age(self, sale: Sale) -> None:
        line = max(sale.lines, key=lambda one: one.age_limit)
        years = sale.age_to_confirm
        today = self._shop.place.clock.today()
        dialog = AgeDialog(years, line_name(line), born_by(today, years))

        def answered(confirmed: bool) -> None:
            self.close()
            act = self._lines.confirm_age if confirmed else self._lines.refuse_age
            self._shop.till.run(act)

        def postponed() -> None:
            self._postponed = (sale.sale_id, years)
            self.close()

        dialog.confirmed.connect(lambda: answered(True))
        dialog.refused.connect(lambda: answered(False))
        dialog.cancelled.connect(postponed)
        self._open(dialog, closable=False)

    def ask_pack(self, line_id: int, reason: str) -> None:
        """The pack of a marked line is to be scanned again."""
        sale = self._sale()
        if sale is None:
            return
        dialog = RemovalDialog(line_name(sale.line(line_id)))

        def unscanned() -> None:
            self.close()
            how = Removal(reason, unscanned=True)
            self._shop.till.run(lambda: self._lines.remove(line_id, how))

        dialog.unscanned.connect(unscanned)
        self._open(dialog)

    def ask_twice(self, sale: Sale, line_id: int) -> None:
        """The pack just scanned is in the receipt: shall it go?"""
        line = sale.line(line_id)
        dialog = TwiceDialog(line_name(line))

        def removed() -> None:
            self.close()
            how = Removal(scanned=line.marking_code or "")
            self._shop.till.run(lambda: self._lines.remove(line_id, how))

        dialog.removed.connect(removed)
        self._open(dialog)

    def ask_reason(self, line_id: int, thousandths: int) -> None:
        """Why goods are taken off: a line down to a quantity, 0 = all of it; line_id 0 = the
        sale."""
        title = t("words.void_title") if line_id else t("words.void_sale_title")
        ready = ready_words(self._shop.selling.void_reasons, "void")
        dialog = WordsDialog(title, ready, needed=True, at_once=True)

        def confirmed(reason: str) -> None:
            self.close()
            self._shop.till.run(lambda: self._lines.take_off(line_id, thousandths, reason))

        dialog.confirmed.connect(confirmed)
        self._open(dialog)

    def choose(self, product_id: str) -> None:
        """Which variant, which modifiers, which pack."""
        lines = self._lines

        def show(offer: Offer) -> None:
            dialog = ChooseGoodsDialog(offer.product, offer.variants)

            def chosen(of: str, choice: Choice) -> None:
                self.close()
                self._shop.till.run(lambda: lines.add_chosen(of, choice))

            dialog.chosen.connect(chosen)
            self._open(dialog)

        self._shop.till.ask(lambda: lines.offer(product_id), show)

    def _other_pack(self, line_id: int) -> None:
        """The same product in another pack, beside the line there is."""
        sale = self._sale()
        if sale is not None:
            self.choose(sale.line(line_id).product_id)

    def line_menu(self, line_id: int) -> None:
        """What else can be done with a line."""
        sale = self._sale()
        if sale is None:
            return
        dialog = MenuDialog(line_name(sale.line(line_id)), _rows(LINE_MENU))

        def chosen(act: str) -> None:
            self.close()
            acts = {
                "price": self.price,
                "note": self.note,
                "why": self.why,
                "pack": self._other_pack,
            }
            acts[act](line_id)

        dialog.chosen.connect(chosen)
        self._open(dialog)

    def why(self, line_id: int) -> None:
        """Why a line costs what it costs."""
        shop = self._shop

        def show(found: Why) -> None:
            from pos_desktop.gui.dialogs.why import WhyDialog

            dialog = WhyDialog(found)

            def removed(code: str) -> None:
                self.close()
                shop.till.run(lambda: shop.desks.promotions.remove_coupon(code))

            dialog.coupon_removed.connect(removed)
            self._open(dialog)

        shop.till.ask(lambda: shop.desks.promotions.why(line_id), show)

    def coupon(self) -> None:
        """A coupon that is typed; a scanned one needs no dialog."""
        dialog = WordsDialog(t("promotions.coupon"), (), needed=True)

        def confirmed(code: str) -> None:
            self.close()
            self._shop.till.run(lambda: self._shop.desks.promotions.add_coupon(code))

        dialog.confirmed.connect(confirmed)
        self._open(dialog)

    def price(self, line_id: int) -> None:
        """Another price for a line, then why."""
        sale = self._sale()
        if sale is None:
            return
        line = sale.line(line_id)
        dialog = PriceDialog(line_name(line), line.price_minor, line.list_price_minor)

        def confirmed(price_minor: int) -> None:
            self.close()
            if price_minor == (line.list_price_minor or line.price_minor):
                self._shop.till.run(lambda: self._lines.set_price(line_id, price_minor, ""))
            else:
                self._ask_price_reason(line_id, price_minor)

        dialog.confirmed.connect(confirmed)
        self._open(dialog)

    def _ask_price_reason(self, line_id: int, price_minor: int) -> None:
        ready = ready_words(self._shop.selling.price_reasons, "price")
        dialog = WordsDialog(t("words.price_title"), ready, needed=True, at_once=True)

        def confirmed(reason: str) -> None:
            self.close()
            self._shop.till.run(lambda: self._lines.set_price(line_id, price_minor, reason))

        dialog.confirmed.connect(confirmed)
        self._open(dialog)

    def note(self, line_id: int) -> None:
        """A note under a line, or of the receipt with line_id 0."""
        sale = self._sale()
        if sale is None:
            return
        current = sale.line(line_id).note if line_id else sale.note
        title = t("words.note_line_title") if line_id else t("words.note_sale_title")
        ready = ready_words(self._shop.selling.note_templates, "note")
        dialog = WordsDialog(title, ready, current)

        def confirmed(text: str) -> None:
            self.close()
            if line_id:
                self._shop.till.run(lambda: self._lines.note_line(line_id, text))
            else:
                self._shop.till.run(lambda: self._lines.note_sale(text))

        dialog.confirmed.connect(confirmed)
        self._open(dialog)

    def favourite(self, product_id: str, is_one: bool, move: Callable[[], None]) -> None:
        """What is done with a tile that was pressed long; move: the next tap says where to."""

        def show(product: Product | None) -> None:
            if product is not None:
                self._show_favourite(product, is_one, move)

        catalogue = self._shop.catalogue
        self._shop.till.ask(lambda: catalogue.by_id(product_id), show)

    def _show_favourite(self, product: Product, is_one: bool, move: Callable[[], None]) -> None:
        product_id = product.product_id
        table = FAVOURITE_MENU if is_one else OTHER_TILE_MENU
        dialog = MenuDialog(product.short_name or product.name, _rows(table))
        shelf = self._shop.desks.shelf

        def chosen(act: str) -> None:
            self.close()
            if act == "move":
                move()
                return
            change = shelf.add_favourite if act == "add" else shelf.remove_favourite
            self._shop.till.run(lambda: change(product_id), lambda _done: self._changed())

        dialog.chosen.connect(chosen)
        self._open(dialog)

    def move_favourite(self, product_id: str, before: str) -> None:
        shelf = self._shop.desks.shelf
        self._shop.till.run(
            lambda: shelf.move_favourite(product_id, before), lambda _done: self._changed()
        )

    def scale_labels(self) -> None:
        """Teach the till a label of the scales by scanning one."""
        shelf = self._shop.desks.shelf
        dialog = ScaleLabelsDialog(shelf.patterns())

        def chosen(pattern: LabelPattern) -> None:
            self.close()
            self._shop.till.run(
                lambda: shelf.choose_pattern(pattern),
                lambda _done: self._say(t("labels.saved", pattern=pattern.text), "check"),
            )

        dialog.chosen.connect(chosen)
        self._open(dialog)

    # ------------------------------------------------------------------ inside

    def _label_scanned(self, dialog: ScaleLabelsDialog, text: str) -> None:
        shelf = self._shop.desks.shelf
        self._shop.till.ask(lambda: shelf.read_label(text), dialog.show_offers)

    def _pack_scanned(self, text: str) -> None:
        def done(name: str) -> None:
            if not name:
                # Other goods: they are sold, the question stays.
                self._shop.till.scan(text)
            else:
                self.close()

        self._shop.till.run(lambda: self._lines.remove_scanned(text, ""), done)

    def _sale(self) -> Sale | None:
        shown = self._shop.till.current
        return shown.priced.sale if shown is not None and shown.priced is not None else None

    def _open(self, dialog: QWidget, *, closable: bool = True) -> None:
        self._modal.show(dialog, closable=closable)
        if isinstance(dialog, WordsDialog):
            dialog.picker.edit.setFocus(Qt.FocusReason.OtherFocusReason)
