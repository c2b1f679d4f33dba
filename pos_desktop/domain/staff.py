"""People at the register: roles and what each may do. Issue of PINs and locks lives in the staff
directory."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.domain.errors import RefusalError


class Role(StrEnum):
    CASHIER = "cashier"
    SENIOR = "senior"
    MANAGER = "manager"
    OWNER = "owner"


class Action(StrEnum):
    """What rights speak of; deny by default."""

    SELL = "sell"
    DISCOUNT = "discount"
    VOID_SALE = "void_sale"
    REPRINT = "reprint"
    SETTLE_UNKNOWN_PRINT = "settle_unknown_print"
    RETRY_FISCAL = "retry_fiscal"
    IMPORT_CATALOGUE = "import_catalogue"
    CHANGE_SETTINGS = "change_settings"


_CASHIER = frozenset(
    {Action.SELL, Action.DISCOUNT, Action.VOID_SALE, Action.REPRINT, Action.SETTLE_UNKNOWN_PRINT}
)
_SENIOR = _CASHIER | {Action.RETRY_FISCAL}
_MANAGER = _SENIOR | {Action.IMPORT_CATALOGUE, Action.CHANGE_SETTINGS}

RIGHTS: dict[Role, frozenset[Action]] = {
    Role.CASHIER: _CASHIER,
    Role.SENIOR: _SENIOR,
    Role.MANAGER: _MANAGER,
    Role.OWNER: _MANAGER,
}


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


def demand(member: StaffMember, action: Action) -> None:
    """Raise RefusalError("rights.missing") unless the member's role allows the action."""
    if action not in RIGHTS[member.role]:
        raise RefusalError("rights.missing", action=action.value, name=member.short_name)
