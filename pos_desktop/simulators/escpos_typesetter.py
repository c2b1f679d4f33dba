"""The print buffer of an ESC/POS printer: characters in, finished lines of paper out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from .escpos_codes import Modules
from .escpos_items import CELLS, Feed, Item, Picture, Symbol, TextLine, TextRun, TextStyle

DEFAULT_SPACING_DOTS = 30
Align = Literal["left", "centre", "right"]


class Typesetter:
    """Holds the style and the line being filled; hands whole items to `emit`.

    dots: width of the print head. Sizes and positions are dots throughout.
    """

    def __init__(self, dots: int, emit: Callable[[Item], None]) -> None:
        self.dots = dots
        self._emit = emit
        self.reset()

    def reset(self) -> None:
        """Return to the power-on style and forget the unfinished line (`ESC @`)."""
        self.style = TextStyle()
        self.align: Align = "left"
        self.line_spacing = DEFAULT_SPACING_DOTS
        self.letter_spacing = 0
        self.left_margin = 0
        self.area_width = self.dots
        self.tab_columns = list(range(8, 256, 8))
        self.module_dots = 3
        self.bar_height_dots = 162
        self.label_place = 0
        self.label_font: Literal["A", "B"] = "A"
        self.clear_line()

    def clear_line(self) -> None:
        """Forget the unfinished line."""
        self._parts: list[TextRun | Picture] = []
        self._x = 0

    @property
    def area(self) -> int:
        """Width of the printing area."""
        return max(1, min(self.area_width, self.dots - self.left_margin))

    @property
    def unfinished_text(self) -> str:
        """What stands in the print buffer, not yet on paper."""
        return TextLine(tuple(self._parts), 0).text

    def put(self, char: str, *, cells: int = 1) -> None:
        """Add one character; a full line prints itself first. cells is 2 for an ideograph."""
        width = self.style.cell_width * cells + self.letter_spacing * self.style.width
        if self._x + width > self.area and self._parts:
            self.end_line()
        last = self._parts[-1] if self._parts else None
        if (
            isinstance(last, TextRun)
            and last.style == self.style
            and last.x_dots + last.width_dots == self._x
            and last.width_dots == len(last.text) * width
        ):
            self._parts[-1] = replace(
                last, text=last.text + char, width_dots=last.width_dots + width
            )
        else:
            self._parts.append(TextRun(self._x, char, self.style, width))
        self._x += width

    def put_picture(self, picture: Picture) -> None:
        """Add a bit image to the line; what stands out of the area is cut off by the head."""
        self._parts.append(replace(picture, x_dots=self._x))
        self._x += picture.width_dots

    def tab(self) -> None:
        """Move to the next tab stop, if there is one."""
        cell = CELLS[self.style.font][0]
        stops = [column * cell for column in self.tab_columns if column * cell > self._x]
        if stops and stops[0] < self.area:
            self._x = stops[0]

    def move_to(self, x_dots: int) -> None:
        """Set the position in the line; a place outside the area is ignored."""
        if 0 <= x_dots <= self.area:
            self._x = x_dots

    def move_by(self, delta_dots: int) -> None:
        """Move the position in the line."""
        self.move_to(self._x + delta_dots)

    def end_line(self, feed_dots: int | None = None) -> None:
        """Print the line. feed_dots: how far the paper goes at least (line spacing when None)."""
        spacing = self.line_spacing if feed_dots is None else feed_dots
        tallest = max((self._height(part) for part in self._parts), default=0)
        shift = self.left_margin + self._aligned(self._x)
        parts = tuple(replace(part, x_dots=part.x_dots + shift) for part in self._parts)
        has_text = any(isinstance(part, TextRun) for part in parts)
        # Slices of a picture follow each other without a gap whatever the line spacing is.
        height = tallest if parts and not has_text else max(spacing, tallest)
        self.clear_line()
        self._emit(TextLine(parts, height))

    def feed(self, dots: int) -> None:
        """Print what stands in the line and move the paper."""
        if self._parts:
            self.end_line(dots)
        elif dots > 0:
            self._emit(Feed(dots))

    def feed_lines(self, lines: int) -> None:
        """Print what stands in the line and move the paper by n lines (`ESC d`)."""
        if self._parts:
            self.end_line()
            lines -= 1
        self.feed(max(0, lines) * self.line_spacing)

    def raster(self, picture: Picture) -> None:
        """Print a raster picture on its own (`GS v 0`)."""
        self._flush()
        width = min(picture.width_dots, self.area)
        self._emit(replace(picture, x_dots=self.left_margin + self._aligned(width)))

    def symbol(self, modules: Modules, *, module_dots: int, bar_height_dots: int) -> bool:
        """Print a code; nothing and False when it is wider than the paper, as printers do."""
        self._flush()
        width = len(modules.rows[0]) * module_dots
        if width > self.area:
            return False
        place = self.label_place if bar_height_dots else 0
        self._emit(
            Symbol(
                kind=modules.kind,
                payload=modules.payload,
                x_dots=self.left_margin + self._aligned(width),
                rows=modules.rows,
                module_dots=module_dots,
                bar_height_dots=bar_height_dots,
                label_style=TextStyle(font=self.label_font),
                label_above=modules.payload if place & 1 else "",
                label_below=modules.payload if place & 2 else "",
            )
        )
        return True

    def _flush(self) -> None:
        if self._parts:
            self.end_line()

    def _aligned(self, width: int) -> int:
        free = max(0, self.area - width)
        return {"left": 0, "centre": free // 2, "right": free}[self.align]

    @staticmethod
    def _height(part: TextRun | Picture) -> int:
        return part.style.cell_height if isinstance(part, TextRun) else part.height_dots
