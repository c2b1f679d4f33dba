"""What a person may not do alone: asks a second one over whatever is shown, and goes on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from pos_desktop.domain.errors import PosError
from pos_desktop.domain.rights import may
from pos_desktop.domain.staff import StaffMember
from pos_desktop.gui.dialogs.approval import ApprovalDialog
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.models.signin import StaffTile
from pos_desktop.gui.people import tile_of
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import unbroken
from pos_desktop.gui.till import Blocked
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.i18n import t
from pos_desktop.operations.approve import Proof


class SecondWord:
    """One question at a time over the window; the last one counts.

    A scan while it is open is a badge. Goods that are scanned meanwhile wait, and go into the
    receipt when the question is settled, whichever way.
    """

    def __init__(self, host: QWidget, shop: Shop, replay: Callable[[str], None]) -> None:
        """replay: takes a scan as the window does."""
        self._host = host
        self._shop = shop
        self._replay = replay
        self._modal: Modal | None = None
        self._dialog: ApprovalDialog | None = None
        self._blocked: Blocked | None = None
        self._waiting: list[str] = []

    @property
    def dialog(self) -> ApprovalDialog | None:
        """What is open now."""
        return self._dialog

    def ask(self, blocked: Blocked) -> None:
        """Ask who allows it."""
        shown = self._shop.till.current
        asker = shown.staff if shown else None
        people = self._who_may(blocked, asker)
        action = t(f"approval.action.{blocked.action.value}")
        name = asker.short_name if asker else ""
        detail = t("approval.asks", name=unbroken(name))
        if blocked.subject:
            detail = t("approval.asks_about", name=unbroken(name), subject=blocked.subject)
        if self._modal is not None:
            self._modal.close_modal()
        dialog = ApprovalDialog(action, detail, people)
        modal = Modal(self._host, dialog)
        dialog.entered.connect(
            lambda staff_id, pin: self._allow(dialog, Proof(staff_id=staff_id, pin=pin))
        )
        dialog.cancelled.connect(modal.close_modal)
        modal.closed.connect(lambda: self._closed(modal))
        self._blocked, self._dialog, self._modal = blocked, dialog, modal
        modal.open()
        dialog.setFocus()

    def take_scan(self, text: str) -> bool:
        """Whether the scan came while the question is open: a badge, or goods that wait."""
        dialog = self._dialog
        if dialog is None:
            return False
        desk = self._shop.desks.sale
        self._shop.till.ask(
            lambda: desk.is_goods(text), lambda goods: self._scanned(dialog, text, goods)
        )
        return True

    def close(self) -> None:
        """Nobody is asked any more; what was wanted is given up."""
        if self._modal is not None:
            self._modal.close_modal()

    def _who_may(self, blocked: Blocked, asker: StaffMember | None) -> list[StaffTile]:
        return [
            tile_of(person, place)
            for place, person in enumerate(self._shop.roster.people)
            if may(person, blocked.action) and (asker is None or person.staff_id != asker.staff_id)
        ]

    def _scanned(self, dialog: ApprovalDialog, text: str, goods: bool) -> None:
        if dialog is not self._dialog:
            self._replay(text)
            return
        if not goods:
            self._allow(dialog, Proof(badge=text))
            return
        QApplication.beep()
        self._waiting.append(text)
        dialog.say(t("approval.goods_wait", count=len(self._waiting)), t("approval.goods_detail"))

    def _allow(self, dialog: ApprovalDialog, proof: Proof) -> None:
        blocked = self._blocked
        if blocked is None or dialog is not self._dialog:
            return

        def answered(refusal: PosError | None) -> None:
            if dialog is not self._dialog:
                return
            if refusal is None:
                self.close()
                return
            message = message_for(refusal)
            dialog.refuse(f"{message.title}. {message.detail}")

        self._shop.till.allow(blocked, proof, dialog.reason.words(), answered)

    def _closed(self, modal: Modal) -> None:
        if modal is not self._modal:
            return
        self._modal = self._dialog = self._blocked = None
        waiting, self._waiting = self._waiting, []
        for text in waiting:
            self._replay(text)
