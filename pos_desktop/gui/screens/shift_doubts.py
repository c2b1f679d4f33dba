"""Settling, before a shift closes, what no bank has confirmed of its payments by QR code."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pos_desktop.gui.screens.shift_doubt_list import DoubtsDialog
from pos_desktop.gui.screens.shift_sbp import SbpSums
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.operations.reckon_sbp import DEVICE, QrReckoning
from pos_desktop.ports import Event, TerminalFinished


class SbpDoubts(QObject):
    """sums: beside the totals; back_wanted: to the sale whose payment waits."""

    back_wanted = Signal()

    def __init__(self, host: QWidget, shop: Shop) -> None:
        super().__init__(host)
        self._host = host
        self._shop = shop
        self.sums = SbpSums()
        self.told = QrReckoning()
        self.dialog: DoubtsDialog | None = None
        self._modal: Modal | None = None
        self.sums.doubts_wanted.connect(self.open)

    def read(self) -> None:
        self._shop.till.ask(self._shop.desks.qr.reckon, self._show)

    def note(self, event: Event) -> None:
        """A bank's answer may settle one of them."""
        if isinstance(event, TerminalFinished) and event.device == DEVICE:
            if self.dialog is not None:
                self.dialog.answered(event.op_id)
            self._shop.till.ask(lambda: self._shop.desks.qr.hear(event), self._show)

    def retranslate(self) -> None:
        self.sums.show_reckoning(self.told)

    def _show(self, told: QrReckoning) -> None:
        self.told = told
        self.sums.show_reckoning(told)
        if self.dialog is not None:
            self.dialog.show_reckoning(told)

    def open(self) -> None:
        if self.dialog is not None or not self.told.doubtful:
            return
        dialog = DoubtsDialog(self.told, self._shop.zone)
        modal = Modal(self._host, dialog)
        dialog.ask_wanted.connect(
            lambda op_id: self._shop.till.run(lambda: self._shop.desks.qr.ask(op_id))
        )
        dialog.back_wanted.connect(modal.close_modal)
        dialog.back_wanted.connect(self.back_wanted)
        dialog.cancelled.connect(modal.close_modal)
        modal.closed.connect(self._closed)
        self._modal, self.dialog = modal, dialog
        modal.open()
        dialog.setFocus()

    def _closed(self) -> None:
        self._modal = self.dialog = None
