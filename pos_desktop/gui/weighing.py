"""Weighing from the window's side: the dialog is open while a product waits for its weight."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from pos_desktop.domain.catalogue import Product
from pos_desktop.gui.dialogs.weigh import WeighDialog
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.ports import ScaleCommanded, WeightRead


class Weighing:
    """Polls the scale only while the dialog is open."""

    def __init__(self, host: QWidget, shop: Shop) -> None:
        self._host = host
        self._shop = shop
        self._modal: Modal | None = None
        self._dialog: WeighDialog | None = None
        self._product_id = ""

    def show_wanted(self, product: Product | None) -> None:
        """Open, keep or close the dialog as the desk says."""
        if product is None:
            self.close()
        elif self._modal is None or product.product_id != self._product_id:
            self.close()
            self._open(product)

    def show_reading(self, read: WeightRead) -> None:
        if self._dialog is not None:
            self._dialog.show_reading(read)

    def show_outcome(self, outcome: ScaleCommanded) -> None:
        if self._dialog is not None:
            self._dialog.show_outcome(outcome)

    def close(self) -> None:
        if self._modal is not None:
            self._modal.close_modal()

    def _open(self, product: Product) -> None:
        shop = self._shop
        dialog = WeighDialog(product, shop.country.vat, shop.scale_name)
        dialog.confirmed.connect(shop.till.add_weighed)
        dialog.typed.connect(shop.till.add_typed_weight)
        dialog.cancelled.connect(shop.till.want_no_weight)
        if shop.scale is not None:
            dialog.use_scale(shop.scale)
            shop.scale.start_weighing()
        modal = Modal(self._host, dialog, size=QSize(880, 576))
        modal.closed.connect(self._closed)
        self._modal, self._dialog, self._product_id = modal, dialog, product.product_id
        modal.open()
        self._read_stock(product, dialog)

    def _read_stock(self, product: Product, dialog: WeighDialog) -> None:
        """On the lane; nobody waits for it."""
        stock = self._shop.desks.stock

        def show(read: list[Product]) -> None:
            if self._dialog is dialog:
                dialog.show_stock(read[0].stock_thousandths)

        self._shop.till.ask(lambda: stock.with_figures([product]), show)

    def _closed(self) -> None:
        if self._shop.scale is not None:
            self._shop.scale.stop_weighing()
        self._modal = self._dialog = None
        current = self._shop.till.current
        if current is not None and current.wanted is not None:
            self._shop.till.want_no_weight()
