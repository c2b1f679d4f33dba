"""A page that shows whether width, code page, codes and the cutter of a printer are right."""

from __future__ import annotations

from pos_desktop.i18n import translate
from pos_desktop.receipts.document import Barcode, Cut, Document, Feed, Line, Pair, Qr, Rule

PROBE = "ЙЦУКЕН ёЁ № 0123456789"
"""Letters that differ from code page to code page."""


def printer_page(lang: str, model: str) -> Document:
    """The page in a language; model: of the printer profile."""
    return Document(
        (
            Line(translate(lang, "receipt.test_title"), align="center", bold=True, scale=2),
            Line(model, align="center"),
            Rule(),
            Line(PROBE),
            Line(translate(lang, "receipt.test_letters")),
            Pair(translate(lang, "receipt.test_left"), translate(lang, "receipt.test_right")),
            Line("1234567890" * 5),
            Rule(),
            Barcode("4607084120301"),
            Qr("https://www.nalog.gov.ru"),
            Feed(1),
            Cut(),
        ),
        lang,
    )
