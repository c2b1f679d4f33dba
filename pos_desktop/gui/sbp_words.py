"""What the equipment page says about payments by QR code. Qt-free."""

from __future__ import annotations

from pos_desktop.i18n import t
from pos_desktop.ports.equipment import EquipmentRow

FIELDS = {"raiffeisen": ("merchant_id", "account"), "tbank": ("terminal_key",), "static": ()}
"""What each bank wants to know of the shop, the needed one first."""


def sbp_place(row: EquipmentRow) -> str:
    return t(f"equipment.place.sbp_{row.profile or 'none'}")


def sbp_badge(row: EquipmentRow) -> tuple[str, str] | None:
    """(state, text) where no bank is asked; None where the bank's own state tells."""
    if not row.profile:
        return "info", t("equipment.badge.not_set_up")
    if row.profile == "static":
        return "ok", t("equipment.badge.static_code")
    return None


def sbp_hint(row: EquipmentRow) -> str:
    return t(f"equipment.detail.sbp_{row.profile or 'none'}")
