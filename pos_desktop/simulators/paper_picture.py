"""Draws items of paper as a thermal head would: black dots on white, greyscale edges of letters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

from pos_desktop.shipped import resource_path

from .escpos_items import CELLS, Cut, Item, Picture, Symbol, TextLine, TextRun, TextStyle

# DejaVu Sans Mono is 0.602 em wide: these sizes fill the cells of font A and font B exactly.
_POINT_SIZES = {"A": 20, "B": 15}
_BASELINES = {"A": 19, "B": 14}
_TORN_EDGE_DOTS = 18


def height_dots(item: Item) -> int:
    """Height of an item in the picture; a cut shows as a torn edge although it takes no paper."""
    return _TORN_EDGE_DOTS if isinstance(item, Cut) else item.height_dots


def render(items: Sequence[Item], dots: int, *, margin_dots: int = 0) -> Image.Image:
    """Draw items under each other; mode "L", dots + 2 * margin_dots wide, at least 1 high."""
    width = dots + 2 * margin_dots
    paper = Image.new("L", (width, max(1, sum(height_dots(item) for item in items))), 255)
    y = 0
    for item in items:
        if isinstance(item, TextLine):
            _draw_line(paper, item, margin_dots, y)
        elif isinstance(item, Symbol):
            _draw_symbol(paper, item, margin_dots, y)
        elif isinstance(item, Picture):
            _draw_picture(paper, item, margin_dots, y)
        elif isinstance(item, Cut):
            _draw_torn_edge(paper, y)
        y += height_dots(item)
    return paper


@lru_cache(maxsize=64)
def _font(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    name = "DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf"
    return ImageFont.truetype(str(resource_path("fonts", name)), size)


@lru_cache(maxsize=4096)
def _glyph(char: str, style: TextStyle) -> Image.Image:
    """Return one character, white ink on black: a mask of its cell."""
    wide, tall = CELLS[style.font]
    factor = max(style.width, style.height)
    cell = Image.new("L", (wide * factor, tall * factor), 0)
    ImageDraw.Draw(cell).text(
        (0, _BASELINES[style.font] * factor),
        char,
        fill=255,
        font=_font(style.bold, _POINT_SIZES[style.font] * factor),
        anchor="ls",
    )
    size = (style.cell_width, style.cell_height)
    if cell.size != size:
        cell = cell.resize(size, Image.Resampling.BOX)
    # The head knows no grey: half-lit edges are burnt darker than a screen would show them.
    cell = cell.point(lambda level: min(255, int(level * 1.35)))
    return cell.rotate(180) if style.upside_down else cell


def _draw_line(paper: Image.Image, line: TextLine, left: int, y: int) -> None:
    tallest = max(
        (p.style.cell_height if isinstance(p, TextRun) else p.height_dots for p in line.parts),
        default=0,
    )
    for part in line.parts:
        if isinstance(part, Picture):
            _draw_picture(paper, part, left, y)
        else:
            # Letters of different height stand on one line.
            _draw_run(paper, part, left, y + tallest - part.style.cell_height)


def _draw_run(paper: Image.Image, run: TextRun, left: int, y: int) -> None:
    step = run.width_dots // max(1, len(run.text))
    style = run.style
    mask = Image.new("L", (run.width_dots, style.cell_height), 0)
    for index, char in enumerate(run.text):
        if char != " ":
            mask.paste(_glyph(char, style), (index * step, 0))
    if style.underline_dots:
        bottom = style.cell_height - 1
        ImageDraw.Draw(mask).rectangle(
            (0, bottom - style.underline_dots + 1, run.width_dots, bottom), fill=255
        )
    if style.inverse:
        mask = ImageChops.invert(mask)
    paper.paste(0, (left + run.x_dots, y), mask)


def _draw_picture(paper: Image.Image, picture: Picture, left: int, y: int) -> None:
    dots = Image.frombytes("1", (picture.width, picture.height), picture.rows).convert("L")
    if (picture.x_scale, picture.y_scale) != (1, 1):
        size = (picture.width_dots, picture.height_dots)
        dots = dots.resize(size, Image.Resampling.NEAREST)
    # What stands out of the head is lost.
    room = paper.width - 2 * left - picture.x_dots
    dots = dots.crop((0, 0, max(0, min(dots.width, room)), dots.height))
    paper.paste(0, (left + picture.x_dots, y), dots)


def _draw_symbol(paper: Image.Image, symbol: Symbol, left: int, y: int) -> None:
    if symbol.label_above:
        y = _draw_label(paper, symbol, symbol.label_above, left, y)
    columns, rows = len(symbol.rows[0]), len(symbol.rows)
    modules = Image.new("L", (columns, rows), 255)
    modules.putdata([0 if bit == "1" else 255 for row in symbol.rows for bit in row])
    height = symbol.bar_height_dots or rows * symbol.module_dots
    size = (symbol.width_dots, height)
    paper.paste(modules.resize(size, Image.Resampling.NEAREST), (left + symbol.x_dots, y))
    if symbol.label_below:
        _draw_label(paper, symbol, symbol.label_below, left, y + height)


def _draw_label(paper: Image.Image, symbol: Symbol, label: str, left: int, y: int) -> int:
    style = symbol.label_style
    width = len(label) * style.cell_width
    x = max(0, symbol.x_dots + (symbol.width_dots - width) // 2)
    _draw_run(paper, TextRun(x, label, style, width), left, y)
    return y + style.cell_height


def _draw_torn_edge(paper: Image.Image, y: int) -> None:
    """Show the cut as small teeth in light grey."""
    draw = ImageDraw.Draw(paper)
    middle = y + _TORN_EDGE_DOTS // 2
    for x in range(0, paper.width, 16):
        draw.line((x, middle + 3, x + 8, middle - 3), fill=190)
        draw.line((x + 8, middle - 3, x + 16, middle + 3), fill=190)
