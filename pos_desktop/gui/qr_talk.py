"""The code that a customer is to pay, on the screens he looks at: the second window, and a word on
the display of two lines."""

from __future__ import annotations

from pos_desktop.domain.tender import Tender
from pos_desktop.gui.code_board import ShownCode
from pos_desktop.gui.screens.payment_qr import PAYABLE
from pos_desktop.gui.session import Shop
from pos_desktop.gui.snapshot import Snapshot
from pos_desktop.gui.texts import money
from pos_desktop.i18n import t
from pos_desktop.ports import Event, TerminalProgress


class QrTalk:
    """Shows a code while it can be paid and its money is waited for, and no longer."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._payloads: dict[str, str] = {}
        self._until_us = 0
        self._shown: ShownCode | None = None
        shop.bridge.happened.connect(self._happened)
        shop.till.changed.connect(self._look)

    def _happened(self, event: Event) -> None:
        if not isinstance(event, TerminalProgress):
            return
        payload = self._payloads.get(event.op_id, "")
        self._payloads = {event.op_id: event.show or payload} if event.code in PAYABLE else {}
        until_us = event.values.get("expires_at_us", 0)
        self._until_us = until_us if isinstance(until_us, int) else 0
        if self._shop.till.current is not None:
            self._look(self._shop.till.current)

    def _look(self, shown: Snapshot) -> None:
        pending = shown.payment.pending if shown.payment is not None else None
        payload = self._payload_of(pending) if pending is not None else ""
        if pending is None or not payload:
            self._clear()
            return
        code = ShownCode(
            payload,
            t("sbp.customer_title"),
            t("sbp.customer_detail" if pending.by else "sbp.customer_detail_sum"),
            money(pending.amount_minor),
            self._until_us if pending.op_id in self._payloads else 0,
        )
        if code != self._shown:
            self._clear()
            self._shown = code
            self._shop.codes.show(code)

    def _payload_of(self, pending: Tender) -> str:
        """That of the bank; where nobody asks one, the shop's own."""
        return self._payloads.get(pending.op_id, "") or self._shop.place.payments.code_for(pending)

    def _clear(self) -> None:
        if self._shown is not None:
            shown, self._shown = self._shown, None
            self._shop.codes.clear(shown)
