"""Opening the questions about the drawer over the window: pay-in, pay-out, safe drop, open it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pos_desktop.gui.dialogs.cash_move import REASONS, CashMoveDialog
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.i18n import t
from pos_desktop.operations.move_cash import MoveKind, Why


class CashMoves:
    """One question at a time. said(text, icon): what was done."""

    def __init__(self, host: QWidget, shop: Shop, said: Callable[[str, str], None]) -> None:
        self._host = host
        self._shop = shop
        self._said = said

    def acts(self) -> dict[str, Callable[[], None]]:
        """The acts of menus.py that are asked here."""
        return {act: self._asking(act) for act in REASONS}

    def _asking(self, act: str) -> Callable[[], None]:
        def ask() -> None:
            self.ask(act)

        return ask

    def ask(self, act: str) -> CashMoveDialog:
        """Ask how much and why; nothing is done before."""
        dialog = CashMoveDialog(act)
        modal = Modal(self._host, dialog)
        dialog.cancelled.connect(modal.close_modal)

        def confirmed(amount_minor: int, why: Why) -> None:
            modal.close_modal()
            self._do(act, amount_minor, why)

        dialog.confirmed.connect(confirmed)
        modal.open()
        dialog.setFocus()
        return dialog

    def _do(self, act: str, amount_minor: int, why: Why) -> None:
        desk = self._shop.desks.shift
        if act == "open_drawer":
            self._shop.till.run(
                lambda: desk.open_drawer(why),
                lambda _done: self._said(t("cash.done.open_drawer"), "cash-drawer"),
            )
            return
        kind = MoveKind(act)
        text = t(f"cash.done.{act}", amount=money(amount_minor))
        self._shop.till.run(
            lambda: desk.move(kind, amount_minor, why),
            lambda _done: self._said(text, "circle-check"),
        )
