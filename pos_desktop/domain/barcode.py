"""What a scan means: EAN/UPC, in-store weighed labels, GS1 element strings, free codes.

Sources: GS1 General Specifications (check digit, AIM identifiers), ISO/IEC 15424 (AIM), in-store
prefixes 20-29.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

GS = "\x1d"

_GS1_AIM = ("]C1", "]d2", "]Q3", "]e0")


class CodeKind(StrEnum):
    EAN = "ean"
    WEIGHED = "weighed"
    GS1 = "gs1"
    RECEIPT = "receipt"
    OTHER = "other"
    MISREAD = "misread"


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """A scan understood.

    text: the code without its AIM identifier. lookup: what to find the product by (GTIN as printed
    on the pack,
    in-store item number, or the text). weight_grams: from an in-store weight label. marking: the
    whole marking
    code with its group separators, or None.
    """

    kind: CodeKind
    text: str
    lookup: str
    plu: int = 0
    weight_grams: int = 0
    marking: str | None = None


def ean_check_digit(digits: str) -> int:
    """The check digit for the digits before it (any EAN/UPC length)."""
    odd_first = digits[::-1]
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(odd_first))
    return -total % 10


def has_right_check_digit(code: str) -> bool:
    return code.isascii() and code.isdigit() and ean_check_digit(code[:-1]) == int(code[-1])


def understand(raw: str) -> ScannedCode:
    """Classify one scan. Never raises: what is not understood comes back as OTHER or MISREAD."""
    aim, text = ("", raw)
    if len(raw) > 3 and raw[0] == "]" and raw[1].isalpha() and raw[2].isdigit():
        aim, text = raw[:3], raw[3:]
    text = text.strip(" \r\n\t")
    if aim in _GS1_AIM or GS in text or _looks_like_marking(text):
        return _gs1(text.lstrip(GS))
    if text.startswith("t=") and "&fn=" in text and "&fp=" in text:
        return ScannedCode(CodeKind.RECEIPT, text, text)
    if text.isascii() and text.isdigit() and len(text) in (8, 12, 13, 14):
        return _retail(text)
    return ScannedCode(CodeKind.OTHER, text, text)


def _retail(text: str) -> ScannedCode:
    if not has_right_check_digit(text):
        return ScannedCode(CodeKind.MISREAD, text, text)
    if len(text) == 13 and text[:2] == "21":
        return ScannedCode(
            CodeKind.WEIGHED, text, text[2:7], plu=int(text[2:7]), weight_grams=int(text[7:12])
        )
    return ScannedCode(CodeKind.EAN, text, text)


def _looks_like_marking(text: str) -> bool:
    """01 + GTIN + 21 + serial, longer than any retail code (decree 1944 marking codes start so)."""
    return len(text) > 20 and text[:2] == "01" and text[2:16].isdigit() and text[16:18] == "21"


def _gs1(text: str) -> ScannedCode:
    if text[:2] == "01" and len(text) >= 16 and text[2:16].isdigit():
        gtin = text[2:16]
        if not has_right_check_digit(gtin):
            return ScannedCode(CodeKind.MISREAD, text, gtin)
        # A GTIN-8 stands on its pack with eight digits, a GTIN-13 with thirteen.
        lookup = gtin[6:] if gtin.startswith("000000") else gtin.removeprefix("0")
        marking = text if text[16:18] == "21" else None
        return ScannedCode(CodeKind.GS1, text, lookup, marking=marking)
    return ScannedCode(CodeKind.OTHER, text, text)
