"""Texts of a terminal made fit for paper and journal: plain lines, no card number, no control
byte."""

from __future__ import annotations

import re

from pos_desktop.domain.card_number import MAX_REFERENCE_LENGTH, without_card_numbers

MOST_LINES = 120
MOST_LETTERS = 96
_NOT_TEXT = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f]")
_DIGITS_AT_END = re.compile(r"(\d{4})\D*$")


def slip_lines(text: str) -> tuple[str, ...]:
    """The lines of a slip without empty ones at its ends."""
    lines = [plain(line)[:MOST_LETTERS] for line in text.splitlines()[: MOST_LINES * 2]]
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return tuple(lines[:MOST_LINES])


def plain(text: str) -> str:
    """One line that can be shown, printed and stored."""
    return without_card_numbers(_NOT_TEXT.sub(" ", text)).rstrip()


def masked_card(text: str) -> str:
    """What is kept of a card: its last four digits, "" where there are none."""
    found = _DIGITS_AT_END.search(text)
    return f"**** {found.group(1)}" if found else ""


def reference_of(text: str) -> str:
    """A bank's reference as the books keep it."""
    return " ".join(plain(text).split())[:MAX_REFERENCE_LENGTH]
