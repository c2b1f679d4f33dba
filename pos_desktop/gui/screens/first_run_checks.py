"""What may be typed in the first run, checked as it is typed; pure functions.

Each returns "" or the key of the text that says what is wrong with the value.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12_FIRST = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12_SECOND = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_SHORTEST_PIN = 4
_LONGEST_PIN = 8
_MOST_REGISTERS = 9999
_CODE_LENGTH = 8
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def check_inn(text: str) -> str:
    """Taxpayer number of an organisation (10 digits) or a person (12), with its check digits as
    the Federal Tax Service makes them: weighted sum modulo 11, then modulo 10."""
    if not text:
        return "needed"
    digits = [int(c) for c in text if c.isascii() and c.isdigit()]
    if len(digits) != len(text) or len(digits) not in (10, 12):
        return "inn_length"
    if len(digits) == 10:
        good = _check_digit(digits, _INN_10) == digits[9]
    else:
        first = _check_digit(digits, _INN_12_FIRST) == digits[10]
        good = first and _check_digit(digits, _INN_12_SECOND) == digits[11]
    return "" if good else "inn_digits"


def _check_digit(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(d * w for d, w in zip(digits, weights, strict=False)) % 11 % 10


def check_needed(text: str) -> str:
    return "" if text.strip() else "needed"


def check_mail(text: str) -> str:
    """An address, or nothing."""
    return "" if not text.strip() or _MAIL.fullmatch(text.strip()) else "mail"


def check_number(text: str) -> str:
    """The number of a register, 1 to 9999: a part of every fiscal key."""
    good = text.isascii() and text.isdigit() and 0 < int(text) <= _MOST_REGISTERS
    return "" if good else "number"


def check_pin(text: str) -> str:
    good = text.isascii() and text.isdigit() and _SHORTEST_PIN <= len(text) <= _LONGEST_PIN
    return "" if good else "pin"


def check_url(text: str) -> str:
    """https, or http to this very machine: a password would travel in the open otherwise."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname or ""
    except ValueError:
        return "url"
    if not host or parts.scheme not in ("http", "https"):
        return "url"
    return "" if parts.scheme == "https" or host in _LOOPBACK else "url_open"


def check_code(text: str) -> str:
    """A pairing code: eight letters and digits, however grouped."""
    bare = [c for c in text if c.isalnum()]
    return "" if len(bare) == _CODE_LENGTH else "code"
