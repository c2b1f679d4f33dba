"""From two texts to the bytes of a model of display."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from pos_desktop.hardware.displays.cd5220 import Cd5220Codec
from pos_desktop.hardware.displays.escpos_display import EscposDisplayCodec
from pos_desktop.hardware.printers.transliteration import Transliteration
from pos_desktop.hardware.profiles import DisplaySettings


class DisplayCodec(Protocol):
    def begin(self) -> bytes: ...
    def show(self, rows: list[bytes]) -> bytes: ...
    def clear(self) -> bytes: ...


DISPLAYS: dict[str, Callable[[bytes, int], DisplayCodec]] = {
    "cd5220": Cd5220Codec,
    "escpos": EscposDisplayCodec,
}


class DisplayPages:
    """A model's rows: exactly its width, in its code page, with no byte that is a command."""

    def __init__(self, settings: DisplaySettings) -> None:
        page = bytes.fromhex(settings.select_page)
        self._codec = DISPLAYS[settings.protocol](page, settings.brightness)
        self._settings = settings
        self._written = Transliteration(settings.codepage, settings.substitute)

    @property
    def begin(self) -> bytes:
        return self._codec.begin()

    def show(self, upper: str, lower: str) -> bytes:
        """The bytes for two lines; what is too long is cut. A display of one row shows the lower
        line: the number is there."""
        lines = [upper, lower] if self._settings.rows == 2 else [lower]
        return self._codec.show([self._row(line) for line in lines])

    @property
    def clear(self) -> bytes:
        return self._codec.clear()

    def _row(self, text: str) -> bytes:
        width = self._settings.columns
        shown = self._written.text(text)[:width].ljust(width)
        return shown.encode(self._settings.codepage)
