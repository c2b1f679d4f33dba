"""What the journal knows of PINs that were set anew outside the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PinReset:
    """seq: of its entry; at_us: UTC microseconds since 1970; the rest as in StaffPinReset."""

    seq: int
    at_us: int
    staff_id: str
    name: str
    account: str
    way: str


class PinResetBook(Protocol):
    """Reads of the journal; may raise StorageError."""

    def unseen_by(self, staff_id: str) -> tuple[PinReset, ...]:
        """Those this person has not been told of, oldest first."""
        ...

    def last(self) -> Mapping[str, PinReset]:
        """The last one of each person, by staff_id."""
        ...
