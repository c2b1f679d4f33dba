"""What a printer's bytes are good for."""

from __future__ import annotations

import hashlib

from pos_desktop.hardware.profiles import PrinterProfile


def paper_of(profile: PrinterProfile, *, stored_logo: bool = False) -> str:
    """Return what tells papers apart: bytes made for one are right for another of the same name.

    It names everything a byte depends on: language, code page, width, codes, pictures and cutter.
    """
    p = profile.printer
    written_out = sorted(p.substitute.items())
    told = (
        p.language, p.codepage, p.codepage_number, p.columns, p.dots, p.font, p.kanji_off, p.qr,
        p.image, p.image_rows, stored_logo, p.cutter, p.feed_before_cut, written_out,
    )  # fmt: skip
    return hashlib.sha256(repr(told).encode()).hexdigest()[:8]
