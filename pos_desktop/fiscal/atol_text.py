"""Texts as a fiscal drive stores them: code page 866, short, one line (FFD strings are CP866)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_INSTEAD = str.maketrans(
    {
        **dict.fromkeys("«»“”„‟″", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        "×": "x",
        "€": "EUR",
        "₽": "руб.",
        "™": "(TM)",
        "®": "(R)",
        "©": "(C)",
        "•": "·",
        "½": "1/2",
        "¼": "1/4",
        "¾": "3/4",
    }
)
# Letters that code page 866 lacks and that lose a stroke, not an accent, when simplified.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})


def fiscal_text(text: str, most: int) -> str:
    """The text in characters of code page 866, without control characters, at most so many.

    What has no counterpart there is left out; runs of spaces become one.
    """
    plain = "".join(_plain(ch) for ch in text.translate(_INSTEAD).translate(_LETTERS))
    return " ".join(plain.split())[:most].rstrip()


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if unicodedata.category(character) in {"Cc", "Zl", "Zp"}:
        return " "
    if _in_cp866(character):
        return character
    if character.isspace():
        return " "
    simple = unicodedata.normalize("NFKD", character)
    return "".join(ch for ch in simple if _in_cp866(ch) and ch.isprintable())


def _in_cp866(character: str) -> bool:
    try:
        return character.encode("cp866")[0] >= 0x20
    except UnicodeEncodeError:
        return False
