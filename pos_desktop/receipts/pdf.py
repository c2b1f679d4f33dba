"""A document as a PDF as wide as the paper roll, for e-mail and printing in an office."""

from __future__ import annotations

import io

from fpdf import FPDF
from PIL import Image

from pos_desktop.receipts.codes import ean13_modules
from pos_desktop.receipts.document import Barcode, Document, Feed, Logo, Qr
from pos_desktop.receipts.layout import Row, TextRow, lay_out
from pos_desktop.receipts.picture import qr_picture
from pos_desktop.shipped import resource_path

_PAPER_MM = 80.0
_MARGIN_MM = 4.0
_LINE_MM = 3.6
_QR_MM = 32.0
_BAR_MM = 14.0
# 48 columns of a letter 0.602 em wide fill the 72 printable millimetres.
_POINTS = 72.0 / 48 / 0.602 * 72 / 25.4


def pdf(document: Document, columns: int = 48) -> bytes:
    """One page, 80 mm wide and as long as the receipt; text stays text and can be searched."""
    rows = lay_out(document, columns)
    height = sum(_height(row) for row in rows) + 2 * _MARGIN_MM
    file = FPDF(unit="mm", format=(_PAPER_MM, max(height, _PAPER_MM)))
    file.set_auto_page_break(False)
    file.set_margins(_MARGIN_MM, _MARGIN_MM)
    for style, name in (("", "DejaVuSansMono.ttf"), ("B", "DejaVuSansMono-Bold.ttf")):
        file.add_font("paper", style, str(resource_path("fonts", name)))
    file.add_page()
    y = _MARGIN_MM
    for row in rows:
        _draw(file, row, y, columns)
        y += _height(row)
    return bytes(file.output())


def _height(row: Row) -> float:
    if isinstance(row, TextRow):
        return _LINE_MM * row.scale
    if isinstance(row, Qr):
        return _QR_MM + 2
    if isinstance(row, Barcode):
        return _BAR_MM + _LINE_MM + 2
    if isinstance(row, Logo):
        return 25.0
    return _LINE_MM * row.lines if isinstance(row, Feed) else 0.0


def _draw(file: FPDF, row: Row, y: float, columns: int) -> None:
    if isinstance(row, TextRow):
        scale = row.scale * 48 / columns
        file.set_font("paper", "B" if row.bold else "", _POINTS * scale)
        file.text(_MARGIN_MM, y + _LINE_MM * row.scale * 0.8, row.text)
    elif isinstance(row, Qr):
        _picture(file, qr_picture(row.text, 8), (_PAPER_MM - _QR_MM) / 2, y, _QR_MM)
    elif isinstance(row, Logo):
        _picture(file, Image.open(io.BytesIO(row.png)), 20.0, y, _PAPER_MM - 40)
    elif isinstance(row, Barcode):
        modules = ean13_modules(row.digits)
        for place, module in enumerate(modules):
            if module == "1":
                file.rect(24.0 + place * 0.33, y, 0.33, _BAR_MM, style="F")
        file.set_font("paper", "", _POINTS)
        file.text(29.0, y + _BAR_MM + _LINE_MM * 0.8, row.digits)


def _picture(file: FPDF, picture: Image.Image, x: float, y: float, width: float) -> None:
    file.image(picture, x=x, y=y, w=width)
