"""How the buyer gets the receipt: on paper, by e-mail, by phone."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.contact import contact_of
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.workplace import Workplace


def choose_receipt(
    place: Workplace, sale: Sale, contact: str, *, paper: bool, staff: StaffMember
) -> Sale:
    """Store with the sale where its receipt goes; contact "" = nowhere but on paper.

    RefusalError("contact.not_understood" | "receipt.paper_needed": without a contact, or where
    the shop always prints, paper cannot be left out).
    """
    demand(staff, Action.SELL)
    address = contact_of(contact) if contact.strip() else ""
    if not paper and not (address and place.payments.paper_optional):
        raise RefusalError("receipt.paper_needed")
    chosen = replace(sale, customer_contact=address, no_paper=not paper)
    place.journal.save_draft(chosen, staff.staff_id, [])
    return chosen
