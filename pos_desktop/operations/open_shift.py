"""Opening the shift with counted cash."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import CountedCash, ShiftOpened
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit


@dataclass(frozen=True, slots=True)
class Declared:
    """What a person found in the drawer. counts: by denomination, where that was how."""

    total_minor: int
    counts: tuple[CountedCash, ...] = ()


def declared_by(counts: dict[int, int]) -> Declared:
    """From value in minor units -> how many; the largest first, what was not there left out."""
    kept = tuple(CountedCash(v, n) for v, n in sorted(counts.items(), reverse=True) if n)
    return Declared(sum(c.value_minor * c.count for c in kept), kept)


def carried_over_minor(place: Workplace) -> int:
    """What the shift before left in the drawer, 0 where there was none."""
    last = place.journal.last_shift()
    return last.left_minor if last else 0


def open_shift(place: Workplace, *, staff: StaffMember, declared: Declared | None = None) -> Shift:
    """Open the next shift; the one that is open now. declared: None takes over what the shift
    before left, uncounted.

    RefusalError("shift.already_open", number=, name=), ("cash.below_zero").
    """
    demand(staff, Action.OPEN_SHIFT)
    running = place.journal.open_shift()
    if running is not None:
        raise RefusalError("shift.already_open", number=running.number, name=running.opened_by)
    expected_minor = carried_over_minor(place)
    cash_minor = expected_minor if declared is None else declared.total_minor
    if cash_minor < 0 and declared is not None:
        raise RefusalError("cash.below_zero")
    place.journal.commit(
        Commit(
            facts=(
                ShiftOpened(
                    shift_id=place.ids.new_id(),
                    number=place.journal.next_shift_number(),
                    staff_id=staff.staff_id,
                    staff_name=staff.short_name,
                    cash_minor=cash_minor,
                    expected_minor=expected_minor,
                    counted=declared is not None,
                    counts=declared.counts if declared else (),
                ),
            )
        )
    )
    return shift_in_hand(place)


def shift_in_hand(place: Workplace) -> Shift:
    """The open shift; RefusalError("shift.not_open")."""
    shift = place.journal.open_shift()
    if shift is None:
        raise RefusalError("shift.not_open")
    return shift
