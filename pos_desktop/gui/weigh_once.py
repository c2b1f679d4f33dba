"""One weighing for a page: the dialog of the sale, whose weight goes to who asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QWidget

from pos_desktop.domain.catalogue import Product
from pos_desktop.gui.dialogs.weigh import WeighDialog
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.ports import Event, ScaleCommanded, WeightRead


class WeighOnce(QObject):
    """The scale is read only while the dialog is open."""

    def __init__(self, host: QWidget, shop: Shop) -> None:
        super().__init__(host)
        self._host = host
        self._shop = shop
        self._modal: Modal | None = None
        self._dialog: WeighDialog | None = None
        shop.bridge.happened.connect(self._happened)

    def ask(self, product: Product, then: Callable[[int], None]) -> None:
        """Weigh the product; then(net grams) unless the person thinks better of it."""
        self.close()
        scale = self._shop.scale
        dialog = WeighDialog(product, self._shop.country.vat, self._shop.scale_name)

        def confirmed(_product_id: str, weight_grams: int) -> None:
            self.close()
            then(weight_grams)

        dialog.confirmed.connect(confirmed)
        dialog.typed.connect(confirmed)
        dialog.cancelled.connect(self.close)
        if scale is not None:
            dialog.use_scale(scale)
            scale.start_weighing()
        modal = Modal(self._host, dialog, size=QSize(880, 576))
        modal.closed.connect(self._closed)
        self._modal, self._dialog = modal, dialog
        modal.open()

    def close(self) -> None:
        if self._modal is not None:
            self._modal.close_modal()

    def dialog(self) -> WeighDialog | None:
        return self._dialog

    def _closed(self) -> None:
        if self._shop.scale is not None:
            self._shop.scale.stop_weighing()
        self._modal = self._dialog = None

    def _happened(self, event: Event) -> None:
        if self._dialog is None:
            return
        if isinstance(event, WeightRead):
            self._dialog.show_reading(event)
        elif isinstance(event, ScaleCommanded):
            self._dialog.show_outcome(event)
