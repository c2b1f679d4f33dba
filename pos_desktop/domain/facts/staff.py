"""Facts about people and what they were allowed. None ever holds a PIN, a badge or a hash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ActionApproved:
    """Somebody with the right let another person do one thing; stored before the thing is done.

    action: of domain.rights. reason: as the approver gave it, "" where none was asked for.
    subject: what it was about, as plain text ("sale 5214, line 3").
    """

    KIND: ClassVar[str] = "ActionApproved"
    VERSION: ClassVar[int] = 1
    action: str
    asked_by: str
    asked_name: str
    allowed_by: str
    allowed_name: str
    reason: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class StaffSignedIn:
    """way: "pin" | "badge"."""

    KIND: ClassVar[str] = "StaffSignedIn"
    VERSION: ClassVar[int] = 1
    staff_id: str
    staff_name: str
    way: str


@dataclass(frozen=True, slots=True)
class StaffSignedOut:
    """idle: the register locked itself."""

    KIND: ClassVar[str] = "StaffSignedOut"
    VERSION: ClassVar[int] = 1
    staff_id: str
    staff_name: str
    idle: bool = False


@dataclass(frozen=True, slots=True)
class StaffSaved:
    """A person was added, changed or taken back at the register. new_pin, new_badge: whether they
    were set; a badge may have been taken away. added: for the first time."""

    KIND: ClassVar[str] = "StaffSaved"
    VERSION: ClassVar[int] = 1
    staff_id: str
    name: str
    short_name: str
    role: str
    inn: str
    position: str
    saved_by: str
    saved_by_name: str
    new_pin: bool = False
    new_badge: bool = False
    added: bool = False


@dataclass(frozen=True, slots=True)
class StaffDismissed:
    """The person signs in no more; history keeps the name."""

    KIND: ClassVar[str] = "StaffDismissed"
    VERSION: ClassVar[int] = 1
    staff_id: str
    name: str
    dismissed_by: str
    dismissed_by_name: str


@dataclass(frozen=True, slots=True)
class StaffUnlocked:
    """A person's wrong tries were forgiven."""

    KIND: ClassVar[str] = "StaffUnlocked"
    VERSION: ClassVar[int] = 1
    staff_id: str
    name: str
    unlocked_by: str
    unlocked_by_name: str


@dataclass(frozen=True, slots=True)
class StaffPinReset:
    """A PIN was set anew outside the register, by somebody with access to its machine; stored
    before the PIN holds, and told to everybody above a cashier.

    account: of the machine, "kassa@POS-1". way: "command" | "no_people" (the list of people was
    gone, and the program made an owner with the first PIN).
    """

    KIND: ClassVar[str] = "StaffPinReset"
    VERSION: ClassVar[int] = 1
    staff_id: str
    name: str
    account: str
    way: str = "command"


@dataclass(frozen=True, slots=True)
class StaffPinResetSeen:
    """A person was told of such a reset and said so. reset_seq: of its StaffPinReset."""

    KIND: ClassVar[str] = "StaffPinResetSeen"
    VERSION: ClassVar[int] = 1
    reset_seq: int
    staff_id: str
    staff_name: str
