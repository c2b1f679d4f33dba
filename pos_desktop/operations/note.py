"""What the cashier writes beside goods and sales: notes, and the word that the buyer is old
enough."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import AgeConfirmed
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.sell import refuse_while_paying
from pos_desktop.operations.void import MAX_REASON
from pos_desktop.operations.workplace import Workplace


def note_line(place: Workplace, sale: Sale, line_id: int, note: str, *, staff: StaffMember) -> Sale:
    """A note under a line, "" takes it off; it is printed. RefusalError("note.too_long")."""
    demand(staff, Action.SELL)
    refuse_while_paying(sale)
    changed_sale, line = sale.set_line_note(line_id, _checked(note))
    place.journal.save_draft(changed_sale, staff.staff_id, [line])
    return changed_sale


def note_sale(place: Workplace, sale: Sale, note: str, *, staff: StaffMember) -> Sale:
    """A note of the receipt, "" takes it off; it is printed. RefusalError("note.too_long")."""
    demand(staff, Action.SELL)
    refuse_while_paying(sale)
    changed_sale = replace(sale, note=_checked(note))
    place.journal.save_draft(changed_sale, staff.staff_id, [])
    return changed_sale


def confirm_age(place: Workplace, sale: Sale, *, staff: StaffMember) -> Sale:
    """The buyer is as old as the goods in the sale want; asked again only for a higher age."""
    demand(staff, Action.SELL)
    refuse_while_paying(sale)
    years = sale.age_to_confirm
    if not years:
        return sale
    seen = AgeConfirmed(years, staff.staff_id, staff.short_name, place.clock.now_us())
    changed_sale = replace(sale, age=seen)
    place.journal.save_draft(changed_sale, staff.staff_id, [])
    return changed_sale


def _checked(note: str) -> str:
    text = " ".join(note.split())
    if len(text) > MAX_REASON:
        raise RefusalError("note.too_long", limit=MAX_REASON)
    return text
