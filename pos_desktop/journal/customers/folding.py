"""What of a customer is searched, and how what a person types is looked for in it.

A fold is " name phone card e-mail " in lower case; each part stands between spaces, so that " 7926"
means the beginning of a telephone number.
"""

from __future__ import annotations

import re

from pos_desktop.journal.search_text import fold

MOST_PARTS = 3
_NUMBER = re.compile(r"[\d\s()+\-.]+")


def customer_fold(name: str, phone: str, card: str, email: str) -> str:
    parts = (fold(name), phone.lstrip("+"), card.casefold(), email.casefold())
    return f" {' '.join(part for part in parts if part)} "


def search_values(text: str, calling_code: str) -> dict[str, str] | None:
    """The parameters of SEARCH_CUSTOMERS, None where there is nothing to look for.

    calling_code: of the country, "7". "8 926 123" and "+7926123" find the same telephone.
    """
    if _NUMBER.fullmatch(text) and (digits := re.sub(r"\D", "", text)):
        # The trunk prefix of the country at home (8 in Russia) stands for its code.
        inside = digits[1:] if digits[0] in ("8", calling_code[0]) and len(digits) > 3 else ""
        phone = f" {calling_code}{inside}" if inside else ""
        return {"part1": digits, "part2": "", "part3": "", "phone": phone}
    if "@" in text:
        return {"part1": text.strip().casefold(), "part2": "", "part3": "", "phone": ""}
    words = [*fold(text).split()[:MOST_PARTS], "", "", ""]
    if not words[0]:
        return None
    return {"part1": words[0], "part2": words[1], "part3": words[2], "phone": ""}
