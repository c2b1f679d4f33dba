"""A document as one printer can show it: its texts in the letters of its code page, a code that it
cannot print as text."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.hardware.printers.transliteration import Transliteration
from pos_desktop.hardware.profiles import PrinterSettings
from pos_desktop.receipts.document import Barcode, Document, Element, Line, Pair, Qr

# Longer data would be no readable code on receipt paper; and the length bytes of GS ( k stay
# below 0x0400, so they cannot look like the real-time command DLE EOT.
QR_MAX_BYTES = 1000


class PlainTexts:
    """Safe to use from any thread."""

    def __init__(self, settings: PrinterSettings) -> None:
        self._table = Transliteration(settings.codepage, settings.substitute)

    def document(self, document: Document) -> Document:
        """Return it before the layout, since a replacement may be longer than what it is for."""
        elements = tuple(self._plain(element) for element in document.elements)
        return replace(document, elements=elements)

    def _plain(self, element: Element) -> Element:
        if isinstance(element, Line):
            return replace(element, text=self._table.text(element.text))
        if isinstance(element, Pair):
            left, right = self._table.text(element.left), self._table.text(element.right)
            return replace(element, left=left, right=right)
        if isinstance(element, Barcode) and not _is_ean13(element.digits):
            return Line(self._table.text(element.digits), "center")
        if isinstance(element, Qr):
            text = "".join(c for c in element.text if c.isprintable())
            if len(text.encode("utf-8", "replace")) > QR_MAX_BYTES:
                return Line(self._table.text(text))
            return replace(element, text=text)
        return element


def widest_module(text: str, dots: int) -> int:
    """Return how many dots a module of a QR code of level M may have so that the code and its
    margin fit a paper of so many dots."""
    count = len(text.encode("utf-8", "replace"))
    version = 1
    while version < 40 and _level_m_bytes(version) < count:
        version += 1
    return max(1, dots // (17 + 4 * version + 8))


def _is_ean13(digits: str) -> bool:
    return len(digits) == 13 and digits.isascii() and digits.isdigit()


_SMALL_QR_BYTES = (14, 26, 42, 62, 84, 106)


def _level_m_bytes(version: int) -> int:
    """Return how many bytes a QR code of that version holds at level M (ISO/IEC 18004 table 7).

    Above version 6 it is an estimate that never says too many.
    """
    side = 17 + 4 * version
    return int((side * side - 300) * 0.52) // 8 if version > 6 else _SMALL_QR_BYTES[version - 1]
