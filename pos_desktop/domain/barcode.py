"""What a scan means: EAN/UPC, in-store weighed labels, GS1 element strings, free codes.

Sources: GS1 General Specifications (check digit, UPC-E, AIM identifiers), ISO/IEC 15424 (AIM),
in-store prefixes 20-29.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.domain.exchange_code import sale_id_of
from pos_desktop.domain.gs1 import (
    GS,
    gtin_of_link,
    is_tobacco_pack,
    looks_like_marking,
    lost_separators,
    read_elements,
)
from pos_desktop.domain.labels import DEFAULT_PATTERNS, LabelPattern, LabelValue, pattern_of

_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1_AIM = ("]C1", "]d2", "]Q3", "]e0", "]e1", "]e2", "]J1", "]I7")
_EAN_AIM = ("]E0", "]E1", "]E2", "]E3")
_EAN_8_AIM = "]E4"
_BLANKS = " \r\n\t"


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
    on the pack, in-store item number, or the text); others: what else it may be listed under.
    weight_grams, price_minor, pieces: from a label, whichever it carries. marking: the whole
    marking code with its group separators, or None.
    """

    kind: CodeKind
    text: str
    lookup: str
    plu: int = 0
    weight_grams: int = 0
    marking: str | None = None
    price_minor: int = 0
    pieces: int = 0
    others: tuple[str, ...] = ()

    @property
    def lookups(self) -> tuple[str, ...]:
        return (self.lookup, *self.others)

    @property
    def separators_lost(self) -> bool:
        """A marking code that is not whole: the scanner swallowed its separators."""
        return self.marking is not None and lost_separators(self.marking)


def ean_check_digit(digits: str) -> int:
    """The check digit for the digits before it (any EAN/UPC length)."""
    odd_first = digits[::-1]
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(odd_first))
    return -total % 10


def has_right_check_digit(code: str) -> bool:
    return code.isascii() and code.isdigit() and ean_check_digit(code[:-1]) == int(code[-1])


def split_aim(raw: str) -> tuple[str, str]:
    """The AIM identifier a scanner put before a code, "" for none, and the code."""
    return (raw[:3], raw[3:]) if len(raw) > 3 and _AIM.match(raw) else ("", raw)


def plain_scan(raw: str) -> str:
    """A scan as everything but goods knows it: badges, cards, coupons, receipts.

    The AIM identifier goes, unless the code means something else without it.
    """
    aim, text = split_aim(raw)
    tells = aim in _GS1_AIM or (aim in _EAN_AIM and len(text) < 12) or aim == _EAN_8_AIM
    return raw.strip(_BLANKS) if tells else text.strip(_BLANKS)


def understand(raw: str, labels: tuple[LabelPattern, ...] = DEFAULT_PATTERNS) -> ScannedCode:
    """Classify one scan; labels: how the shop's scales write theirs. Never raises: what is not
    understood comes back as OTHER or MISREAD.

    Digits of a retail length are a retail code even where they could be read as an element string:
    2112345012345 is a label of the scales and no serial.
    """
    aim, text = split_aim(raw)
    text = text.strip(_BLANKS)
    is_gs1 = aim in _GS1_AIM or GS in text
    if text.isascii() and text.isdigit() and not is_gs1:
        if len(text) in (8, 12, 13, 14):
            return _retail(text, aim, labels)
        if len(text) in (6, 7) and aim in _EAN_AIM:
            return _upc_e(text)
    if is_gs1 or looks_like_marking(text) or _begins_with_gtin(text):
        return _gs1(text.strip(GS))
    if is_tobacco_pack(text) and has_right_check_digit(text[:14]):
        return _of_gtin(text, text[:14], marking=text)
    if is_receipt(text):
        return ScannedCode(CodeKind.RECEIPT, text, text)
    if (linked := gtin_of_link(text)) and has_right_check_digit(linked):
        return _of_gtin(text, linked.zfill(14))
    return ScannedCode(CodeKind.OTHER, text, text)


def is_receipt(text: str) -> bool:
    """Whether a scan is the code of a receipt: the fiscal one, or that of a gift receipt."""
    plain = split_aim(text)[1].strip()
    fiscal = plain.startswith("t=") and "&fn=" in plain and "&fp=" in plain
    return fiscal or bool(sale_id_of(plain))


