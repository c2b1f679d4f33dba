"""The modules of a linear code, for pictures; printers draw their own."""

from __future__ import annotations

from barcode.codex import Code128
from barcode.ean import EAN13


def ean13_modules(digits: str) -> str:
    """The 95 modules of an EAN-13 as "0" and "1" (ISO/IEC 15420); 12 or 13 digits."""
    modules: str = EAN13(digits).build()[0]
    return modules.replace("G", "1")


def code128_modules(text: str) -> str:
    """The modules of a Code 128 (ISO/IEC 15417); ASCII text."""
    modules: str = Code128(text).build()[0]
    return modules
