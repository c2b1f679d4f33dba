"""ESC/POS displays: Epson DM-D and those in its mode.

Source: Epson DM-D110 specification (ESC @, ESC t, US $, US C, US X, FF); POSX XP8200 manual, 4.1.2.
"""

from __future__ import annotations

_INITIALISE = b"\x1b@"
_OVERWRITE = b"\x1f\x01"
_CLEAR = b"\x0c"
_CURSOR_OFF = b"\x1fC\x00"
_BRIGHTNESS = b"\x1fX"
_MOVE = b"\x1f$"


class EscposDisplayCodec:
    """select_page, brightness: as of Cd5220Codec."""

    def __init__(self, select_page: bytes = b"", brightness: int = 0) -> None:
        self._select_page = select_page
        self._brightness = brightness

    def begin(self) -> bytes:
        """What a display is told when its wire has just opened."""
        level = _BRIGHTNESS + bytes([self._brightness]) if self._brightness else b""
        return _INITIALISE + self._select_page + _OVERWRITE + level + _CURSOR_OFF + _CLEAR

    def show(self, rows: list[bytes]) -> bytes:
        """Each row from its first column; a row must be exactly as wide as the display."""
        return b"".join(
            _MOVE + bytes([1, number]) + row for number, row in enumerate(rows, start=1)
        )

    def clear(self) -> bytes:
        return _CLEAR
