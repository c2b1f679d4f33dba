"""Draws a label as it comes out: black on white."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

from pos_desktop.shipped import resource_path

from .marks import AreaMark, BoxMark, CodeMark, Mark, PictureMark, PrintedLabel, TextMark

# DejaVu Sans Mono: width and height of a line in em.
_EM_WIDTH, _EM_HEIGHT, _EM_ASCENT = 0.602, 1.17, 0.93
_LABEL_CELL = (14, 19)


def draw(label: PrintedLabel) -> Image.Image:
    """Mode "L", one dot a pixel; what stands out of the label is lost."""
    paper = Image.new("L", (label.width, label.height), 255)
    for mark in label.marks:
        _draw(paper, mark)
    return paper


def _draw(paper: Image.Image, mark: Mark) -> None:
    if isinstance(mark, TextMark):
        ink = _text(mark)
        left = {"left": 0, "centre": ink.width // 2, "right": ink.width}[mark.align]
        _stamp(paper, ink, mark.x, mark.y, mark.rotation, left)
    elif isinstance(mark, CodeMark):
        _stamp(paper, _code(mark), mark.x, mark.y, mark.rotation, 0)
    elif isinstance(mark, AreaMark):
        _area(paper, mark)
    elif isinstance(mark, BoxMark):
        ImageDraw.Draw(paper).rectangle(
            (mark.x, mark.y, mark.x_end, mark.y_end), outline=0, width=max(1, mark.thickness)
        )
    else:
        _picture(paper, mark)


def _stamp(paper: Image.Image, ink: Image.Image, x: int, y: int, rotation: int, left: int) -> None:
    """Print ink (white on black) turned clockwise about its upper left corner, which is at x, y;
    left: how far that corner is from the place the host named, along the text."""
    turned = ink.rotate(-rotation, expand=True) if rotation else ink
    width, height = ink.size
    corner = {
        0: (x - left, y),
        90: (x - height, y - left),
        180: (x - width + left, y - height),
        270: (x, y - width + left),
    }[rotation]
    paper.paste(0, corner, turned)


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resource_path("fonts", "DejaVuSansMono.ttf")), size)


def _text(mark: TextMark) -> Image.Image:
    wide, tall = mark.cell
    longest = max(1, *(len(line) for line in mark.lines))
    step = tall + mark.spacing
    ink = Image.new("L", (wide * longest, step * len(mark.lines)), 0)
    for number, line in enumerate(mark.lines):
        missing = longest - len(line)
        indent = {"left": 0, "centre": missing * wide // 2, "right": missing * wide}[mark.align]
        for place, char in enumerate(line):
            if char != " ":
                ink.paste(_glyph(char, wide, tall), (indent + place * wide, number * step))
    return ink


@lru_cache(maxsize=4096)
def _glyph(char: str, wide: int, tall: int) -> Image.Image:
    """One character filling its cell, white on black."""
    size = max(4, int(min(wide / _EM_WIDTH, tall / _EM_HEIGHT)))
    cell = Image.new("L", (max(1, int(size * _EM_WIDTH)), max(1, int(size * _EM_HEIGHT))), 0)
    ImageDraw.Draw(cell).text((0, size * _EM_ASCENT), char, fill=255, font=_font(size), anchor="ls")
    return cell.resize((wide, tall)).point(lambda level: 255 if level > 110 else 0)


def _code(mark: CodeMark) -> Image.Image:
    columns, rows = len(mark.rows[0]), len(mark.rows)
    modules = Image.new("L", (columns, rows), 0)
    modules.putdata([255 if bit == "1" else 0 for row in mark.rows for bit in row])
    size = (columns * mark.module, mark.height or rows * mark.module)
    bars = modules.resize(size, Image.Resampling.NEAREST)
    if not mark.labelled:
        return bars
    digits = _text(TextMark(0, 0, (mark.payload,), _LABEL_CELL))
    whole = Image.new("L", (max(bars.width, digits.width), bars.height + digits.height), 0)
    whole.paste(bars, (0, 0))
    whole.paste(digits, (max(0, (bars.width - digits.width) // 2), bars.height))
    return whole


def _area(paper: Image.Image, mark: AreaMark) -> None:
    box = (mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
    if mark.ink == "reverse":
        paper.paste(ImageChops.invert(paper.crop(box)), (mark.x, mark.y))
    else:
        paper.paste(0 if mark.ink == "black" else 255, box)


def _picture(paper: Image.Image, mark: PictureMark) -> None:
    size = (mark.width_bytes * 8, mark.height)
    dots = Image.frombytes("1", size, mark.data).convert("L")
    if mark.mode == 0:
        paper.paste(dots, (mark.x, mark.y))
        return
    below = paper.crop((mark.x, mark.y, mark.x + size[0], mark.y + size[1]))
    join = ImageChops.darker if mark.mode == 1 else _differ
    paper.paste(join(below, dots), (mark.x, mark.y))


def _differ(below: Image.Image, dots: Image.Image) -> Image.Image:
    """Black dots of the picture turn what is below."""
    return ImageChops.difference(below, ImageChops.invert(dots))
