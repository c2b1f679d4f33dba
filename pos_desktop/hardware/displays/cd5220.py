"""The command set of the CD5220, which most displays of two lines understand (Firich, OCD, Posiflex
in that mode).

Source: CD5220 / CD6220 User's Manual, chapter 6.1 "standard mode"; POSX XP8200 manual, 4.1.
"""

from __future__ import annotations

_INITIALISE = b"\x1b@"
_CLEAR = b"\x0c"
_CURSOR_OFF = b"\x1b_\x00"
_BRIGHTNESS = b"\x1b*"
_STRING = b"\x1bQ"
_ROWS = (b"A", b"B")
_END = b"\r"


class Cd5220Codec:
    """select_page: bytes of the profile that choose the code page. brightness: 1 to 4, 0 = leave
    it."""

    def __init__(self, select_page: bytes = b"", brightness: int = 0) -> None:
        self._select_page = select_page
        self._brightness = brightness

    def begin(self) -> bytes:
        """What a display is told when its wire has just opened. It is cleared first: one that was
        left in string mode takes no other command."""
        level = _BRIGHTNESS + bytes([self._brightness]) if self._brightness else b""
        return _CLEAR + _INITIALISE + self._select_page + level + _CURSOR_OFF + _CLEAR

    def show(self, rows: list[bytes]) -> bytes:
        """Both rows, each exactly as wide as the display: one that is shorter would leave the end
        of the last text standing."""
        return b"".join(_STRING + name + row + _END for name, row in zip(_ROWS, rows, strict=False))

    def clear(self) -> bytes:
        """Nothing shown; also ends the string mode that `show` began."""
        return _CLEAR
