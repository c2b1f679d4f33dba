"""People at the register and their roles; what each may do is in rights.py. Issue of PINs and locks
lives in the staff directory."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    CASHIER = "cashier"
    SENIOR = "senior"
    MANAGER = "manager"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """staff_id: stable id; short_name: "Иванова М." as receipts and the top bar show it; inn: 12
    digits or ""."""

    staff_id: str
    name: str
    short_name: str
    role: Role
    inn: str = ""
    position: str = ""
