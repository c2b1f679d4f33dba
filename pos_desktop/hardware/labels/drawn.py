"""Texts of labels as pictures, for printers whose own fonts lack letters that a shop needs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pos_desktop.shipped import resource_path

if TYPE_CHECKING:
    from PIL import Image, ImageFont


def drawn(text: str, cell: tuple[int, int], lines: int, align: str) -> Image.Image:
    """A picture of the text, black on white, as wide as its field and a multiple of 8. cell: width
    and height of a row in dots; lines: at most so many rows."""
    from PIL import Image, ImageDraw

    wide, high = cell
    font = _font(max(8, high * 4 // 5))
    rows = _wrapped(" ".join(text.split()), font, wide)[:lines]
    picture = Image.new("1", ((wide + 7) // 8 * 8, high * max(1, len(rows))), 1)
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"
    anchors = {"left": ("ls", 0), "center": ("ms", wide // 2), "right": ("rs", wide)}
    anchor, x = anchors[align]
    for n, row in enumerate(rows):
        pen.text((x, n * high + high * 4 // 5), row, font=font, fill=0, anchor=anchor)
    return picture


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(resource_path("fonts", "Inter-SemiBold.ttf")), size)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, wide: int) -> list[str]:
    """Rows no wider than the field; a word that is longer than a row is broken."""
    rows = [""]
    for word in text.split(" "):
        longer = f"{rows[-1]} {word}".strip()
        if font.getlength(longer) <= wide:
            rows[-1] = longer
            continue
        if rows[-1]:
            rows.append("")
        for letter in word:
            if rows[-1] and font.getlength(rows[-1] + letter) > wide:
                rows.append("")
            rows[-1] += letter
    return rows