def upc_a_of(upc_e: str) -> str:
    """The twelve digits that eight of a UPC-E stand for, "" where they are none (GS1 General
    Specifications 5.2.2.4)."""
    if len(upc_e) != 8 or not upc_e.isascii() or not upc_e.isdigit() or upc_e[0] not in "01":
        return ""
    system, body, check, last = upc_e[0], upc_e[1:6], upc_e[7], upc_e[6]
    if last in "012":
        digits = f"{system}{body[:2]}{last}0000{body[2:]}"
    elif last == "3":
        digits = f"{system}{body[:3]}00000{body[3:]}"
    elif last == "4":
        digits = f"{system}{body[:4]}00000{body[4]}"
    else:
        digits = f"{system}{body}0000{last}"
    return digits + check


def _retail(text: str, aim: str, labels: tuple[LabelPattern, ...]) -> ScannedCode:
    if len(text) == 8:
        return _eight(text, aim)
    if not has_right_check_digit(text):
        return ScannedCode(CodeKind.MISREAD, text, text)
    pattern = pattern_of(text, labels)
    if pattern is None:
        return ScannedCode(CodeKind.EAN, text, text, others=_same_gtin(text))
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


def _eight(text: str, aim: str) -> ScannedCode:
    """Eight digits are an EAN-8; told by the AIM identifier, or where they are no EAN-8, a
    UPC-E. GS1 knows UPC-E of number system 0 only: an EAN-8 that was misread into one of system 1,
    which some print all the same, is not believed without the identifier."""
    long = upc_a_of(text) if aim in _EAN_AIM or text[0] == "0" else ""
    is_long = bool(long) and has_right_check_digit(long) and aim != _EAN_8_AIM
    is_short = has_right_check_digit(text)
    if is_long and (aim in _EAN_AIM or not is_short):
        return ScannedCode(CodeKind.EAN, text, long, others=(*_same_gtin(long), text))
    if not is_short:
        return ScannedCode(CodeKind.MISREAD, text, text)
    others = (long, *_same_gtin(long)) if is_long else ()
    return ScannedCode(CodeKind.EAN, text, text, others=others)


def _upc_e(text: str) -> ScannedCode:
    """A UPC-E whose number system, or check digit as well, the scanner was told to leave out."""
    if len(text) == 6:
        long = upc_a_of(f"0{text}0")
        return _retail(long[:-1] + str(ean_check_digit(long[:-1])), "", ())
    return _eight(f"0{text}", "]E0")


def _same_gtin(text: str) -> tuple[str, ...]:
    """The same number as others write it: zeros in front make a UPC-A an EAN-13 and a GTIN-14."""
    number = text.lstrip("0")
    return tuple(
        number.zfill(length)
        for length in (13, 12, 14)
        if len(number) <= length != len(text) and len(number) > 8
    )


def _begins_with_gtin(text: str) -> bool:
    """Whether an element string came without its AIM identifier: few other codes begin with 01 and
    a number whose check digit is right."""
    return len(text) >= 16 and text[:2] == "01" and has_right_check_digit(text[2:16])


def _gs1(text: str) -> ScannedCode:
    code = read_elements(text)
    if not code.gtin:
        return ScannedCode(CodeKind.OTHER, text, text)
    marking = text if code.is_marking else None
    return _of_gtin(text, code.gtin, marking=marking, weight_grams=code.weight_grams)


def _of_gtin(
    text: str, gtin: str, *, marking: str | None = None, weight_grams: int = 0
) -> ScannedCode:
    if not has_right_check_digit(gtin):
        return ScannedCode(CodeKind.MISREAD, text, gtin)
    # A GTIN-8 stands on its pack with eight digits, a GTIN-13 with thirteen.
    lookup = gtin[6:] if gtin.startswith("000000") else gtin.removeprefix("0")
    return ScannedCode(
        CodeKind.GS1,
        text,
        lookup,
        weight_grams=weight_grams,
        marking=marking,
        others=_same_gtin(lookup),
    )
