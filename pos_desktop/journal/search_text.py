"""Text as the search sees it: folded, cut into words, and re-typed in the other keyboard layout."""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"[^\W_]+")

# The same keys of the two layouts, unshifted then shifted (Windows "Russian" and "US").
_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю." + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"
_TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)


def words_of(text: str) -> list[str]:
    """The words of a text without case, ё as е, punctuation and width variants: "Ёлка 3,2" ->
    ["елка", "3", "2"]. Composed first, so that й typed as two characters is one letter.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _WORDS.findall(text.casefold().replace("ё", "е"))


def fold(text: str) -> str:
    """The words of a text joined by single spaces; folding twice changes nothing."""
    return " ".join(words_of(text))


def other_layout(text: str) -> str:
    """What the same keys give in the other layout, or "" when no letter would change.

    The raw text is translated, before it is cut into words: the keys of ж, э, б and ю are
    punctuation in the Latin layout.
    """
    if _CYRILLIC.search(text):
        return "" if _LATIN.search(text) else text.translate(_TO_LATIN)
    translated = text.translate(_TO_RUSSIAN)
    return translated if _CYRILLIC.search(translated) else ""
