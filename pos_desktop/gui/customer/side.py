"""The customer's screen as the register's window knows it: opened, closed, told of a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_desktop.gui.code_board import ShownCode
from pos_desktop.gui.customer.lines import CustomerLines
from pos_desktop.gui.qr_talk import QrTalk
from pos_desktop.gui.session import Shop

if TYPE_CHECKING:
    from pos_desktop.gui.customer.window import CustomerWindow


class CustomerSide:
    """Opens the second window with the register where the settings say so; feeds the display of
    two lines where there is one, and shows the payment code that is waited for."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self.window: CustomerWindow | None = None
        shop.codes.changed.connect(self._show_code)
        self._lines = CustomerLines(shop)
        self._payment_codes = QrTalk(shop)
        if shop.customer_screen == "on":
            self.toggle()

    def toggle(self) -> None:
        """Open it, or close it where it is open."""
        if self.window is not None and self.window.isVisible():
            self.close()
            return
        if self.window is None:
            from pos_desktop.gui.customer.window import CustomerWindow

            self.window = CustomerWindow(self._shop, self._shop.photos)
        self.window.show_code(self._shop.codes.code)
        self.window.open()

    def close(self) -> None:
        if self.window is not None:
            self.window.close()

    def retranslate(self) -> None:
        if self.window is not None:
            self.window.retranslate()

    def _show_code(self, code: ShownCode | None) -> None:
        if self.window is not None:
            self.window.show_code(code)
