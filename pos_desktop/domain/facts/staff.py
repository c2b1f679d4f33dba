"""Facts about people and what they were allowed."""

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
