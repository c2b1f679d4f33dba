"""What happened, in words: a title, what is known beside it, and who did it."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.cloud.events import EventFact, EventRow
from pos_desktop.cloud.words import Words
from pos_desktop.domain.facts import (
    CashVerified,
    DrawerCounted,
    ShiftClosed,
    StaffDismissed,
    StaffPinReset,
    StaffSaved,
    StaffUnlocked,
)


@dataclass(frozen=True, slots=True)
class Told:
    """icon: a name of resources/icons. grave: the owner should make sure of it."""

    icon: str
    title: str
    more: str
    who: str
    grave: bool = False


def told(words: Words, fact: EventFact) -> Told:
    match fact:
        case StaffPinReset():
            return _pin_reset(words, fact)
        case StaffSaved():
            return _saved(words, fact)
        case StaffDismissed():
            title = words.t("event.dismissed", name=fact.name)
            return Told("user-round", title, "", fact.dismissed_by_name)
        case StaffUnlocked():
            title = words.t("event.unlocked", name=fact.name)
            return Told("lock-open", title, words.t("event.unlocked_more"), fact.unlocked_by_name)
        case DrawerCounted():
            return _counted(words, fact)
        case ShiftClosed():
            return _closed(words, fact)
        case CashVerified():
            shift, sum_ = words.number(fact.shift_number), words.sum(fact.verified_minor)
            title = words.t("event.verified", shift=shift, sum=sum_)
            return Told("badge-check", title, fact.note, fact.staff_name)


def reset_notice(words: Words, row: EventRow) -> tuple[str, str]:
    """Title and text of a PIN that was set anew outside a register."""
    said = told(words, row.fact)
    at = f"{words.short_day(row.at.date())} {row.at:%H:%M}"
    return f"{row.register}: {said.title}", f"{at} · {said.more} · {said.who}"


def _pin_reset(words: Words, fact: StaffPinReset) -> Told:
    way = "people_gone" if fact.way == "no_people" else "pin_reset"
    title = words.t(f"event.{way}", name=fact.name)
    return Told("key-round", title, words.t(f"event.{way}_more"), fact.account, grave=True)


def _saved(words: Words, fact: StaffSaved) -> Told:
    if fact.added:
        key = "added"
    elif fact.new_pin:
        key = "new_pin"
    else:
        key = "new_badge" if fact.new_badge else "changed"
    icon = "key-round" if key == "new_pin" else "id-card" if key == "new_badge" else "user-round"
    own = key == "new_pin" and fact.saved_by == fact.staff_id
    more = words.t("event.own_pin") if own else words.or_plain("role", fact.role)
    return Told(icon, words.t(f"event.{key}", name=fact.short_name), more, fact.saved_by_name)


def _counted(words: Words, fact: DrawerCounted) -> Told:
    """A count that was not the first, or that knew the sum, says so."""
    key = "counted_blind" if fact.blind else "counted_open"
    sum_ = words.money(fact.counted_minor, fact.currency)
    title = words.t(f"event.{key}", shift=words.number(fact.shift_number), sum=sum_)
    difference_minor = fact.counted_minor - fact.expected_minor
    if not difference_minor:
        return Told("cash-drawer", title, words.t("event.agrees"), fact.staff_name)
    difference = words.money(difference_minor, fact.currency)
    return Told("cash-drawer", title, words.t("event.differs", sum=difference), fact.staff_name)


def _closed(words: Words, fact: ShiftClosed) -> Told:
    title = words.t("event.closed", shift=words.number(fact.number))
    if not fact.counted:
        return Told("clock", title, words.t("event.uncounted"), fact.staff_name)
    reason = words.or_plain("cash_reason", fact.reason) if fact.reason else ""
    why = ": ".join(part for part in (reason, fact.explanation) if part)
    said = words.t("event.agrees")
    if fact.difference_minor:
        said = words.t("event.differs", sum=words.sum(fact.difference_minor))
    return Told("clock", title, " · ".join(part for part in (said, why) if part), fact.staff_name)
