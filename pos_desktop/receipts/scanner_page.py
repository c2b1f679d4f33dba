"""The test codes of the equipment page, on the screen and on paper: what a scanner must be able to
read before marked goods are sold with it."""

from __future__ import annotations

import io

from pos_desktop.domain.gs1 import GS
from pos_desktop.domain.scanner_check import TEST_EAN, TEST_GS1
from pos_desktop.i18n import translate
from pos_desktop.receipts.document import Barcode, Cut, Document, Element, Feed, Line, Logo, Rule

_QUIET_MODULES = 2
_PAPER_MODULE_DOTS = 7  # 22 modules and the quiet zone stay below the 200 dots of a picture


def square_png(module_px: int, text: str = TEST_GS1) -> bytes:
    """A GS1 DataMatrix (ISO/IEC 16022, FNC1 first) as a PNG file; GS in the text becomes FNC1, as
    printers of marking codes write it."""
    from pystrich.datamatrix import FNC1, DataMatrixData, DataMatrixEncoder

    segments = [piece for part in text.split(GS) for piece in (FNC1, part)]
    data = DataMatrixData(*segments, encoding="ascii")
    picture = DataMatrixEncoder(data, quiet_zone=_QUIET_MODULES).get_pilimage(module_px)
    file = io.BytesIO()
    picture.convert("L").save(file, "PNG")
    return file.getvalue()


def scanner_page(lang: str) -> Document:
    """Both codes on paper, for a scanner that reads no screens."""
    rows: list[Element] = [
        Line(translate(lang, "receipt.scanner_title"), align="center", bold=True),
        Rule(),
        Line(translate(lang, "receipt.scanner_square"), align="center"),
        Feed(1),
        Logo(square_png(_PAPER_MODULE_DOTS)),
        Feed(1),
        Rule(),
        Line(translate(lang, "receipt.scanner_stripes"), align="center"),
        Feed(1),
        Barcode(TEST_EAN),
    ]
    return Document((*rows, Feed(1), Cut()), lang)
