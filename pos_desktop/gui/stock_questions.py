"""The decisions while a stock document is written, one at a time over the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.stock import DraftLine, StockDraft
from pos_desktop.gui.dialogs.number import PriceDialog, QuantityDialog
from pos_desktop.gui.dialogs.product_card import ProductCardDialog
from pos_desktop.gui.dialogs.stock import (
    BeginCountDialog,
    CountDialog,
    DeliveryDialog,
    FinishCountDialog,
    SureDialog,
)
from pos_desktop.gui.dialogs.stock_paper import PaperDialog, SinceDialog
from pos_desktop.gui.dialogs.stock_product import UnknownCodeDialog
from pos_desktop.gui.dialogs.words import WordsDialog
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.one_modal import OneModal
from pos_desktop.i18n import t
from pos_desktop.operations.import_delivery import DeliveryPreview
from pos_desktop.operations.import_row import usual_vat
from pos_desktop.operations.save_product import CardText, NewProduct


class StockQuestions(QObject):
    """code_known(code): a code that was unknown is a product's now."""

    code_known = Signal(str)

    def __init__(self, host: QWidget, shop: Shop) -> None:
        super().__init__(host)
        self._shop = shop
        self._modal = OneModal(host)

    @property
    def dialog(self) -> QWidget | None:
        """What is open now."""
        return self._modal.content

    def close(self) -> None:
        self._modal.close()

    def open(self, content: QWidget) -> None:
        """Show a decision; it says itself when it is cancelled."""
        self._modal.show(content, close_outside=True)

    def ask_quantity(self, line: DraftLine, counting: bool, then: Callable[[int], None]) -> None:
        unit = Unit(line.unit)
        make = CountDialog if counting else QuantityDialog
        self._ask_number(make(line.name, line.qty, unit), then)

    def ask_weight(self, product: Product, then: Callable[[int], None]) -> None:
        self._ask_number(QuantityDialog(product.name, 0, Unit.KILOGRAM), then)

    def ask_sum(self, name: str, amount_minor: int, then: Callable[[int], None]) -> None:
        self._ask_number(PriceDialog(name, amount_minor, 0), then)

    def _ask_number(
        self, dialog: QuantityDialog | PriceDialog, then: Callable[[int], None]
    ) -> None:
        def confirmed(value: int) -> None:
            self.close()
            then(value)

        dialog.confirmed.connect(confirmed)
        self.open(dialog)

    def ask_words(self, title: str, current: str, then: Callable[[str], None]) -> None:
        ready = tuple(t(f"stock.count_reason_{n}") for n in range(1, 5))
        dialog = WordsDialog(title, ready, current)

        def confirmed(words: str) -> None:
            self.close()
            then(words)

        dialog.confirmed.connect(confirmed)
        self.open(dialog)

    def ask_sure(self, text: str, then: Callable[[], None]) -> None:
        dialog = SureDialog(t("stock.give_up"), text)

        def confirmed() -> None:
            self.close()
            then()

        dialog.confirmed.connect(confirmed)
        self.open(dialog)

    def ask_begin_count(self, then: Callable[[str, str, bool], None]) -> None:
        def ask(categories: list[tuple[str, str]]) -> None:
            dialog = BeginCountDialog(categories)

            def confirmed(scope: str, name: str, blind: bool) -> None:
                self.close()
                then(scope, name, blind)

            dialog.confirmed.connect(confirmed)
            self.open(dialog)

        desk = self._shop.desks.stock
        self._shop.till.ask(lambda: [(c.category_id, c.name) for c in desk.categories()], ask)

    def ask_finish(self, whole: StockDraft, then: Callable[[str, bool, bool], None]) -> None:
        dialog = FinishCountDialog(whole)

        def confirmed(explanation: str, rest_is_gone: bool, look_again: bool) -> None:
            self.close()
            then(explanation, rest_is_gone, look_again)

        dialog.confirmed.connect(confirmed)
        self.open(dialog)

    def ask_card(self, product: Product, then: Callable[[CardText], None]) -> None:
        """Change a product; what is refused leaves the card open."""
        shop = self._shop
        rates = shop.country.vat.valid_on(shop.place.clock.today())
        dialog = ProductCardDialog(product, rates, shop.categories)
        dialog.confirmed.connect(then)
        self.open(dialog)

    def ask_since(self, then: Callable[[int], None]) -> None:
        dialog = SinceDialog()

        def confirmed(days: int) -> None:
            self.close()
            then(days)

        dialog.confirmed.connect(confirmed)
        self.open(dialog)

    def show_paper(
        self,
        title: str,
        image: QImage,
        print_copy: Callable[[], None],
        print_labels: Callable[[], None] | None,
    ) -> None:
        dialog = PaperDialog(title, image, with_labels=print_labels is not None)

        def chosen(act: Callable[[], None]) -> None:
            self.close()
            act()

        dialog.copy_wanted.connect(lambda: chosen(print_copy))
        if print_labels is not None:
            dialog.labels_wanted.connect(lambda: chosen(print_labels))
        self.open(dialog)

    # ------------------------------------------------------------------ unknown goods

    def ask_unknown(self, code: str) -> None:
        """A code without a product: add the product, or bind the code to one."""
        shop = self._shop
        rates = shop.country.vat.valid_on(shop.place.clock.today())
        usual = usual_vat(rates, shop.place.seller.tax_system)
        dialog = UnknownCodeDialog(code, rates, shop.categories, usual)
        dialog.searched.connect(
            lambda text: shop.till.ask(lambda: shop.desks.stock.found(text), dialog.show_found)
        )

        def known(_product: Product) -> None:
            self.close()
            self.code_known.emit(code)

        def added(wanted: NewProduct) -> None:
            shop.till.run(lambda: shop.desks.stock.add_new(wanted), known)

        def bound(product_id: str) -> None:
            shop.till.run(lambda: shop.desks.stock.bind_code(product_id, code), known)

        dialog.added.connect(added)
        dialog.bound.connect(bound)
        self.open(dialog)

    # ------------------------------------------------------------------ files

    def ask_file(self, parent: QWidget) -> str:
        """Which delivery note, "" where the person thought better of it."""
        chosen, _ = QFileDialog.getOpenFileName(
            parent, t("stock.from_file"), "", "CSV, XLSX (*.csv *.txt *.xlsx)"
        )
        return chosen

    def read(self, path: Path) -> bytes:
        """StorageError("file.unreadable", path=, reason=)."""
        try:
            return path.read_bytes()
        except OSError as error:
            reason = error.strerror or ""
            raise StorageError("file.unreadable", path=str(path), reason=reason) from error

    def show_delivery(self, preview: DeliveryPreview, then: Callable[[], None]) -> None:
        dialog = DeliveryDialog(preview)

        def confirmed() -> None:
            self.close()
            then()

        dialog.confirmed.connect(confirmed)
        self.open(dialog)
