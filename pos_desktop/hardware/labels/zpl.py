"""ZPL II of a placed label. A text can never become a command: everything but letters, digits and
spaces goes as ^FH hexadecimal.

Source: Zebra, ZPL II Programming Guide (^CI28 UTF-8, ^FH field hexadecimal, ^FB field block, ^BE
EAN-13, ^BC Code 128, ^PQ quantity).
"""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.receipts.label import Placed, PlacedLabel

_ALIGN = {"left": "L", "center": "C", "right": "R"}
_LEAST_MODULES = 95 + 18
"""Of an EAN-13 with its quiet zones (GS1 General Specifications)."""


@dataclass(frozen=True, slots=True)
class ZplEncoder:
    """dots_per_mm: 8 is 203 dpi, 12 is 300 dpi."""

    dots_per_mm: int = 8

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
        align = _ALIGN[field.align]
        block = f"^FB{self._dots(field.width)},{field.lines},0,{align}"
        return f"{origin}^A0N,{high},{high}{block}{data}"

    def _dots(self, tenths_mm: int) -> int:
        return tenths_mm * self.dots_per_mm // 10


def escaped(text: str) -> str:
    """The text for ^FD after ^FH_: letters, digits and single spaces as they are, all else as
    bytes of UTF-8 in hexadecimal. A backslash, which ^FB would read, becomes a slash."""
    plain = " ".join(text.replace("\\", "/").split())
    return "".join(c if c.isalnum() or c == " " else _hex(c) for c in plain)


def _hex(letter: str) -> str:
    return "".join(f"_{byte:02X}" for byte in letter.encode("utf-8", "replace"))
