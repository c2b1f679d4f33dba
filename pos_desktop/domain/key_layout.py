"""Which keys of a Russian keyboard (ЙЦУКЕН) make which characters of a US one."""

from __future__ import annotations

_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю."
_ENGLISH = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_RUSSIAN_SHIFTED = 'ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"№;:?/'
_ENGLISH_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?@#$^&|'
_TO_ENGLISH = str.maketrans(_RUSSIAN + _RUSSIAN_SHIFTED, _ENGLISH + _ENGLISH_SHIFTED)


def has_cyrillic(text: str) -> bool:
    """Return whether a Russian layout has been at work."""
    return any("а" <= c <= "я" or "А" <= c <= "Я" or c in "ёЁ" for c in text)


def as_typed_in_english(text: str) -> str:
    """Return what the same keys make under an English layout: "ФИс" -> "ABc"."""
    return text.translate(_TO_ENGLISH)
