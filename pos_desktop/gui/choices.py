"""Opening the decisions over the sale screen: quantity, discount, parked receipts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_desktop.domain.sale import Discount
from pos_desktop.gui.dialogs.number import DiscountDialog, QuantityDialog
from pos_desktop.gui.dialogs.parked import ParkedDialog
from pos_desktop.gui.dialogs.words import WordsDialog, ready_words
from pos_desktop.gui.models.parked import parked_row
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.one_modal import OneModal
from pos_desktop.i18n import t
from pos_desktop.operations.price_sale import priced
from pos_desktop.ports import Draft


class Choices:
    """One decision at a time over the window."""

    def __init__(self, host: QWidget, shop: Shop) -> None:
        self._shop = shop
        self._modal = OneModal(host)

    @property
    def dialog(self) -> QWidget | None:
        """What is open now."""
        return self._modal.content

    def close(self) -> None:
        self._modal.close()

    def quantity(self, line_id: int) -> None:
        """Ask for the quantity of a line."""
        shown = self._shop.till.current
        if shown is None or shown.priced is None:
            return
        line = shown.priced.sale.line(line_id)
        if line.weighed:
            return
        dialog = QuantityDialog(line.name, line.quantity.thousandths, line.quantity.unit)

        def confirmed(thousandths: int) -> None:
            self.close()
            self._shop.till.set_quantity(line_id, thousandths)

        dialog.confirmed.connect(confirmed)
        self._open(dialog)

    def discount(self, line_id: int) -> None:
        """Ask for a discount of a line, or of the whole receipt with line_id 0."""
        shown = self._shop.till.current
        if shown is None or shown.priced is None:
            return
        sale = shown.priced.sale
        current = sale.line(line_id).discount if line_id else sale.discount
        title = t("dialog.discount_line") if line_id else t("dialog.discount_receipt")
        dialog = DiscountDialog(title, current)

        def confirmed(discount: Discount) -> None:
            self.close()
            if line_id:
                self._shop.till.discount_line(line_id, discount)
            else:
                self._shop.till.discount_sale(discount)

        dialog.confirmed.connect(confirmed)
        self._open(dialog)

    def parked(self) -> None:
        """Show what was put aside."""
        self._shop.till.parked_sales(self._show_parked)

    def park_named(self) -> None:
        """Put the open sale aside under a name."""
        self._ask_name("", self._shop.till.park)

    def _show_parked(self, drafts: list[Draft]) -> None:
        place, zone = self._shop.place, self._shop.zone
        now_us = place.clock.now_us()
        rows = [
            parked_row(draft, priced(place, draft.sale).total_minor, zone, now_us)
            for draft in drafts
        ]
        dialog = ParkedDialog(rows)
        labels = {row.number: row.label for row in rows}
        open_sales = self._shop.desks.open_sales

        def name(parked: int) -> None:
            self._ask_name(
                labels[parked],
                lambda label: self._shop.till.run(
                    lambda: open_sales.name(parked, label), lambda _done: self.parked()
                ),
            )

        def drop(parked: int) -> None:
            if self._shop.place.ask_void_reason:
                self._ask_drop_reason(parked)
            else:
                run = self._shop.till.run
                run(lambda: open_sales.drop(parked, ""), lambda _done: self.parked())

        dialog.name_wanted.connect(name)
        dialog.dropped.connect(drop)

        def chosen(parked: int) -> None:
            self.close()
            self._shop.till.recall(parked)

        dialog.chosen.connect(chosen)
        self._open(dialog)

    def _ask_name(self, current: str, then: Callable[[str], None]) -> None:
        dialog = WordsDialog(t("parked.name_title"), (), current)

        def confirmed(label: str) -> None:
            self.close()
            then(label)

        dialog.confirmed.connect(confirmed)
        self._open(dialog)
        dialog.picker.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_drop_reason(self, parked: int) -> None:
        ready = ready_words(self._shop.selling.void_reasons, "void")
        dialog = WordsDialog(t("words.void_sale_title"), ready, needed=True, at_once=True)
        open_sales = self._shop.desks.open_sales

        def confirmed(reason: str) -> None:
            self.close()
            run = self._shop.till.run
            run(lambda: open_sales.drop(parked, reason), lambda _done: self.parked())

        dialog.confirmed.connect(confirmed)
        self._open(dialog)

    def _open(self, content: QWidget) -> None:
        self._modal.show(content, close_outside=True)
