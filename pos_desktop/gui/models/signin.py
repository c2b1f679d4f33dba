"""What the sign-in screen shows, as plain values."""

from __future__ import annotations

from typing import NamedTuple

from pos_desktop.gui.widgets.pills import PillState


class StaffTile(NamedTuple):
    """One person. role_text: ready text ("Кассир"); colour_index: which avatar colour, wraps
    around.
    """

    staff_id: str
    name: str
    initials: str
    role_text: str = ""
    colour_index: int = 0


class HealthRow(NamedTuple):
    """One device or service in the list at the left: icon of `icons`, name, ready value, state."""

    icon: str
    name: str
    value: str
    state: PillState = "ok"


class PlaceTexts(NamedTuple):
    """Ready texts of the left panel: shop, "Касса 2 · Лесная, 18", "Смена № 148 открыта сегодня в
    08:02".
    """

    shop: str = ""
    register: str = ""
    shift: str = ""


class LockNotice(NamedTuple):
    """Why the register is locked and which sale waits: `before`, then `strong` in bold, then
    `after`.
    """

    before: str
    strong: str = ""
    after: str = ""


def initials_of(name: str) -> str:
    """Return two letters for an avatar: "Иванова Мария Сергеевна" and "Иванова М. С." give "ИМ"."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalpha()]
    if not words:
        return "?"
    letters = words[0][0] + (words[1][0] if len(words) > 1 else "")
    return letters.upper()
