"""What a sale that is not paid at once is called: by that name its debt or its order is found."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.take_advance import order_name
from pos_desktop.operations.workplace import Workplace


def name_order(place: Workplace, sale: Sale, name: str, *, staff: StaffMember) -> Sale:
    """Store the name with the sale; RefusalError("advance.no_name")."""
    demand(staff, Action.SELL)
    named = replace(sale, order=order_name(name, sale.customer))
    place.journal.save_draft(named, staff.staff_id, [])
    return named
