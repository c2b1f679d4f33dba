"""ZPL II of a placed label. A text can never become a command: everything but letters, digits and
spaces goes as ^FH hexadecimal.

Source: Zebra, ZPL II Programming Guide (^CI28 UTF-8, ^FH field hexadecimal, ^FB field block, ^BE
EAN-13, ^BC Code 128, ^GF graphic field, ^PQ quantity). Its font 0 has Cyrillic letters on some
models only.
"""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.hardware.labels.drawn import drawn
from pos_desktop.receipts.label import Placed, PlacedLabel

_ALIGN = {"left": "L", "center": "C", "right": "R"}
_LEAST_MODULES = 95 + 18
"""Of an EAN-13 with its quiet zones (GS1 General Specifications)."""


@dataclass(frozen=True, slots=True)
class ZplEncoder:
    """dots_per_mm: 8 is 203 dpi, 12 is 300 dpi. as_pictures: draw texts here instead of using a
    font of the printer."""

    dots_per_mm: int = 8
    as_pictures: bool = False

    def encode(self, label: PlacedLabel, copies: int) -> bytes:
        """One format with its quantity; ValueError for a quantity out of 1 to 9999."""
        if not 0 < copies <= 9999:
            raise ValueError(f"{copies} copies")
        template = label.template
        rows = [
            "^XA",
            "^CI28",
            f"^PW{self._dots(template.width)}",
            f"^LL{self._dots(template.height)}",
            "^LH0,0",
        ]
        rows += [self._part(part) for part in label.parts]
        rows += [f"^PQ{copies}", "^XZ"]
        return ("\n".join(rows) + "\n").encode("utf-8")

    def _part(self, part: Placed) -> str:
        field = part.field
        origin = f"^FO{self._dots(field.x)},{self._dots(field.y)}"
        high = self._dots(field.height)
        data = f"^FH_^FD{escaped(part.text)}^FS"
        if part.code == "ean13":
            module = max(1, self._dots(field.width) // _LEAST_MODULES)
            return f"{origin}^BY{module}^BEN,{high},Y,N^FH_^FD{part.text[:12]}^FS"
        if part.code == "code128":
            module = max(1, self._dots(field.width) // (11 * len(part.text) + 55))
            return f"{origin}^BY{module}^BCN,{high},Y,N,N,A{data}"
        if self.as_pictures:
            return f"{origin}{self._picture(part)}"
        align = _ALIGN[field.align]
        block = f"^FB{self._dots(field.width)},{field.lines},0,{align}"
        return f"{origin}^A0N,{high},{high}{block}{data}"

    def _picture(self, part: Placed) -> str:
        """^GF of dots in hexadecimal; a set bit is black."""
        field = part.field
        cell = (self._dots(field.width), self._dots(field.height))
        picture = drawn(part.text, cell, field.lines, field.align)
        dots = bytes(byte ^ 0xFF for byte in picture.tobytes())
        return f"^GFA,{len(dots)},{len(dots)},{picture.width // 8},{dots.hex().upper()}^FS"

    def _dots(self, tenths_mm: int) -> int:
        return tenths_mm * self.dots_per_mm // 10


def escaped(text: str) -> str:
    """The text for ^FD after ^FH_: letters, digits and single spaces as they are, all else as
    bytes of UTF-8 in hexadecimal. A backslash, which ^FB would read, becomes a slash."""
    plain = " ".join(text.replace("\\", "/").split())
    return "".join(c if c.isalnum() or c == " " else _hex(c) for c in plain)


def _hex(letter: str) -> str:
    return "".join(f"_{byte:02X}" for byte in letter.encode("utf-8", "replace"))
