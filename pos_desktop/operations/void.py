"""Taking goods off a sale before payment: a line, a part of it, the whole sale. What was taken off
is in the journal in the same transaction as the change of the draft.
"""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.barcode import understand
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import LineVoided, SaleVoided
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale, SaleLine
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.discount import demand_shares
from pos_desktop.operations.kitchen import dropped
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.sell import refuse_while_paying
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit

MAX_REASON = 200
"""Letters of a reason or a note: what a receipt and a journal can show."""


@dataclass(frozen=True, slots=True)
class Removal:
    """How goods are taken off. reason: why, "" where nobody asks; scanned: the marking code of the
    pack that was scanned again; unscanned: the pack is not at hand, somebody with the right says
    so."""

    reason: str = ""
    scanned: str = ""
    unscanned: bool = False


def remove_line(
    place: Workplace, sale: Sale, line_id: int, *, staff: StaffMember, how: Removal = Removal()
) -> Sale | None:
    """The sale without the line; None where it was the last one and the sale is gone.

    RefusalError("rights.missing" | "void.reason_needed" | "marking.scan_to_remove" |
    "marking.other_pack" | "sale.no_such_line" | "payment.in_progress").
    """
    demand(staff, Action.VOID_LINE)
    refuse_while_paying(sale)
    line = sale.line(line_id)
    _demand_pack(line, how, staff)
    refuse_without_reason(place, how.reason, line_id)
    changed_sale = sale.remove(line_id)
    demand_shares(staff, sale, changed_sale)
    worth_minor = _total_minor(place, sale, line_id)
    fact = _voided(sale, line, line.quantity.thousandths, worth_minor, staff, how)
    orders = dropped(place, sale, [(line, 0)], staff=staff)
    if not changed_sale.lines:
        place.journal.commit(Commit((fact,), orders, draft_removed=sale.sale_id))
        return None
    place.journal.save_draft(changed_sale, staff.staff_id, [], [line_id], (fact,), orders)
    return changed_sale


def set_quantity(
    place: Workplace,
    sale: Sale,
    line_id: int,
    thousandths: int,
    *,
    staff: StaffMember,
    reason: str = "",
) -> Sale:
    """Another quantity for a line; less than before is goods taken off, with the rights and the
    journal that go with it."""
    demand(staff, Action.SELL)
    refuse_while_paying(sale)
    before = sale.line(line_id)
    taken_off = before.quantity.thousandths - thousandths
    changed_sale, line = sale.set_quantity(line_id, thousandths)
    if taken_off <= 0:
        place.journal.save_draft(changed_sale, staff.staff_id, [line])
        return changed_sale
    demand(staff, Action.VOID_LINE)
    refuse_without_reason(place, reason, line_id, thousandths)
    demand_shares(staff, sale, changed_sale)
    old_minor = _total_minor(place, sale, line_id)
    worth_minor = max(old_minor - _total_minor(place, changed_sale, line_id), 0)
    fact = _voided(sale, before, taken_off, worth_minor, staff, Removal(reason))
    orders = dropped(place, sale, [(before, thousandths)], staff=staff)
    if orders:
        changed_sale, line = changed_sale.ordered(line_id, thousandths)
    place.journal.save_draft(changed_sale, staff.staff_id, [line], (), (fact,), orders)
    return changed_sale


def refuse_age(place: Workplace, sale: Sale, *, staff: StaffMember) -> Sale | None:
    """The buyer is too young: every line that wants a higher age than was confirmed is taken off.
    The law wants it, so no further right and no second scan is asked for."""
    demand(staff, Action.SELL)
    refuse_while_paying(sale)
    refused = [line for line in sale.lines if line.age_limit > sale.age_confirmed]
    if not refused:
        return sale
    worth = {p.line.line_id: p.total_minor for p in priced(place, sale).lines}
    facts: list[LineVoided] = []
    changed_sale = sale
    for line in refused:
        how = Removal("age", unscanned=line.marking_code is not None)
        taken, worth_minor = line.quantity.thousandths, worth[line.line_id]
        facts.append(_voided(sale, line, taken, worth_minor, staff, how))
        changed_sale = changed_sale.remove(line.line_id)
    orders = dropped(place, sale, [(line, 0) for line in refused], staff=staff)
    if not changed_sale.lines:
        place.journal.commit(Commit(tuple(facts), orders, draft_removed=sale.sale_id))
        return None
    gone = [line.line_id for line in refused]
    place.journal.save_draft(changed_sale, staff.staff_id, [], gone, tuple(facts), orders)
    return changed_sale


def void_sale(place: Workplace, sale: Sale, *, staff: StaffMember, reason: str = "") -> None:
    """Give the open sale up before payment; RefusalError("void.reason_needed")."""
    demand(staff, Action.VOID_SALE)
    refuse_while_paying(sale)
    refuse_without_reason(place, reason, 0)
    _give_up(place, sale, staff, reason)


def drop_parked(place: Workplace, parked: int, *, staff: StaffMember, reason: str = "") -> None:
    """Give a parked sale up; RefusalError("park.no_such" | "void.reason_needed")."""
    demand(staff, Action.VOID_SALE)
    found = next((d for d in place.journal.parked_drafts() if d.parked == parked), None)
    if found is None:
        raise RefusalError("park.no_such", parked=parked)
    refuse_while_paying(found.sale)
    refuse_without_reason(place, reason, 0)
    _give_up(place, found.sale, staff, reason)


def refuse_without_reason(
    place: Workplace, reason: str, line_id: int, thousandths: int = 0
) -> None:
    """RefusalError("void.reason_needed") where the shop wants one; line_id: of the line, 0 = the
    sale; thousandths: the quantity that was wanted, 0 = none of it."""
    if len(reason) > MAX_REASON:
        raise RefusalError("note.too_long", limit=MAX_REASON)
    if place.ask_void_reason and not reason.strip():
        raise RefusalError("void.reason_needed", line_id=line_id, thousandths=thousandths)


def _give_up(place: Workplace, sale: Sale, staff: StaffMember, reason: str) -> None:
    fact = SaleVoided(
        sale_id=sale.sale_id,
        lines_count=len(sale.lines),
        total_minor=priced(place, sale).total_minor,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        reason=reason,
    )
    orders = dropped(place, sale, [(line, 0) for line in sale.lines], staff=staff)
    place.journal.commit(Commit((fact,), orders, draft_removed=sale.sale_id))


def _total_minor(place: Workplace, sale: Sale, line_id: int) -> int:
    return next(p.total_minor for p in priced(place, sale).lines if p.line.line_id == line_id)


def _demand_pack(line: SaleLine, how: Removal, staff: StaffMember) -> None:
    """A marked pack that leaves the receipt is scanned again, so that the right one stays in it."""
    if line.marking_code is None:
        return
    if how.scanned:
        if understand(how.scanned).marking != line.marking_code:
            raise RefusalError("marking.other_pack", name=line.name)
    elif how.unscanned:
        demand(staff, Action.VOID_UNSCANNED)
    else:
        raise RefusalError("marking.scan_to_remove", name=line.name, line_id=line.line_id)


def _voided(
    sale: Sale, line: SaleLine, taken_off: int, worth_minor: int, staff: StaffMember, how: Removal
) -> LineVoided:
    return LineVoided(
        sale_id=sale.sale_id,
        product_id=line.product_id,
        name=line.name,
        qty=taken_off,
        total_minor=worth_minor,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        reason=how.reason,
        marking=line.marking_code or "",
        unscanned=how.unscanned,
    )
