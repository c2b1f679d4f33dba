"""TSPL2 of a placed label. A text can never become a command: quotes, backslashes and line ends do
not reach it as such.

Source: TSC, TSPL/TSPL2 Programming Manual (SIZE, GAP, CODEPAGE, CLS, BLOCK, BITMAP, BARCODE,
PRINT). Fonts with Cyrillic letters are a matter of the model: where it has none each text is drawn
here and sent as a picture.
"""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.hardware.labels.drawn import drawn
from pos_desktop.receipts.label import LabelTemplate, Placed, PlacedLabel

_ALIGN = {"left": 1, "center": 2, "right": 3}
_LEAST_MODULES = 95 + 18
"""Of an EAN-13 with its quiet zones (GS1 General Specifications)."""
_END = b"\r\n"
_MOST_COPIES = 9999


@dataclass(frozen=True, slots=True)
class TsplEncoder:
    """dots_per_mm: 8 is 203 dpi, 12 is 300 dpi. as_pictures: draw texts here instead of using a
    font of the printer. gap_mm: between two labels, 0 = paper without gaps."""

    dots_per_mm: int = 8
    as_pictures: bool = False
    gap_mm: int = 2

    def encode(self, label: PlacedLabel, copies: int) -> bytes:
        """One label with its quantity; ValueError for a quantity out of 1 to 9999."""
        if not 0 < copies <= _MOST_COPIES:
            raise ValueError(f"{copies} copies")
        commands = [*self._head(label.template), *(self._part(part) for part in label.parts)]
        commands.append(f"PRINT 1,{copies}".encode("ascii"))
        return _END.join(commands) + _END

    def _head(self, template: LabelTemplate) -> list[bytes]:
        size = f"SIZE {_mm(template.width)} mm,{_mm(template.height)} mm"
        rows = [size, f"GAP {self.gap_mm} mm,0 mm", "DIRECTION 1", "REFERENCE 0,0"]
        if not self.as_pictures:
            rows.append("CODEPAGE UTF-8")
        return [row.encode("ascii") for row in (*rows, "CLS")]

    def _part(self, part: Placed) -> bytes:
        field = part.field
        x, y = self._dots(field.x), self._dots(field.y)
        if part.code == "ean13":
            narrow = max(1, self._dots(field.width) // _LEAST_MODULES)
            return self._bars(part, "EAN13", narrow, part.text[:12])
        if part.code == "code128":
            narrow = max(1, self._dots(field.width) // (11 * len(part.text) + 55))
            return self._bars(part, "128", narrow, quoted(part.text))
        if self.as_pictures:
            return self._picture(part, x, y)
        wide, high = self._dots(field.width), self._dots(field.height)
        # Font "0" is scaled in points of 1/72 inch.
        points = max(4, field.height * 72 // 254)
        box = f'BLOCK {x},{y},{wide},{high * field.lines},"0",0,{points},{points},0'
        return f'{box},{_ALIGN[field.align]},"{quoted(part.text)}"'.encode()

    def _bars(self, part: Placed, kind: str, narrow: int, data: str) -> bytes:
        field = part.field
        x, y, high = (self._dots(tenths) for tenths in (field.x, field.y, field.height))
        return f'BARCODE {x},{y},"{kind}",{high},1,0,{narrow},{narrow},"{data}"'.encode()

    def _picture(self, part: Placed, x: int, y: int) -> bytes:
        field = part.field
        wide, high = self._dots(field.width), self._dots(field.height)
        picture = drawn(part.text, (wide, high), field.lines, field.align)
        row_bytes = (picture.width + 7) // 8
        head = f"BITMAP {x},{y},{row_bytes},{picture.height},0,".encode("ascii")
        # A set bit stays white, as the picture has it.
        return head + picture.tobytes()

    def _dots(self, tenths_mm: int) -> int:
        return tenths_mm * self.dots_per_mm // 10


def quoted(text: str) -> str:
    """The text for between two quotes: one line, its own quotes written as the manual wants."""
    plain = " ".join(text.replace("\\", "/").split())
    return "".join(c for c in plain if c.isprintable()).replace('"', '\\["]')


def _mm(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
