"""Sending a receipt to a customer from wherever a receipt is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_desktop.domain.delivery import Delivery
from pos_desktop.domain.errors import PosError
from pos_desktop.gui.code_board import ShownCode
from pos_desktop.gui.dialogs.send_copy import SendCopyDialog
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.one_modal import OneModal
from pos_desktop.i18n import number, t
from pos_desktop.ports import DeliveryChanged, Event


class Copies:
    """One panel at a time over the host; what it asks for is done on the lane."""

    def __init__(self, host: QWidget, shop: Shop) -> None:
        self._shop = shop
        self._desk = shop.desks.copies
        self._modal = OneModal(host)
        self._sale_id = ""
        self._code: ShownCode | None = None

    @property
    def dialog(self) -> SendCopyDialog | None:
        content = self._modal.content
        return content if isinstance(content, SendCopyDialog) else None

    def open(self, sale_id: str, receipt_number: int) -> None:
        """Ask how to send the receipt."""
        self.close()
        self._sale_id = sale_id
        desk = self._desk
        title = t("send.title", number=number(receipt_number))
        self._shop.till.ask(
            lambda: (desk.address_of(sale_id), desk.of_sale(sale_id)),
            lambda read: self._show(title, *read),
        )

    def close(self) -> None:
        self._modal.close()

    def note(self, event: Event) -> None:
        """A copy of the receipt that is shown has got further."""
        if isinstance(event, DeliveryChanged) and event.sale_id == self._sale_id and self.dialog:
            sale_id, desk = self._sale_id, self._desk
            self._shop.till.ask(lambda: desk.of_sale(sale_id), self._show_copies)

    def _show(self, title: str, address: str, copies: list[Delivery]) -> None:
        dialog = SendCopyDialog(title, self._shop.place.letter_channels, address)
        dialog.email_wanted.connect(self._by_email)
        dialog.telegram_wanted.connect(self._by_telegram)
        dialog.again_wanted.connect(self._again)
        self._shop.till.refused.connect(self._refused)
        self._modal.show(dialog, close_outside=True).closed.connect(self._closed)
        dialog.show_copies(copies)

    def _by_email(self, address: str) -> None:
        sale_id, desk = self._sale_id, self._desk
        self._shop.till.run(lambda: desk.by_email(sale_id, address), self._show_copies)

    def _by_telegram(self) -> None:
        sale_id, desk = self._sale_id, self._desk
        self._shop.till.run(lambda: desk.by_telegram(sale_id), self._show_code)

    def _again(self, delivery_id: str) -> None:
        sale_id, desk = self._sale_id, self._desk
        self._shop.till.run(lambda: desk.again(sale_id, delivery_id), self._show_copies)

    def _show_code(self, link: str) -> None:
        if self.dialog is None:
            return
        self.dialog.show_code(link)
        self._code = ShownCode(link, t("send.code_title"), t("send.code_detail"))
        self._shop.codes.show(self._code)

    def _show_copies(self, copies: list[Delivery]) -> None:
        if self.dialog is not None:
            self.dialog.show_copies(copies)

    def _refused(self, error: PosError) -> None:
        if self.dialog is not None and error.code.startswith("contact."):
            self.dialog.tell(message_for(error))

    def _closed(self) -> None:
        self._shop.till.refused.disconnect(self._refused)
        if self._code is not None:
            self._shop.codes.clear(self._code)
            self._code = None
