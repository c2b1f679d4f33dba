"""Putting the open sale aside and taking it up again."""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.sell import refuse_while_paying
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Draft


def park(place: Workplace, sale: Sale, *, staff: StaffMember, label: str = "") -> int:
    """Put the open sale aside; its parked number. RefusalError("sale.empty")."""
    demand(staff, Action.SELL)
    if not sale.lines:
        raise RefusalError("sale.empty")
    refuse_while_paying(sale)
    return place.journal.park_draft(sale.sale_id, label)


def recall(place: Workplace, parked: int, open_sale: Sale | None, *, staff: StaffMember) -> Draft:
    """Take a parked sale up again; an open one is parked for it in the same transaction, so that a
    failure leaves both as they were.

    RefusalError("park.no_such", parked=).
    """
    demand(staff, Action.SELL)
    if open_sale is not None and open_sale.lines:
        refuse_while_paying(open_sale)
    return place.journal.recall_draft(parked)
