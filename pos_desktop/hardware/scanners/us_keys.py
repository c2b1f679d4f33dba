"""Which character a key makes on a US keyboard, by its position; the layout in use does not matter.

Numbers are evdev key codes (Linux input-event-codes.h). X11 and Wayland give them plus 8; Windows
scan codes of set 1 are the same numbers for the main block, with 0x100 added to the grey keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

KeySource = Literal["x11", "windows", "none"]

ENTER_KEYS = frozenset({28, 96, 0x11C})
TAB_KEY = 15
CTRL_BRACKET = 27
F8_KEY = 66
MODIFIER_KEYS = frozenset({29, 42, 54, 56, 58, 69, 97, 100, 125, 126, 0x11D, 0x138, 0x15B, 0x15C})


def _row(first: int, plain: str, shifted: str) -> Iterable[tuple[int, tuple[str, str]]]:
    return enumerate(zip(plain, shifted, strict=True), first)


US_KEYS: dict[int, tuple[str, str]] = {
    **dict(_row(2, "1234567890-=", "!@#$%^&*()_+")),
    **dict(_row(16, "qwertyuiop[]", "QWERTYUIOP{}")),
    **dict(_row(30, "asdfghjkl;'`", 'ASDFGHJKL:"~')),
    **dict(_row(43, "\\zxcvbnm,./", "|ZXCVBNM<>?")),
    57: (" ", " "),
}
KEYPAD: dict[int, str] = {
    55: "*", 71: "7", 72: "8", 73: "9", 74: "-", 75: "4", 76: "5", 77: "6", 78: "+",
    79: "1", 80: "2", 81: "3", 82: "0", 83: ".", 98: "/", 0x135: "/",
}  # fmt: skip


def position(native_scan_code: int, source: KeySource) -> int:
    """Return the evdev number of a key, 0 where the system tells none."""
    if source == "x11":
        return max(0, native_scan_code - 8)
    return native_scan_code if source == "windows" else 0
