"""Keeping card numbers out of the books: a reference from the terminal's slip, never the number."""

from __future__ import annotations

import re

from pos_desktop.domain.errors import RefusalError

MAX_REFERENCE_LENGTH = 40
# ISO/IEC 7812: 13 to 19 digits, written in groups or in one piece.
_DIGITS = re.compile(r"(?:[0-9][ \-]?){12,18}[0-9]")


def slip_reference(text: str) -> str:
    """What of a slip is kept: its number, RRN, approval code, the last four digits of the card.

    RefusalError("tender.card_number") for a whole card number, "tender.reference_too_long".
    """
    plain = " ".join(text.split())
    if has_card_number(plain):
        raise RefusalError("tender.card_number")
    if len(plain) > MAX_REFERENCE_LENGTH:
        raise RefusalError("tender.reference_too_long", limit=MAX_REFERENCE_LENGTH)
    return plain


def has_card_number(text: str) -> bool:
    """Whether a run of digits in it is a card number by length and check digit (Luhn)."""
    return any(
        _luhn(digits[start : start + length])
        for found in _DIGITS.finditer(text)
        if (digits := re.sub(r"[ \-]", "", found.group()))
        for length in range(13, min(19, len(digits)) + 1)
        for start in range(len(digits) - length + 1)
    )


_CARD = re.compile(r"(?<![0-9])(?:[2-6][0-9]{12,18}|[2-6][0-9]{3}(?: [0-9]{4}){3})(?![0-9])")


def without_card_numbers(text: str) -> str:
    """A text of a device, such as a line of a slip, with whole card numbers made unreadable but for
    their last four digits. Banks mask them; this is for those that do not."""

    def masked(found: re.Match[str]) -> str:
        number = found.group()
        if not _luhn(number.replace(" ", "")):
            return number
        return re.sub("[0-9]", "*", number[:-4]) + number[-4:]

    return _CARD.sub(masked, text)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and digits.strip("0") != ""
