"""What the equipment page says about the drawer, and the numbers of its form. Qt-free."""

from __future__ import annotations

from pos_desktop.i18n import number, t
from pos_desktop.ports import Health
from pos_desktop.ports.equipment import EquipmentRow
from pos_desktop.settings.checks import PULSE_MS

_WORKS = (Health.ONLINE, Health.DEGRADED)


def drawer_place(row: EquipmentRow) -> str:
    """ "through the receipt printer, pin 2, 50 ms"."""
    if "pin" not in row.values:
        return t("equipment.place.drawer_unknown")  # what its printer is cannot be read
    values = {"pin": row.values["pin"], "ms": row.values.get("on_ms", "")}
    if row.values.get("printer") == "second_printer":
        return t("equipment.place.drawer_second", **values)
    return t("equipment.place.drawer", **values)


def drawer_badge(row: EquipmentRow) -> tuple[str, str]:
    """(state, text): what its own sensor says, as long as its printer can tell."""
    if row.state is None or row.state.health not in (*_WORKS, Health.CONNECTING):
        return "wait", t("equipment.badge.offline")  # its printer says why
    if row.values.get("sensor", "none") == "none":
        return "info", t("equipment.badge.no_sensor")
    is_open = row.values.get("is_open")
    if is_open is None:
        return "info", t("equipment.badge.looking")
    if is_open:
        return "wait", t("equipment.badge.drawer_open")
    return "ok", t("equipment.badge.drawer_shut")


def drawer_is_due(row: EquipmentRow) -> bool:
    """An open drawer is no fault: somebody gives change."""
    return row.state is None or row.state.health not in (*_WORKS, Health.CONNECTING)


def openings(row: EquipmentRow) -> str:
    """How often it was opened in this shift without a sale, "" outside a shift."""
    opened, sensed = row.values.get("opened"), row.values.get("sensed")
    if not isinstance(opened, int) or not isinstance(sensed, int):
        return ""
    if sensed:
        return t("equipment.second.opened_by_nobody", count=number(opened + sensed),
                 sensed=number(sensed))  # fmt: skip
    return t("equipment.second.opened", count=number(opened))


def drawer_hint(row: EquipmentRow) -> str:
    when = "on_cash" if row.values.get("on_cash") else "by_button"
    return "\n".join((t("equipment.detail.drawer_hint"), t(f"equipment.detail.drawer_{when}")))


def pulse_ms(text: str) -> int | None:
    """What was typed as a length, 0 = as the printer's model has it; None where it is none."""
    if not text.strip():
        return 0
    bare = text.strip()
    if not (bare.isascii() and bare.isdigit()) or not PULSE_MS[0] <= int(bare) <= PULSE_MS[1]:
        return None
    return int(bare)


def pulse_range() -> str:
    return t("equipment.drawer_form.range", least=PULSE_MS[0], most=PULSE_MS[1])
