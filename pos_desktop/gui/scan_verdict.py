"""What a scan tells about the scanner that made it. Qt-free."""

from __future__ import annotations

from pos_desktop.domain.gs1 import GS, lost_separators

_ZERO_WIDTH = "\u200b"
_LONGEST = 60


def scan_verdict(text: str) -> tuple[str, bool]:
    """(key of the words, whether all is well) for a scan that is to test a scanner."""
    if any("а" <= letter.lower() <= "я" for letter in text) and len(text) < 60:
        return "scan_cyrillic", False
    if GS in text:
        return "scan_gs", True
    marking = text[3:] if text[:1] == "]" else text
    return ("scan_no_gs", False) if lost_separators(marking) else ("scan_good", True)


def readable(text: str) -> str:
    """Separators are seen as such, and a long code is shown by its beginning and end."""
    seen = text.replace(GS, " <GS> ")
    return seen if len(seen) <= _LONGEST else f"{seen[:40]}…{seen[-16:]}"


def breakable(text: str) -> str:
    """The same to the eye; a code has no spaces to break it at."""
    return " ".join(_ZERO_WIDTH.join(part) for part in text.split(" "))
