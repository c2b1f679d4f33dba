"""A PIN that nobody at the register can change any more - its owner forgot it, and nobody stands
above him - is set anew by whoever may open the machine's account and the data folder.

It cannot be done in silence: the fact is in the journal before the PIN holds, and everybody above
a cashier is told at the next sign-in, each for himself.
"""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import StaffPinReset, StaffPinResetSeen
from pos_desktop.domain.staff import Role, StaffMember, checked_pin
from pos_desktop.operations.staff import NewPin
from pos_desktop.ports import Commit, Journal, StaffBook
from pos_desktop.ports.people import PinReset, PinResetBook


def whose(book: StaffBook, name: str) -> StaffMember:
    """Who works here under this name, in full or in short.

    RefusalError("staff.no_such_name", name=, names=).
    """
    people = [record.member for record in book.records() if not record.dismissed]
    wanted = _plain(name)
    for member in people:
        if wanted in (_plain(member.name), _plain(member.short_name)):
            return member
    names = ", ".join(member.name for member in people)
    raise RefusalError("staff.no_such_name", name=name.strip(), names=names)


def reset_pin(
    journal: Journal, book: StaffBook, member: StaffMember, pin: NewPin, account: str
) -> None:
    """RefusalError as domain.staff.checked_pin; then nothing was changed."""
    digits = checked_pin(pin.pin, pin.again)
    journal.commit(Commit((StaffPinReset(member.staff_id, member.short_name, account),)))
    book.set_pin(member.staff_id, digits)


def unseen_resets(book: PinResetBook, staff: StaffMember) -> tuple[PinReset, ...]:
    """What this person is to be told; a cashier is told nothing."""
    return () if staff.role is Role.CASHIER else book.unseen_by(staff.staff_id)


def see_reset(journal: Journal, seq: int, *, staff: StaffMember) -> None:
    """The person was told of it."""
    journal.commit(Commit((StaffPinResetSeen(seq, staff.staff_id, staff.short_name),)))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
