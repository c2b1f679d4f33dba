"""A document as a picture of thermal paper, for the preview on the screen and for e-mail."""

from __future__ import annotations

import io
from functools import lru_cache

import segno
from PIL import Image, ImageDraw, ImageFont

from pos_desktop.receipts.codes import ean13_modules
from pos_desktop.receipts.document import Barcode, Document, Feed, Logo, Qr
from pos_desktop.receipts.layout import Row, TextRow, lay_out
from pos_desktop.shipped import resource_path

CELL_WIDTH = 12
CELL_HEIGHT = 26
_MARGIN = 24
_WHITE = 255
_BAR_HEIGHT = 80


@lru_cache(maxsize=8)
def _font(bold: bool, scale: int) -> ImageFont.FreeTypeFont:
    name = "DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf"
    # 0.602 em is the advance of every letter of this font, so 20 px fill a cell of 12.
    return ImageFont.truetype(str(resource_path("fonts", name)), 20 * scale)


def draw(document: Document, columns: int = 48) -> Image.Image:
    """A greyscale picture, columns x 12 pixels wide plus margins, as high as the receipt is
    long."""
    rows = lay_out(document, columns)
    width = columns * CELL_WIDTH + 2 * _MARGIN
    pictures = [_row_picture(row, columns * CELL_WIDTH) for row in rows]
    height = sum(picture.height for picture in pictures) + 2 * _MARGIN
    paper = Image.new("L", (width, height), _WHITE)
    y = _MARGIN
    for picture in pictures:
        paper.paste(picture, (_MARGIN, y))
        y += picture.height
    return paper


def png(document: Document, columns: int = 48) -> bytes:
    """The same as a PNG file."""
    file = io.BytesIO()
    draw(document, columns).save(file, "PNG")
    return file.getvalue()


def _row_picture(row: Row, width: int) -> Image.Image:
    if isinstance(row, TextRow):
        return _text_picture(row, width)
    if isinstance(row, Qr):
        return _centred(qr_picture(row.text, 5), width)
    if isinstance(row, Barcode):
        return _centred(_barcode_picture(row.digits), width)
    if isinstance(row, Logo):
        return _centred(Image.open(io.BytesIO(row.png)).convert("L"), width)
    lines = row.lines if isinstance(row, Feed) else 0
    return Image.new("L", (width, lines * CELL_HEIGHT), _WHITE)


def _text_picture(row: TextRow, width: int) -> Image.Image:
    picture = Image.new("L", (width, CELL_HEIGHT * row.scale), _WHITE)
    pen = ImageDraw.Draw(picture)
    font = _font(row.bold, row.scale)
    for place, letter in enumerate(row.text):
        if letter != " ":
            pen.text((place * CELL_WIDTH * row.scale, 1), letter, font=font, fill=0)
    return picture


def qr_picture(text: str, module_px: int) -> Image.Image:
    """A QR code of error correction M with its quiet zone."""
    matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]
    side = len(matrix)
    picture = Image.new("L", (side, side), _WHITE)
    picture.putdata([0 if dark else _WHITE for row in matrix for dark in row])
    return picture.resize((side * module_px, side * module_px), Image.Resampling.NEAREST)


def _barcode_picture(digits: str) -> Image.Image:
    modules = ean13_modules(digits)
    picture = Image.new("L", ((len(modules) + 18) * 3, _BAR_HEIGHT + CELL_HEIGHT), _WHITE)
    pen = ImageDraw.Draw(picture)
    for place, module in enumerate(modules):
        if module == "1":
            x = (place + 9) * 3
            pen.rectangle((x, 0, x + 2, _BAR_HEIGHT), fill=0)
    pen.text(
        (picture.width // 2 - len(digits) * 6, _BAR_HEIGHT), digits, font=_font(False, 1), fill=0
    )
    return picture


def _centred(picture: Image.Image, width: int) -> Image.Image:
    paper = Image.new("L", (width, picture.height), _WHITE)
    paper.paste(picture, ((width - picture.width) // 2, 0))
    return paper
