"""Putting the open sale aside and taking it up again."""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.kitchen import ordered
from pos_desktop.operations.sell import refuse_while_paying
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Draft

MAX_LABEL = 60


def park(place: Workplace, sale: Sale, *, staff: StaffMember, label: str = "") -> int:
    """Put the open sale aside, and order what the kitchen makes of it where the shop has it so; its
    parked number. RefusalError("sale.empty")."""
    demand(staff, Action.SELL)
    if not sale.lines:
        raise RefusalError("sale.empty")
    refuse_while_paying(sale)
    name = label or _own_name(sale)
    lines, jobs = ordered(place, sale, staff=staff, label=name)
    return place.journal.park_draft(sale.sale_id, name, lines, jobs)


def _own_name(sale: Sale) -> str:
    """A sale of a known customer is found by the customer's name."""
    return sale.customer.name if sale.customer else ""


def put_beside(place: Workplace, sale: Sale, *, staff: StaffMember) -> int:
    """Keep the open sale beside a new one; its number among those. RefusalError("sale.empty")."""
    demand(staff, Action.SELL)
    if not sale.lines:
        raise RefusalError("sale.empty")
    refuse_while_paying(sale)
    return place.journal.put_beside(sale.sale_id)


def bring_to_front(
    place: Workplace, beside: int, open_sale: Sale | None, *, staff: StaffMember
) -> Draft:
    """Change places with a sale open beside; RefusalError("park.no_such", parked=)."""
    demand(staff, Action.SELL)
    refuse_while_paying(open_sale)
    return place.journal.bring_to_front(beside)


def name_parked(place: Workplace, parked: int, label: str, *, staff: StaffMember) -> None:
    """A name to find a parked sale by; RefusalError("park.no_such" | "note.too_long")."""
    demand(staff, Action.SELL)
    text = " ".join(label.split())
    if len(text) > MAX_LABEL:
        raise RefusalError("note.too_long", limit=MAX_LABEL)
    place.journal.name_parked(parked, text)


def recall(place: Workplace, parked: int, open_sale: Sale | None, *, staff: StaffMember) -> Draft:
    """Take a parked sale up again; an open one is parked for it in the same transaction, so that a
    failure leaves both as they were.

    RefusalError("park.no_such", parked=).
    """
    demand(staff, Action.SELL)
    if open_sale is not None and open_sale.lines:
        refuse_while_paying(open_sale)
    return place.journal.recall_draft(parked)
