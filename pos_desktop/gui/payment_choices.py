"""Decisions over the payment screen: which advance, whose debt, where the receipt goes, who pays
what, whether money went back. One at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from pos_desktop.domain.settlement import OpenSettlement
from pos_desktop.domain.tender import Tender
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.screens.payment import PaymentScreen
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.one_modal import OneModal
from pos_desktop.i18n import t
from pos_desktop.operations.pay import Payment
from pos_desktop.operations.terminal_requests import device_behind


class PaymentChoices:
    """Answers what the payment screen asks; closes with the payment."""

    def __init__(
        self, screen: PaymentScreen, shop: Shop, certificate_wanted: Callable[[], None]
    ) -> None:
        self._screen = screen
        self._shop = shop
        self._modal = OneModal(screen)
        self.certificate_wanted = certificate_wanted
        screen.asked.connect(self.ask)
        shop.till.changed.connect(self._payment_changed)

    def ask(self, question: str, subject: Payment | Tender) -> None:
        """Put a question of QUESTIONS."""
        QUESTIONS[question](self, subject)

    def _payment_changed(self, shown: Snapshot) -> None:
        if shown.payment is None:
            self.close()

    @property
    def dialog(self) -> QWidget | None:
        """What is open now."""
        return self._modal.content

    def close(self) -> None:
        self._modal.close()

    def advance(self, _payment: Payment) -> None:
        """Which advance pays a part: the open ones, found by name or receipt number."""
        advances = self._shop.desks.advances
        typed_minor = self._screen.typed_minor()

        def show(found: list[OpenSettlement]) -> None:
            from pos_desktop.gui.dialogs.advances import AdvancesDialog

            dialog = AdvancesDialog([one for one in found if not one.is_debt], self._shop.zone)
            dialog.chosen.connect(
                lambda sale_id: self._act(lambda: advances.use(sale_id, typed_minor))
            )
            self._open(dialog)

        self._shop.till.ask(advances.open, show)

    def certificate(self, _payment: Payment) -> None:
        """Which certificate pays, or the money the shop kept for the customer."""
        self.certificate_wanted()

    def debtor(self, payment: Payment) -> None:
        """Whose debt it becomes, where nobody is named yet."""
        sale = payment.priced.sale
        if sale.customer is not None or sale.order:
            return
        from pos_desktop.gui.dialogs.words import WordsDialog

        dialog = WordsDialog(t("payment.debtor_title"), (), needed=True)
        payments = self._shop.desks.payment
        dialog.confirmed.connect(lambda name: self._act(lambda: payments.name_order(name)))
        self._open(dialog)
        dialog.picker.edit.setFocus()

    def email(self, payment: Payment) -> None:
        self._address(payment, "email")

    def phone(self, payment: Payment) -> None:
        self._address(payment, "phone")

    def _address(self, payment: Payment, kind: str) -> None:
        """Where the electronic receipt goes; kind: "email" | "phone"."""
        sale, rules = payment.priced.sale, self._shop.place.payments
        from pos_desktop.gui.dialogs.receipt_address import ReceiptAddressDialog

        dialog = ReceiptAddressDialog(
            kind, sale.customer_contact, paper=not sale.no_paper, optional=rules.paper_optional
        )
        payments = self._shop.desks.payment
        dialog.confirmed.connect(
            lambda contact, paper: self._act(lambda: payments.choose_receipt(contact, paper))
        )
        self._open(dialog)
        dialog.edit.setFocus()

    def give_back(self, tender: Tender) -> None:
        """Money of a tender goes back; it is done before it is said."""
        from pos_desktop.gui.dialogs.give_back import GiveBackDialog

        known = device_behind(self._shop.place, tender) is not None
        dialog = GiveBackDialog(tender, with_device=known)
        payments = self._shop.desks.payment
        tender_id = tender.tender_id
        dialog.confirmed.connect(
            lambda: self._act(lambda: payments.give_back(tender_id, by_hand=True))
        )
        dialog.over_device.connect(lambda: self._act(lambda: payments.give_back(tender_id)))
        self._open(dialog)

    def split(self, payment: Payment) -> None:
        """Who pays what: goods by their lines, or equal parts."""
        from pos_desktop.gui.dialogs.split import SplitDialog

        dialog = SplitDialog(payment.priced, by_lines=not payment.tenders)
        payments = self._shop.desks.payment
        label = t("split.rest")
        dialog.lines_chosen.connect(
            lambda line_ids: self._act(lambda: payments.split(line_ids, label))
        )
        dialog.parts_chosen.connect(self._split_equally)
        self._open(dialog)

    def _split_equally(self, parts: int) -> None:
        self.close()
        self._screen.split_equally(parts)

    def _act(self, action: Callable[[], Snapshot]) -> None:
        self.close()
        self._shop.till.act(action)

    def _open(self, content: DecisionFrame) -> None:
        self._modal.show(content, close_outside=True)


QUESTIONS: dict[str, Callable[[PaymentChoices, Any], None]] = {
    "advance": PaymentChoices.advance,
    "certificate": PaymentChoices.certificate,
    "debtor": PaymentChoices.debtor,
    "email": PaymentChoices.email,
    "phone": PaymentChoices.phone,
    "give_back": PaymentChoices.give_back,
    "split": PaymentChoices.split,
}
"""Name -> how it is asked, of a Payment or a Tender. A way to pay that asks first is one more."""
