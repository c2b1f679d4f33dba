"""Where an electronic receipt can be sent: an e-mail address or a telephone (FFD tag 1008)."""

from __future__ import annotations

import re

from pos_desktop.domain.errors import RefusalError

MAX_EMAIL_LENGTH = 64
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def email_of(text: str) -> str:
    """The text where it is an e-mail address a receipt can carry, else ""."""
    plain = text.strip()
    fits = plain.isascii() and len(plain) <= MAX_EMAIL_LENGTH
    return plain if fits and _EMAIL.fullmatch(plain) else ""


def phone_of(text: str) -> str:
    """The text as "+79123456789" where it is a telephone number, else ""."""
    digits = "".join(ch for ch in text if ch.isascii() and ch.isdigit())
    if "@" in text or not 5 <= len(digits) <= 15:
        return ""
    local_form = len(digits) == 11 and digits[0] == "8" and "+" not in text
    return f"+7{digits[1:]}" if local_form else f"+{digits}"


def contact_of(text: str) -> str:
    """The contact as it is stored; RefusalError("contact.not_understood")."""
    found = email_of(text) or ("" if re.search(r"[^\d\s()+\-]", text) else phone_of(text))
    if not found:
        raise RefusalError("contact.not_understood", value=text.strip())
    return found
