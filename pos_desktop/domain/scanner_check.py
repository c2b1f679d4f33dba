"""Is a scanner set up so that marked goods can be sold? Somebody scans a test code, and this says
what arrived and what to change.

The test codes bear GTINs of the prefix 952, which GS1 keeps for demonstrations: no goods have them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.domain.barcode import split_aim
from pos_desktop.domain.gs1 import GS
from pos_desktop.domain.key_layout import as_typed_in_english, has_cyrillic

TEST_GTIN = "09521234543213"
TEST_SERIAL = "5aBx;Z.'Q)3{y"
TEST_KEY = "dGVz"
TEST_GS1 = f"01{TEST_GTIN}21{TEST_SERIAL}{GS}93{TEST_KEY}"
"""Letters of both cases and signs that another layout turns into others: each tells something."""
TEST_EAN = "9521234543213"

_GS1_AIM = ("]d2", "]C1", "]Q3")
_LONGEST_STAND_IN = 6
_ENDS = "\r\n\t"


class Verdict(StrEnum):
    """READY: all goods can be sold. PLAIN: all but marked goods. WRONG: codes are read wrongly."""

    READY = "ready"
    PLAIN = "plain"
    WRONG = "wrong"


class Hint(StrEnum):
    """What was noticed; each has words `scanner_check.<value>` and `scanner_check.<value>_how`."""

    SEPARATOR_KEPT = "separator_kept"
    SEPARATOR_LOST = "separator_lost"
    SEPARATOR_REPLACED = "separator_replaced"
    LAYOUT = "layout"
    CAPS_LOCK = "caps_lock"
    NO_END = "no_end"
    EXTRA_BEFORE = "extra_before"
    EXTRA_AFTER = "extra_after"
    CUT = "cut"
    IDENTIFIER = "identifier"
    SCAN_THE_SQUARE = "scan_the_square"
    OTHER_CODE = "other_code"


@dataclass(frozen=True, slots=True)
class Noticed:
    """values: for the words, such as what came instead of the separator."""

    hint: Hint
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ScannerCheck:
    """verdict None: that was no test code, nothing is known. shown: what arrived, as a person can
    read it. aim: the AIM identifier before it, "" for none."""

    verdict: Verdict | None
    noticed: tuple[Noticed, ...]
    shown: str
    aim: str


def check_scan(received: str, *, typed: bool = False) -> ScannerCheck:
    """Judge what arrived when a test code was scanned.

    typed: the characters came one by one like a person's typing, so nothing told that the code is
    over: the scanner sends no Enter after it.
    """
    aim, text = split_aim(received.strip(_ENDS))
    text, turned = _straightened(text)
    if typed and received[-1:] not in tuple(_ENDS):
        turned.append(Noticed(Hint.NO_END))
    verdict, seen = _judged(text)
    if turned and verdict is not None:
        verdict = Verdict.WRONG
    identifier = (Noticed(Hint.IDENTIFIER, (("aim", aim),)),) if aim else ()
    return ScannerCheck(verdict, (*turned, *seen, *identifier), readable(received), aim)


def _judged(text: str) -> tuple[Verdict | None, list[Noticed]]:
    found = _of_the_square(text)
    if found is None and text != TEST_EAN and _is_a_piece(text):
        found = Verdict.WRONG, [Noticed(Hint.CUT)]
    found = found or _of_the_stripes(text)
    return found if found is not None else (None, [Noticed(Hint.OTHER_CODE)])


def readable(text: str) -> str:
    """A scan with names in place of what cannot be seen: "21abc<GS>93"."""
    names = {GS: "<GS>", "\r": "<CR>", "\n": "<LF>", "\t": "<TAB>"}
    return "".join(names.get(c, c if c.isprintable() else f"<{ord(c):02X}>") for c in text)


def _straightened(text: str) -> tuple[str, list[Noticed]]:
    """The text as the scanner meant it, and what had turned it around."""
    turned: list[Noticed] = []
    if has_cyrillic(text):
        text = as_typed_in_english(text)
        turned.append(Noticed(Hint.LAYOUT))
    if TEST_KEY.swapcase() in text:
        text = text.swapcase()
        turned.append(Noticed(Hint.CAPS_LOCK))
    return text, turned


def _of_the_square(text: str) -> tuple[Verdict, list[Noticed]] | None:
    """The GS1 DataMatrix: what became of its separator, and what stands around it."""
    head, tail = (re.escape(part) for part in TEST_GS1.split(GS))
    found = re.search(
        f"(?P<before>.*?){head}(?P<between>.{{0,{_LONGEST_STAND_IN}}}?){tail}(?P<after>.*)",
        text.lstrip(GS),
        re.DOTALL,
    )
    if found is None:
        return None
    around = _around(found["before"], found["after"])
    verdict = Verdict.WRONG if around else Verdict.READY
    between = found["between"]
    if between == GS:
        return verdict, [Noticed(Hint.SEPARATOR_KEPT), *around]
    if not between:
        lost = Noticed(Hint.SEPARATOR_LOST)
    else:
        lost = Noticed(Hint.SEPARATOR_REPLACED, (("by", readable(between)),))
    return verdict if around else Verdict.PLAIN, [lost, *around]


def _of_the_stripes(text: str) -> tuple[Verdict, list[Noticed]] | None:
    """The EAN-13: it tells nothing of separators."""
    before, found, after = text.partition(TEST_EAN)
    if not found or len(text) > 2 * len(TEST_EAN):
        return None
    around = _around(before, after)
    if around:
        return Verdict.WRONG, around
    return Verdict.PLAIN, [Noticed(Hint.SCAN_THE_SQUARE)]


def _around(before: str, after: str) -> list[Noticed]:
    noticed: list[Noticed] = []
    if before:
        noticed.append(Noticed(Hint.EXTRA_BEFORE, (("text", readable(before)),)))
    if after:
        noticed.append(Noticed(Hint.EXTRA_AFTER, (("text", readable(after)),)))
    return noticed


def _is_a_piece(text: str) -> bool:
    """Whether only a part of a test code arrived."""
    whole = TEST_GS1.replace(GS, "")
    piece = text.replace(GS, "")
    return len(piece) >= 4 and (piece in whole or piece in TEST_EAN)
