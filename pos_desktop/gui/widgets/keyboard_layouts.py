"""The key tables of the on-screen keyboard, row by row, as they are printed on the keyboards of the
country.
"""

from __future__ import annotations

SHIFT = "shift"
BACKSPACE = "backspace"
ENTER = "enter"
SPACE = "space"
LANGUAGE = "language"
NUMBERS = "numbers"
HIDE = "hide"

ACTIONS = frozenset({SHIFT, BACKSPACE, ENTER, SPACE, LANGUAGE, NUMBERS, HIDE})

Rows = tuple[tuple[str, ...], ...]

_DIGITS = tuple("1234567890")
_BOTTOM = (NUMBERS, LANGUAGE, ",", SPACE, ".", ENTER, HIDE)

LAYOUTS: dict[str, Rows] = {
    "ru": (
        _DIGITS,
        tuple("йцукенгшщзхъ"),
        tuple("фывапролджэё"),
        (SHIFT, *"ячсмитьбю", "-", BACKSPACE),
        _BOTTOM,
    ),
    "en": (
        _DIGITS,
        tuple("qwertyuiop"),
        (*"asdfghjkl", "'"),
        (SHIFT, *"zxcvbnm", "-", BACKSPACE),
        _BOTTOM,
    ),
    "numbers": (
        ("7", "8", "9", "-", "/", "%"),
        ("4", "5", "6", "+", "*", "№"),
        ("1", "2", "3", "(", ")", "@"),
        (",", "0", ".", ":", "_", BACKSPACE),
        (NUMBERS, SPACE, ENTER, HIDE),
    ),
}

# How many columns a key takes where it is not one.
WIDTHS: dict[str, int] = {SPACE: 5, SHIFT: 2, BACKSPACE: 2, ENTER: 2, NUMBERS: 1, HIDE: 1}

ICONS: dict[str, str] = {
    SHIFT: "arrow-big-up",
    BACKSPACE: "delete",
    ENTER: "corner-down-left",
    SPACE: "space",
    LANGUAGE: "globe",
    HIDE: "chevron-down",
}
