"""Text as a printer with one code page can show it; nothing else of it reaches the paper."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

_WRITTEN_OUT = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("«»„“”‟〝〞", '"'),
    **dict.fromkeys("‘’‚‛′´`", "'"),
    "″": '"',
    "₽": "р.",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₸": "тг",
    "₴": "грн",
    "…": "...",
    "×": "x",
    "÷": ":",
    "•": "*",
    "±": "+-",
    "≤": "<=",
    "≥": ">=",
    "≈": "~",
    "©": "(c)",
    "®": "(R)",
    "№": "N",
    "°": "o",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
    "⁄": "/",
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "і": "i",
    "І": "I",
    "ї": "i",
    "Ї": "I",
    "є": "е",
    "Є": "Е",
    "ґ": "г",
    "Ґ": "Г",
    "ў": "у",
    "Ў": "У",
    "ә": "а",
    "Ә": "А",
    "ғ": "г",
    "Ғ": "Г",
    "қ": "к",
    "Қ": "К",
    "ң": "н",
    "Ң": "Н",
    "ө": "о",
    "Ө": "О",
    "ұ": "у",
    "Ұ": "У",
    "ү": "у",
    "Ү": "У",
    "һ": "h",
    "Һ": "H",
    "ё": "е",
    "Ё": "Е",
}
_LATIN_RUBLE = "RUB"


class Transliteration(dict[int, str]):
    """A table for str.translate that fills itself: character -> what the code page can say.

    A character of the page stays. One that is not is written out, stripped of its accents, or "?".
    Control characters, joiners and combining marks vanish; line ends and tabs become spaces. So
    the encoded result has no byte below 0x20 and none that is DEL (0x7F).
    """

    def __init__(self, codec: str, substitute: Mapping[str, str]) -> None:
        super().__init__()
        self._codec = codec
        self._substitute = dict(substitute)

    def text(self, text: str) -> str:
        """Return the text, one printable character for each byte of the code page."""
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        return text.translate(self)

    def __missing__(self, code: int) -> str:
        answer = self._answer(chr(code))
        self[code] = answer
        return answer

    def _answer(self, char: str) -> str:
        if char in self._substitute:
            return "".join(c for c in self._substitute[char] if self._has(c))
        if char in "\t\n\v\f\r\x85\u2028\u2029" or unicodedata.category(char) == "Zs":
            return " "
        if unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me"):
            return ""
        if self._has(char):
            return char
        if char == "₽" and not self._has("р"):
            return _LATIN_RUBLE
        return self._replaced(char)

    def _replaced(self, char: str) -> str:
        written = _WRITTEN_OUT.get(char, "")
        if written and all(self._has(c) for c in written):
            return written
        plain = unicodedata.normalize("NFKD", char)
        plain = "".join(_WRITTEN_OUT.get(c, c) for c in plain if not unicodedata.combining(c))
        if plain and plain != char and all(self._has(c) for c in plain):
            return plain
        return "?"

    def _has(self, char: str) -> bool:
        """Return whether the page has the character, as one byte that prints."""
        if unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me"):
            return False
        try:
            encoded = char.encode(self._codec)
        except UnicodeEncodeError:
            return False
        return len(encoded) == 1 and encoded[0] >= 0x20 and encoded[0] != 0x7F
