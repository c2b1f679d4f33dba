"""Money into and out of the drawer without a sale, and opening the drawer without either."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import CashMoved, DrawerOpened
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.open_shift import shift_in_hand
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, NewPrintJob
from pos_desktop.receipts.cash_slip import cash_slip

LARGEST_MINOR = 100_000_000_00
"""No drawer holds more; a sum above it is a slip of the hand."""


class MoveKind(StrEnum):
    PAY_IN = "pay_in"
    PAY_OUT = "pay_out"
    SAFE_DROP = "safe_drop"


_RIGHTS = {
    MoveKind.PAY_IN: Action.PAY_IN,
    MoveKind.PAY_OUT: Action.PAY_OUT,
    MoveKind.SAFE_DROP: Action.SAFE_DROP,
}


@dataclass(frozen=True, slots=True)
class Why:
    """reason: id of a usual reason, "" for none; note: as typed; shown: both as on the slip."""

    reason: str = ""
    note: str = ""
    shown: str = ""


def move_cash(
    place: Workplace, kind: MoveKind, amount_minor: int, why: Why, *, staff: StaffMember
) -> CashMoved:
    """Write the move down, with its slip; the drawer opens where a printer drives it.

    RefusalError("shift.not_open", "cash.no_amount", "cash.too_much" (limit_minor),
    "cash.not_enough": more than the drawer holds by the journal).
    """
    demand(staff, _RIGHTS[kind])
    shift = shift_in_hand(place)
    if amount_minor <= 0:
        raise RefusalError("cash.no_amount")
    if amount_minor > LARGEST_MINOR:
        raise RefusalError("cash.too_much", limit_minor=LARGEST_MINOR)
    takes = kind is not MoveKind.PAY_IN
    if takes and amount_minor > place.journal.shift_totals(shift.number).cash_minor:
        raise RefusalError("cash.not_enough")
    fact = CashMoved(
        move_id=place.ids.new_id(),
        shift_number=shift.number,
        kind=kind.value,
        amount_minor=amount_minor,
        currency=place.country.currency,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        reason=why.reason,
        note=why.note,
    )
    now_us = place.clock.now_us()
    place.journal.commit(
        Commit(facts=(fact,), print_jobs=_slip(place, fact, why, now_us), occurred_at_us=now_us)
    )
    return fact


def open_drawer(place: Workplace, why: Why, *, staff: StaffMember) -> DrawerOpened:
    """Write down that the drawer is opened without money moving; the caller opens it then.

    RefusalError("shift.not_open", "printer.not_set_up": no printer, so nothing to open it with).
    """
    demand(staff, Action.OPEN_DRAWER)
    shift = shift_in_hand(place)
    if place.encoder is None:
        raise RefusalError("printer.not_set_up")
    fact = DrawerOpened(shift.number, staff.staff_id, staff.short_name, why.reason, why.note)
    place.journal.commit(Commit(facts=(fact,)))
    return fact


def note_drawer_opened(place: Workplace) -> None:
    """Write down that the drawer was opened and nobody at the register had asked for it, as its
    sensor told. A fact of a machine: no right is asked. Outside a shift it is shift 0's.
    """
    shift = place.journal.open_shift()
    number = shift.number if shift is not None else 0
    place.journal.commit(Commit(facts=(DrawerOpened(number, "", "", sensed=True),)))


def _slip(place: Workplace, fact: CashMoved, why: Why, now_us: int) -> tuple[NewPrintJob, ...]:
    if place.encoder is None:
        return ()
    document = cash_slip(fact, why.shown, now_us, place.seller, place.style, place.zone)
    payload = place.encoder.encode(document)
    return (NewPrintJob("", 0, "cash_slip", payload, opens_drawer=True),)
