"""The page of refunds and, behind it, the one of corrections."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget

from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.screens.correction import CorrectionScreen
from pos_desktop.gui.screens.refund import RefundScreen
from pos_desktop.gui.screens.refund_weighing import Weigh
from pos_desktop.gui.session import Shop
from pos_desktop.operations.give_back import GivenBack
from pos_desktop.ports import Event


class RefundPage(QStackedWidget):
    """back_wanted: to the sale."""

    back_wanted = Signal()

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._built: CorrectionScreen | None = None
        self.refund = RefundScreen(shop)
        self.addWidget(self.refund)
        self.setFocusProxy(self.refund)
        self.refund.back_wanted.connect(self.back_wanted)
        self.refund.correct_wanted.connect(self._correct)
        self._staff_id = _who(shop.till.current)
        shop.till.changed.connect(self._look_who)

    @property
    def correction(self) -> CorrectionScreen:
        """Built when somebody first comes to it."""
        if self._built is None:
            self._built = made = CorrectionScreen(self._shop)
            made.weigh = self.refund.weigh
            made.back_wanted.connect(self._back)
            made.corrected.connect(self._corrected)
            self.addWidget(made)
        return self._built

    def use_scale(self, weigh: Weigh) -> None:
        """Weigh by this dialog."""
        self.refund.weigh = weigh
        if self._built is not None:
            self._built.weigh = weigh

    def opened(self) -> None:
        self._back()
        self.refund.opened()

    def open_sale(self, sale_id: str) -> None:
        """Take goods of this sale back."""
        self._back()
        self.refund.open_sale(sale_id)

    def forget(self) -> None:
        """What a receipt says of its customer is for the one who opened it, while it is open; money
        that waits for a terminal is asked about whoever comes."""
        if self._built is not None:
            self._built.clear()
        if not self.refund.waits:
            self.refund.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.forget()

    def _look_who(self, shown: Snapshot) -> None:
        staff_id = _who(shown)
        if staff_id != self._staff_id and self._staff_id:
            self.forget()
        self._staff_id = staff_id

    def note(self, event: Event) -> None:
        self.refund.note(event)

    def take_scan(self, text: str) -> bool:
        if self._built is not None and self.currentWidget() is self._built:
            return self._built.take_scan(text)
        return self.refund.take_scan(text)

    def retranslate(self) -> None:
        self.refund.retranslate()
        if self._built is not None:
            self._built.retranslate()

    def _correct(self, sale_id: str) -> None:
        self.setCurrentWidget(self.correction)
        self.setFocusProxy(self.correction)
        self.correction.setFocus()
        if sale_id:
            self.correction.open_sale(sale_id)

    def _back(self) -> None:
        self.setCurrentWidget(self.refund)
        self.setFocusProxy(self.refund)
        self.refund.setFocus()

    def _corrected(self, done: GivenBack) -> None:
        self._back()
        self.refund.show_done(done)


def _who(shown: Snapshot | None) -> str:
    """Who is signed in, "" where nobody is."""
    return shown.staff.staff_id if shown is not None and shown.staff is not None else ""
