"""Electronic copies from the cashier's side. Qt-free; runs on the lane."""

from __future__ import annotations

from pos_desktop.domain.delivery import Delivery, start_code
from pos_desktop.gui.desk import Desk
from pos_desktop.operations.send_copy import (
    send_by_email,
    send_copy_again,
    wait_for_telegram,
)
from pos_desktop.ports import DeliveryQueue


class CopiesDesk:
    """bot: user name of the shop's Telegram bot, "" for none."""

    def __init__(self, sale: Desk, queue: DeliveryQueue, bot: str) -> None:
        self._sale = sale
        self._queue = queue
        self._bot = bot

    def of_sale(self, sale_id: str) -> list[Delivery]:
        return self._queue.of_sale(sale_id)

    def address_of(self, sale_id: str) -> str:
        """The e-mail the customer gave with the sale, "" for none."""
        detail = self._sale.place.ledger.sale(sale_id)
        contact = detail.fact.contact if detail is not None else ""
        return contact if "@" in contact else ""

    def by_email(self, sale_id: str, address: str) -> list[Delivery]:
        place, staff = self._sale.place, self._sale.staff()
        send_by_email(place, self._queue, sale_id, address, staff=staff)
        self._sale.committed()
        return self.of_sale(sale_id)

    def by_telegram(self, sale_id: str) -> str:
        """The address behind the code that the customer follows."""
        place, staff = self._sale.place, self._sale.staff()
        copy = wait_for_telegram(place, self._queue, sale_id, staff=staff)
        self._sale.committed()
        return f"https://t.me/{self._bot}?start={start_code(copy)}"

    def again(self, sale_id: str, delivery_id: str) -> list[Delivery]:
        send_copy_again(self._queue, delivery_id, staff=self._sale.staff())
        self._sale.committed()
        return self.of_sale(sale_id)
