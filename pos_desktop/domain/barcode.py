"""What a scan means: EAN/UPC, in-store weighed labels, GS1 element strings, free codes.

Sources: GS1 General Specifications (check digit, AIM identifiers), ISO/IEC 15424 (AIM), in-store
prefixes 20-29.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.domain.exchange_code import sale_id_of
from pos_desktop.domain.labels import DEFAULT_PATTERNS, LabelPattern, LabelValue, pattern_of

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
    on the pack, in-store item number, or the text). weight_grams, price_minor, pieces: from an
    in-store label, whichever it carries. marking: the whole marking code with its group
    separators, or None.
    """

    kind: CodeKind
    text: str
    lookup: str
    plu: int = 0
    weight_grams: int = 0
    marking: str | None = None
    price_minor: int = 0
    pieces: int = 0


def ean_check_digit(digits: str) -> int:
    """The check digit for the digits before it (any EAN/UPC length)."""
    odd_first = digits[::-1]
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(odd_first))
    return -total % 10


def has_right_check_digit(code: str) -> bool:
    return code.isascii() and code.isdigit() and ean_check_digit(code[:-1]) == int(code[-1])


def understand(raw: str, labels: tuple[LabelPattern, ...] = DEFAULT_PATTERNS) -> ScannedCode:
    """Classify one scan; labels: how the shop's scales write theirs. Never raises: what is not
    understood comes back as OTHER or MISREAD."""
    aim, text = ("", raw)
    if len(raw) > 3 and raw[0] == "]" and raw[1].isalpha() and raw[2].isdigit():
        aim, text = raw[:3], raw[3:]
    text = text.strip(" \r\n\t")
    if aim in _GS1_AIM or GS in text or _looks_like_marking(text):
        return _gs1(text.lstrip(GS))
    if is_receipt(text):
        return ScannedCode(CodeKind.RECEIPT, text, text)
    if text.isascii() and text.isdigit() and len(text) in (8, 12, 13, 14):
        return _retail(text, labels)
    return ScannedCode(CodeKind.OTHER, text, text)


def is_receipt(text: str) -> bool:
    """Whether a scan is the code of a receipt: the fiscal one, or that of a gift receipt."""
    plain = text.strip()
    fiscal = plain.startswith("t=") and "&fn=" in plain and "&fp=" in plain
    return fiscal or bool(sale_id_of(plain))


def _retail(text: str, labels: tuple[LabelPattern, ...]) -> ScannedCode:
    if not has_right_check_digit(text):
        return ScannedCode(CodeKind.MISREAD, text, text)
    pattern = pattern_of(text, labels)
    if pattern is None:
        return ScannedCode(CodeKind.EAN, text, text)
    label = pattern.read(text)
    return ScannedCode(
        CodeKind.WEIGHED,
        text,
        label.item,
        plu=int(label.item),
        weight_grams=label.amount if pattern.value is LabelValue.WEIGHT else 0,
        price_minor=label.amount if pattern.value is LabelValue.PRICE else 0,
        pieces=label.amount if pattern.value is LabelValue.PIECES else 0,
    )


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
