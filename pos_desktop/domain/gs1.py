"""GS1 element strings: what a marking code, a GS1-128 label or a Digital Link says.

Sources: GS1 General Specifications (application identifiers, FNC1 as 0x1D), GS1 Digital Link URI;
lengths of Russian marking codes: government decrees 841 (water), 860 (shoes), 1956 (clothes),
1957 (perfumes), 1958 (tyres), 224 (tobacco).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

GS = "\x1d"

_GTIN_DIGITS = 14
_SERIAL_AT = 16
# A pack of tobacco bears no application identifiers: GTIN, serial of 7, price of 4, check of 4.
_TOBACCO_PACK = 29
_DIGITAL_LINK = re.compile(r"https?://[^/?#]+/(?:[^?#]*/)?01/(\d{8}|\d{12,14})(?=[/?#]|$)")
_WEIGHT = re.compile(r"(?:^|\x1d)310[0-5]")

# How the tail of a marking code continues: (length of the serial, what follows it).
_TAILS: tuple[tuple[int, tuple[tuple[str, int], ...]], ...] = (
    (13, (("93", 4),)),
    (13, (("91", 4), ("92", 44))),
    (13, (("91", 4), ("92", 88))),
)


@dataclass(frozen=True, slots=True)
class Gs1Code:
    """gtin: fourteen digits, "" for none. is_marking: whether it names one single pack.
    weight_grams: net, 0 for none."""

    gtin: str = ""
    is_marking: bool = False
    weight_grams: int = 0


def read_elements(text: str) -> Gs1Code:
    """Read an element string without its AIM identifier; never raises.

    Marking codes are read by their fixed places, for which nothing has to be understood of what
    follows: an element string whose separators were lost looks like one long serial.
    """
    if text[:2] == "01" and is_number(text[2:_SERIAL_AT], _GTIN_DIGITS):
        rest = text[_SERIAL_AT:]
        if rest[:2] == "21":
            weight = _weight_in(text) if _WEIGHT.search(rest) else 0
            return Gs1Code(text[2:_SERIAL_AT], is_marking=True, weight_grams=weight)
        return Gs1Code(text[2:_SERIAL_AT], weight_grams=_weight_in(text) if rest else 0)
    elements = _elements(text)
    gtin = elements.get("01") or elements.get("02") or ""
    return Gs1Code(gtin, weight_grams=_grams(elements))


def looks_like_marking(text: str) -> bool:
    """01 + GTIN + 21 + serial, longer than any retail code (decree 1944 marking codes)."""
    return len(text) > 20 and text[:2] == "01" and text[2:16].isdigit() and text[16:18] == "21"


def is_tobacco_pack(text: str) -> bool:
    """Whether a code has the form of the one on a pack of cigarettes; the check digit of its GTIN
    is for the caller to look at."""
    return (
        len(text) == _TOBACCO_PACK
        and is_number(text[:_GTIN_DIGITS], _GTIN_DIGITS)
        and not text.isdigit()
        and text.isascii()
        and text.isprintable()
        and " " not in text
    )


def lost_separators(marking: str) -> bool:
    """Whether a marking code came without the separators that it must have."""
    return GS not in marking and looks_like_marking(marking)


def with_separators(scan: str) -> str:
    """A marking code that lost its separators, with them where its length leaves no doubt where
    they were; the scan itself otherwise. An AIM identifier before it stays."""
    aim, text = (scan[:3], scan[3:]) if scan[:1] == "]" else ("", scan)
    restored = _restored(text) if lost_separators(text) else text
    return aim + restored


def _restored(text: str) -> str:
    for serial, tail in _TAILS:
        at = _SERIAL_AT + 2 + serial
        if len(text) != at + sum(2 + length for _, length in tail):
            continue
        pieces = [text[:at]]
        for identifier, length in tail:
            if not text.startswith(identifier, at):
                break
            pieces.append(text[at : at + 2 + length])
            at += 2 + length
        else:
            return GS.join(pieces)
    return text


def gtin_of_link(text: str) -> str:
    """The GTIN in a GS1 Digital Link, as long as it stands there; "" for another address."""
    found = _DIGITAL_LINK.match(text)
    return found.group(1) if found else ""


def is_number(text: str, length: int) -> bool:
    """Digits of the ASCII, so many of them."""
    return len(text) == length and text.isascii() and text.isdigit()


def _weight_in(text: str) -> int:
    return _grams(_elements(text))


def _grams(elements: dict[str, str]) -> int:
    """AI 310n: net weight in kilograms with n decimals."""
    for identifier, value in elements.items():
        if identifier[:3] == "310":
            return int(value) * 1000 // int(10 ** int(identifier[3]))
    return 0


def _elements(text: str) -> dict[str, str]:
    """Application identifier -> value, {} for what is no element string."""
    if not text.isascii() or not text:
        return {}
    from biip import ParseError  # not before the first code that needs it
    from biip.gs1_messages import GS1Message

    try:
        message = GS1Message.parse(text)
    except (ParseError, ValueError):
        return {}
    return {element.ai.ai: element.value for element in message.element_strings}
