"""The display of two lines, fed by the same snapshots as the customer's screen."""

from __future__ import annotations

from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.session import Shop
from pos_desktop.gui.snapshot import Snapshot
from pos_desktop.ports import DeviceChanged, Event
from pos_desktop.receipts.display_lines import DisplayLines, DisplayWriter

_DEVICE = "customer_display"


class CustomerLines:
    """Speaks the language of the receipts, which is the customer's, not that of the window."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._writer: DisplayWriter | None = None
        shop.till.changed.connect(lambda _shown: self.show())
        shop.bridge.happened.connect(self._happened)
        self.show()

    def show(self) -> None:
        """Tell the display that is set up now, if any, what the till shows."""
        display = self._shop.devices.display
        if display is None:
            return
        writer = self._written_for(display.columns)
        shown, name = self._shop.till.current, self._shop.place_name
        display.show(*(lines_of(shown, writer, name) if shown is not None else writer.idle(name)))

    def _written_for(self, columns: int) -> DisplayWriter:
        if self._writer is None or self._writer.columns != columns:
            lang, currency = self._shop.place.style.lang, self._shop.country.currency
            self._writer = DisplayWriter(columns, lang, currency)
        return self._writer

    def _happened(self, event: Event) -> None:
        """Another display was set up while the shop is open: it knows of nothing yet."""
        if isinstance(event, DeviceChanged) and event.state.device == _DEVICE:
            self.show()


def lines_of(shown: Snapshot, writer: DisplayWriter, shop: str) -> DisplayLines:
    """A sale in hand, else the one just paid, else a welcome; the stages of `picture_of`."""
    if shown.priced is not None and shown.priced.lines:
        payment = shown.payment
        waits = payment.pending if payment is not None else None
        if waits is not None and waits.kind is TenderKind.QR and not waits.returning:
            return writer.by_code(waits.amount_minor)
        if payment is not None:
            return writer.paying(payment.priced.total_minor, payment.left_minor)
        return writer.selling(shown.priced, shown.selected)
    if shown.last is not None and shown.staff is not None:
        return writer.done(shown.last.total_minor, shown.last.change_minor)
    return writer.idle(shop)
