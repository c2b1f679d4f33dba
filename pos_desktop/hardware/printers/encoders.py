"""Which encoder a printer's profile wants, and what its bytes are good for."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol

from pos_desktop.hardware.printers.escpos_bytes import EscposEncoder
from pos_desktop.hardware.printers.star_bytes import StarEncoder
from pos_desktop.hardware.profiles import PrinterProfile
from pos_desktop.receipts.document import Document


class PrinterEncoder(Protocol):
    """receipts.document.ReceiptEncoder of one profile."""

    @property
    def profile(self) -> PrinterProfile: ...
    def encode(self, document: Document) -> bytes: ...
    def warm_up(self) -> None:
        """Import what encoding needs, so that the first receipt need not wait."""
        ...


def encoder_for(
    profile: PrinterProfile, cache_dir: Path | None = None, *, stored_logo: bool = False
) -> PrinterEncoder:
    """Return the encoder of the profile's language. stored_logo: the printer keeps the shop's
    picture, where it can."""
    if profile.printer.language == "star":
        return StarEncoder(profile, cache_dir)
    return EscposEncoder(profile, cache_dir, stored_logo=stored_logo)


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
